// mistakes: 7
use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a/<id>")]
#[serde(rename_all = "camelCase")]
pub struct Create {
    #[serde(alias = "key")]
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(with = "callsheet::with::unix_seconds")]
    pub at: u64,
    #[query]
    #[serde(flatten)]
    pub more: std::collections::BTreeMap<String, String>,
    #[serde(skip)]
    pub cache: u8,
    #[serde(default, rename = "size")]
    pub length: Option<u8>,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Option<CreateError> {
        match Create::builder().id("a").at(1_u64).more([]).cache(1_u8).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Some(error),
            _ => None,
        }
    }
}

fn main() {}
