use callsheet::Scalar;

#[derive(Scalar)]
pub struct Range {
    pub first: u8,
    pub last: u8,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<range>")]
    pub struct Get {
        pub range: super::Range,
    }
}

fn main() {}
