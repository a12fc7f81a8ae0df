// mistakes: 9
use callsheet::endpoint;

#[endpoint(
    method = "GET",
    path = "/a",
    errors(
        gone = (status = 410),
        a { status: 404, code: "x" },
        b = 405(detail = String),
        c(status = 406, "y"),
        &d = 407,
        (e = 408),
        f == 409,
        g(status = 411, String),
        default = String,
    )
)]
pub struct Get;

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
