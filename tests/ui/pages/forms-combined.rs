// mistakes: 3
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", response = Rows, pages(number = page, offset = skip, items = rows, item = Row))]
pub struct List {
    pub page: Option<u32>,
    pub skip: Option<u32>,
}

#[endpoint(method = "GET", path = "/b", response = Rows, pages(url = meta.next_cursor, link, items = rows, item = Row))]
pub struct ByUrl {}

#[endpoint(
    method = "GET",
    path = "/c",
    response = Rows,
    pages(cursor = after, next = meta.next_cursor, next_header = "x-next", items = rows, item = Row)
)]
pub struct ByCursor {
    pub after: Option<String>,
}

#[derive(serde::Deserialize)]
pub struct Rows {
    pub rows: Vec<Row>,
    pub meta: Option<Meta>,
}

#[derive(serde::Deserialize)]
pub struct Meta {
    pub next_cursor: Option<String>,
    pub total: Option<u64>,
}

#[derive(serde::Deserialize)]
pub struct Row {
    pub id: u64,
}

mod elsewhere {
    use super::{List, ListError};

    async fn call(client: &callsheet::Client) -> Result<(), callsheet::Error<ListError>> {
        let mut pages = List::builder().pages(client).limit(3);
        while let Some(page) = pages.next().await? {
            println!("{}", page.reply.status());
        }
        let mut items = List::builder().pages(client).items();
        while let Some(item) = items.next().await? {
            println!("{}", item.id);
        }
        List::builder().send(client).await.map(drop)
    }
}

fn main() {}
