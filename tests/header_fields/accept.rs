//! `Accept` contains what the definition can read: JSON if the response is decoded from it, otherwise anything.

#![expect(dead_code, reason = "what is expected of a type is seen in the request alone")]

use bytes::Bytes;
use callsheet::{
    Api, CallOptions, Client, Reply, Response, Text, endpoint, error::DecodeError, error_format::StandardFormat,
    response::FromReply,
};
use support::{RawServer, client_of, reply};

use super::headers;

/// A response that reads no member of the body.
#[derive(Debug, Response)]
struct HeadAlone {
    #[header]
    etag: Option<String>,
    #[status]
    status: u16,
}

#[derive(Debug, Response)]
struct TextBeside {
    #[header]
    etag: Option<String>,
    #[payload]
    text: Text,
}

#[derive(Debug, Response)]
struct BytesBeside {
    #[payload]
    data: Option<Bytes>,
}

#[derive(Debug, Response)]
struct JsonBeside {
    #[payload]
    list: Option<Vec<u8>>,
}

#[derive(Debug, Response)]
struct Member {
    #[header]
    etag: Option<String>,
    total: Option<u8>,
}

/// A response with a custom `FromReply`.
#[derive(Debug)]
struct ByHand;

impl FromReply for ByHand {
    fn from_reply(_: &Reply) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}

#[derive(Debug)]
struct Xml;

impl FromReply for Xml {
    const ACCEPT: &'static str = "application/xml, text/xml;q=0.9";

    fn from_reply(_: &Reply) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}

#[derive(Debug)]
struct Broken;

impl FromReply for Broken {
    const ACCEPT: &'static str = "a\nb";

    fn from_reply(_: &Reply) -> Result<Self, DecodeError> {
        Ok(Self)
    }
}

#[endpoint(method = "GET", path = "/", response = Broken)]
struct GetBroken;

macro_rules! accepts {
    ($($name:ident: $ty:ty => $expected:literal;)*) => {
        $(
            #[endpoint(method = "GET", path = "/", response = $ty)]
            struct $name;
        )*

        #[tokio::test]
        async fn accept_is_json_only_if_the_response_is_json() {
            let server = RawServer::answering(reply(204, &[], "")).await;
            let client = client_of(&server);
            $(
                assert_eq!(headers(&$name)["accept"], $expected, stringify!($ty));
                assert_eq!(client.to_request(&$name).unwrap().headers()["accept"], $expected, stringify!($ty));
                let _ = $name.send(&client).await;
                assert_eq!(server.requests().pop().unwrap().header("accept"), Some($expected), stringify!($ty));
            )*
        }
    };
}

accepts! {
    GetUnit: () => "*/*";
    GetText: Text => "*/*";
    GetBytes: Bytes => "*/*";
    GetOptionalText: Option<Text> => "*/*";
    GetOptionalBytes: Option<Bytes> => "*/*";
    GetHeadAlone: HeadAlone => "*/*";
    GetTextBeside: TextBeside => "*/*";
    GetBytesBeside: BytesBeside => "*/*";
    GetByHand: ByHand => "*/*";
    GetOptionalByHand: Option<ByHand> => "*/*";
    GetXml: Xml => "application/xml, text/xml;q=0.9";
    GetJson: Vec<u8> => "application/json";
    GetOptionalJson: Option<Vec<u8>> => "application/json";
    GetJsonBeside: JsonBeside => "application/json";
    GetMember: Member => "application/json";
    GetOptionalMember: Option<Member> => "application/json";
}

#[endpoint(method = "DELETE", path = "/")]
struct Nothing;

#[endpoint(method = "GET", path = "/", response = Text, api = Csv)]
struct OfApi {
    #[header]
    accept: Option<String>,
}

struct Csv;

impl Api for Csv {
    const BASE_URL: Option<&'static str> = Some("http://localhost");
    const HEADERS: &'static [(&'static str, &'static str)] = &[("accept", "text/csv")];
    const ERROR_FORMAT: &'static dyn callsheet::error_format::ErrorFormat = &StandardFormat;
    type Errors = callsheet::error::NoErrors;
}

#[test]
fn endpoint_without_a_response_accepts_anything() {
    assert_eq!(headers(&Nothing)["accept"], "*/*");
}

#[test]
fn accept_of_the_endpoint_the_call_the_client_or_the_api_takes_precedence() {
    let client = Client::for_api::<Csv>().build().unwrap();
    let accept = |client: &Client<Csv>, accept: Option<&str>| {
        let request = client.to_request(&OfApi { accept: accept.map(str::to_owned) }).unwrap();
        request.headers()["accept"].to_str().unwrap().to_owned()
    };
    assert_eq!(accept(&client, None), "text/csv");
    assert_eq!(accept(&client, Some("text/html")), "text/html");
    assert_eq!(
        accept(&client.with(CallOptions::new().header("Accept", "text/plain")), Some("text/html")),
        "text/plain"
    );
    let client = Client::for_api::<Csv>().header("accept", "image/png").build().unwrap();
    assert_eq!(accept(&client, None), "image/png");
}

#[test]
fn invalid_accept_fails_without_a_panic() {
    let client = Client::builder("http://localhost").build().unwrap();
    let error = client.to_request(&GetBroken).unwrap_err();
    assert!(matches!(error, callsheet::Error::Build { .. }), "{error:?}");
}
