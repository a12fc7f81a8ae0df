use callsheet::endpoint;

#[endpoint(method = "HEAD", path = "/a/<id>")]
pub struct Head {
    pub id: String,
    #[payload(text)]
    pub text: String,
}

mod elsewhere {
    use super::{Head, HeadBuilder, HeadError};

    async fn call(client: &callsheet::Client, _: HeadBuilder) -> Result<(), HeadError> {
        match Head::builder().id("a").text("b").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
