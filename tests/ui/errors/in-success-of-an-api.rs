use callsheet::{Api, endpoint, errors, error::NoErrors, error_format::{ErrorFormat, JsonFormat}};

pub enum Chat {}

impl Api for Chat {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT;
    type Errors = NoErrors;
}

#[errors(not_authed = 200, invalid_auth = 401)]
pub enum AuthErrors {}

#[endpoint(method = "POST", path = "/a/<id>", api = Chat, errors(
    gone = 410,
    not_found = 200,
    mixed(status = [200, 400]),
    include(AuthErrors),
))]
pub struct Post {
    pub id: String,
}

mod elsewhere {
    use super::{Post, PostBuilder, PostError};

    async fn call(client: &callsheet::Client<super::Chat>, _: PostBuilder) -> Result<(), PostError> {
        match Post::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: PostError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}

// mistakes: 3
