//! Problem details.

use callsheet::{
    Api, Error, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, ProblemDetailsFormat},
};
use serde::Deserialize;

use super::{JSON, PROBLEM, assert_foreign, error};

enum Shop {}

impl Api for Shop {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &ProblemDetailsFormat::new();
    type Errors = NoErrors;
}

#[derive(Debug, Deserialize)]
struct Credit {
    balance: i64,
}

#[endpoint(method = "GET", path = "/orders", api = Shop, errors(
    not_found(status = 404, code = "https://example.com/not-found"),
    out_of_credit(status = 403, code = "https://example.com/out-of-credit", detail = Credit),
    conflict(status = 409, code = none),
))]
struct GetOrders {}

enum ByName {}

impl Api for ByName {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &ProblemDetailsFormat::new().last_segment();
    type Errors = NoErrors;
}

#[endpoint(method = "GET", path = "/orders", api = ByName, errors(not_found(status = 404, code = "not-found")))]
struct GetByName {}

const BODY: &str =
    r#"{"type":"https://example.com/not-found","title":"Not found","status":404,"detail":"No such order"}"#;

#[test]
fn type_is_the_code_and_detail_is_the_message() {
    for content_type in [PROBLEM, "application/problem+json; charset=utf-8", JSON, "text/plain"] {
        let error = error::<GetOrders>(404, content_type, BODY);
        assert!(matches!(error.documented(), Some(GetOrdersError::NotFound { .. })), "{error:?}");
        assert_eq!(error.code(), Some("https://example.com/not-found"));
        assert_eq!(error.message(), Some("No such order"));
    }
    let error = error::<GetByName>(404, PROBLEM, BODY);
    assert_eq!((error.documented().is_some(), error.code()), (true, Some("not-found")));
}

#[test]
fn extension_members_are_the_detail() {
    let error = error::<GetOrders>(
        403,
        PROBLEM,
        r#"{"type":"https://example.com/out-of-credit","title":"No credit","balance":30}"#,
    );
    let Some(GetOrdersError::OutOfCredit { detail, message }) = error.documented() else { panic!("{error:?}") };
    assert_eq!((detail.balance, message.as_deref()), (30, Some("No credit")));
}

#[test]
fn about_blank_and_missing_type_are_matched_by_status() {
    for body in [r#"{"type":"about:blank","title":"Conflict"}"#, r#"{"title":"Conflict"}"#] {
        let by_status = error::<GetOrders>(409, PROBLEM, body);
        assert!(matches!(by_status.documented(), Some(GetOrdersError::Conflict { .. })), "{by_status:?}");
        assert_eq!(by_status.message(), Some("Conflict"));
        assert_foreign::<GetOrders>(404, &[body]);
    }
    assert_foreign::<GetOrders>(404, &["", "<html>", "[]", "{}", "{\"type\":\"https://example.com/not-found\""]);
}

#[test]
fn other_type_is_undocumented() {
    let error = error::<GetOrders>(404, PROBLEM, r#"{"type":"https://example.com/gone"}"#);
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!(error.code(), Some("https://example.com/gone"));
}
