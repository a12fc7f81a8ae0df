use callsheet::Response;

#[derive(Response)]
pub struct Page {
    #[header(prefix = "x-")]
    pub link: String,
}

fn main() {}
