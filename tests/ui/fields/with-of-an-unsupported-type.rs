use std::time::Duration;

use callsheet::{endpoint, with};

#[endpoint(method = "GET", path = "/a/<at>")]
pub struct Get {
    #[path(with = with::rfc3339)]
    pub at: Duration,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().at(std::time::Duration::ZERO).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
