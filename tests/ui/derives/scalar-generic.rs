use callsheet::Scalar;

#[derive(Scalar)]
pub struct Id<T>(T);

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a/<id>")]
    pub struct Get {
        pub id: super::Id<u8>,
    }
}

fn main() {}
