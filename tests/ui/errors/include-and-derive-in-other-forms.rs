// mistakes: 6
use callsheet::{endpoint, errors};

#[errors(denied = 403)]
#[derive(Clone, PartialEq)]
pub enum AuthErrors {}

#[errors(late = 408)]
#[derive(Clone, PartialEq)]
pub enum LateErrors {}

#[endpoint(method = "GET", path = "/a", errors(include: AuthErrors, derive = Clone, gone = 410, ..LateErrors))]
pub struct Get;

#[errors(derive["Clone"; PartialEq], include = [AuthErrors, LateErrors])]
pub enum Shared {}

#[errors(#[derive(Clone)] lost = 404)]
pub enum Others {}

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
