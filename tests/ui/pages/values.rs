// mistakes: 8
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", response = Rows, pages(number = "page", items = "/rows", item = Row))]
pub struct List {
    pub page: Option<u32>,
}

#[endpoint(method = "GET", path = "/b", response = Rows, pages(number = page, first = "0", short = "stop", items = rows, item = Row))]
pub struct FromZero {
    pub page: Option<u32>,
}

#[endpoint(method = "GET", path = "/c", response = Rows, pages(number = page, first = 99999999999999999999, items = rows, item = Row))]
pub struct FromFar {
    pub page: Option<u32>,
}

#[endpoint(method = "GET", path = "/d", response = Rows, pages(url_header = "Next Page", items = rows, item = Row))]
pub struct ByHeader {}

#[endpoint(method = "GET", path = "/e", response = Rows, pages(link = true, items = rows, item = Row))]
pub struct ByLink {}

#[endpoint(method = "GET", path = "/f", response = Rows, pages = number)]
pub struct Unparenthesized {
    pub page: Option<u32>,
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
