//! Every part of the grammar in one definition, in a crate without other definitions.

#![deny(warnings, missing_docs)]

use callsheet::{Arguments, Client, Error, Lookup, Patch, endpoint};

/// Updates.
#[endpoint(
    method = "PATCH",
    path = "/a/<id>/b/<type>",
    response = Vec<u8>,
    errors(
        /// Gone.
        gone = 410,
        /// Refused.
        refused(status = 422, code = "not-valid", detail = Vec<String>),
    ),
    scopes("a", "b"),
    api = callsheet::JsonApi,
    error = UpdateFailure,
    builder = NewUpdate,
    crate = callsheet,
)]
#[derive(Debug, Clone)]
pub struct Update {
    /// Found by one of its keys.
    #[path]
    #[body]
    pub id: Which,
    /// In the path.
    pub r#type: String,
    /// In the query.
    #[query(name = "page[number]")]
    pub page: Option<u32>,
    /// In the body.
    pub properties: Properties,
    /// In the body too.
    #[body(name = "send")]
    pub send: Patch<bool>,
}

/// The object to update.
#[derive(Debug, Clone, Lookup)]
#[serde(rename_all = "camelCase")]
pub enum Which {
    /// By its id.
    Id(u64),
    /// By its name.
    #[serde(rename = "name")]
    PublicName(String),
}

/// The changes.
#[derive(Debug, Clone, Default, Arguments)]
#[serde(rename_all = "camelCase")]
#[arguments(builder = Changes)]
pub struct Properties {
    /// A time zone.
    pub time_zone: Patch<String>,
    /// A type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// The types of the builders.
pub fn builders() -> (NewUpdate, Changes) {
    (Update::builder(), Properties::builder())
}

/// What callers write.
///
/// # Errors
///
/// If the call fails.
pub async fn call(client: &Client) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let call =
        Update::builder().id(Which::Id(1)).r#type("t").page(2u32).set_send(true).properties(Properties::default());
    match call.send(client).await {
        Err(Error::Documented { error: UpdateFailure::Refused { detail, .. }, .. }) => Ok(detail.concat().into_bytes()),
        Err(Error::Documented { error: UpdateFailure::Gone { .. }, .. }) => Ok(Vec::new()),
        other => Ok(other?),
    }
}

fn main() {}
