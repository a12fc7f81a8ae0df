//! Values in a request: how they are written, which of two values takes precedence, and the error of an invalid value.

#[path = "values/dates.rs"]
mod dates;
#[path = "values/foreign.rs"]
mod foreign;
#[path = "values/forms.rs"]
mod forms;
#[path = "values/json.rs"]
mod json;
#[path = "values/payloads.rs"]
mod payloads;
#[path = "values/precedence.rs"]
mod precedence;
#[path = "values/refusals.rs"]
mod refusals;
#[path = "values/setters.rs"]
mod setters;
#[path = "values/spelling.rs"]
mod spelling;

use bytes::Bytes;
use callsheet::transport::into_bytes_request;
use callsheet::{BaseUrl, Endpoint, Error};
use http::Request;

fn base() -> BaseUrl {
    "http://localhost".parse().unwrap()
}

/// Builds the request of a call.
#[track_caller]
fn built<E: Endpoint>(call: &E) -> Request<Bytes> {
    let request = call.to_request(&base()).map_err(|error| error.to_string()).unwrap();
    into_bytes_request(request).unwrap()
}

/// Returns the error of a call that is refused.
#[track_caller]
fn reason<E: Endpoint>(call: &E) -> String {
    match call.to_request(&base()) {
        Err(Error::Build { source, .. }) => source.to_string(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("the call is not refused"),
    }
}

/// Decodes the parameters of a query or a form.
fn parameters(query: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(query).into_owned().collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
}
