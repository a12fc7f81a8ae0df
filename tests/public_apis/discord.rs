//! Discord, "Create Message": <https://discord.com/developers/docs/resources/message#create-message>.

use callsheet::{
    Api, Arguments, endpoint,
    error_format::{ErrorFormat, JsonFormat},
    errors,
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build, error, success};

enum Discord {}

impl Api for Discord {
    const BASE_URL: Option<&'static str> = Some("https://discord.com/api/v10");
    /// `{"code": 10003, "message": "Unknown Channel", "errors": {..}}`.
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.numeric_code().detail("errors");
    type Errors = DiscordErrors;
}

/// Errors that any endpoint may return.
#[errors(
    /// Its body has a code only sometimes.
    rate_limited(status = 429, code = none, body = RateLimit),
    missing_access(status = 403, code = 50001),
    missing_permissions(status = 403, code = 50013),
)]
enum DiscordErrors {}

#[derive(Debug, Deserialize)]
struct RateLimit {
    retry_after: f64,
    global: bool,
}

#[endpoint(method = "POST", path = "/channels/<channel_id>/messages", api = Discord, response = Message, errors(
    unknown_channel(status = 404, code = 10003),
    empty_message(status = 400, code = 50006),
    invalid_form_body(status = 400, code = 50035, detail = serde_json::Value),
))]
// Not expressible: `files[n]`, because there is no body of the type `multipart/form-data`.
// Not expressible: at least one of content, embeds, stickers, components or a poll is required. Each of them is
// optional.
struct CreateMessage {
    channel_id: String,
    content: Option<String>,
    nonce: Option<String>,
    tts: Option<bool>,
    embeds: Option<Vec<Embed>>,
    allowed_mentions: Option<AllowedMentions>,
    message_reference: Option<MessageReference>,
    flags: Option<u32>,
    enforce_nonce: Option<bool>,
}

#[derive(Arguments)]
struct Embed {
    title: Option<String>,
    description: Option<String>,
}

#[derive(Arguments)]
struct AllowedMentions {
    parse: Vec<String>,
}

#[derive(Arguments)]
struct MessageReference {
    message_id: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Message {
    id: String,
    channel_id: String,
    content: String,
}

#[test]
fn request_matches_the_documentation() {
    let call = CreateMessage::builder()
        .channel_id("290926798999357250")
        .content("Hello, World!")
        .tts(false)
        .embeds(vec![Embed { title: Some("Hello, Embed!".into()), description: Some("This is an embed.".into()) }])
        .allowed_mentions(AllowedMentions { parse: Vec::new() })
        .message_reference(MessageReference { message_id: Some("334385199974967042".into()) })
        .build();
    assert_sends(
        &build(&call),
        "POST https://discord.com/api/v10/channels/290926798999357250/messages",
        &[("accept", "application/json"), ("content-type", "application/json")],
        r#"{"content":"Hello, World!","tts":false,"embeds":[{"title":"Hello, Embed!","description":"This is an embed."}],"allowed_mentions":{"parse":[]},"message_reference":{"message_id":"334385199974967042"}}"#,
    );
}

#[test]
fn replies_of_the_documentation_are_read() {
    let message = success::<CreateMessage>(
        200,
        r#"{"id":"334385199974967042","channel_id":"290926798999357250","content":"Hello, World!","tts":false,"type":0}"#,
    );
    assert_eq!((message.id.as_str(), message.channel_id.as_str()), ("334385199974967042", "290926798999357250"));
    assert_eq!(message.content, "Hello, World!");

    let unknown = error::<CreateMessage>(404, r#"{"message":"Unknown Channel","code":10003}"#);
    assert!(matches!(unknown.documented(), Some(CreateMessageError::UnknownChannel { .. })), "{unknown:?}");

    let invalid = error::<CreateMessage>(
        400,
        r#"{"code":50035,"errors":{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]}},"message":"Invalid Form Body"}"#,
    );
    let Some(CreateMessageError::InvalidFormBody { detail, .. }) = invalid.documented() else { panic!("{invalid:?}") };
    assert_eq!(detail["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");

    let limited =
        error::<CreateMessage>(429, r#"{"message":"You are being rate limited.","retry_after":64.57,"global":false}"#);
    let Some(CreateMessageError::Shared(DiscordErrors::RateLimited { body, .. })) = limited.documented() else {
        panic!("{limited:?}")
    };
    assert_eq!((body.retry_after.to_string().as_str(), body.global), ("64.57", false));

    let own = r#"{"message":"Cannot send messages to this user","code":50007}"#;
    assert_undocumented::<CreateMessage>(403, own, Some("50007"), "Cannot send messages to this user");
}
