use callsheet::Events;

// mistakes: 2
#[callsheet::endpoint(method = "POST", path = "/a", response = Events<u8>, idempotency_key = "Key", events(reconnect))]
pub struct Chat {}

#[callsheet::endpoint(method = "GET", path = "/b", response = Events<u8>, idempotent = false, events(reconnect))]
pub struct Watch {}

mod elsewhere {
    async fn call(client: &callsheet::Client, _: super::ChatBuilder) -> Result<(), super::ChatError> {
        match super::Chat::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
