// mistakes: 6
// The errors are rustc's own.
use callsheet::{Arguments, endpoint};

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct WithoutType {
    #[path]
    pub id: String,
    pub name: ,
    #[query]
    pub limit: Option<u8>,
}

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct WithHalfAType {
    #[path]
    pub id: String,
    pub name: Option<,
    #[query]
    pub limit: Option<u8>,
}

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct WithoutComma {
    #[path]
    pub id: String
    #[query]
    pub limit: Option<u8>,
}

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct WithSemicolons {
    #[path]
    pub id: String;
    #[query]
    pub limit: Option<u8>;
}

#[derive(Arguments)]
pub struct Properties {
    pub id: String,
    pub name: Vec<,
    pub limit: Option<u8>,
}

mod elsewhere {
    use super::*;

    async fn call(client: &callsheet::Client) {
        let _ = WithoutType::builder().id("a").name("b").limit(1).send(client).await;
        let _ = WithHalfAType::builder().id("a").name("b").limit(1).send(client).await;
        let _ = WithoutComma::builder().id("a").limit(1).send(client).await;
        let _ = WithSemicolons::builder().id("a").limit(1).send(client).await;
        let _ = Properties::builder().id("a").name(["b"]).limit(1).build();
    }
}

fn main() {}
