use callsheet::endpoint;

mod api {
    use super::endpoint;

    #[derive(serde::Deserialize)]
    struct Updated {}

    #[endpoint(method = "PATCH", path = "/a/<id>", response = Updated)]
    pub struct Update {
        pub id: String,
    }
}

mod elsewhere {
    fn call(client: &callsheet::Client) {
        let _ = super::api::Update::builder().id("a").send(client);
    }
}

fn main() {}
