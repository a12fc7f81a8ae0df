use callsheet::Arguments;

#[derive(Arguments)]
pub struct Page {
    pub limit: u8,
}

#[derive(Arguments)]
pub struct Search {
    #[serde(flatten, rename = "page")]
    pub page: Page,
}

fn main() {}
