// mistakes: 4
#![deny(private_interfaces)]

use callsheet::{endpoint, errors};

#[derive(Debug, serde::Deserialize)]
struct Detail {
    reason: String,
}

#[derive(Debug, serde::Deserialize)]
struct Problem {
    title: String,
}

#[errors(closed(status = 403, detail = Detail))]
enum Private {}

#[errors(closed(status = 403, detail = Vec<Detail>))]
pub enum Shared {}

#[endpoint(
    method = "GET",
    path = "/a",
    errors(gone(status = 410, detail = Detail), lost(status = 404, body = Problem), include(Private)),
)]
pub struct Get;

pub fn read(error: &GetError) -> &str {
    match error {
        GetError::Gone { detail, .. } => &detail.reason,
        GetError::Lost { body, .. } => &body.title,
        _ => "",
    }
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<()> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: GetError::Gone { .. }, .. }) => Some(()),
            _ => None,
        }
    }
}

fn main() {}
