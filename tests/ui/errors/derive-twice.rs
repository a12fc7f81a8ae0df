use callsheet::{endpoint, errors};

// mistakes: 3

#[endpoint(method = "GET", path = "/a", errors(derive(Clone), gone = 410, derive(PartialEq)))]
pub struct Get {}

#[endpoint(method = "GET", path = "/a", errors(derive(Clone, std::clone::Clone), gone = 410))]
pub struct GetAgain {}

#[errors(derive(PartialEq, PartialEq), gone = 410)]
pub enum Common {}

fn compare(error: &GetError, again: &GetAgainError, common: &Common) -> bool {
    let _ = (error.clone(), again.clone());
    common == common
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => {
                let _ = error.clone();
                Err(error)
            }
            _ => Ok(()),
        }
    }
}

fn main() {}
