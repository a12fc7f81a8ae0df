use callsheet::endpoint;

#[endpoint(method = "GET", path = "/reports/<id>", errors(not_found = 404), error = Report)]
pub struct Report {
    pub id: String,
}

mod elsewhere {
    use super::{Report, ReportBuilder, ReportError};

    async fn call(client: &callsheet::Client, _: ReportBuilder) -> Result<(), ReportError> {
        match Report::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: ReportError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
