// mistakes: 4
use callsheet::{Events, JsonLines, endpoint};

#[endpoint(method = "GET", path = "/a", response = Events<u8>, events(reconnect = true))]
pub struct Watch {}

#[endpoint(method = "GET", path = "/b", response = Events<u8>, events(reconnect, end = "[DONE]", reconnect))]
pub struct Other {}

#[endpoint(method = "GET", path = "/c", response = Events<u8>, events(retry))]
pub struct Another {}

#[endpoint(method = "GET", path = "/d", response = JsonLines<u8>, lines(reconnect))]
pub struct Export {}

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
