//! Reading replies: charsets, optional values, bodies that are not JSON, details of the wrong type, errors with a
//! success status.

#[path = "reading/absent.rs"]
mod absent;
#[path = "reading/charsets.rs"]
mod charsets;
#[path = "reading/details.rs"]
mod details;
#[path = "reading/in_success.rs"]
mod in_success;
#[path = "reading/not_json.rs"]
mod not_json;
#[path = "reading/serde_keys.rs"]
mod serde_keys;

use bytes::Bytes;
use callsheet::{Endpoint, Error, error::DecodeError};
use http::Response;

fn read<E: Endpoint>(
    status: u16,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Result<E::Response, Error<E::Error>> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    E::read_response(response.body(body.into()).unwrap())
}

fn decode_error<T, E>(result: Result<T, Error<E>>) -> DecodeError {
    match result {
        Err(Error::Decode { source, reply, .. }) => {
            assert_eq!(reply.code(), None, "{reply:?}");
            source
        }
        _ => panic!("not a decode error"),
    }
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
