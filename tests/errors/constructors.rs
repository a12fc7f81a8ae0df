//! Documented errors that a server or a test constructs.

use callsheet::error::DocumentedError;
use callsheet::error_format::{ErrorFormat, JsonFormat};
use callsheet::{Api, endpoint, errors};
use http::StatusCode;
use support::widgets::UpdateWidgetError;

#[errors(rate_limited(status = 429, detail = u32))]
enum CommonErrors {}

#[errors(expired = 401)]
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
        not_found = 404,
        NoSuchKey = 410,
        M_UNKNOWN = 409,
        error_1 = 413,
        rejected(status = [400, 422], detail = Vec<String>),
        broken(status = "5XX", code = none, body = String),
        // Entries with the names of methods, of keywords, and with a name that cannot be a raw identifier.
        code = 451,
        with_message = 452,
        r#type = 453,
        super = 454,
        include(CommonErrors),
        default,
    )
)]
struct GetAll {}

fn parts(error: &dyn DocumentedError) -> (u16, Option<&str>, Option<&str>) {
    (error.status().as_u16(), error.code(), error.message())
}

#[test]
fn constructor_has_the_name_of_its_entry_and_accepts_its_open_values() {
    for (error, expected) in [
        (GetAllError::not_found(), (404, Some("not_found"), None)),
        (GetAllError::no_such_key(), (410, Some("NoSuchKey"), None)),
        (GetAllError::m_unknown(), (409, Some("M_UNKNOWN"), None)),
        (GetAllError::error_1(), (413, Some("error_1"), None)),
        (GetAllError::rejected(StatusCode::UNPROCESSABLE_ENTITY, vec![]), (422, Some("rejected"), None)),
        (GetAllError::broken(StatusCode::BAD_GATEWAY, String::new()), (502, None, None)),
        (GetAllError::default(StatusCode::IM_A_TEAPOT), (418, None, None)),
    ] {
        assert_eq!(parts(&error), expected, "{error:?}");
    }
    let GetAllError::Rejected { status: StatusCode::BAD_REQUEST, detail, .. } =
        GetAllError::rejected(StatusCode::BAD_REQUEST, vec!["name".to_owned()])
    else {
        panic!("another variant")
    };
    assert_eq!(detail, ["name"]);
}

#[test]
fn constructor_with_the_name_of_a_method_hides_no_method() {
    assert_eq!(parts(&GetAllError::code()), (451, Some("code"), None));
    assert_eq!(GetAllError::code().code(), Some("code"));
    let error = GetAllError::with_message_().with_message("said");
    assert_eq!(parts(&error), (452, Some("with_message"), Some("said")));
    assert_eq!(parts(&GetAllError::r#type()), (453, Some("type"), None));
    assert_eq!(parts(&GetAllError::super_()), (454, Some("super"), None));
}

#[test]
fn message_is_replaced_in_every_variant_and_in_included_sets() {
    for (error, line) in [
        (GetAllError::not_found(), "not_found: said"),
        (GetAllError::broken(StatusCode::BAD_GATEWAY, "body".to_owned()), "502 Bad Gateway: said"),
        (GetAllError::CommonErrors(CommonErrors::rate_limited(5).with_message("other")), "rate_limited: said"),
        (GetAllError::Shared(ApiErrors::expired()), "expired: said"),
    ] {
        assert_eq!(error.with_message("said").to_string(), line);
    }
    let error = GetAllError::CommonErrors(CommonErrors::rate_limited(5).with_message(String::from("kept")));
    assert_eq!((error.message(), error.detail().unwrap().downcast_ref()), (Some("kept"), Some(&5_u32)));
}

#[test]
fn another_crate_constructs_and_matches_variants() {
    let error = UpdateWidgetError::widget_not_found().with_message("none");
    let UpdateWidgetError::WidgetNotFound { message, .. } = &error else { panic!("{error:?}") };
    assert_eq!(message.as_deref(), Some("none"));
}
