//! Writes a value with `Display` and reads it with `FromStr`: `"67e55044-10b1-426f-9247-bb680e5fe0c8"`.
//!
//! For types of other crates, such as `uuid::Uuid`, `url::Url` and `semver::Version`. The error of `FromStr` is not
//! shown, because it may quote the text.
//!
//! ```
//! use callsheet::{Endpoint, endpoint};
//! use url::Url;
//!
//! #[endpoint(method = "GET", path = "/pages/<page>")]
//! struct GetPage {
//!     #[path(with = callsheet::with::display)]
//!     page: Url,
//! }
//!
//! let call = GetPage { page: "https://example.com/".parse()? };
//! let request = call.to_request(&"https://api.example.com".parse()?)?;
//! assert_eq!(request.uri().path(), "/pages/https%3A%2F%2Fexample.com%2F");
//! # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
//! ```

use std::fmt::Display;
use std::str::FromStr;

use serde::Serializer;

use super::form::{ByDisplay, ReadForm, WriteForm, functions};

functions!(ByDisplay);

impl<T: Display> WriteForm<T> for ByDisplay {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }
}

impl<T: FromStr> ReadForm<T> for ByDisplay {
    const EXPECTED: &'static str = "text that its `FromStr` accepts";

    fn text(text: &str) -> Option<T> {
        text.parse().ok()
    }
}
