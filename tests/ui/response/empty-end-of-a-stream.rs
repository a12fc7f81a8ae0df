// mistakes: 3
use callsheet::{Events, endpoint};

#[endpoint(method = "GET", path = "/a", response = Events<u8>, events(end = "", error = "data.error"))]
pub struct Watch {}

#[endpoint(method = "GET", path = "/b", response = Events<u8>, events = "[DONE]")]
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
