//! The reference endpoint, with callsheet and by hand: one path parameter, two optional query parameters, a JSON body
//! with four members, two of them optional, a response with eight members, and three documented errors, one of them
//! with a detail.

#![allow(dead_code, unreachable_pub, reason = "each benchmark uses a part")]

pub mod handwritten;

use bytes::Bytes;
use callsheet::endpoint;
use http::Response;
use serde::Deserialize;

/// Update a thing.
#[endpoint(
    method = "PATCH",
    path = "/things/<thing>",
    response = Thing,
    errors(
        /// No thing has this id.
        thing_not_found = 404,
        /// The caller may not do this.
        permission_denied = 403,
        /// The input was refused.
        validation_error(status = 422, detail = ValidationDetail),
    ),
)]
pub struct UpdateThing {
    /// Its id.
    pub thing: String,
    /// The page to return to.
    #[query]
    pub page: Option<u32>,
    /// What to include in the response.
    #[query]
    pub include: Option<String>,
    /// Its name.
    pub name: String,
    /// Its size.
    pub size: u32,
    /// A note on it.
    pub note: Option<String>,
    /// Its colour.
    pub color: Option<String>,
}

/// A thing.
#[derive(Debug, Deserialize)]
pub struct Thing {
    pub id: String,
    pub name: String,
    pub identifier: String,
    pub time_zone: Option<String>,
    pub updated_at: u64,
    pub managed: bool,
    pub parent_id: Option<String>,
    pub tags: Vec<String>,
}

/// What was refused.
#[derive(Debug, Deserialize)]
pub struct ValidationDetail {
    pub details: Vec<String>,
}

pub const SUCCESS: &[u8] = br#"{"id":"thing_0b6f","name":"A thing","identifier":"a-thing","time_zone":"Europe/London","updated_at":1700000000,"managed":false,"parent_id":null,"tags":["one","two"]}"#;
pub const NOT_FOUND: &[u8] =
    br#"{"error":{"code":"thing_not_found","description":"No thing was found matching any of the criteria","detail":{}}}"#;
pub const INVALID: &[u8] = br#"{"error":{"code":"validation_error","description":"An error occurred with the input provided","detail":{"details":["Name can't be blank","Size is too large"]}}}"#;

pub fn call() -> UpdateThing {
    UpdateThing::builder()
        .thing("thing_0b6f")
        .page(2)
        .include("parent tags")
        .name("Another name")
        .size(12)
        .note("A note")
        .build()
}

pub fn response(status: u16, body: &'static [u8]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(body));
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    response
}
