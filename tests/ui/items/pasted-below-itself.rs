// mistakes: 4
use callsheet::{Arguments, endpoint, errors};

/// Update a site.
#[endpoint(method = "PATCH", path = "/sites/<id>", errors(not_found = 404, locked(status = 423, detail = String)))]
#[derive(Debug, Clone)]
pub struct UpdateSite {
    pub id: String,
    pub name: Option<String>,
}

#[endpoint(method = "GET", path = "/sites/<id>", errors(include(Refused)))]
pub struct GetSite {
    pub id: String,
}

/// Update a site.
#[endpoint(method = "PATCH", path = "/sites/<id>", errors(not_found = 404, locked(status = 423, detail = String)))]
#[derive(Debug, Clone)]
pub struct UpdateSite {
    pub id: String,
    pub name: Option<String>,
}

#[endpoint(method = "DELETE", path = "/sites/<id>/<reason>")]
pub struct GetSite {
    pub id: String,
    pub reason: String,
}

#[errors(refused = 403)]
#[derive(Clone)]
pub enum Refused {}

#[errors(refused = 401, forbidden = 403)]
#[derive(Clone)]
pub enum Refused {}

#[derive(Arguments)]
pub struct Filter {
    pub page: Option<u32>,
}

#[derive(Arguments)]
pub struct Filter {
    pub page: Option<u32>,
}

mod elsewhere {
    use super::{Refused, UpdateSite, UpdateSiteBuilder, UpdateSiteError};

    async fn call(client: &callsheet::Client, _: UpdateSiteBuilder) -> Result<(), UpdateSiteError> {
        let _ = (super::GetSite::builder().id("b").send(client), super::Filter::builder().page(1).build());
        match UpdateSite::builder().id("a").name("b").send(client).await {
            Err(error) => match error.documented() {
                Some(UpdateSiteError::NotFound { .. } | UpdateSiteError::Locked { .. }) => Ok(()),
                _ => Ok(()),
            },
            Ok(()) => Ok(drop(Refused::refused().clone())),
        }
    }
}

fn main() {}
