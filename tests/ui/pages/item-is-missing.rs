// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", response = Rows, pages(number = page, items = rows))]
pub struct List {
    pub page: Option<u32>,
}

#[endpoint(method = "GET", path = "/b")]
pub struct Unpaged {}

#[derive(serde::Deserialize)]
pub struct Rows {
    pub rows: Vec<Row>,
}

#[derive(serde::Deserialize)]
pub struct Row {
    pub id: u64,
}

fn uses(client: &callsheet::Client) {
    let _ = List::builder().pages(client);
    let _ = List::builder().pages(client).items();
    let _: callsheet::client::Pages<Unpaged>;
}

fn main() {}
