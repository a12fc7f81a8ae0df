//! [`BaseUrl`]: where an API is.

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

use crate::error::ConfigError;
use crate::request::is_dots;

/// Where an API is: scheme, host and port, and the path that stands before every endpoint's.
///
/// A slash at the end makes no difference.
///
/// ```
/// use callsheet::BaseUrl;
///
/// let base: BaseUrl = "https://identity.example.com/api/v1/".parse()?;
/// assert_eq!(base.as_str(), "https://identity.example.com/api/v1");
/// assert_eq!(base.origin(), "https://identity.example.com");
///
/// let error = "identity.example.com".parse::<BaseUrl>().unwrap_err();
/// assert!(error.to_string().starts_with("the base URL has no scheme"));
/// # Ok::<(), callsheet::ConfigError>(())
/// ```
///
/// Its `Debug` and [`origin`](Self::origin) leave out the path, which holds a secret in some APIs' webhook URLs.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Without a slash at the end.
    text: String,
    /// How much of the text is scheme, host and port.
    origin: usize,
    scheme: Scheme,
    authority: Authority,
}

impl BaseUrl {
    /// The URL, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host; an IPv6 address in its brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.authority();
        authority.rfind(':').filter(|at| !authority[*at..].contains(']')).map_or(authority, |at| &authority[..at])
    }

    /// The port: the one that is written, else that of the scheme.
    #[must_use]
    pub fn port(&self) -> u16 {
        let written = self.authority()[self.host().len()..].strip_prefix(':').and_then(|port| port.parse().ok());
        written.unwrap_or(if self.text.starts_with("https") { 443 } else { 80 })
    }

    fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// The path that stands before an endpoint's; empty where there is none.
    pub(crate) fn path(&self) -> &str {
        &self.text[self.origin..]
    }

    /// The URL that has this path, the base's own included, and query; what is known of the origin is not parsed again.
    pub(crate) fn with(&self, path_and_query: String) -> Result<Uri, http::Error> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(path_and_query))?);
        Ok(Uri::from_parts(parts)?)
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.text[..self.origin]
    }
}

impl FromStr for BaseUrl {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let refused = |reason: &str| Err(ConfigError::new(format!("the base URL {reason}")));
        if !text.contains("://") {
            return refused("has no scheme; write it whole, such as `https://api.example.com/v1`");
        }
        if text.contains(['?', '#']) {
            return refused("has a query or a fragment; only a path may stand before an endpoint's");
        }
        let uri: Uri = match text.parse() {
            Ok(uri) => uri,
            Err(error) => return refused(&format!("is none: {error}")),
        };
        let Some(scheme) = uri.scheme().filter(|scheme| [Scheme::HTTP, Scheme::HTTPS].contains(scheme)) else {
            return refused("has a scheme other than `http` and `https`");
        };
        let Some(authority) = uri.authority() else {
            return refused("has no host");
        };
        if authority.as_str().contains('@') {
            return refused("holds a user name or password, which would show up in logs; send them as a header");
        }
        let port = &authority.as_str()[authority.host().len()..];
        if authority.host().is_empty() {
            return refused("has no host");
        }
        if !port.is_empty() && (authority.port_u16().is_none() || !port[1..].bytes().all(|byte| byte.is_ascii_digit()))
        {
            return refused("has a port that is none");
        }
        if text.contains('\\') || uri.path().split('/').any(is_dots) {
            return refused("has a `.` or `..` segment or a backslash in its path");
        }
        let mut whole = format!("{scheme}://{authority}");
        let origin = whole.len();
        whole.push_str(uri.path().trim_end_matches('/'));
        let (scheme, authority) = (scheme.clone(), authority.clone());
        Ok(Self { text: whole, origin, scheme, authority })
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BaseUrl").field(&self.origin()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_that_is_none_says_why() {
        for (text, reason) in [
            ("", "no scheme"),
            ("/api/v1", "no scheme"),
            ("localhost:8080", "no scheme"),
            ("ftp://example.com", "scheme other than"),
            ("https://", "is none"),
            ("https:///api", "is none"),
            ("https://:80/api", "no host"),
            ("https://exa mple.com", "is none"),
            ("https://user:secret@example.com", "user name"),
            ("https://example.com:99999/", "port"),
            ("https://example.com:/", "port"),
            ("https://example.com:+80/", "port"),
            ("https://example.com/a/%2E%2e/b", "segment"),
            ("https://example.com/a\\..\\b", "segment"),
            ("https://example.com?x=1", "query"),
            ("https://example.com/#top", "fragment"),
            ("https://example.com/a/../b", "segment"),
        ] {
            let error = text.parse::<BaseUrl>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text:?}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn what_is_one_is_kept() {
        for (text, expected, origin, host, port) in [
            ("http://a", "http://a", "http://a", "a", 80),
            ("HTTPS://a/", "https://a", "https://a", "a", 443),
            ("http://127.0.0.1:81//x//", "http://127.0.0.1:81//x", "http://127.0.0.1:81", "127.0.0.1", 81),
            ("http://[::1]:82/x", "http://[::1]:82/x", "http://[::1]:82", "[::1]", 82),
            ("https://[::1]", "https://[::1]", "https://[::1]", "[::1]", 443),
        ] {
            let base: BaseUrl = text.parse().unwrap();
            assert_eq!((base.as_str(), base.origin()), (expected, origin));
            assert_eq!((base.host(), base.port()), (host, port));
        }
    }
}
