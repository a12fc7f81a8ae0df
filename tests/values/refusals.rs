//! The error of an invalid value contains the field and the reason, never the value.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use callsheet::{Arguments, Endpoint, Error, Lookup, endpoint};
use serde::{Serialize, Serializer};

use super::base;

/// A type whose `Serialize` fails with a message that contains the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Talks;

impl Serialize for Talks {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("invalid card number 4111-s3cret"))
    }
}

mod talks {
    use super::{Serialize as _, Serializer, Talks};

    pub(super) fn serialize<T, S: Serializer>(_: &T, serializer: S) -> Result<S::Ok, S::Error> {
        Talks.serialize(serializer)
    }
}

#[derive(Debug, Clone, Arguments)]
struct Holder {
    talks: Talks,
}

#[derive(Debug, Clone, Arguments)]
struct Flat {
    #[serde(flatten)]
    talks: Talks,
}

#[derive(Debug, Clone, Arguments)]
struct Keyed {
    #[serde(flatten)]
    keys: BTreeMap<Talks, u8>,
}

#[derive(Debug, Clone, Lookup)]
enum Found {
    Id(String),
    Card(Talks),
}

macro_rules! endpoints {
    ($($name:ident: $method:literal $path:literal [$(#[$attribute:meta])*] $ty:ty;)*) => {$(
        #[endpoint(method = $method, path = $path)]
        #[derive(Debug, Clone)]
        struct $name {
            $(#[$attribute])*
            card: $ty,
        }
    )*};
}

endpoints! {
    Member: "POST" "/a" [] Talks;
    Payload: "POST" "/a" [#[payload]] Talks;
    NestedMember: "POST" "/a" [] Holder;
    FlatMember: "POST" "/a" [] Flat;
    KeyedMember: "POST" "/a" [] Keyed;
    LookupMember: "POST" "/a" [] Found;
    Query: "GET" "/a" [] Holder;
    FlatQuery: "GET" "/a" [] Flat;
    KeyedQuery: "GET" "/a" [] Keyed;
    QueryList: "GET" "/a" [#[query(list = "brackets")]] Vec<Holder>;
    Form: "POST" "/a" [#[form]] Holder;
    WithPath: "POST" "/<card>" [#[path(with = talks)]] u8;
    WithQuery: "GET" "/a" [#[query(with = talks)]] u8;
    WithHeader: "GET" "/a" [#[header(with = talks)]] u8;
    WithBody: "POST" "/a" [#[body(with = talks)]] u8;
    WithForm: "POST" "/a" [#[form(with = talks)]] u8;
}

#[track_caller]
fn refusal<E: Endpoint>(call: &E) -> String {
    let error = call.to_request(&base()).unwrap_err();
    let Error::Build { source, .. } = &error else { panic!("{error}") };
    let told = [error.to_string(), format!("{error:?}"), source.to_string(), format!("{source:?}")];
    for text in told {
        assert!(!text.contains("s3cret") && !text.contains("4111"), "{text}");
    }
    assert_eq!(source.field_name(), Some("card"));
    source.to_string()
}

#[test]
fn error_message_of_a_users_serialize_is_never_printed() {
    let holder = || Holder { talks: Talks };
    let keyed = || Keyed { keys: [(Talks, 1)].into() };
    for (told, path) in [
        (refusal(&Member { card: Talks }), ""),
        (refusal(&Payload { card: Talks }), ""),
        (refusal(&NestedMember { card: holder() }), "`talks`: "),
        (refusal(&FlatMember { card: Flat { talks: Talks } }), ""),
        (refusal(&LookupMember { card: Found::Card(Talks) }), "`card`: "),
        (refusal(&Query { card: holder() }), "`talks`: "),
        (refusal(&FlatQuery { card: Flat { talks: Talks } }), ""),
        (refusal(&QueryList { card: vec![holder()] }), "`[0].talks`: "),
        (refusal(&Form { card: holder() }), "`talks`: "),
        (refusal(&WithPath { card: 1 }), ""),
        (refusal(&WithQuery { card: 1 }), ""),
        (refusal(&WithHeader { card: 1 }), ""),
        (refusal(&WithBody { card: 1 }), ""),
        (refusal(&WithForm { card: 1 }), ""),
    ] {
        assert_eq!(told, format!("field `card`: {path}its `Serialize` refused the value"));
    }
    for told in [refusal(&KeyedMember { card: keyed() }), refusal(&KeyedQuery { card: keyed() })] {
        assert_eq!(told, "field `card`: the keys of a map must be strings, numbers or booleans");
    }
    // A value that does not fail is written.
    assert!(LookupMember { card: Found::Id("a".to_owned()) }.to_request(&base()).is_ok());
}

#[test]
fn error_message_without_a_value_is_printed() {
    #[endpoint(method = "POST", path = "/a")]
    struct Moment {
        #[body(with = callsheet::with::http_date)]
        card: SystemTime,
    }

    #[endpoint(method = "POST", path = "/a")]
    struct Keys {
        card: BTreeMap<Option<u8>, u8>,
    }

    #[derive(Arguments)]
    struct Around {
        #[serde(flatten)]
        list: Vec<u8>,
    }

    #[endpoint(method = "POST", path = "/a")]
    struct Flattened {
        card: Around,
    }

    let late = SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40);
    for (told, expected) in [
        (refusal(&Moment { card: late }), "1970 to 9999"),
        (refusal(&Keys { card: [(None, 1)].into() }), "the keys of a map must be strings, numbers or booleans"),
        (refusal(&Flattened { card: Around { list: vec![1] } }), "found a list"),
    ] {
        assert!(told.contains(expected), "{told}");
    }
}
