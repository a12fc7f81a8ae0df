// mistakes: 6
use callsheet::{Api, endpoint};

pub enum Acme {}

impl Api for Acme {
    const ERROR_FORMAT: &'static dyn callsheet::error_format::ErrorFormat = &callsheet::error_format::StandardFormat;
    type Errors = callsheet::error::NoErrors;
}

#[endpoint(
    method = b"GET",
    path = concat!("/a", "/b"),
    scopes = "a", "b",
    headers("X-A", "b"),
    errors: { gone: 410; lost: 404 },
)]
pub struct Get;

#[endpoint(method = "GET", path = "/a", api = &Acme)]
pub struct List;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: GetError::Gone { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
