use callsheet::Payload;

#[derive(Payload)]
pub enum Change {
    Merge(Option<String>),
    #[payload(text)]
    Text(String),
}

mod elsewhere {
    #[callsheet::endpoint(method = "PATCH", path = "/a")]
    pub struct Update {
        #[payload]
        pub change: super::Change,
    }
}

fn main() {}
