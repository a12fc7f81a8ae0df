use callsheet::error_format::{ErrorFormat, JsonFormat};
use callsheet::{Api, endpoint, errors};

#[errors(expired = 401)]
pub enum AuthErrors {}

pub enum Acme {}

impl Api for Acme {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT;
    type Errors = AuthErrors;
}

#[endpoint(method = "GET", path = "/a", api = Acme, errors(derive(Clone), gone = 410))]
pub struct Get {}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client<crate::Acme>, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => {
                let _ = error.clone();
                Err(error)
            }
            _ => Ok(()),
        }
    }
}

fn main() {}
