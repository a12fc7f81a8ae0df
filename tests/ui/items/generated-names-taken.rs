// mistakes: 5
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/reports/<id>", errors(not_found = 404), error = ReportBuilder)]
pub struct Report {
    pub id: String,
}

#[endpoint(method = "GET", path = "/users/<id>", builder = UserError)]
pub struct User {
    pub id: String,
}

#[endpoint(method = "GET", path = "/sites/<id>", builder = Site, error = Site)]
pub struct Site {
    pub id: String,
}

#[derive(callsheet::Arguments)]
#[arguments(builder = Filter)]
pub struct Filter {
    pub page: Option<u32>,
}

mod elsewhere {
    use super::{Report, ReportBuilder, ReportError};

    async fn call(client: &callsheet::Client, _: ReportBuilder) -> Result<(), ReportError> {
        let _ = (super::User::builder().id("a").send(client), super::Site::builder().id("b").send(client));
        let _ = super::Filter::builder().page(1).build();
        match Report::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: ReportError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
