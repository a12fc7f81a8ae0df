use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    #[cfg(test)]
    pub name: String,
}

fn call() -> Update {
    Update::builder().id("a").name("b").build()
}

fn main() {}
