use callsheet::Response;

#[derive(Response)]
pub struct Page {
    #[header]
    #[status]
    pub status: u16,
}

fn main() {}
