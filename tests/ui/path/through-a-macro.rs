use callsheet::endpoint;

macro_rules! update {
    ($path:literal) => {
        #[endpoint(method = "PATCH", path = $path)]
        pub struct Update {
            pub id: String,
        }
    };
}

update!("/a/<idd>");

mod elsewhere {
    fn call(client: &callsheet::Client) {
        let _ = super::Update::builder().id("a").send(client);
    }
}

fn main() {}
