//! Any bytes in the header fields that ask for a wait: nothing panics, and a number is read as this number.
#![no_main]

use std::time::Duration;

use callsheet::{Endpoint, endpoint};
use http::header::{DATE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use libfuzzer_sys::fuzz_target;

#[endpoint(method = "GET", path = "/")]
struct Get {}

fuzz_target!(|data: &[u8]| {
    let mut values = data.split(|byte| *byte == b'\n');
    let mut response = Response::new(bytes::Bytes::new());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    for name in [RETRY_AFTER, DATE, HeaderName::from_static("retry-after-ms")] {
        let Some(value) = values.next().filter(|value| !value.is_empty()) else { continue };
        let Ok(value) = HeaderValue::from_bytes(value) else { return };
        response.headers_mut().insert(name, value);
    }
    let headers = response.headers().clone();
    let asked = Get::read_response(response).unwrap_err().retry_after();
    let text = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::trim);
    if headers.contains_key("retry-after-ms") {
        return;
    }
    match text.map(|text| (text, text.parse::<u32>())) {
        Some((text, Ok(seconds))) if !text.starts_with('+') => {
            assert_eq!(asked, Some(Duration::from_secs(seconds.into())));
        }
        None => assert_eq!(asked, None),
        _ => {}
    }
});
