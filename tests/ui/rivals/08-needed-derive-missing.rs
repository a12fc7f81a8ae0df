// mistake: needed derive missing
// caret: Properties
// names: Properties
use callsheet::endpoint;

pub struct Properties {
    pub name: Option<String>,
}

#[endpoint(method = "PATCH", path = "/organizations/<organization>", errors(not_found = 404))]
pub struct UpdateOrganization {
    pub organization: String,
    pub properties: Properties,
}

mod elsewhere {
    use super::{Properties, UpdateOrganization, UpdateOrganizationBuilder, UpdateOrganizationError};

    async fn call(client: &callsheet::Client, _: UpdateOrganizationBuilder) -> Result<(), UpdateOrganizationError> {
        match UpdateOrganization::builder().organization("org_1").properties(Properties { name: None }).send(client).await {
            Err(callsheet::Error::Documented { error: UpdateOrganizationError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
