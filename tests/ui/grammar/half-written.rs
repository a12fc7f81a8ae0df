use callsheet::endpoint;

#[endpoint(method = "PATCH", path = )]
pub struct Update {
    pub id: String,
}

fn uses() -> Update {
    Update::builder().id("a").build()
}

fn main() {}
