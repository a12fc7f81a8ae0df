use callsheet::Event;

// mistakes: 4
#[derive(Event)]
#[event(rename = "kebab-case")]
pub enum Change {
    #[event(rename = "add")]
    Added(u32),
    #[event(text)]
    Removed(String),
    #[event(unknown)]
    Other(callsheet::Event<callsheet::Text>),
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
