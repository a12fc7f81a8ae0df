use callsheet::OpenEnum;

#[derive(OpenEnum)]
pub enum State {
    Pending,
    Text(String),
    Other(serde_json::Value),
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::State)]
    pub struct Get {}

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
