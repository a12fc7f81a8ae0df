//! Large details in a `Box`.

#![deny(clippy::result_large_err)]

use callsheet::{Endpoint as _, Error, endpoint};
use http::Response;

/// A detail that alone is as large as clippy's limit for an error.
#[derive(Debug, PartialEq, serde::Deserialize)]
struct Refusal {
    texts: [String; 6],
}

#[endpoint(method = "POST", path = "/users", errors(
    refused(status = 422, detail = Box<Refusal>),
    locked(status = 423, detail = Option<Box<Refusal>>),
    lost(status = 404, code = none, body = Box<Refusal>),
))]
#[derive(Debug)]
struct CreateUser;

/// clippy checks the size of the error here.
fn read(status: u16, body: &'static str) -> Result<(), Error<CreateUserError>> {
    let response = Response::builder().status(status).body(body.into()).expect("a response");
    CreateUser::read_response(response)
}

#[test]
fn error_with_boxed_details_is_below_the_limit_of_clippy() {
    assert!(size_of::<Refusal>() >= 128);
    assert!(size_of::<Error<CreateUserError>>() < 128, "{}", size_of::<Error<CreateUserError>>());
}

#[test]
fn boxed_detail_is_bound_by_a_match_and_found_by_its_type() {
    let texts = r#"{"texts":["a","b","c","d","e","f"]}"#;
    for (status, body) in [
        (422, r#"{"error":{"code":"refused","detail":{"texts":["a","b","c","d","e","f"]}}}"#),
        (423, r#"{"error":{"code":"locked","detail":{"texts":["a","b","c","d","e","f"]}}}"#),
        (404, texts),
    ] {
        let error = read(status, body).unwrap_err();
        let found = error.into_any().documented().and_then(|it| it.detail::<Refusal>().map(|it| it.texts[5].clone()));
        assert_eq!(found.as_deref(), Some("f"), "{status}");
    }
    let error = read(422, r#"{"error":{"code":"refused","detail":{"texts":["a","b","c","d","e","f"]}}}"#);
    let Err(Error::Documented { error: CreateUserError::Refused { detail, .. }, .. }) = error else {
        panic!("{error:?}");
    };
    let [first, ..] = detail.texts;
    assert_eq!(first, "a");
}
