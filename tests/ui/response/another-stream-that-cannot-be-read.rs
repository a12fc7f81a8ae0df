pub struct Row;

/// A stream of the user.
pub struct Events<T>(pub Vec<T>);

#[callsheet::endpoint(method = "GET", path = "/a", response = Events<Row>)]
pub struct Watch {}

mod elsewhere {
    async fn call(client: &callsheet::Client, _: super::WatchBuilder) -> Result<(), super::WatchError> {
        match super::Watch::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
