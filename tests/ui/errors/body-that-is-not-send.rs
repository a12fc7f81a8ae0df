use callsheet::endpoint;

#[derive(Debug, serde::Deserialize)]
pub struct Invalid {
    pub field: String,
    #[serde(skip)]
    pub shown: Option<std::rc::Rc<str>>,
}

#[endpoint(method = "PATCH", path = "/a/<id>", errors(gone = 410, invalid(status = 422, body = Invalid)))]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    async fn call(client: &callsheet::Client) -> Result<(), super::UpdateError> {
        match super::Update::builder().id("a").send(client).await {
            Ok(()) => Ok(()),
            Err(error) => Ok(drop(error.documented())),
        }
    }

    fn field(error: super::UpdateError) -> Option<String> {
        match error {
            super::UpdateError::Invalid { body, .. } => Some(body.field),
            _ => None,
        }
    }
}

fn main() {}
