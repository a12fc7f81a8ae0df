// mistakes: 6
use callsheet::endpoint;

#[endpoint(
    method = "PATCH",
    path = "/a/<id>",
    response = Vec<Undeclared2>,
    errors(gone(status = 410, detail = Option<Undeclared3>), include(Undeclared4)),
)]
pub struct Update {
    pub id: Undeclared5,
    pub name: Option<Undeclared6>,
    pub tags: Vec<Undeclared7>,
}

mod elsewhere {
    use super::{Update, UpdateError};

    async fn call(client: &callsheet::Client) {
        match Update::builder().id("a").name("b").tags(["c"]).send(client).await {
            Ok(updated) => println!("{}", updated[0].name),
            Err(callsheet::Error::Documented { error: UpdateError::Gone { detail, .. }, .. }) => println!("{detail:?}"),
            _ => {}
        }
    }
}

fn main() {}
