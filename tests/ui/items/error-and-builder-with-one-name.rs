use callsheet::endpoint;

#[endpoint(method = "GET", path = "/reports/<id>", errors(not_found = 404), error = ReportPart, builder = ReportPart)]
pub struct Report {
    pub id: String,
}

mod elsewhere {
    use super::{Report, ReportBuilder, ReportPart};

    async fn call(client: &callsheet::Client, _: ReportBuilder) -> Result<(), ReportPart> {
        match Report::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: ReportPart::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
