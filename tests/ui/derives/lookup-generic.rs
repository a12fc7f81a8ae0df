use callsheet::Lookup;

#[derive(Lookup)]
pub enum Organization<T> {
    Id(T),
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<organization>")]
    pub struct Get {
        pub organization: super::Organization<String>,
    }
}

fn main() {}
