//! Header fields of requests and responses: which may be set, how values are written and read, and what is sent on a
//! socket.

#[path = "header_fields/accept.rs"]
mod accept;
#[path = "header_fields/constants.rs"]
mod constants;
#[path = "header_fields/framing.rs"]
mod framing;
#[path = "header_fields/lists.rs"]
mod lists;
#[path = "header_fields/responses.rs"]
mod responses;

use callsheet::{BaseUrl, Endpoint};
use http::HeaderMap;

/// Returns the header fields of a request that is built without a client.
fn headers(endpoint: &impl Endpoint) -> HeaderMap {
    let base: BaseUrl = "http://localhost".parse().unwrap();
    let Ok(request) = endpoint.to_request(&base) else { panic!("the request is built") };
    request.headers().clone()
}
