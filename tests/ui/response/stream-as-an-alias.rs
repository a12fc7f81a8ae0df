use callsheet::{JsonLines, endpoint};

type Rows = JsonLines<u8>;

#[endpoint(method = "GET", path = "/a", response = Rows)]
pub struct Export {}

mod elsewhere {
    use super::{Export, ExportBuilder, ExportError};

    async fn call(client: &callsheet::Client, _: ExportBuilder) -> Result<(), ExportError> {
        match Export::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
