//! `Option`, `Patch` and `Bytes` are recognized by any path.

use callsheet::{Arguments, Endpoint as _, Patch, endpoint};
use serde::Serialize;

use super::built;

/// As an SDK may re-export them.
mod prelude {
    pub(super) use std::option::Option;

    pub(super) use callsheet::{Patch, bytes::Bytes};
}

/// Not an `Option`, although it has a `None`.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Maybe<T> {
    None,
    Some(T),
}

type Names = Vec<Option<String>>;

#[endpoint(method = "PATCH", path = "/a")]
struct Update {
    a: std::option::Option<u8>,
    b: core::option::Option<String>,
    c: prelude::Option<Inner>,
    d: ::core::option::Option<u8>,
    e: callsheet::Patch<u8>,
    f: prelude::Patch<String>,
    names: Names,
    maybe: Maybe<u8>,
}

#[derive(Arguments)]
struct Inner {
    a: std::option::Option<u8>,
    b: prelude::Patch<u8>,
    #[serde(with = "callsheet::with::unix_seconds")]
    at: core::option::Option<std::time::SystemTime>,
}

#[endpoint(method = "GET", path = "/a", response = prelude::Bytes)]
struct Get;

#[endpoint(method = "GET", path = "/a", response = std::option::Option<::callsheet::bytes::Bytes>)]
struct Find;

#[test]
fn option_or_patch_by_any_path_is_omitted_if_absent() {
    let update = || Update::builder().names(vec![None]).maybe(Maybe::None);
    assert_eq!(built(&update().build()).body(), r#"{"names":[null],"maybe":null}"#);
    let inner = Inner::builder().build();
    let whole = Update::builder().names(vec![]).maybe(Maybe::Some(1)).a(1).b("x").c(inner).d(2).e(Patch::Null).f("y");
    assert_eq!(built(&whole.build()).body(), r#"{"a":1,"b":"x","c":{},"d":2,"e":null,"f":"y","names":[],"maybe":1}"#);
}

#[test]
fn bytes_by_any_path_are_read_as_bytes() {
    let response = || http::Response::new(bytes::Bytes::from_static(b"[1]"));
    assert_eq!(Get::read_response(response()).unwrap(), "[1]");
    assert_eq!(Find::read_response(response()).unwrap().unwrap(), "[1]");
    assert_eq!(Find::read_response(http::Response::new(bytes::Bytes::new())).unwrap(), None);
}
