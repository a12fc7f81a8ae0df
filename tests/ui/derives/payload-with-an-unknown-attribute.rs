use callsheet::Payload;

#[derive(Payload)]
pub enum Change {
    Merge(String),
    #[query(list = "csv")]
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
