use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
#[derive(serde::Serialize)]
pub struct Update {
    pub id: String,
    #[serde(rename = "noteText")]
    pub text: String,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").text("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
