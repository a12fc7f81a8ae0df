use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<id>", api = Undeclared, errors(gone = 410))]
pub struct Read {
    pub id: String,
}

mod elsewhere {
    use super::{Read, ReadError};

    async fn call(client: &callsheet::Client) {
        match Read::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: ReadError::Shared(error), .. }) => println!("{error}"),
            _ => {}
        }
    }
}

fn main() {}
