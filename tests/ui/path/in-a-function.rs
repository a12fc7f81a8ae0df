use callsheet::endpoint;

fn call(client: &callsheet::Client) {
    #[endpoint(method = "PATCH", path = "/a/<idd>")]
    pub struct Update {
        pub id: String,
    }
    let _ = Update::builder().id("a").send(client);
}

fn main() {}
