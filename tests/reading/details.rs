//! A detail or a body that does not match its type: an `Option` keeps the variant, any other type makes it an
//! unexpected body.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use callsheet::{AnyError, Client, Error, Response, Text, client::DriftKind, endpoint};
use support::{Scripted, Step};

use super::read;

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Refusal {
    details: Vec<String>,
}

type Perhaps<T> = Option<T>;

/// A header and a body.
#[derive(Debug, Response)]
struct Busy {
    #[header]
    retry_after: u64,
    #[payload]
    refusal: Refusal,
}

#[endpoint(method = "POST", path = "/users", errors(
    refused(status = 422, detail = Option<Refusal>),
    refused_strictly(status = 422, detail = Refusal),
    alias(status = 422, detail = Perhaps<Refusal>),
    gone(status = 410, code = none, body = Option<Refusal>),
    gone_alias(status = 409, code = none, body = Perhaps<Refusal>),
    busy(status = 503, code = none, body = Option<Busy>),
    text(status = 504, code = none, body = Option<Text>),
    bytes(status = 505, code = none, body = Bytes),
    no_bytes(status = 506, code = none, body = Option<Bytes>),
    strict(status = 507, code = none, body = Refusal),
))]
#[derive(Debug)]
struct CreateUser;

use CreateUserError::{Alias, Busy as IsBusy, Bytes as IsBytes, Gone, GoneAlias, NoBytes, Refused, Text as IsText};

fn error(status: u16, body: impl Into<Bytes>) -> Error<CreateUserError> {
    read::<CreateUser>(status, &[], body).unwrap_err()
}

fn with_detail(code: &str, detail: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"m","detail":{detail}}}}}"#)
}

#[test]
fn optional_detail_of_the_wrong_type_is_none_and_keeps_the_variant() {
    for (code, is_variant) in [
        ("refused", (|error| matches!(error, Refused { detail: None, .. })) as fn(&CreateUserError) -> bool),
        ("alias", |error| matches!(error, Alias { detail: None, .. })),
    ] {
        for detail in [r#"{"details":["a",{"s3cret":1}]}"#, "7", r#""s3cret""#, "[]", "{}"] {
            let error = error(422, with_detail(code, detail));
            assert!(error.documented().is_some_and(is_variant), "{code} {detail} {error:?}");
            assert_eq!((error.code(), error.message()), (Some(code), Some("m")));
            let why = error.detail_error().expect("why there is none");
            assert!(why.path().starts_with("error.detail"), "{why}");
            assert!(!why.to_string().contains("s3cret"), "{why}");
            // The reply is available.
            assert!(error.body().unwrap().ends_with(format!("{detail}}}}}").as_bytes()));
            assert!(format!("{error:?}").contains("detail_error"), "{error:?}");
        }
    }
}

#[test]
fn missing_optional_detail_is_none_without_a_reason() {
    for body in [with_detail("refused", "null"), r#"{"code":"refused"}"#.to_owned()] {
        let error = error(422, body);
        assert!(matches!(error.documented(), Some(Refused { detail: None, .. })), "{error:?}");
        assert!(error.detail_error().is_none());
    }
    let error = error(422, with_detail("refused", r#"{"details":["a"]}"#));
    let Some(Refused { detail: Some(detail), .. }) = error.documented() else { panic!("{error:?}") };
    assert_eq!((detail.details.as_slice(), error.detail_error()), (&["a".to_owned()][..], None));
}

#[test]
fn required_detail_of_the_wrong_type_is_an_unexpected_body() {
    for detail in ["7", "null"] {
        let error = error(422, with_detail("refused_strictly", detail));
        assert!(matches!(error, Error::UnexpectedBody { source: Some(_), .. }), "{error:?}");
        assert_eq!((error.status().unwrap().as_u16(), error.code()), (422, Some("refused_strictly")));
        assert_eq!(error.detail_error().unwrap().path(), "error.detail");
    }
}

#[test]
fn optional_body_of_the_wrong_type_is_none_and_keeps_the_variant() {
    for body in ["", "null", "<html>", "[]"] {
        let is_absent = matches!(body, "" | "null");
        for (status, is_variant) in [
            (410, (|error| matches!(error, Gone { body: None, .. })) as fn(&CreateUserError) -> bool),
            (409, |error| matches!(error, GoneAlias { body: None, .. })),
            (503, |error| matches!(error, IsBusy { body: None, .. })),
        ] {
            let error = error(status, body);
            assert!(error.documented().is_some_and(is_variant), "{status} {body} {error:?}");
            assert_eq!(error.detail_error().is_none(), is_absent, "{status} {body}");
        }
        assert!(matches!(error(507, body), Error::UnexpectedBody { source: Some(_), .. }));
    }
    let busy = read::<CreateUser>(503, &[("retry-after", "30")], r#"{"details":[]}"#).unwrap_err();
    let Some(IsBusy { body: Some(busy), .. }) = busy.documented() else { panic!("{busy:?}") };
    assert_eq!((busy.retry_after, busy.refusal.details.len()), (30, 0));
}

#[test]
fn body_of_an_error_can_be_optional_text_or_bytes() {
    let text = error(504, "null");
    assert!(matches!(text.documented(), Some(IsText { body: Some(Text(text)), .. }) if text == "null"), "{text:?}");
    let broken = error(504, &b"\xff"[..]);
    assert!(matches!(broken.documented(), Some(IsText { body: None, .. })) && broken.detail_error().is_some());
    let bytes = error(505, &b"\xff"[..]);
    assert!(matches!(bytes.documented(), Some(IsBytes { body, .. }) if body == &b"\xff"[..]), "{bytes:?}");
    assert!(matches!(error(506, "").documented(), Some(NoBytes { body: None, .. })));
    assert!(matches!(error(506, "a").documented(), Some(NoBytes { body: Some(_), .. })));
}

#[test]
fn any_error_returns_an_optional_detail_by_type() {
    let any = AnyError::from(error(422, with_detail("refused", r#"{"details":["a"]}"#)));
    assert_eq!(any.documented().unwrap().detail::<Refusal>().unwrap().details, ["a"]);
    assert!(any.documented().unwrap().detail::<Option<Refusal>>().unwrap().is_some());
    let any = AnyError::from(error(422, with_detail("refused", "7")));
    assert!(any.documented().unwrap().detail::<Refusal>().is_none());
    assert!(any.detail_error().is_some());
    let any = AnyError::from(error(410, r#"{"details":["b"]}"#));
    assert_eq!(any.documented().unwrap().detail::<Refusal>().unwrap().details, ["b"]);
}

#[tokio::test(start_paused = true)]
async fn hook_receives_a_detail_of_the_wrong_type() {
    let cases = [
        (422, with_detail("refused", "7"), Some("error.detail")),
        (422, with_detail("refused_strictly", "null"), Some("error.detail")),
        (410, "[]".to_owned(), Some("")),
        (507, "[]".to_owned(), Some("")),
        (422, with_detail("refused", "null"), None),
        (422, with_detail("refused", r#"{"details":[]}"#), None),
        // A body that is not JSON does not come from the API.
        (410, "<html>".to_owned(), None),
        (507, String::new(), None),
    ];
    for (status, body, expected) in cases {
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let into = Arc::clone(&heard);
        let client = Client::builder("http://a.example")
            .transport(Scripted::new([Step::body(status, &body)]))
            .on_drift(move |drift| {
                let DriftKind::Detail(error) = drift.kind else { panic!("{drift}") };
                assert!(drift.to_string().starts_with("POST /users: detail of another shape"), "{drift}");
                into.lock().unwrap().push(error.path().to_owned());
            })
            .build()
            .unwrap();
        CreateUser.send(&client).await.unwrap_err();
        assert_eq!(heard.lock().unwrap().as_slice(), expected.as_slice(), "{status} {body}");
    }
}
