use callsheet::endpoint;

pub enum Orders {}

#[endpoint(method = "GET", path = "/a/<id>", api = Orders, errors(gone = 410))]
pub struct Read {
    pub id: String,
}

mod elsewhere {
    use super::{Orders, Read, ReadBuilder, ReadError};

    async fn call(client: &callsheet::Client<Orders>, unset: ReadBuilder) -> Result<(), ReadError> {
        let _ = Read { id: "a".to_owned() }.send(client).await;
        match unset.id("a").send(client).await {
            Err(callsheet::Error::Documented { error: ReadError::Shared(error), .. }) => println!("{error}"),
            Err(callsheet::Error::Documented { error, .. }) => return Err(error),
            Err(other) => println!("{other}"),
            Ok(()) => {}
        }
        Ok(())
    }
}

fn main() {}
