// mistakes: 4
use callsheet::endpoint;

#[endpoint(method = "PUT", path = "/a")]
pub struct Put {
    #[payload(text, content_type = "text/plain; x=é")]
    pub text: String,
}

#[endpoint(method = "PUT", path = "/b")]
pub struct Charset {
    #[payload(text, content_type = "text/plain; charset = utf-8")]
    pub text: String,
}

#[endpoint(method = "PUT", path = "/c")]
pub struct Quoted {
    #[payload(bytes, content_type = "multipart/mixed; boundary=\"a; x=y")]
    pub data: Vec<u8>,
}

#[endpoint(method = "PUT", path = "/d")]
pub struct Space {
    #[payload(text, content_type = "text/csv ")]
    pub text: String,
}

mod elsewhere {
    use super::{Put, PutBuilder, PutError};

    async fn call(client: &callsheet::Client, _: PutBuilder) -> Result<(), PutError> {
        match Put::builder().text("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
