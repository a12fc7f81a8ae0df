//! Twilio, "Create a Message": <https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource>.

use callsheet::{
    Api, endpoint,
    error_format::{ErrorFormat, JsonFormat},
    errors,
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build, error, success};

enum Twilio {}

impl Api for Twilio {
    const BASE_URL: Option<&'static str> = Some("https://api.twilio.com/2010-04-01");
    /// `{"code": 21211, "message", "more_info", "status": 400}`.
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.numeric_code().whole_as_detail();
    type Errors = TwilioErrors;
}

/// Errors that any endpoint may return.
#[errors(authenticate(status = 401, code = 20003), too_many_requests(status = 429, code = 20429))]
enum TwilioErrors {}

#[endpoint(
    method = "POST",
    path = "/Accounts/<account_sid>/Messages.json",
    api = Twilio,
    response = Message,
    success = 201,
    errors(
        invalid_to(status = 400, code = 21211, detail = MoreInfo),
        body_required(status = 400, code = 21602, detail = MoreInfo),
    ),
)]
// Not expressible: one of `From` and `MessagingServiceSid`, and one of `Body`, `MediaUrl` and `ContentSid`, is
// required. Each of them is optional.
struct CreateMessage {
    account_sid: String,
    #[form(name = "To")]
    to: String,
    #[form(name = "From")]
    from: Option<String>,
    #[form(name = "MessagingServiceSid")]
    messaging_service_sid: Option<String>,
    #[form(name = "Body")]
    body: Option<String>,
    #[form(name = "MediaUrl")]
    media_urls: Vec<String>,
    #[form(name = "StatusCallback")]
    status_callback: Option<String>,
    #[form(name = "ValidityPeriod")]
    validity_period: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Message {
    sid: String,
    status: String,
    error_code: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct MoreInfo {
    more_info: String,
}

#[test]
fn request_matches_the_documentation() {
    let call = CreateMessage::builder()
        .account_sid("ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX")
        .to("+15558675310")
        .from("+15017122661")
        .body("This is the ship that made the Kessel Run?")
        .media_urls(vec!["https://c1.staticflickr.com/a.jpg".to_owned(), "https://demo.twilio.com/owl.png".to_owned()])
        .build();
    assert_sends(
        &build(&call),
        "POST https://api.twilio.com/2010-04-01/Accounts/ACXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX/Messages.json",
        &[("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded")],
        "To=%2B15558675310&From=%2B15017122661&Body=This+is+the+ship+that+made+the+Kessel+Run%3F\
         &MediaUrl=https%3A%2F%2Fc1.staticflickr.com%2Fa.jpg&MediaUrl=https%3A%2F%2Fdemo.twilio.com%2Fowl.png",
    );
}

#[test]
fn replies_of_the_documentation_are_read() {
    let message = success::<CreateMessage>(
        201,
        r#"{"account_sid":"ACX","body":"Hi","error_code":null,"error_message":null,"sid":"SMX","status":"queued"}"#,
    );
    assert_eq!((message.sid.as_str(), message.status.as_str(), message.error_code), ("SMX", "queued", None));

    let invalid = error::<CreateMessage>(
        400,
        r#"{"code":21211,"message":"Invalid 'To' Phone Number: 1","more_info":"https://www.twilio.com/docs/errors/21211","status":400}"#,
    );
    let Some(CreateMessageError::InvalidTo { detail, message }) = invalid.documented() else { panic!("{invalid:?}") };
    assert_eq!(detail.more_info, "https://www.twilio.com/docs/errors/21211");
    assert_eq!(message.as_deref(), Some("Invalid 'To' Phone Number: 1"));

    let region = r#"{"code":21408,"message":"Permission to send an SMS has not been enabled","status":400}"#;
    assert_undocumented::<CreateMessage>(400, region, Some("21408"), "Permission to send an SMS has not been enabled");
}
