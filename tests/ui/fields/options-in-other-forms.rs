// mistakes: 8
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[query[name = "b"]]
    pub a: Option<u8>,
    #[query = d]
    pub c: Option<u8>,
    #[header("X-E" = "f")]
    pub e: Option<String>,
    #[query((name = "h"))]
    pub g: Option<u8>,
    #[query("name" = "j")]
    pub i: Option<u8>,
    #[query("l" = name)]
    pub k: Option<u8>,
    #[query(list = Comma, !sensitive)]
    pub m: Vec<u8>,
}

mod elsewhere {
    use super::Get;

    async fn call(client: &callsheet::Client) {
        drop(Get::builder().a(1).c(2).e("f").g(3).i(4).k(5).m([6]).send(client).await);
    }
}

fn main() {}
