use callsheet::{Events, endpoint};

#[endpoint(method = "GET", path = "/a", response = Events<u8>, events(end_event = "error", error_event = "error"))]
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
