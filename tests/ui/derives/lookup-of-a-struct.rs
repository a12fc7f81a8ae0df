use callsheet::Lookup;

#[derive(Lookup)]
pub struct Organization {
    pub id: String,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<organization>")]
    pub struct Get {
        pub organization: super::Organization,
    }
}

fn main() {}
