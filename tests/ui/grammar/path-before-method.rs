// mistakes: 2
use callsheet::endpoint;

#[endpoint("/a", GET)]
pub struct Reversed;

#[endpoint]
pub struct Empty;

mod elsewhere {
    use super::*;

    async fn call(client: &callsheet::Client) {
        drop(Reversed.send(client).await);
        drop(Empty.send(client).await);
    }
}

fn main() {}
