// mistakes: 3
use callsheet::{Events, JsonLines, endpoint};

#[endpoint(method = "GET", path = "/a", response = JsonLines<u8>, events(error_event = "error"))]
pub struct Export {}

#[endpoint(method = "GET", path = "/b", response = Events<u8>, lines(error = "error"))]
pub struct Watch {}

#[endpoint(method = "GET", path = "/c", response = Vec<u8>, events(end = "[DONE]"))]
pub struct List {}

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
