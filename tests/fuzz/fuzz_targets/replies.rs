//! Any bytes as a reply, read by every error format and as every kind of success: nothing panics, and the error
//! contains all bytes.
#![no_main]

#[path = "../../formats/every_format.rs"]
mod every_format;

use bytes::Bytes;
use callsheet::{Endpoint, Error, OpenEnum, Text, endpoint};
use every_format::{Details, First, Flat, Header, List, Nested, Standard};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;

// rustfmt would indent the entries further each time.
#[rustfmt::skip]
macro_rules! endpoint_of {
    ($endpoint:ident, $api:ident) => {
        #[endpoint(method = "GET", path = "/", api = $api, response = Shop, errors(
            known(status = 400, detail = serde_json::Map<String, serde_json::Value>),
            open(status = 409, detail = State),
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

#[derive(Deserialize)]
struct Shop {
    #[serde(rename = "n")]
    _name: String,
    #[serde(rename = "s")]
    _states: Vec<State>,
}

#[derive(Debug, OpenEnum)]
enum State {
    Open,
    Other(String),
}

#[endpoint(method = "GET", path = "/", response = Text)]
struct OfText {}

#[endpoint(method = "GET", path = "/", response = Option<serde_json::Value>)]
struct OfMaybe {}

const STATUSES: [u16; 8] = [200, 204, 302, 400, 404, 409, 500, 503];

/// Splits the data into a status, up to three header fields that the client reads, and a body.
fn response(data: &[u8]) -> Option<Response<Bytes>> {
    let (&first, mut rest) = data.split_first()?;
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::from_u16(STATUSES[usize::from(first & 7)]).ok()?;
    for (bit, name) in [(8, "x-code"), (16, "content-type"), (32, "x-request-id")] {
        if first & bit == 0 {
            continue;
        }
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        if let Ok(value) = HeaderValue::from_bytes(&rest[..end]) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    *response.body_mut() = Bytes::copy_from_slice(rest);
    Some(response)
}

fn check<E: Endpoint>(response: &Response<Bytes>) {
    let Err(error) = E::read_response(response.clone()) else { return };
    assert_eq!(error.body(), Some(response.body()));
    assert_eq!(error.headers(), Some(response.headers()));
    assert_eq!(error.status(), Some(response.status()));
    let (line, _, _) = (error.to_string(), error.code().map(str::to_owned), format!("{error:?}"));
    assert!(!line.chars().any(char::is_control), "{line:?}");
    let success = response.status().is_success();
    assert_eq!(success, matches!(error, Error::Decode { .. }));
    let _ = error.reply().map(|reply| (reply.text().is_ok(), reply.retry_after()));
    let _ = error.into_any().to_string();
}

fuzz_target!(|data: &[u8]| {
    let Some(response) = response(data) else { return };
    check::<OfStandard>(&response);
    check::<OfFlat>(&response);
    check::<OfNested>(&response);
    check::<OfList>(&response);
    check::<OfDetails>(&response);
    check::<OfHeader>(&response);
    check::<OfFirst>(&response);
    check::<OfText>(&response);
    check::<OfMaybe>(&response);
});
