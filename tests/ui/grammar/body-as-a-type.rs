use callsheet::endpoint;

#[derive(serde::Serialize)]
pub struct User {
    pub name: String,
}

#[endpoint(method = "POST", path = "/a", body = User)]
pub struct Create {
    #[payload]
    pub user: User,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Option<CreateError> {
        match Create::builder().user(super::User { name: String::new() }).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Some(error),
            _ => None,
        }
    }
}

fn main() {}
