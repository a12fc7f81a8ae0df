use callsheet::Response;

#[derive(Debug, Response)]
#[serde(deny_unknown_fields)]
pub struct Page {
    #[header]
    #[serde(rename = "ETag")]
    pub etag: String,
    #[serde(flatten)]
    pub page: u8,
    #[serde(skip)]
    pub cached: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    #[serde(rename(reading = "n"))]
    pub name: String,
}

mod elsewhere {
    use callsheet::endpoint;

    #[endpoint(method = "GET", path = "/page", response = super::Page)]
    pub struct GetPage;
}

fn main() {}

// mistakes: 6
