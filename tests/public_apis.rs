//! Eleven endpoints of eleven public APIs, written from their documentation: the request, a success, a documented
//! error and an undocumented one. The comments `Not expressible` name what a definition cannot express.

#[path = "public_apis/discord.rs"]
mod discord;
#[path = "public_apis/elasticsearch.rs"]
mod elasticsearch;
#[path = "public_apis/github.rs"]
mod github;
#[path = "public_apis/google_cloud.rs"]
mod google_cloud;
#[path = "public_apis/kubernetes.rs"]
mod kubernetes;
#[path = "public_apis/matrix.rs"]
mod matrix;
#[path = "public_apis/oauth.rs"]
mod oauth;
#[path = "public_apis/s3.rs"]
mod s3;
#[path = "public_apis/slack.rs"]
mod slack;
#[path = "public_apis/stripe.rs"]
mod stripe;
#[path = "public_apis/twilio.rs"]
mod twilio;

use std::fmt::Debug;

use bytes::Bytes;
use callsheet::transport::into_bytes_request;
use callsheet::{Api, Client, ClientBuilder, Endpoint, Error};
use http::{Request, Response};

/// Builds the request that a client with the API's base URL sends.
fn build<E: Endpoint>(endpoint: &E) -> Request<Bytes> {
    build_by(Client::for_api::<E::Api>(), endpoint)
}

/// The same for an API with many base URLs.
fn build_at<E: Endpoint>(base_url: &str, endpoint: &E) -> Request<Bytes> {
    build_by(Client::for_api::<E::Api>().base_url(base_url), endpoint)
}

fn build_by<A: Api, E: Endpoint<Api = A>>(client: ClientBuilder<A>, endpoint: &E) -> Request<Bytes> {
    into_bytes_request(client.build().unwrap().to_request(endpoint).unwrap()).unwrap()
}

/// Prints the whole request, each header and every byte, except `User-Agent`, which does not belong to the endpoint.
fn assert_sends(request: &Request<Bytes>, line: &str, headers: &[(&str, &str)], body: &str) {
    assert_eq!(format!("{} {}", request.method(), request.uri()), line);
    let mut sent: Vec<(&str, &str)> =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    sent.retain(|(name, _)| *name != "user-agent");
    sent.sort_unstable();
    let mut expected = headers.to_vec();
    expected.sort_unstable();
    assert_eq!(sent, expected);
    assert_eq!(std::str::from_utf8(request.body()).unwrap(), body);
}

fn response(status: u16, body: &'static str) -> Response<Bytes> {
    Response::builder().status(status).body(Bytes::from_static(body.as_bytes())).unwrap()
}

/// Reads a success.
fn success<E: Endpoint>(status: u16, body: &'static str) -> E::Response {
    match E::read_response(response(status, body)) {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

/// Reads the error of a reply.
fn error<E: Endpoint>(status: u16, body: &'static str) -> Error<E::Error> {
    match E::read_response(response(status, body)) {
        Ok(_) => panic!("{status} is not an error"),
        Err(error) => error,
    }
}

/// Asserts that an undocumented reply is kept completely.
fn assert_undocumented<E: Endpoint>(status: u16, body: &'static str, code: Option<&str>, message: &str)
where
    E::Error: Debug,
{
    let error = error::<E>(status, body);
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!((error.status().unwrap().as_u16(), error.body().unwrap().as_ref()), (status, body.as_bytes()));
    assert_eq!((error.code(), error.message()), (code, Some(message)));
}
