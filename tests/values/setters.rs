//! What setters accept, and which types they leave to inference.

use std::collections::{BTreeSet, VecDeque};

use callsheet::{Arguments, Patch, endpoint};

use super::built;

#[derive(Debug, PartialEq, Clone, serde::Serialize)]
struct Id(u64);

impl From<u64> for Id {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(text.len() as u64)
    }
}

/// A type with the name of a standard library type.
mod own {
    #[derive(Debug, PartialEq, serde::Serialize)]
    pub(super) struct Vec(pub(super) u8);

    impl From<u8> for Vec {
        fn from(number: u8) -> Self {
            Self(number)
        }
    }
}

#[derive(Arguments, Debug)]
struct Properties {
    tags: Vec<String>,
    ids: Option<Vec<Id>>,
    numbers: Option<Vec<u64>>,
    labels: Patch<Vec<String>>,
    name: Option<String>,
    id: Option<Id>,
    page: Option<u32>,
    own: Option<own::Vec>,
}

/// The required list.
fn tags<Via>(tags: impl callsheet::builder::IntoList<Vec<String>, Via>) -> Vec<String> {
    Properties::builder().tags(tags).build().tags
}

#[test]
fn list_accepts_arrays_slices_and_iterators_of_convertible_values() {
    let owned = vec!["a".to_owned(), "b".to_owned()];
    let slice: &[&str] = &["a", "b"];
    assert_eq!(tags(["a", "b"]), owned);
    assert_eq!(tags([&owned[0], &owned[1]]), owned);
    assert_eq!(tags(slice), owned);
    assert_eq!(tags(vec!["a", "b"].into_iter()), owned);
    assert_eq!(tags("a,b".split(',')), owned);
    assert_eq!(tags(owned.iter().map(|text| format!("{text}!"))), ["a!", "b!"]);
    assert_eq!(tags(BTreeSet::from(["b", "a"]).into_iter()), owned);
}

#[test]
fn list_accepts_a_value_that_converts_to_the_list() {
    let owned = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(tags(owned.clone()), owned);
    assert_eq!(tags(owned.as_slice()), owned);
    assert_eq!(tags(["a".to_owned(), "b".to_owned()]), owned);
    assert_eq!(tags(VecDeque::from(owned.clone())), owned);
    assert_eq!(tags(vec![]), Vec::<String>::new());
    assert_eq!(tags(Vec::new()), Vec::<String>::new());
}

#[test]
fn elements_of_an_optional_list_and_of_a_patch_convert() {
    let with = || Properties::builder().tags(vec![]);
    assert_eq!(with().ids(["a", "bc"]).build().ids, Some(vec![Id(1), Id(2)]));
    assert_eq!(with().ids([3u64, 4].into_iter()).build().ids, Some(vec![Id(3), Id(4)]));
    assert_eq!(with().ids(vec![Id(1)]).build().ids, Some(vec![Id(1)]));
    assert_eq!(with().maybe_ids(None).build().ids, None);
    // Literals need no suffix.
    assert_eq!(with().numbers([1, 2]).build().numbers, Some(vec![1, 2]));
    assert_eq!(with().numbers(vec![1]).build().numbers, Some(vec![1]));
    assert_eq!(with().labels(["a"]).build().labels, Patch::Value(vec!["a".to_owned()]));
    assert_eq!(with().labels("a b".split(' ')).build().labels, Patch::Value(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(with().labels(vec![]).build().labels, Patch::Value(vec![]));
    assert_eq!(with().labels(Patch::Null).build().labels, Patch::Null);
}

#[test]
fn types_of_arguments_are_inferred() {
    let with = || Properties::builder().tags(vec![]);
    assert_eq!(with().id(3).build().id, Some(Id(3)));
    assert_eq!(with().id("abc").build().id, Some(Id(3)));
    assert_eq!(with().page("3".parse().unwrap()).build().page, Some(3));
    assert_eq!(with().page(3u8.into()).build().page, Some(3));
    assert_eq!(with().name('c').build().name.as_deref(), Some("c"));
    assert_eq!(with().own(1).build().own, Some(own::Vec(1)));
    assert_eq!(with().maybe_id(None).maybe_page(Some(3)).build().page, Some(3));
}

#[endpoint(method = "GET", path = "/a/<id>")]
struct Get {
    id: String,
    #[query]
    tags: Option<Vec<String>>,
}

#[test]
fn array_of_text_is_sent_like_a_vec() {
    let by_array = built(&Get::builder().id("x").tags(["a", "b"]).build());
    let by_vec = built(&Get::builder().id("x").tags(vec!["a".to_owned(), "b".to_owned()]).build());
    assert_eq!(by_array.uri(), by_vec.uri());
    assert_eq!(by_array.uri().query(), Some("tags=a&tags=b"));
}
