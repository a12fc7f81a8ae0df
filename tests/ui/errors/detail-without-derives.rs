use callsheet::endpoint;

pub struct Gone {
    pub reason: String,
}

#[endpoint(method = "GET", path = "/a/<id>", errors(gone(status = 410, detail = Gone), lost = 404))]
pub struct Read {
    pub id: String,
}

mod elsewhere {
    use super::{Read, ReadError};

    async fn call(client: &callsheet::Client) -> Result<(), ReadError> {
        match Read::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: ReadError::Gone { detail, .. }, .. }) => println!("{}", detail.reason),
            Err(callsheet::Error::Documented { error, .. }) => return Err(error),
            Err(other) => println!("{other}"),
            Ok(()) => {}
        }
        Ok(())
    }
}

fn main() {}
