use callsheet::{endpoint, endpoints};

#[endpoint(method = "GET", path = "/users")]
pub struct ListUsers;

#[endpoint(method = "POST", path = "/users")]
pub struct CreateUser;

pub enum Other {}

impl callsheet::Api for Other {
    const ERROR_FORMAT: &'static dyn callsheet::error_format::ErrorFormat = &callsheet::error_format::StandardFormat;
    type Errors = callsheet::error::NoErrors;
}

#[endpoint(method = "GET", path = "/other", api = Other)]
pub struct GetOther;

endpoints! {
    pub mod all: ListUsers, GetOther, CreateUser
}

mod elsewhere {
    use super::{CreateUser, ListUsers, all};

    async fn call(client: &callsheet::Client) -> usize {
        drop((ListUsers.send(client).await, CreateUser.send(client).await));
        all::ALL.len()
    }
}

fn main() {}
