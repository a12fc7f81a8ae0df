//! Documented errors, and replies that are almost one.

use callsheet::Error;
use support::widgets::{GetWidgetError, LockDetail, UpdateWidgetError, get_widget, update_widget};
use support::{RawServer, client_of, json, reply};

use crate::assert_kept;

#[tokio::test]
async fn documented_error_has_its_variant_and_detail() {
    let body =
        r#"{"error":{"code":"validation_error","description":"Refused.","detail":{"details":["no","bad"],"x":1}}}"#;
    let server = RawServer::answering(json(422, body)).await;
    let error = update_widget().send(&client_of(&server)).await.unwrap_err();
    assert_kept(&error, 422, body.as_bytes());
    assert_eq!((error.code(), error.message()), (Some("validation_error"), Some("Refused.")));
    let place = format!("{}/widgets/<widget>", server.origin());
    let line = format!("PATCH {place}: 422 validation_error: Refused. (request id req_1)");
    assert_eq!(error.to_string(), line);
    match error {
        Error::Documented { error: UpdateWidgetError::ValidationError { message, detail, .. }, .. } => {
            assert_eq!(
                (message.as_deref(), detail.details),
                (Some("Refused."), vec!["no".to_owned(), "bad".to_owned()])
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn codes_with_the_same_status_are_distinguished() {
    let locked = r#"{"error":{"code":"widget_locked","detail":{"owner":"ada","seconds":5}}}"#;
    let server = RawServer::answering(json(409, locked)).await;
    match get_widget().send(&client_of(&server)).await.unwrap_err() {
        Error::Documented { error: GetWidgetError::WidgetLocked { detail, message: None, .. }, .. } => {
            assert_eq!(detail, LockDetail { owner: "ada".to_owned(), seconds: 5 });
        }
        other => panic!("{other:?}"),
    }
    let server = RawServer::answering(json(409, r#"{"error":{"code":"widget_archived"}}"#)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error.documented(), Some(GetWidgetError::WidgetArchived { message: None, .. })), "{error:?}");
}

#[tokio::test]
async fn null_description_means_no_message() {
    let body = r#"{"error":{"code":"widget_not_found","description":null,"detail":{}}}"#;
    let server = RawServer::answering(json(404, body)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error.documented(), Some(GetWidgetError::WidgetNotFound { message: None, .. })), "{error:?}");
    assert_eq!((error.code(), error.message()), (Some("widget_not_found"), None));
    let line = format!("GET {}/widgets/<widget>: 404 widget_not_found (request id req_1)", server.origin());
    assert_eq!(error.to_string(), line);
    assert_kept(&error, 404, body.as_bytes());
}

#[tokio::test]
async fn content_type_of_an_error_is_ignored() {
    let body = r#"{"error":{"code":"widget_not_found"}}"#;
    for headers in [&[][..], &[("content-type", "text/html"), ("x-request-id", "req_1")]] {
        let server = RawServer::answering(reply(404, headers, body)).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert!(error.documented().is_some(), "{error:?}");
    }
}

#[tokio::test]
async fn detail_of_the_wrong_type_keeps_the_code_and_names_the_path() {
    let body =
        r#"{"error":{"code":"widget_locked","description":"Held.","detail":{"owner":"ada","seconds":"s3cret"}}}"#;
    let server = RawServer::answering(json(409, body)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    let Error::UnexpectedBody { source: Some(source), .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.path(), "error.detail.seconds");
    assert_eq!(source.to_string(), "`error.detail.seconds`: found string, expected u32");
    assert_eq!((error.code(), error.message()), (Some("widget_locked"), Some("Held.")));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), source.to_string());
    assert!(!support::printed(&error).contains("s3cret"));
    assert_kept(&error, 409, body.as_bytes());
}

#[tokio::test]
async fn missing_detail_keeps_the_code() {
    for detail in ["", r#","detail":null"#] {
        let body = format!(r#"{{"error":{{"code":"widget_locked"{detail}}}}}"#);
        let server = RawServer::answering(json(409, &body)).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        let Error::UnexpectedBody { source: Some(source), .. } = &error else { panic!("{error:?}") };
        assert_eq!((source.path(), error.code()), ("error.detail", Some("widget_locked")));
        assert_kept(&error, 409, body.as_bytes());
    }
}

#[tokio::test]
async fn undocumented_code_with_a_documented_status_is_undocumented() {
    let body = r#"{"error":{"code":"route_not_found","description":"No route."}}"#;
    let server = RawServer::answering(json(404, body)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!((error.code(), error.message()), (Some("route_not_found"), Some("No route.")));
    let place = format!("{}/widgets/<widget>", server.origin());
    let line = format!("GET {place}: undocumented reply: 404 route_not_found: No route. (request id req_1)");
    assert_eq!(error.to_string(), line);
    assert_kept(&error, 404, body.as_bytes());
}

#[tokio::test]
async fn documented_code_with_another_status_is_undocumented() {
    for status in [403, 409, 500] {
        let body = r#"{"error":{"code":"widget_not_found"}}"#;
        let server = RawServer::answering(json(status, body)).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
        assert_eq!(error.code(), Some("widget_not_found"));
        assert_kept(&error, status, body.as_bytes());
    }
}

#[tokio::test]
async fn request_id_is_read_from_its_usual_header_fields() {
    for (headers, expected) in [
        (&[("X-Request-Id", "a"), ("request-id", "b")][..], Some("a")),
        (&[("request-id", "b"), ("x-correlation-id", "c")], Some("b")),
        (&[("x-request-id", ""), ("x-correlation-id", "c")], Some("c")),
        (&[("x-other", "d")], None),
    ] {
        let server = RawServer::answering(reply(500, headers, "")).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert_eq!(error.request_id(), expected);
    }
}
