use callsheet::{endpoint, endpoints};

#[endpoint(method = "GET", path = "/users")]
pub struct ListUsers;

#[endpoint(method = "POST", path = "/users")]
pub struct CreateUser;

// mistakes: 3
endpoints! {
    pub mod all: "ListUsers", #[deprecated] ListUsers, crate::, CreateUser
}

mod elsewhere {
    use super::{CreateUser, ListUsers, all};

    async fn call(client: &callsheet::Client) -> usize {
        drop((ListUsers.send(client).await, CreateUser.send(client).await));
        all::ALL.len()
    }
}

fn main() {}
