use callsheet::{Patch, endpoint};
use std::collections::BTreeMap;

// mistakes: 8
#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[query(default = 30)]
    pub page: u32,
    #[query(default = "30")]
    pub per_page: Option<u32>,
    #[query(default = 300)]
    pub age: Option<u8>,
    #[query(default = 1)]
    pub sorted: Option<bool>,
    #[query(default = 1)]
    #[header(default = 2)]
    pub version: Option<u32>,
    #[query(flatten, default = "a")]
    pub more: Option<BTreeMap<String, String>>,
    #[body(default = 1)]
    pub name: Patch<String>,
    #[body(default = 30u32)]
    pub limit: Option<u32>,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().page(1).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
