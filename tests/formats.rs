//! Error formats: real errors of public APIs, each API declared in a few lines.

#[path = "formats/any_bytes.rs"]
mod any_bytes;
#[path = "formats/aws.rs"]
mod aws;
#[path = "formats/etcd.rs"]
mod etcd;
#[path = "formats/every_format.rs"]
mod every_format;
#[path = "formats/kinto.rs"]
mod kinto;
#[path = "formats/matrix.rs"]
mod matrix;
#[path = "formats/powerdns.rs"]
mod powerdns;
#[path = "formats/registry.rs"]
mod registry;
#[path = "formats/rfc_9457.rs"]
mod rfc_9457;
#[path = "formats/standard.rs"]
mod standard;

use bytes::Bytes;
use callsheet::{Endpoint, Error};
use http::Response;

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// Reads an error reply.
fn error_with<E: Endpoint>(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Error<E::Error> {
    let response =
        headers.iter().fold(Response::builder().status(status), |all, (name, value)| all.header(*name, *value));
    match E::read_response(response.body(body.into()).unwrap()) {
        Ok(_) => panic!("{status} is not an error"),
        Err(error) => error,
    }
}

fn error<E: Endpoint>(status: u16, content_type: &str, body: &'static str) -> Error<E::Error> {
    error_with::<E>(status, &[("content-type", content_type)], body)
}

/// Asserts that these bodies, with a documented status but in another format, are unexpected bodies and are kept.
fn assert_foreign<E: Endpoint>(status: u16, bodies: &[&'static str]) {
    for body in bodies {
        let error = error::<E>(status, JSON, body);
        assert!(matches!(error, Error::UnexpectedBody { source: None, .. }), "{body}\n{error:?}");
        assert_eq!((error.code(), error.body().map(|body| &body[..])), (None, Some(body.as_bytes())));
    }
}
