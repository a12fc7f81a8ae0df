use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<names..>")]
pub struct Get {
    #[path(list = "comma")]
    pub names: Vec<String>,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().names(["a".to_owned()]).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
