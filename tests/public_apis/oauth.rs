//! OAuth 2.0, the token endpoint with an authorization code: RFC 6749 sections 4.1.3, 5.1 and 5.2.

use callsheet::{
    Api, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, JsonFormat},
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build_at, error, success};

enum OAuth {}

impl Api for OAuth {
    /// `{"error", "error_description", "error_uri"}`.
    const ERROR_FORMAT: &'static dyn ErrorFormat =
        &JsonFormat::FLAT.code("error").messages(&["error_description"]).whole_as_detail();
    type Errors = NoErrors;
}

#[endpoint(method = "POST", path = "/token", form("grant_type" = "authorization_code"), api = OAuth, response = Issued, success = 200, errors(
    invalid_request = 400,
    /// The status is 401 if the client used `Authorization`.
    invalid_client(status = [400, 401]),
    invalid_grant(status = 400, detail = More),
    unauthorized_client = 400,
    unsupported_grant_type = 400,
    invalid_scope = 400,
))]
struct AccessToken {
    // Not expressible: Basic credentials from an id and a secret. The caller writes the header field.
    #[header(sensitive)]
    authorization: Option<String>,
    #[form]
    code: String,
    #[form]
    redirect_uri: Option<String>,
    #[form]
    client_id: Option<String>,
    #[form]
    code_verifier: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Issued {
    access_token: String,
    token_type: String,
    expires_in: Option<u64>,
    refresh_token: Option<String>,
}

#[derive(Debug, Deserialize)]
struct More {
    error_uri: Option<String>,
}

#[test]
fn request_matches_the_documentation() {
    let call = AccessToken::builder()
        .authorization("Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW")
        .code("SplxlOBeZQQYbYS6WxSbIA")
        .redirect_uri("https://client.example.com/cb")
        .build();
    let request = build_at("https://server.example.com", &call);
    assert_sends(
        &request,
        "POST https://server.example.com/token",
        &[
            ("accept", "application/json"),
            ("authorization", "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW"),
            ("content-type", "application/x-www-form-urlencoded"),
        ],
        "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb",
    );
    assert!(request.headers()["authorization"].is_sensitive());
}

#[test]
fn replies_of_the_documentation_are_read() {
    let token = success::<AccessToken>(
        200,
        r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA","token_type":"example","expires_in":3600,"refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA","example_parameter":"example_value"}"#,
    );
    assert_eq!((token.access_token.as_str(), token.token_type.as_str()), ("2YotnFZFEjr1zCsicMWpAA", "example"));
    assert_eq!((token.expires_in, token.refresh_token.as_deref()), (Some(3600), Some("tGzv3JOkF0XG5Qx2TlKWIA")));

    let refused = error::<AccessToken>(400, r#"{"error":"invalid_request"}"#);
    assert!(matches!(refused.documented(), Some(AccessTokenError::InvalidRequest { .. })), "{refused:?}");
    let client = error::<AccessToken>(401, r#"{"error":"invalid_client","error_description":"no such client"}"#);
    assert!(matches!(client.documented(), Some(AccessTokenError::InvalidClient { .. })), "{client:?}");
    let grant = error::<AccessToken>(400, r#"{"error":"invalid_grant","error_uri":"https://server.example.com/e"}"#);
    let Some(AccessTokenError::InvalidGrant { detail, .. }) = grant.documented() else { panic!("{grant:?}") };
    assert_eq!(detail.error_uri.as_deref(), Some("https://server.example.com/e"));

    let busy = r#"{"error":"temporarily_unavailable","error_description":"try again"}"#;
    assert_undocumented::<AccessToken>(503, busy, Some("temporarily_unavailable"), "try again");
}
