// mistakes: 5
use callsheet::{Events, JsonLines, endpoint};

#[endpoint(method = "GET", path = "/a", response = JsonLines<u8>, lines(end = "x"))]
pub struct Export {}

#[endpoint(method = "GET", path = "/b", response = Events<u8>, events(done = "[DONE]", error_evnt = "error"))]
pub struct Watch {}

#[endpoint(method = "GET", path = "/c", response = Events<u8>, events(end = "[DONE]", finish, end = "x"))]
pub struct Other {}

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
