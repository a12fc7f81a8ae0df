//! The traits that error enums can derive.

use callsheet::error_format::{ErrorFormat, JsonFormat};
use callsheet::{Api, Endpoint, Error, endpoint, error::NoErrors, errors};
use http::{Response, StatusCode};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Limit {
    seconds: u64,
}

#[errors(derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize), rate_limited(status = 429, detail = Limit))]
enum CommonErrors {}

/// A derive below the attribute has the same effect.
#[errors(expired = 401, locked(status = [403, 423]))]
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum ApiErrors {}

enum Acme {}

impl Api for Acme {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT;
    type Errors = ApiErrors;
}

#[endpoint(
    method = "GET",
    path = "/",
    api = Acme,
    errors(
        derive(Clone, PartialEq, Eq, std::hash::Hash, serde::Serialize, Deserialize),
        not_found = 404,
        rejected(status = [400, 422], detail = Option<Limit>),
        include(CommonErrors),
        default,
    )
)]
struct GetAll {}

fn error(status: u16, body: &'static str) -> GetAllError {
    let response = Response::builder().status(status).body(body.into()).unwrap();
    match GetAll::read_response(response) {
        Err(Error::Documented { error, .. }) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn derived_enum_is_cloned_compared_and_hashed() {
    use std::collections::HashSet;
    let limited = error(429, r#"{"code":"rate_limited","detail":{"seconds":5}}"#);
    assert_eq!(limited.clone(), limited);
    assert_ne!(limited, error(429, r#"{"code":"rate_limited","detail":{"seconds":6}}"#));
    let seen: HashSet<GetAllError> = [limited.clone(), limited.clone(), error(404, r#"{"code":"not_found"}"#)].into();
    assert!(seen.len() == 2 && seen.contains(&limited));
    assert!(matches!(limited, GetAllError::CommonErrors(CommonErrors::RateLimited { .. })));
    assert!(matches!(error(401, r#"{"code":"expired"}"#).clone(), GetAllError::Shared(ApiErrors::Expired { .. })));
}

#[test]
fn serialized_enum_has_the_status_as_a_number_and_is_read_back() {
    for (error, json) in [
        (error(404, r#"{"code":"not_found","message":"m"}"#), r#"{"NotFound":{"message":"m"}}"#),
        (
            error(422, r#"{"code":"rejected","detail":{"seconds":5}}"#),
            r#"{"Rejected":{"status":422,"message":null,"detail":{"seconds":5}}}"#,
        ),
        (error(418, r#"{"code":"tea"}"#), r#"{"Default":{"status":418,"code":"tea","message":null}}"#),
        (error(401, r#"{"code":"expired"}"#), r#"{"Shared":{"Expired":{"message":null}}}"#),
    ] {
        assert_eq!(serde_json::to_string(&error).unwrap(), json);
        assert_eq!(serde_json::from_str::<GetAllError>(json).unwrap(), error);
    }
    let impossible = r#"{"Default":{"status":99,"code":null,"message":null}}"#;
    assert!(serde_json::from_str::<GetAllError>(impossible).is_err());
}

#[test]
fn api_without_errors_fits_every_derive() {
    enum Plain {}
    impl Api for Plain {
        const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT;
        type Errors = NoErrors;
    }
    #[endpoint(
        method = "GET",
        path = "/",
        api = Plain,
        errors(derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize), gone = 410)
    )]
    struct GetPlain {}
    let json = r#"{"Gone":{"message":null}}"#;
    let error: GetPlainError = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&error.clone()).unwrap(), json);
    assert!(serde_json::from_str::<GetPlainError>(r#"{"Shared":null}"#).is_err());
}

#[test]
fn error_can_be_called_derive() {
    #[endpoint(method = "GET", path = "/", errors(derive = 409))]
    struct GetDerive {}
    let response = Response::builder().status(409).body(r#"{"code":"derive"}"#.into()).unwrap();
    let error = GetDerive::read_response(response).unwrap_err();
    assert!(matches!(error.documented(), Some(GetDeriveError::Derive { .. })), "{error:?}");
    assert_eq!(error.status(), Some(StatusCode::CONFLICT));
}
