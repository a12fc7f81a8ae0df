use callsheet::{
    Api, endpoint,
    error_format::{ErrorFormat, StandardFormat},
};

pub struct NotASet;

pub struct Acme;

impl Api for Acme {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = NotASet;
}

#[endpoint(method = "PATCH", path = "/a/<id>", api = Acme, errors(gone = 410))]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    async fn call(client: &callsheet::Client<super::Acme>) -> Result<(), super::UpdateError> {
        match super::Update::builder().id("a").send(client).await {
            Ok(()) => Ok(()),
            Err(error) => Ok(drop(error.documented())),
        }
    }
}

fn main() {}
