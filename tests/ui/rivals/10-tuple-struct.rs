// mistake: tuple struct, enum, wrong item
// caret: (pub String)
// names: struct
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/organizations/<organization>", errors(not_found = 404))]
pub struct UpdateOrganization(pub String);

mod elsewhere {
    use super::{UpdateOrganization, UpdateOrganizationBuilder, UpdateOrganizationError};

    async fn call(client: &callsheet::Client, _: UpdateOrganizationBuilder) -> Result<(), UpdateOrganizationError> {
        match UpdateOrganization("org_1".into()).send(client).await {
            Err(callsheet::Error::Documented { error: UpdateOrganizationError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
