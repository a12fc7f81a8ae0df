use callsheet::endpoint;

fn call(client: &callsheet::Client) {
    #[endpoint(method = "GET", path = "/a")]
    pub struct Get<T> {
        pub id: T,
    }
    let _ = Get::builder().id("a").send(client);
}

fn main() {}
