//! The code is in a header field or, from some servers, in the body.

use callsheet::{
    Api, Error, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, HeaderFormat, JsonFormat},
};
use serde::Deserialize;

use super::{assert_foreign, error_with};

enum Queues {}

impl Api for Queues {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &HeaderFormat::new("x-amzn-errortype")
        .without_namespace()
        .without_uri()
        .body(JsonFormat::FLAT.code("__type").without_namespace().messages(&["message", "Message"]).whole_as_detail());
    type Errors = NoErrors;
}

#[derive(Debug, Deserialize)]
struct Foo {
    retries: u8,
}

#[endpoint(method = "GET", path = "/queues", api = Queues, errors(
    foo(status = 500, code = "FooError"),
    bar(status = 400, code = "BarError", detail = Foo),
))]
struct GetQueues {}

#[test]
fn code_in_a_header_needs_no_body() {
    for value in [
        "FooError",
        "FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
        "aws.protocoltests.restjson#FooError",
        "aws.protocoltests#FooError:http://internal.amazon.com/coral/com.amazon.coral.validate/",
    ] {
        for body in ["", "<html>", r#"{"__type":"other#BarError"}"#] {
            let error = error_with::<GetQueues>(500, &[("x-amzn-errortype", value)], body);
            assert!(matches!(error.documented(), Some(GetQueuesError::Foo { .. })), "{value}\n{error:?}");
        }
    }
}

#[test]
fn message_and_detail_are_read_from_the_body() {
    for headers in [&[("X-Amzn-Errortype", "BarError")][..], &[]] {
        let body = r#"{"__type":"aws.protocoltests#BarError","Message":"m","retries":3}"#;
        let error = error_with::<GetQueues>(400, headers, body);
        let Some(GetQueuesError::Bar { detail, message }) = error.documented() else { panic!("{error:?}") };
        assert_eq!((detail.retries, message.as_deref()), (3, Some("m")));
    }
    assert_foreign::<GetQueues>(400, &["", "<html>", r#"{"message":"m"}"#]);
    let without = error_with::<GetQueues>(400, &[("x-amzn-errortype", "BarError")], "");
    assert!(matches!(without, Error::UnexpectedBody { source: Some(_), .. }), "{without:?}");
}
