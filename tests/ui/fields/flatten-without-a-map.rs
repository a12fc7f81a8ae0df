use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[query(flatten)]
    pub more: Vec<String>,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().more(Vec::<String>::new()).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
