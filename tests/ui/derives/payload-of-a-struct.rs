use callsheet::Payload;

#[derive(Payload)]
pub struct Change {
    pub name: String,
}

mod elsewhere {
    #[callsheet::endpoint(method = "PATCH", path = "/a")]
    pub struct Update {
        #[payload]
        pub change: super::Change,
    }

    async fn call(client: &callsheet::Client, change: super::Change) -> Result<(), UpdateError> {
        match Update::builder().change(change).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
