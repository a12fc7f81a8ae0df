use callsheet::Scalar;

#[derive(Scalar)]
pub struct Ids(Vec<String>);

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<ids>")]
    pub struct Get {
        pub ids: super::Ids,
    }
}

fn main() {}
