use callsheet::Lookup;

#[derive(Lookup)]
pub enum Organization {
    Id(Vec<String>),
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<organization>")]
    pub struct Get {
        pub organization: super::Organization,
    }
}

fn main() {}
