// mistakes: 2
use callsheet::{JsonLines, endpoint};

pub struct Row;

#[endpoint(method = "GET", path = "/a", response = JsonLines<Row>)]
pub struct Export {}

#[endpoint(method = "GET", path = "/b", response = callsheet::Events<Row>)]
pub struct Watch {}

mod elsewhere {
    use super::{Watch, WatchBuilder, WatchError};

    async fn call(client: &callsheet::Client, _: WatchBuilder) -> Result<(), WatchError> {
        match Watch::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
