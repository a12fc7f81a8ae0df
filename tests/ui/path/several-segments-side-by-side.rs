// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<from..><to..>")]
pub struct Get {
    pub from: String,
    pub to: String,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().from("a").to("b").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
