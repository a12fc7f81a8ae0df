use callsheet::{Api, Download, Text, endpoint, error::NoErrors};
use callsheet::error_format::{ErrorFormat, ErrorsInSuccess, JsonFormat};

pub enum Chat {}

impl Api for Chat {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT;
    const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::if_equal("ok", "false");
    type Errors = NoErrors;
}

#[endpoint(method = "GET", path = "/files/<id>", api = Chat, response = Download)]
pub struct GetFile {
    pub id: String,
}

#[endpoint(method = "GET", path = "/files/<id>/text", api = Chat, response = Text)]
pub struct GetText {
    pub id: String,
}

mod elsewhere {
    use super::{GetFile, GetFileBuilder, GetFileError};

    async fn call(client: &callsheet::Client<super::Chat>, _: GetFileBuilder) -> Result<(), GetFileError> {
        match GetFile::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
