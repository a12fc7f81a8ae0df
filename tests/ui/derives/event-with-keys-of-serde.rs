use callsheet::Event;

// mistakes: 6
#[derive(Event)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum Change {
    #[serde(rename = "add", alias = "insert")]
    Added(#[serde(default)] u32),
    #[serde(other)]
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
