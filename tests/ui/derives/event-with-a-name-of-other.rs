use callsheet::{Event, Text};

#[derive(Event)]
pub enum Change {
    Added(u32),
    #[event(other, name = "other")]
    Other(Event<Text>),
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = callsheet::Events<super::Change>)]
    pub struct Watch {}

    async fn call(client: &callsheet::Client, _: WatchBuilder) -> Result<(), WatchError> {
        match Watch::builder().send(client).await {
            Ok(mut changes) => drop(changes.next().await),
            Err(callsheet::Error::Documented { error, .. }) => return Err(error),
            _ => {}
        }
        Ok(())
    }
}

fn main() {}
