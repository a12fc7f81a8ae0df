use callsheet::Event;

// mistakes: 7
#[derive(Event)]
#[event(rename_all = "kebab")]
pub enum Change {
    #[event]
    Added(u32),
    #[event()]
    Changed(u32),
    #[event(name = removed)]
    Removed(u32),
    #[event(name = [])]
    Moved(u32),
    #[event(name("cleared"))]
    Cleared,
    #[event(other = "other")]
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
