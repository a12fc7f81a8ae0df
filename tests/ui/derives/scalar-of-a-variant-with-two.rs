use callsheet::Scalar;

#[derive(Scalar)]
pub enum Sort {
    Newest,
    By(String, u8),
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<sort>")]
    pub struct Get {
        pub sort: super::Sort,
    }
}

fn main() {}
