use callsheet::OpenEnum;

pub struct Place;

#[derive(OpenEnum)]
pub enum State {
    At(Place),
    #[serde(other)]
    Other(String),
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
