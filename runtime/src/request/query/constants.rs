//! Query parameters that do not depend on the endpoint's values.

use std::fmt;

use http::Uri;

use crate::request::build_error::BuildError;
use crate::request::text::encoded;

/// Percent-encoded parameters that calls send in addition to those of their endpoint: `a=b&c=d`.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Constants(String);

impl Constants {
    pub(crate) fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(&encoded(name));
        self.0.push('=');
        self.0.push_str(&encoded(value));
    }

    /// Returns the percent-encoded parameters.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn followed_by(mut self, others: &Self) -> Self {
        if !self.0.is_empty() && !others.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(&others.0);
        self
    }

    /// Appends these parameters to the query of a URL.
    pub(crate) fn on(&self, url: &Uri) -> Result<Option<Uri>, BuildError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let separator = if url.query().is_some() { '&' } else { '?' };
        let url = format!("{url}{separator}{}", self.0).parse();
        url.map(Some).map_err(|error| BuildError::request(format!("the URL is refused: {error}")))
    }
}

impl fmt::Debug for Constants {
    /// Does not print the values, because one may be a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Constants(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_appended_to_the_url_and_not_printed() {
        let mut first = Constants::default();
        assert_eq!(first.on(&"http://a/b".parse().unwrap()).unwrap(), None);
        first.add("a b", "s3cret&");
        let mut second = Constants::default();
        second.add("c", "");
        assert_eq!(format!("{first:?}"), "Constants(..)");
        let both = first.followed_by(&second);
        let on = |url: &str| both.on(&url.parse().unwrap()).unwrap().unwrap().to_string();
        assert_eq!(on("http://a/b"), "http://a/b?a%20b=s3cret%26&c=");
        assert_eq!(on("http://a/b?x=y"), "http://a/b?x=y&a%20b=s3cret%26&c=");
    }
}
