// mistakes: 4
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", headers("Accept" = "text/csv", "accept" = "text/html", "X-Tenant" = "acme"))]
pub struct Get {
    #[header]
    pub x_tenant: Option<String>,
}

#[endpoint(method = "POST", path = "/b", idempotency_key = "X-Key", headers("x-key" = "1"))]
pub struct Pay;

#[endpoint(method = "PUT", path = "/c", headers("Content-Type" = "text/csv"))]
pub struct Put {
    #[payload(text, content_type = "text/html")]
    pub text: String,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().x_tenant("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
