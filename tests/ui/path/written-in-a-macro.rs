use callsheet::endpoint;

macro_rules! update {
    ($name:ident) => {
        #[endpoint(method = "PATCH", path = "/a/<idd>")]
        pub struct $name {
            pub id: String,
        }
    };
}

update!(Update);

mod elsewhere {
    fn call(client: &callsheet::Client) {
        let _ = super::Update::builder().id("a").send(client);
    }
}

fn main() {}
