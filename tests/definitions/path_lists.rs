//! Lists in one segment of a path.

use callsheet::{Scalar, endpoint};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use url::Url;

use super::request;

#[endpoint(method = "GET", path = "/<index>/_search")]
struct Search {
    #[path(list = "comma")]
    index: Vec<String>,
}

#[endpoint(method = "GET", path = "/answers/<ids>.json")]
struct GetAnswers {
    #[path(list = "semicolons")]
    ids: [u32; 3],
}

/// A list in the path and elsewhere.
#[endpoint(method = "PUT", path = "/tags/<names>")]
struct SetTags {
    #[path(list = "comma")]
    #[body]
    names: Vec<Tag>,
}

#[derive(Clone, Scalar, serde::Serialize)]
struct Tag(String);

fn search(index: &[&str]) -> Result<String, String> {
    let index = index.iter().map(|name| (*name).to_owned()).collect();
    request(&Search { index }).map(|request| request.uri().to_string())
}

#[test]
fn list_in_a_path_keeps_its_separators_and_encodes_its_elements() {
    assert_eq!(search(&["a"]).unwrap(), "https://api.example.com/v1/a/_search");
    assert_eq!(search(&["a", "b,c", "d/é"]).unwrap(), "https://api.example.com/v1/a,b%2Cc,d%2F%C3%A9/_search");
    let answers = request(&GetAnswers { ids: [1, 2, 3] }).unwrap();
    assert_eq!(answers.uri().path(), "/v1/answers/1;2;3.json");
}

#[test]
fn list_in_path_and_body_is_sent_in_both() {
    let tags = request(&SetTags { names: vec![Tag("a".to_owned()), Tag("b".to_owned())] }).unwrap();
    assert_eq!((tags.uri().path(), &tags.body()[..]), ("/v1/tags/a,b", &br#"{"names":["a","b"]}"#[..]));
}

#[test]
fn empty_list_and_empty_element_are_refused_by_name() {
    for (index, reason) in [
        (&[][..], "field `index`: an empty list cannot be sent in a path"),
        (&[""], "field `index`: an empty element of a list cannot be sent in a path"),
        (&["a", ""], "field `index`: an empty element of a list cannot be sent in a path"),
    ] {
        assert_eq!(search(index).unwrap_err(), reason);
    }
    assert!(search(&[".."]).unwrap_err().starts_with("field `index`: `..`"));
    assert_eq!(search(&["..", "."]).unwrap(), "https://api.example.com/v1/..,./_search");
}

proptest! {
    #[test]
    fn list_in_a_path_arrives_as_one_segment_of_its_elements(
        index in proptest::collection::vec("\\PC*|[,;./%?# ]{0,3}", 0..4),
    ) {
        let sent = request(&Search { index: index.clone() });
        let is_dots = index.len() == 1 && [".", ".."].contains(&index[0].as_str());
        if index.is_empty() || index.iter().any(String::is_empty) || is_dots {
            prop_assert!(sent.unwrap_err().starts_with("field `index`: "));
        } else {
            let url = Url::parse(&sent.unwrap().uri().to_string()).unwrap();
            let segments: Vec<&str> = url.path_segments().unwrap().collect();
            prop_assert_eq!((segments.len(), segments[2]), (3, "_search"));
            let read: Vec<String> =
                segments[1].split(',').map(|part| percent_decode_str(part).decode_utf8().unwrap().into()).collect();
            prop_assert_eq!(read, index);
        }
    }
}
