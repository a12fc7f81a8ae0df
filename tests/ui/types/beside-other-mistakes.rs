// mistakes: 4
use callsheet::endpoint;

pub struct Nothing;

#[endpoint(metod = "PATCH", method = "PATCH", path = "/a/<id>", response = Nothing)]
pub struct Update {
    pub id: Nothing,
    pub name: Nothing,
}

mod elsewhere {
    use super::{Nothing, Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id(Nothing).name(Nothing).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
