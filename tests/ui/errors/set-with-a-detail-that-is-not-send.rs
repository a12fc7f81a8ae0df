use callsheet::{
    Api, endpoint,
    error_format::{ErrorFormat, StandardFormat},
    errors,
};

#[derive(Debug, serde::Deserialize)]
pub struct Invalid {
    pub field: String,
    #[serde(skip)]
    pub shown: Option<std::rc::Rc<str>>,
}

#[errors(invalid(status = 422, detail = Invalid))]
pub enum ValidationErrors {}

#[errors(include(ValidationErrors), unauthorized = 401)]
pub enum AcmeErrors {}

pub struct Acme;

impl Api for Acme {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = AcmeErrors;
}

#[endpoint(method = "PATCH", path = "/a/<id>", errors(include(ValidationErrors), gone = 410))]
pub struct Update {
    pub id: String,
}

#[endpoint(method = "DELETE", path = "/a/<id>", api = Acme, errors(include(ValidationErrors)))]
pub struct Delete {
    pub id: String,
}

mod elsewhere {
    async fn call(client: &callsheet::Client) -> Result<(), super::UpdateError> {
        match super::Update::builder().id("a").send(client).await {
            Ok(()) => Ok(()),
            Err(error) => Ok(drop(error.documented())),
        }
    }

    async fn delete(client: &callsheet::Client<super::Acme>) -> Result<(), super::DeleteError> {
        match super::Delete::builder().id("a").send(client).await {
            Ok(()) => Ok(()),
            Err(error) => Ok(drop(error.documented())),
        }
    }

    fn field(error: super::ValidationErrors) -> String {
        match error {
            super::ValidationErrors::Invalid { detail, .. } => detail.field,
        }
    }
}

fn main() {}
