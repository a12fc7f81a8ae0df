use callsheet::{ByteStream, Response, endpoint};

#[derive(Response)]
pub struct Medium {
    #[header]
    pub etag: String,
    #[payload]
    pub content: ByteStream,
}

#[endpoint(method = "GET", path = "/media/<id>", response = Option<ByteStream>, errors(
    broken(status = 500, body = ByteStream),
))]
pub struct GetMedium {
    pub id: String,
}

mod elsewhere {
    use super::{GetMedium, GetMediumBuilder, GetMediumError};

    async fn call(client: &callsheet::Client, _: GetMediumBuilder) -> Result<(), GetMediumError> {
        match GetMedium::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}

// mistakes: 3
