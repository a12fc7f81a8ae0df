use callsheet::{Api, endpoint};

pub enum Other {}

impl Api for Other {
    const ERROR_FORMAT: &'static dyn callsheet::error_format::ErrorFormat = &callsheet::error_format::StandardFormat;
    type Errors = callsheet::error::NoErrors;
}

#[endpoint(method = "GET", path = "/a", api = Other)]
pub struct Get {}

fn call(client: &callsheet::Client) {
    let _ = Get {}.send(client);
}

fn main() {}
