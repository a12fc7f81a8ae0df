// mistake: field that cannot be sent
// caret: Socket
// names: Socket
use callsheet::endpoint;

pub struct Socket;

#[endpoint(method = "PATCH", path = "/organizations/<organization>", errors(not_found = 404))]
pub struct UpdateOrganization {
    pub organization: String,
    pub name: Socket,
}

mod elsewhere {
    use super::{Socket, UpdateOrganization, UpdateOrganizationBuilder, UpdateOrganizationError};

    async fn call(client: &callsheet::Client, _: UpdateOrganizationBuilder) -> Result<(), UpdateOrganizationError> {
        match UpdateOrganization::builder().organization("org_1").name(Socket).send(client).await {
            Err(callsheet::Error::Documented { error: UpdateOrganizationError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
