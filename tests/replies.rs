//! Kinds of responses: text, bytes, nothing, optional values. Also: which statuses are a success.

use bytes::Bytes;
use callsheet::{Endpoint, Error, Text, endpoint, error::DecodeError};
use http::{Response, StatusCode};

fn reply<E: Endpoint>(status: u16, body: impl Into<Bytes>) -> Result<E::Response, Error<E::Error>> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    E::read_response(response)
}

fn decode_error<T: std::fmt::Debug, E>(result: Result<T, Error<E>>) -> DecodeError {
    match result {
        Err(Error::Decode { source, reply, .. }) => {
            assert_eq!(reply.code(), None, "{reply:?}");
            source
        }
        other => panic!("not a decode error, is_ok: {}", other.is_ok()),
    }
}

#[endpoint(method = "GET", path = "/json", response = Vec<u8>)]
struct Json;

#[endpoint(method = "GET", path = "/text", response = Text)]
struct GetText;

#[endpoint(method = "GET", path = "/bytes", response = bytes::Bytes)]
struct GetBytes;

#[endpoint(method = "DELETE", path = "/nothing")]
struct Nothing;

#[endpoint(method = "GET", path = "/maybe", response = Option<Vec<u8>>, success = [200, 204, 304])]
struct Maybe;

#[endpoint(method = "GET", path = "/maybe-text", response = Option<Text>)]
struct MaybeText;

#[endpoint(method = "POST", path = "/", response = u8, success = 201)]
struct Created;

#[endpoint(method = "POST", path = "/", response = u8, success = 200..=202)]
struct Range;

#[endpoint(method = "POST", path = "/", success = "3XX")]
struct Class;

#[test]
fn json_is_read_after_a_byte_order_mark_and_with_any_content_type() {
    assert_eq!(reply::<Json>(200, "[1]").unwrap(), [1]);
    assert_eq!(reply::<Json>(200, "\u{feff}[1]").unwrap(), [1]);
    let response = Response::builder().header("content-type", "text/plain").body("[1]".into()).unwrap();
    assert_eq!(Json::read_response(response).unwrap(), [1]);
    // Positions are counted from the start of the JSON, after the byte order mark.
    assert_eq!(
        decode_error(reply::<Json>(200, "\u{feff}[1,\"s3cret\"]")).to_string(),
        "`[1]`: found string, expected u8"
    );
}

#[test]
fn empty_body_is_a_decode_error_if_a_value_is_required() {
    for status in [200, 204, 205] {
        let error = decode_error(reply::<Json>(status, ""));
        assert_eq!(error.to_string(), "the body is empty, expected a value");
    }
}

#[test]
fn text_is_the_unchanged_body() {
    assert_eq!(reply::<GetText>(200, "a\r\n").unwrap().0, "a\r\n");
    assert_eq!(reply::<GetText>(200, "").unwrap().0, "");
    assert_eq!(reply::<GetText>(200, "\u{feff}é").unwrap().0, "é");
    let error = decode_error(reply::<GetText>(200, &b"caf\xe9"[..]));
    assert_eq!(error.to_string(), "the text is not valid UTF-8 at byte 3");
}

#[test]
fn bytes_and_unit_accept_any_body() {
    assert_eq!(reply::<GetBytes>(200, &b"\xff\0"[..]).unwrap(), &b"\xff\0"[..]);
    for (status, body) in [(204, &b""[..]), (205, b""), (200, b"\xff")] {
        reply::<Nothing>(status, body).unwrap();
    }
}

#[test]
fn optional_value_is_none_without_a_body() {
    assert_eq!(reply::<Maybe>(200, "[1]").unwrap(), Some(vec![1]));
    assert_eq!(reply::<Maybe>(204, "").unwrap(), None);
    assert_eq!(reply::<MaybeText>(200, "").unwrap(), None);
    assert_eq!(reply::<MaybeText>(200, "a").unwrap().unwrap().0, "a");
    assert_eq!(decode_error(reply::<Maybe>(200, "{")).path(), "");
}

#[test]
fn success_statuses_are_those_of_the_endpoint() {
    assert_eq!(reply::<Maybe>(304, "").unwrap(), None);
    assert!(matches!(reply::<Maybe>(201, "[1]"), Err(Error::Undocumented { .. })));
    assert!(matches!(reply::<Json>(304, ""), Err(Error::Undocumented { .. })));
    assert_eq!(reply::<Created>(201, "1").unwrap(), 1);
    assert!(reply::<Created>(200, "1").is_err());
    assert!(reply::<Range>(202, "1").is_ok() && reply::<Range>(203, "1").is_err());
    assert!(reply::<Class>(302, "").is_ok() && reply::<Class>(200, "").is_err());
}

/// A page that is read from headers and status.
#[derive(Debug, callsheet::Response)]
#[serde(rename_all = "camelCase")]
struct Page {
    #[header(name = "ETag")]
    etag: String,
    #[header]
    x_total: Option<u32>,
    #[status]
    status: u16,
    item_count: u8,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(with = "callsheet::with::unix_seconds")]
    at: std::time::SystemTime,
    #[serde(default)]
    tags: Vec<String>,
}

/// A list with headers.
#[derive(Debug, callsheet::Response)]
struct Listed {
    #[header]
    link: Option<String>,
    #[payload]
    items: Vec<u8>,
}

#[endpoint(method = "GET", path = "/page", response = Page, errors(gone(status = 410, code = none, body = Listed)))]
#[derive(Debug)]
struct GetPage;

#[endpoint(method = "GET", path = "/listed", response = Listed)]
struct GetListed;

fn with_headers<E: Endpoint>(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<E::Response, Error<E::Error>> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    E::read_response(response.body(body.to_owned().into()).unwrap())
}

#[test]
fn derived_response_reads_headers_status_and_members() {
    let headers = [("etag", "\"v1\""), ("x-total", "70")];
    let page = with_headers::<GetPage>(201, &headers, r#"{"itemCount":2,"type":"a","at":0,"more":[]}"#).unwrap();
    assert_eq!((page.etag.as_str(), page.x_total, page.status, page.item_count), ("\"v1\"", Some(70), 201, 2));
    assert_eq!((page.kind.as_deref(), page.at, page.tags.len()), (Some("a"), std::time::SystemTime::UNIX_EPOCH, 0));

    let listed = with_headers::<GetListed>(200, &[("link", "<next>")], "[1,2]").unwrap();
    assert_eq!((listed.link.as_deref(), listed.items), (Some("<next>"), vec![1, 2]));
    let gone = with_headers::<GetPage>(410, &[("link", "<new>")], "[3]").unwrap_err();
    let Some(GetPageError::Gone { body, .. }) = gone.documented() else { panic!("{gone:?}") };
    assert_eq!((body.link.as_deref(), body.items.as_slice()), (Some("<new>"), &[3][..]));
}

#[test]
fn missing_part_of_a_derived_response_is_named() {
    let etag = [("etag", "v")];
    for (headers, body, expected) in [
        (&[][..], r#"{"itemCount":2,"at":0}"#, "the header `etag` is missing"),
        (
            &[("etag", "v"), ("x-total", "s3cret")],
            r#"{"itemCount":2,"at":0}"#,
            "the header `x-total` is not valid for its type",
        ),
        (&etag, r#"{"at":0}"#, "missing field `itemCount`"),
        (&etag, r#"{"itemCount":2,"at":0,"tags":["a",1]}"#, "`tags[1]`: found integer, expected a string"),
        (&etag, r#"{"itemCount":"s3cret","at":0}"#, "`itemCount`: found string, expected u8"),
        (&etag, "[]", "found sequence, expected a map"),
        (&etag, "", "the body is empty, expected a value"),
    ] {
        let error = decode_error(with_headers::<GetPage>(200, headers, body));
        assert_eq!(error.to_string(), expected, "{body}");
    }
}

#[endpoint(method = "GET", path = "/named", response = Named, errors(refused(status = 422, detail = Vec<String>)))]
struct GetNamed;

#[derive(Debug, callsheet::Response)]
struct Named {
    name: String,
}

/// Encodes JSON such as `{"name":"Zoë"}` in another encoding.
fn latin1(text: &str) -> Bytes {
    text.chars().map(|char| u8::try_from(u32::from(char)).expect("a character of latin 1")).collect()
}

fn in_charset<E: Endpoint>(status: u16, content_type: &str, body: Bytes) -> Result<E::Response, Error<E::Error>> {
    let response = Response::builder().status(status).header("content-type", content_type).body(body).unwrap();
    E::read_response(response)
}

#[test]
fn all_readers_use_the_charset_of_the_content_type() {
    let json = "application/json; charset=ISO-8859-1";
    assert_eq!(in_charset::<GetText>(200, "text/plain;charset=\"latin1\"", latin1("Zoë")).unwrap().0, "Zoë");
    assert_eq!(in_charset::<GetNamed>(200, json, latin1(r#"{"name":"Zoë"}"#)).unwrap().name, "Zoë");
    assert_eq!(in_charset::<MaybeText>(200, json, latin1("é")).unwrap().unwrap().0, "é");
    assert_eq!(in_charset::<GetBytes>(200, json, latin1("é")).unwrap(), latin1("é"));
    let error = r#"{"error":{"code":"refused","message":"Zoë","detail":["é"]}}"#;
    let error = in_charset::<GetNamed>(422, json, latin1(error)).unwrap_err();
    let Some(GetNamedError::Refused { message, detail, .. }) = error.documented() else { panic!("{error:?}") };
    assert_eq!((message.as_deref(), detail.as_slice()), (Some("Zoë"), &["é".to_owned()][..]));
    // The body is unchanged.
    assert!(error.body().unwrap().windows(3).any(|bytes| bytes == b"Zo\xeb"));
    let shift_jis = Bytes::from_static(b"\x93\xfa\x96\x7b");
    assert_eq!(in_charset::<GetText>(200, "text/plain; charset=Shift_JIS", shift_jis).unwrap().0, "日本");
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct OneName {
    name: String,
}

#[endpoint(method = "GET", path = "/name", response = OneName)]
struct GetOneName;

#[test]
fn json_that_is_not_utf8_is_read_like_serde_json() {
    for body in [
        &b"{\"name\":\"a\",\"other\":\"caf\xe9\"}"[..],
        b"{\"other\":[{\"\xff\xfe\":\"\xe2\x82\"}],\"name\":\"\\n\"}",
        b"{\"name\":\"caf\xe9\"}",
        b"{\"name\":\"\\ud800\xe9\"}",
        b"{\"name\":\"\xe9\\udc00\"}",
        b"{\"name\":\"\\\xe9\"}",
        b"{\"name\":\"\\\\\xe9\"}",
        b"{\"name\":\"a\",\"other\":\"\\\xe9\"}",
        b"{\"name\":\"a\"}\xff",
        b"{\"name\":\"a\",\"other\":\xff}",
        b"\xff",
    ] {
        let expected = serde_json::from_slice::<OneName>(body).ok();
        assert_eq!(reply::<GetOneName>(200, Bytes::from_static(body)).ok(), expected, "{}", body.escape_ascii());
    }
    let error = decode_error(reply::<GetOneName>(200, &b"{\"name\":\"caf\xe9\"}"[..]));
    assert_eq!(error.to_string(), "`name`: the text is not valid UTF-8 here");
    for (body, expected) in [
        (&b"{\"other\":\"\xe9\",\"name\":1}"[..], "`name`: found integer, expected a string"),
        (b"{\"name\":tru,\"other\":\"\xe9\"}", "`name`: expected ident"),
        (b"{\"name\":\xe9}", "`name`: the text is not valid UTF-8 here"),
    ] {
        assert_eq!(decode_error(reply::<GetOneName>(200, body)).to_string(), expected);
    }
    let error = decode_error(reply::<GetNamed>(200, &b"{\"name\":\"caf\xe9\"}"[..]));
    assert_eq!(error.to_string(), "`name`: the text is not valid UTF-8 here");
}

#[test]
fn byte_order_mark_takes_precedence_over_the_charset() {
    let utf16: Vec<u8> = "\u{feff}é".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(in_charset::<GetText>(200, "text/plain", utf16.into()).unwrap().0, "é");
    assert_eq!(in_charset::<GetText>(200, "text/plain; charset=latin1", "\u{feff}é".into()).unwrap().0, "é");
}

#[test]
fn invalid_encoding_is_an_error_and_unknown_charset_means_utf8() {
    let broken = in_charset::<GetText>(200, "text/plain; charset=Shift_JIS", Bytes::from_static(b"a\xff"));
    assert_eq!(decode_error(broken).to_string(), "the text is not valid Shift_JIS");
    assert_eq!(in_charset::<GetText>(200, "text/plain; charset=klingon", "é".into()).unwrap().0, "é");
    // An invalid byte in the message does not prevent reading the code.
    let error = Bytes::from_static(b"{\"error\":{\"code\":\"refused\",\"message\":\"a\xff\",\"detail\":[]}}");
    let error = in_charset::<GetNamed>(422, "application/json; charset=Shift_JIS", error).unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("refused"), Some("a\u{fffd}")));
}
