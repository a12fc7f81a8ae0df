//! Every form of `errors(..)`: which replies each entry matches, and which entry takes precedence.

use callsheet::{
    Api, Endpoint, Error, endpoint,
    error::{DocumentedError as _, ErrorSet},
    error_format::{ErrorFormat, StandardFormat},
    errors,
};
use http::{Response, StatusCode};
use serde::Deserialize;

fn reply<E: Endpoint>(status: u16, body: &str) -> Error<E::Error> {
    let mut response = Response::new(body.to_owned().into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    match E::read_response(response) {
        Ok(_) => panic!("{status} is an error"),
        Err(error) => error,
    }
}

fn code(code: &str) -> String {
    format!(r#"{{"code":"{code}","message":"m"}}"#)
}

#[derive(Debug, PartialEq, Deserialize)]
struct Whole {
    code: String,
    extra: u8,
}

#[endpoint(method = "GET", path = "/forms", errors(
    exact = 404,
    listed(status = [400, 415]),
    ranged(status = 500..=503, code = "ranged"),
    classed(status = "4XX", code = "classed"),
    numbered(status = 409, code = 1042),
    renamed(status = 409, code = "other-name"),
    whole(status = 410, body = Whole),
))]
#[derive(Debug)]
struct Forms;

#[test]
fn each_form_of_status_and_code_matches_its_replies() {
    use FormsError::{Classed, Exact, Listed, Numbered, Ranged, Renamed};

    assert!(matches!(reply::<Forms>(404, &code("exact")).documented(), Some(Exact { .. })));
    for status in [400, 415] {
        let error = reply::<Forms>(status, &code("listed"));
        assert!(matches!(error.documented(), Some(Listed { status: came, .. }) if *came == status));
        assert_eq!(error.documented().unwrap().status().as_u16(), status);
    }
    for status in [500, 502, 503] {
        assert!(matches!(reply::<Forms>(status, &code("ranged")).documented(), Some(Ranged { .. })));
    }
    for status in [400, 401, 499] {
        assert!(matches!(reply::<Forms>(status, &code("classed")).documented(), Some(Classed { .. })));
    }
    assert!(matches!(reply::<Forms>(409, &code("1042")).documented(), Some(Numbered { .. })));
    assert!(matches!(reply::<Forms>(409, &code("other-name")).documented(), Some(Renamed { .. })));
    for (status, name) in [(403, "exact"), (414, "listed"), (504, "ranged"), (500, "classed"), (409, "numbered")] {
        let error = reply::<Forms>(status, &code(name));
        assert!(matches!(error, Error::Undocumented { .. }), "{status} {name}: {error:?}");
    }
}

#[test]
fn body_of_an_error_is_read_completely() {
    let text = r#"{"code":"whole","extra":3}"#;
    let error = reply::<Forms>(410, text);
    let Some(FormsError::Whole { body, message: None }) = error.documented() else { panic!("{error:?}") };
    assert_eq!(*body, Whole { code: "whole".to_owned(), extra: 3 });
    let error = reply::<Forms>(410, &code("whole"));
    let Error::UnexpectedBody { source: Some(source), .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.to_string(), "missing field `extra`");
}

#[endpoint(method = "GET", path = "/precedence", errors(
    coded(status = "4XX", code = "c"),
    by_exact(status = 404, code = none),
    by_list(status = [404, 405], code = none),
    by_range(status = 404..=410, code = none),
    by_class(status = "4XX", code = none),
    default,
))]
#[derive(Debug)]
struct Precedence;

#[test]
fn code_takes_precedence_over_status_and_exact_status_over_range() {
    use PrecedenceError::{ByClass, ByExact, ByList, ByRange, Coded, Default};

    assert!(matches!(reply::<Precedence>(404, &code("c")).documented(), Some(Coded { .. })));
    assert!(
        matches!(reply::<Precedence>(404, &code("d")).documented(), Some(ByExact { code: Some(code), .. }) if code == "d")
    );
    // None of these needs a body.
    assert!(matches!(reply::<Precedence>(404, "").documented(), Some(ByExact { code: None, message: None })));
    assert!(matches!(reply::<Precedence>(405, "<html>").documented(), Some(ByList { .. })));
    assert!(matches!(reply::<Precedence>(406, "").documented(), Some(ByRange { .. })));
    assert!(matches!(reply::<Precedence>(499, "").documented(), Some(ByClass { .. })));
    let rest = reply::<Precedence>(503, &code("x"));
    let Some(error @ Default { .. }) = rest.documented() else { panic!("{rest:?}") };
    assert_eq!((error.status().as_u16(), error.code(), error.message()), (503, Some("x"), Some("m")));
}

/// Authentication errors that any endpoint may return.
#[errors(
    /// The token is not valid.
    invalid_api_token = 403,
    /// The token lacks a scope.
    scope_not_granted(status = 403, detail = Scopes),
)]
pub enum AuthErrors {}

/// The scopes that the token lacks.
#[derive(Debug, Deserialize)]
pub struct Scopes {
    /// The names of the scopes.
    pub scopes: Vec<String>,
}

/// Errors that any endpoint may return.
#[errors(include(AuthErrors), rate_limit_reached = 429)]
pub enum SharedErrors {}

/// An API whose endpoints share errors.
#[derive(Debug)]
pub enum Identity {}

impl Api for Identity {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = SharedErrors;
}

#[endpoint(method = "GET", path = "/plain", errors(not_found = 404, include(AuthErrors)))]
#[derive(Debug)]
struct Plain;

#[endpoint(method = "GET", path = "/of", api = Identity, errors(not_found = 404, rate_limit_reached = 429))]
#[derive(Debug)]
struct OfIdentity;

#[test]
fn included_set_is_a_variant_with_its_name() {
    let body = r#"{"error":{"code":"scope_not_granted","detail":{"scopes":["a"]}}}"#;
    let error = reply::<Plain>(403, body);
    let Some(PlainError::AuthErrors(AuthErrors::ScopeNotGranted { detail, .. })) = error.documented() else {
        panic!("{error:?}")
    };
    assert_eq!(detail.scopes, ["a"]);
    assert_eq!((error.code(), error.documented().unwrap().status().as_u16()), (Some("scope_not_granted"), 403));
    assert_eq!(error.to_string(), "GET /plain: 403 scope_not_granted");
    assert!(matches!(reply::<Plain>(403, "<html>"), Error::UnexpectedBody { .. }));
    assert!(matches!(reply::<Plain>(403, &code("other")), Error::Undocumented { .. }));
    assert_eq!(PlainError::TABLE.len(), 3);
}

#[test]
fn errors_of_the_endpoint_take_precedence_over_those_of_the_api() {
    use OfIdentityError::{RateLimitReached, Shared};

    // Both sets document it. The endpoint's own entry takes precedence.
    assert!(matches!(
        reply::<OfIdentity>(429, &code("rate_limit_reached")).documented(),
        Some(RateLimitReached { .. })
    ));
    let nested = reply::<OfIdentity>(403, &code("invalid_api_token"));
    let Some(Shared(SharedErrors::AuthErrors(AuthErrors::InvalidApiToken { message }))) = nested.documented() else {
        panic!("{nested:?}")
    };
    assert_eq!(message.as_deref(), Some("m"));
}

#[test]
fn any_error_returns_sets_and_details_by_type() {
    let error = reply::<OfIdentity>(403, r#"{"code":"scope_not_granted","detail":{"scopes":["a"]}}"#).into_any();
    let documented = error.documented().unwrap();
    assert!(matches!(documented.downcast_ref(), Some(OfIdentityError::Shared(_))));
    assert!(matches!(documented.downcast_ref(), Some(SharedErrors::AuthErrors(_))));
    assert!(matches!(documented.downcast_ref(), Some(AuthErrors::ScopeNotGranted { .. })));
    assert!(documented.downcast_ref::<PlainError>().is_none());
    assert_eq!(documented.detail::<Scopes>().unwrap().scopes, ["a"]);
    assert!(documented.detail::<Whole>().is_none());

    let whole = reply::<Forms>(410, r#"{"code":"whole","extra":7}"#).into_any();
    assert_eq!(whole.documented().unwrap().detail(), Some(&Whole { code: "whole".into(), extra: 7 }));
    let without = reply::<OfIdentity>(404, &code("not_found")).into_any();
    assert!(without.documented().unwrap().downcast_ref::<SharedErrors>().is_none());
    assert!(without.documented().unwrap().detail::<Scopes>().is_none());
}

#[test]
fn default_does_not_match_errors_of_the_api() {
    #[endpoint(method = "GET", path = "/", api = Identity, errors(default))]
    struct Rest;
    let known = reply::<Rest>(403, &code("invalid_api_token"));
    assert!(matches!(known.documented(), Some(RestError::Shared(_))), "{known:?}");
    assert!(matches!(reply::<Rest>(403, &code("other")).documented(), Some(RestError::Default { .. })));
}
