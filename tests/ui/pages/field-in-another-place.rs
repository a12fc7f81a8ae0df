// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a", response = Rows, pages(number = page, items = rows, item = Row))]
pub struct List {
    #[payload]
    pub page: Option<u32>,
}

#[endpoint(method = "GET", path = "/<rest..>", response = Rows, pages(number = rest, items = rows, item = Row))]
pub struct InPath {
    pub rest: String,
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
