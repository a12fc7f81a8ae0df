//! Defaults from an API's documentation.

use callsheet::{Endpoint, Patch, endpoint};

use super::request;

#[endpoint(method = "POST", path = "/search")]
struct Search {
    #[query(default = 30)]
    per_page: Option<u32>,
    #[query(default = true)]
    sorted: Option<bool>,
    #[header(default = -0.50)]
    x_weight: Option<f64>,
    #[body(default = "a \"b\"\u{1}")]
    text: Patch<String>,
    #[body(name = "mode", default = "fast")]
    kind: Option<Kind>,
    #[body]
    plain: Option<u8>,
}

#[derive(callsheet::Scalar, serde::Serialize)]
enum Kind {
    Fast,
}

mod yes_or_no {
    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "as serde's `serialize_with` has it")]
    pub(super) fn serialize<S: serde::Serializer>(yes: &Option<bool>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(if *yes == Some(true) { "yes" } else { "no" })
    }
}

#[endpoint(method = "GET", path = "/users")]
struct ListUsers {
    #[query(with = yes_or_no, default = "yes")]
    active: Option<bool>,
}

#[endpoint(method = "POST", path = "/form")]
struct Form {
    #[form(default = 1_0)]
    limit: Option<u8>,
}

#[test]
fn default_is_recorded_as_json() {
    let of_search: Vec<_> = Search::REFERENCE.fields.iter().map(|field| field.default).collect();
    let expected = [Some("30"), Some("true"), Some("-0.5"), Some(r#""a \"b\"\u0001""#), Some("\"fast\""), None];
    assert_eq!(of_search, expected);
    for json in expected.into_iter().flatten() {
        assert!(serde_json::from_str::<serde_json::Value>(json).is_ok(), "{json}");
    }
    assert_eq!(Form::REFERENCE.fields[0].default, Some("10"));
}

#[test]
fn default_is_not_sent() {
    let search = request(&Search::builder().build()).unwrap();
    assert_eq!((search.uri().query(), search.headers().get("x-weight")), (None, None));
    assert_eq!(search.body(), "{}");
    assert_eq!(request(&Form::builder().build()).unwrap().body(), "");
    let search = request(&Search::builder().per_page(2).text(Patch::Null).kind(Kind::Fast).build()).unwrap();
    assert_eq!(search.uri().query(), Some("per_page=2"));
    assert_eq!(search.body(), r#"{"text":null,"mode":"Fast"}"#);
}

#[test]
fn default_of_a_field_with_a_module_is_what_the_module_writes() {
    assert_eq!(ListUsers::REFERENCE.fields[0].default, Some("\"yes\""));
    let request = request(&ListUsers { active: Some(true) }).unwrap();
    assert_eq!(request.uri().query(), Some("active=yes"));
}
