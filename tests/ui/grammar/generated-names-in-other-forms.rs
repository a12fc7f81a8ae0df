// mistakes: 5
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/reports/<id>", errors(not_found = 404), error = "ReportFailure", builder = crate::NewReport)]
pub struct Report {
    pub id: String,
}

#[endpoint(method = "GET", path = "/users/<id>", builder(NewUser), error = UserFailure<u8>)]
pub struct User {
    pub id: String,
}

#[derive(callsheet::Arguments)]
#[arguments(builder: "NewFilter")]
pub struct Filter {
    pub page: Option<u32>,
}

mod elsewhere {
    use super::{NewReport, Report, ReportFailure};

    async fn call(client: &callsheet::Client, _: NewReport) -> Result<(), ReportFailure> {
        let _ = super::User::builder().id("a").send(client);
        let _: super::NewFilter = super::Filter::builder().page(1);
        match Report::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: ReportFailure::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
