//! The reference API and similar APIs, which need no `Api` type.

use callsheet::endpoint;

use super::{JSON, error};

#[endpoint(method = "GET", path = "/", errors(route_not_found = 404, forbidden(status = "4XX", code = none)))]
struct Get {}

#[test]
fn nested_and_flat_errors_are_read() {
    for body in [
        r#"{"error":{"code":"route_not_found","description":"No route","detail":{}}}"#,
        r#"{"error":{"code":"route_not_found","message":"No route"}}"#,
        r#"{"code":"route_not_found","message":"No route"}"#,
        r#"{"error":"Not Found","code":"route_not_found","description":"No route"}"#,
    ] {
        let error = error::<Get>(404, JSON, body);
        assert!(matches!(error.documented(), Some(GetError::RouteNotFound { .. })), "{error:?}");
        assert_eq!(error.message(), Some("No route"));
    }
}
