//! Endpoints with pages: every form of `pages(..)`, over real sockets.

#[path = "pages/follow.rs"]
mod follow;
#[path = "pages/forms.rs"]
mod forms;
#[path = "pages/guards.rs"]
mod guards;
#[path = "pages/laws.rs"]
mod laws;

use std::collections::HashMap;

use callsheet::{Endpoint, Error, client::PageItems, endpoint::PagedItems};
use serde::Deserialize;
use support::{RawServer, Received, Script};

#[derive(Debug, Deserialize, PartialEq, Eq, Clone)]
struct Row {
    id: u32,
}

/// The parameters of the query.
fn query(request: &Received) -> HashMap<String, String> {
    let query = request.target().split_once('?').map_or("", |(_, query)| query);
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// A server that answers each request by this function.
async fn server(answer: impl Fn(&Received) -> Vec<u8> + Send + Sync + 'static) -> RawServer {
    RawServer::each(Script::receive().answer(answer)).await
}

/// `[{"id":1},{"id":2}]`
fn rows(ids: impl IntoIterator<Item = u32>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("[{}]", ids.join(","))
}

/// The ids of all items, and the error at the end.
async fn ids<E: PagedItems<Item = Row>>(mut items: PageItems<E>) -> (Vec<u32>, Option<Error<<E as Endpoint>::Error>>) {
    let mut ids = Vec::new();
    loop {
        match items.next().await {
            Ok(Some(row)) => ids.push(row.id),
            Ok(None) => return (ids, None),
            Err(error) => {
                assert!(items.next().await.is_ok_and(|item| item.is_none()), "after an error there are no more items");
                return (ids, Some(error));
            }
        }
    }
}
