// mistakes: 3
use callsheet::{Text, endpoint};

#[endpoint(method = "GET", path = "/a", success = 204, response = Text)]
pub struct Get;

#[endpoint(method = "PUT", path = "/a", success = [204, 205], response = Vec<u8>)]
pub struct Put;

#[endpoint(method = "GET", path = "/b", response = Option<Option<u8>>)]
pub struct List;

// A struct may consist of the status and header fields only.
#[derive(callsheet::Response)]
pub struct Head {
    #[header]
    pub etag: Option<String>,
}

#[endpoint(method = "GET", path = "/c", success = 304, response = Head)]
pub struct Check;

mod elsewhere {
    use super::{Check, Get, List, Put};

    async fn call(client: &callsheet::Client) {
        drop(Get.send(client).await);
        drop(Put.send(client).await);
        drop(List.send(client).await);
        drop(Check.send(client).await);
    }
}

fn main() {}
