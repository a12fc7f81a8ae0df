// mistakes: 4
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", response = Rows, pages(cursor = after, next = meta.next_cursr, items = rows, item = Row))]
pub struct List {
    pub after: Option<String>,
}

#[endpoint(method = "GET", path = "/b", response = Rows, pages(number = page, last = mta.total, items = rows, item = Row))]
pub struct ByNumber {
    pub page: Option<u32>,
}

#[endpoint(method = "GET", path = "/c", response = Rows, pages(cursor = after, next = rows.last.di, items = rows, item = Row))]
pub struct ByLast {
    pub after: Option<u64>,
}

#[endpoint(method = "GET", path = "/d", response = Vec<Row>, pages(link, items = rows, item = Row))]
pub struct ByLink {}

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
