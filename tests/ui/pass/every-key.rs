//! Every key of `#[endpoint(..)]` and of an entry. `.ci/run` also compiles it as rust-analyzer does, with the items by which
//! an editor completes these keys.

#![allow(dead_code, reason = "only compiled")]

use callsheet::endpoint;

#[endpoint(
    method = "POST",
    path = "/a/<id>",
    host_prefix = "uploads.",
    query("page" = "2"),
    headers("Accept-Language" = "en"),
    body("stream" = true),
    response = Vec<u8>,
    at = "data",
    success = 200,
    errors(
        gone(status = 410, code = "gone", detail = String),
        lost(status = 404, body = String),
        busy(status = 503, retry),
        limited(status = 429, throttle),
        expired(status = 403, renew),
    ),
    scopes("a"),
    api = callsheet::JsonApi,
    idempotent = false,
    idempotency_key = "Idempotency-Key",
    name = "a.send",
    error = SendFailure,
    builder = NewSend,
    crate = callsheet,
)]
pub struct Send {
    pub id: String,
}

#[endpoint(method = "POST", path = "/b", form("grant_type" = "password"))]
struct Form;

#[endpoint(method = "GET", path = "/c", response = callsheet::Events<u8>, events(end = "[DONE]", error_event = "error"))]
struct Watch;

#[endpoint(method = "GET", path = "/d", response = callsheet::JsonLines<u8>, lines(error = "error"))]
struct Export;

#[endpoint(method = "GET", path = "/e", response = Vec<u8>, pages(link, items = self))]
struct List;

fn main() {}
