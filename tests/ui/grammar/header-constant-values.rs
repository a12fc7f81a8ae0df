// mistakes: 5
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", headers("X-Note" = "a\r\nx-admin: 1", "X-Padded" = " a"))]
pub struct Get;

#[endpoint(method = "GET", path = "/b", headers("Accept" = "text/csv, csv, text/html;level=é"))]
pub struct GetTable;

#[endpoint(method = "PUT", path = "/c", headers("Content-Type" = "text/csv; header"))]
pub struct Put;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
