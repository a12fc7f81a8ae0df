//! Any bytes as the body of a reply, in any format: nothing panics, and the error contains all bytes.

use bytes::Bytes;
use callsheet::{Endpoint, Error, endpoint};
use http::Response;
use proptest::prelude::*;

use crate::every_format::{Details, First, Flat, Header, List, Nested, Standard};

// rustfmt would indent the entries further each time.
#[rustfmt::skip]
macro_rules! endpoint_of {
    ($endpoint:ident, $api:ident) => {
        #[endpoint(method = "GET", path = "/", api = $api, errors(
            known(status = 400, detail = serde_json::Map<String, serde_json::Value>),
            any(status = "5XX", code = none),
        ))]
        struct $endpoint {}
    };
}

endpoint_of!(OfStandard, Standard);
endpoint_of!(OfFlat, Flat);
endpoint_of!(OfNested, Nested);
endpoint_of!(OfList, List);
endpoint_of!(OfDetails, Details);
endpoint_of!(OfHeader, Header);
endpoint_of!(OfFirst, First);

/// JSON with the members that formats read, complete or truncated, or any bytes.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        Just("error"),
        Just("errors"),
        Just("code"),
        Just("type"),
        Just("message"),
        Just("title"),
        Just("detail"),
        Just("\\ud800"),
    ];
    let text = prop_oneof![
        Just("\"known\"".to_owned()),
        Just("\"about:blank\"".to_owned()),
        Just("\"a#known:x\"".to_owned()),
        Just("-0.5e3".to_owned()),
        Just("null".to_owned()),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    let json = text.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(|list| format!("[{}]", list.join(","))),
            proptest::collection::vec((name.clone(), inner), 0..4).prop_map(|members| {
                let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\" :{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    });
    prop_oneof![
        json.clone().prop_map(String::into_bytes),
        (json, any::<proptest::sample::Index>(), any::<u8>()).prop_map(|(json, at, byte)| {
            let mut bytes = json.into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes
        }),
        proptest::collection::vec(any::<u8>(), 0..100),
        "[\\[{\"]{0,400}".prop_map(String::into_bytes),
    ]
}

/// Asserts that the reply is one of the four errors with a reply, and that it contains the body.
fn assert_read<E: Endpoint>(status: u16, header: &[u8], body: &[u8]) {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = status.try_into().unwrap();
    if let Ok(value) = http::HeaderValue::from_bytes(header) {
        response.headers_mut().insert("x-code", value.clone());
        response.headers_mut().insert("content-type", value);
    }
    let Err(error) = E::read_response(response) else { panic!("{status} is not an error") };
    assert_eq!(error.body().map(|body| &body[..]), Some(body));
    let has_code = error.code().is_some();
    match &error {
        Error::Documented { .. } => assert!(status != 404),
        Error::Undocumented { .. } => assert!(status == 404 || has_code),
        Error::UnexpectedBody { source, .. } => assert!(status == 400 && has_code == source.is_some()),
        other => panic!("{other:?}"),
    }
    let line = error.to_string();
    assert!(!line.chars().any(char::is_control), "{line:?}");
}

proptest! {
    #[test]
    fn any_bytes_are_read_by_every_format(
        body in bodies(),
        header in proptest::collection::vec(any::<u8>(), 0..20),
        status in prop_oneof![Just(400), Just(404), Just(503)],
    ) {
        assert_read::<OfStandard>(status, &header, &body);
        assert_read::<OfFlat>(status, &header, &body);
        assert_read::<OfNested>(status, &header, &body);
        assert_read::<OfList>(status, &header, &body);
        assert_read::<OfDetails>(status, &header, &body);
        assert_read::<OfHeader>(status, &header, &body);
        assert_read::<OfFirst>(status, &header, &body);
    }
}

#[test]
fn deeply_nested_body_does_not_overflow_the_stack() {
    for body in ["[".repeat(200_000), "{\"error\":".repeat(200_000), format!("{{\"errors\":{}", "[".repeat(200_000))] {
        assert_read::<OfStandard>(400, b"", body.as_bytes());
        assert_read::<OfFirst>(400, b"", body.as_bytes());
    }
    let closed = format!("{{\"code\":\"known\",\"detail\":{}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    assert_read::<OfStandard>(400, b"", closed.as_bytes());
    assert_read::<OfFlat>(400, b"", closed.as_bytes());
}
