use callsheet::{Api, endpoint, errors, error_format::{ErrorFormat, JsonFormat}};

#[errors(not_authed(status = "2XX", code = "not_authed"))]
pub enum ChatErrors {}

pub enum Chat {}

impl Api for Chat {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT;
    type Errors = ChatErrors;
}

#[endpoint(method = "POST", path = "/a/<id>", api = Chat)]
pub struct Post {
    pub id: String,
}

#[endpoint(method = "POST", path = "/b/<id>", errors(include(ChatErrors)))]
pub struct Other {
    pub id: String,
}

mod elsewhere {
    use super::{Other, Post, PostBuilder, PostError};

    async fn call(client: &callsheet::Client<super::Chat>, _: PostBuilder) -> Result<(), PostError> {
        let _ = Post::builder().id("a").send(client).await;
        let _ = Other::builder().id("a");
        Ok(())
    }
}

fn main() {}

// mistakes: 2
