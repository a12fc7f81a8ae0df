// mistakes: 3
// mistake: three at once
// caret: respose
// names: response
use callsheet::endpoint;

#[endpoint(method = "PATHC", path = "/organizations/<organisation>", respose = String, errors(not_found = 404))]
pub struct UpdateOrganization {
    pub organization: String,
    pub name: String,
}

mod elsewhere {
    use super::{UpdateOrganization, UpdateOrganizationBuilder, UpdateOrganizationError};

    async fn call(client: &callsheet::Client, _: UpdateOrganizationBuilder) -> Result<(), UpdateOrganizationError> {
        match UpdateOrganization::builder().organization("org_1").name("Acme").send(client).await {
            Err(callsheet::Error::Documented { error: UpdateOrganizationError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
