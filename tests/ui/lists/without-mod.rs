use callsheet::{endpoint, endpoints};

#[endpoint(method = "GET", path = "/users")]
pub struct ListUsers;

#[endpoint(method = "POST", path = "/users")]
pub struct CreateUser;

endpoints! {
    all: ListUsers, CreateUser
}

mod elsewhere {
    use super::{CreateUser, ListUsers};

    async fn call(client: &callsheet::Client) -> usize {
        drop((ListUsers.send(client).await, CreateUser.send(client).await));
        0
    }
}

fn main() {}
