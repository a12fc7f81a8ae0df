use callsheet::Lookup;

#[derive(Lookup)]
pub enum Organization {
    Id(String),
    #[serde(rename = "id")]
    Other(String),
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<organization>")]
    pub struct Get {
        pub organization: super::Organization,
    }
}

fn main() {}
