//! How callers use errors: generic code over endpoints, the error type of an SDK, boxes.

#[path = "errors/boxed.rs"]
mod boxed;
#[path = "errors/constructors.rs"]
mod constructors;
#[path = "errors/derives.rs"]
mod derives;
#[path = "errors/summaries.rs"]
mod summaries;

use callsheet::{
    AnyError, ConfigError, Endpoint, Error, endpoint,
    error::{AnyDocumented, DocumentedError, ErrorSet, Sent},
    errors,
};
use http::{Response, StatusCode};

#[endpoint(method = "GET", path = "/first", errors(not_found = 404))]
#[derive(Debug)]
struct First {}

#[endpoint(method = "GET", path = "/second", errors(gone(status = 410, code = "no-longer-there"), no_detail = 422))]
#[derive(Debug)]
struct Second {}

fn reply<E: Endpoint>(status: u16, body: &'static str) -> Result<E::Response, Error<E::Error>> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    E::read_response(response)
}

fn first() -> Result<(), Error<FirstError>> {
    reply::<First>(404, r#"{"code":"not_found","message":"none"}"#)
}

fn second() -> Result<(), Error<SecondError>> {
    reply::<Second>(410, r#"{"code":"no-longer-there"}"#)
}

#[test]
fn generic_code_handles_errors_of_any_endpoint() {
    fn is_missing<E: ErrorSet>(error: &Error<E>) -> bool {
        error.documented().is_some_and(|error| matches!(error.status().as_u16(), 404 | 410))
    }
    assert!(is_missing(&first().unwrap_err()) && is_missing(&second().unwrap_err()));
    let codes: Vec<_> = SecondError::TABLE.cases.iter().filter_map(|case| case.code).collect();
    assert_eq!(codes, ["no-longer-there", "no_detail"]);
}

#[test]
fn question_mark_converts_errors_of_two_endpoints() {
    fn both() -> Result<(), AnyError> {
        second()?;
        first()?;
        Ok(())
    }
    let error = both().unwrap_err();
    assert_eq!(error.to_string(), "GET /second: 410 no-longer-there");
    assert_eq!((error.code(), error.status()), (Some("no-longer-there"), Some(StatusCode::GONE)));
    let documented: &AnyDocumented = error.documented().unwrap();
    assert!(matches!(documented.downcast_ref(), Some(SecondError::Gone { message: None })));
    assert!(documented.downcast_ref::<FirstError>().is_none());
}

#[test]
fn sdk_can_define_its_own_error() {
    #[derive(Debug)]
    enum SdkError {
        Call(AnyError),
        Missing,
    }
    impl<E: ErrorSet> From<Error<E>> for SdkError {
        fn from(error: Error<E>) -> Self {
            if error.status() == Some(StatusCode::NOT_FOUND) { Self::Missing } else { Self::Call(error.into()) }
        }
    }
    fn call() -> Result<(), SdkError> {
        Ok(first()?)
    }
    fn other() -> Result<(), SdkError> {
        Ok(second()?)
    }
    assert!(matches!(call(), Err(SdkError::Missing)));
    let Err(SdkError::Call(error)) = other() else { panic!("another error") };
    assert_eq!(error.code(), Some("no-longer-there"));
}

/// As the documentation of `AnyError` recommends it.
#[derive(Debug, thiserror::Error)]
enum AcmeError {
    #[error(transparent)]
    Call(AnyError),
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl<E: DocumentedError> From<Error<E>> for AcmeError {
    fn from(error: Error<E>) -> Self {
        Self::Call(error.into_any())
    }
}

#[errors(expired(status = 401, detail = Option<u8>))]
enum Common {}

#[endpoint(method = "GET", path = "/shared", errors(include(Common), gone = 410))]
struct Shared {}

fn shared() -> Result<(), Error<SharedError>> {
    reply::<Shared>(401, r#"{"code":"expired","detail":7}"#)
}

#[test]
fn question_mark_converts_every_error_into_a_thiserror_enum() {
    fn typed() -> Result<(), AcmeError> {
        callsheet::Client::builder("https://api.example.com").build()?;
        second()?;
        Ok(())
    }
    fn untyped() -> Result<(), AcmeError> {
        let already: Result<(), AnyError> = shared().map_err(AnyError::from);
        already?;
        Ok(())
    }
    fn config() -> Result<(), AcmeError> {
        callsheet::Client::builder("no URL").build()?;
        Ok(())
    }
    let error = typed().unwrap_err();
    assert_eq!(error.to_string(), "GET /second: 410 no-longer-there");
    let AcmeError::Call(error) = error else { panic!("{error:?}") };
    assert!(matches!(error.documented_as(), Some(SecondError::Gone { .. })), "{error:?}");
    assert!(error.documented_as::<Common>().is_none() && error.detail::<u8>().is_none());
    let AcmeError::Call(error) = untyped().unwrap_err() else { panic!() };
    assert!(matches!(error.documented_as(), Some(Common::Expired { .. })), "{error:?}");
    assert!(matches!(error.documented_as(), Some(SharedError::Common(_))), "{error:?}");
    assert!(error.documented_as::<AnyDocumented>().is_some() && error.documented_as::<FirstError>().is_none());
    assert_eq!((error.detail::<u8>(), error.detail::<u16>()), (Some(&7), None));
    assert!(matches!(config(), Err(AcmeError::Config(_))));
}

#[test]
fn shared_error_is_found_without_a_conversion() {
    let error = shared().unwrap_err();
    assert!(matches!(error.documented_as(), Some(Common::Expired { detail: Some(7), .. })), "{error:?}");
    assert_eq!(error.detail(), Some(&7_u8));
    assert!(first().unwrap_err().documented_as::<Common>().is_none());
    let undocumented = reply::<Shared>(418, "").unwrap_err();
    assert!(undocumented.documented_as::<SharedError>().is_none() && undocumented.detail::<u8>().is_none());
}

#[test]
fn error_converts_into_a_box_and_into_anyhow() {
    fn boxed() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(first()?)
    }
    fn anyhow() -> anyhow::Result<()> {
        Ok(first()?)
    }
    let text = "GET /first: 404 not_found: none";
    assert_eq!(
        (boxed().unwrap_err().to_string(), anyhow().unwrap_err().to_string()),
        (text.to_owned(), text.to_owned())
    );
    let error = anyhow().unwrap_err();
    assert!(matches!(error.downcast_ref(), Some(Error::Documented { error: FirstError::NotFound { .. }, .. })));
}

#[test]
fn match_on_an_error_with_a_reply_needs_no_option() {
    let Err(Error::Documented { error: FirstError::NotFound { .. }, reply, .. }) = first() else { panic!() };
    assert_eq!((reply.status(), reply.headers().len(), reply.spec().name), (StatusCode::NOT_FOUND, 0, "First"));
    assert_eq!((reply.code(), reply.message()), (Some("not_found"), Some("none")));
    let undocumented = self::reply::<First>(404, r#"{"code":"moved"}"#);
    let Err(Error::Undocumented { reply, .. }) = undocumented else { panic!() };
    assert_eq!((reply.code(), reply.message(), reply.body().len()), (Some("moved"), None, 16));
    let Err(Error::UnexpectedBody { reply, source: None, .. }) = self::reply::<First>(404, "<p>") else { panic!() };
    assert_eq!(reply.code(), None);
    assert_eq!(reply.into_reply().body().len(), 3);
}

#[test]
fn code_in_a_success_that_does_not_decode_is_not_an_error_code() {
    #[endpoint(method = "GET", path = "/job", response = Vec<u8>)]
    struct GetJob {}
    let error = reply::<GetJob>(200, r#"{"code":"not_found","message":"none"}"#).unwrap_err();
    let Error::Decode { reply, .. } = &error else { panic!("{error:?}") };
    assert_eq!((reply.code(), reply.message(), error.code(), error.message()), (None, None, None, None));
}

#[test]
fn error_of_a_call_that_was_not_sent_has_no_reply() {
    #[endpoint(method = "GET", path = "/users/<user>")]
    struct GetUser {
        user: String,
    }
    let error = GetUser { user: String::new() }.to_request(&"http://a".parse().unwrap()).unwrap_err();
    assert_eq!((error.attempts(), error.sent(), error.elapsed()), (0, Sent::No, std::time::Duration::ZERO));
    assert_eq!(error.spec().path, "/users/<user>");
    let Error::Build { call, .. } = error else { panic!("{error:?}") };
    assert!(call.reply().is_none() && call.idempotency_key().is_none() && call.earlier_attempts().is_empty());
}

#[test]
fn endpoint_without_errors_has_an_empty_set() {
    #[endpoint(method = "GET", path = "/third")]
    struct Third {}
    assert!(ThirdError::TABLE.is_empty());
    let error = reply::<Third>(404, r#"{"code":"not_found"}"#).unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }));
    assert_eq!(error.code(), Some("not_found"));
}

#[test]
fn entry_of_the_endpoint_takes_precedence_over_a_more_exact_one_of_an_included_set() {
    #[errors(exact = 404, by_status(status = 409, code = none))]
    enum Included {}
    #[endpoint(
        method = "GET",
        path = "/own",
        errors(own(status = "4XX", code = none), exact(status = "4XX", code = "exact"), include(Included))
    )]
    struct Own {}
    let error = |status, body| match reply::<Own>(status, body) {
        Err(Error::Documented { error, .. }) => error,
        other => panic!("{other:?}"),
    };
    assert!(matches!(error(404, r#"{"code":"exact"}"#), OwnError::Exact { .. }));
    assert!(matches!(error(409, "{}"), OwnError::Own { .. }));
}

#[test]
fn detail_of_the_wrong_type_is_an_unexpected_body_with_its_path() {
    #[derive(Debug, serde::Deserialize)]
    struct Detail {
        #[expect(dead_code, reason = "only decoded")]
        details: Vec<u8>,
    }
    #[endpoint(method = "GET", path = "/fourth", errors(invalid(status = 422, detail = Detail)))]
    struct Fourth {}
    let body = r#"{"error":{"code":"invalid","detail":{"details":[1,"s3cret"]}}}"#;
    let error = reply::<Fourth>(422, body).unwrap_err();
    let Error::UnexpectedBody { source: Some(source), .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.to_string(), "`error.detail.details[1]`: found string, expected u8");
    assert_eq!((error.code(), error.body().unwrap().len()), (Some("invalid"), body.len()));
    assert_eq!(
        error.to_string(),
        "GET /fourth: documented error, but its detail does not match the documented type: 422 invalid"
    );

    let without = reply::<Fourth>(422, r#"{"error":{"code":"invalid"}}"#).unwrap_err();
    assert!(matches!(without, Error::UnexpectedBody { source: Some(_), .. }), "{without:?}");
}
