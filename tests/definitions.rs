//! Features of definitions that real APIs need: lists in a path, constants in bodies, idempotency keys outside header
//! fields, hosts, several content types, unions.

#[path = "definitions/at.rs"]
mod at;
#[path = "definitions/builders.rs"]
mod builders;
#[path = "definitions/constants.rs"]
mod constants;
#[path = "definitions/defaults.rs"]
mod defaults;
#[path = "definitions/hosts.rs"]
mod hosts;
#[path = "definitions/keys.rs"]
mod keys;
#[path = "definitions/lists.rs"]
mod lists;
#[path = "definitions/lookups.rs"]
mod lookups;
#[path = "definitions/path_lists.rs"]
mod path_lists;
#[path = "definitions/payloads.rs"]
mod payloads;
#[path = "definitions/unions.rs"]
mod unions;

use bytes::Bytes;
use callsheet::transport::into_bytes_request;
use callsheet::{BaseUrl, Endpoint};
use http::Request;

/// Builds the request of an endpoint for a fixed base URL.
fn request<E: Endpoint>(endpoint: &E) -> Result<Request<Bytes>, String> {
    let base: BaseUrl = "https://api.example.com/v1".parse().unwrap();
    let request = endpoint.to_request(&base);
    let request = request.map_err(|error| std::error::Error::source(&error).unwrap().to_string())?;
    Ok(into_bytes_request(request).unwrap())
}
