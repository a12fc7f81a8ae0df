use callsheet::{Download, Response, endpoint};

#[derive(Response)]
pub struct Medium {
    #[header]
    pub etag: String,
    #[payload]
    pub content: Download,
}

#[endpoint(method = "GET", path = "/media/<id>", response = Option<Download>, errors(
    broken(status = 500, body = Download),
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
