//! [`BaseUrl`]: the URL to which the paths of endpoints are appended.

pub(crate) mod grammar;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

use crate::config_error::ConfigError;
use crate::spec::Spec;
use crate::text::Printed;

/// The URL of an API: scheme, host, port, and a path that comes before the path of every endpoint.
///
/// It is normalized in the same way as by HTTP libraries, so that the built request is the one that is sent: a slash
/// at the end makes no difference, scheme and host become lower-case, an IP address gets its usual form, and the
/// default port of the scheme is left out.
///
/// All other characters must be allowed by RFC 3986. So these are errors: a placeholder such as `{tenant}` that was
/// not replaced, a space, a non-ASCII character, a `.` or `..` segment, a query, a fragment, and a user name. Write an
/// international host name in its ASCII form, `xn--..`.
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
/// `Debug` and [`origin`](Self::origin) leave out the path, because in some APIs, such as webhooks, it contains a
/// secret.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Without a slash at the end. Shared, because errors keep it.
    text: Arc<str>,
    /// The length of scheme, host and port in the text.
    origin: usize,
    scheme: Scheme,
    authority: Authority,
}

impl BaseUrl {
    /// Returns the URL, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the host. An IPv6 address is in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.authority();
        authority.rfind(':').filter(|at| !authority[*at..].contains(']')).map_or(authority, |at| &authority[..at])
    }

    /// Returns the port, or the default port of the scheme if the URL has none.
    #[must_use]
    pub fn port(&self) -> u16 {
        let written = self.authority()[self.host().len()..].strip_prefix(':').and_then(|port| port.parse().ok());
        written.unwrap_or(if self.text.starts_with("https") { 443 } else { 80 })
    }

    /// Whether requests go over TLS.
    #[cfg(feature = "reqwest")]
    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// Returns the path that comes before the path of an endpoint. Empty if the URL has no path.
    pub(crate) fn path(&self) -> &str {
        &self.text[self.origin..]
    }

    /// Returns the path in the form in which traces and errors print it. Words and versions are printed. Any other
    /// segment may be a secret, as in the URL of a webhook, so it is replaced.
    pub(crate) fn printed_path<'a>(&'a self, replacement: &'a str) -> impl fmt::Display + 'a {
        Printed(move |f: &mut fmt::Formatter<'_>| {
            let mut segments = self.path().split('/').skip(1);
            segments.try_for_each(|segment| {
                let printed = if is_word_or_version(segment) { segment } else { replacement };
                write!(f, "/{printed}")
            })
        })
    }

    /// Returns the URL of an endpoint in the form in which errors print it, with templates instead of values:
    /// `https://<bucket>.example.com/v1/objects/<key>`.
    pub(crate) fn template<'a>(&'a self, spec: &'a Spec) -> impl fmt::Display + 'a {
        let (scheme, authority) = (&self.scheme, &self.authority);
        Printed(move |f: &mut fmt::Formatter<'_>| {
            write!(f, "{scheme}://{}{authority}{}{}", spec.host_prefix, self.printed_path("<..>"), spec.path)
        })
    }

    /// Returns the URL with this path, which includes the base URL's path, and query. The origin is not parsed again.
    pub(crate) fn with(&self, path_and_query: String) -> Result<Uri, http::Error> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(Bytes::from(path_and_query))?);
        Ok(Uri::from_parts(parts)?)
    }

    /// The same, with this prefix before the host.
    pub(crate) fn with_host_prefix(&self, prefix: &str, path_and_query: String) -> Result<Uri, http::Error> {
        let mut parts = self.with(path_and_query)?.into_parts();
        parts.authority = Some(Authority::try_from(format!("{prefix}{}", self.authority()))?);
        Ok(Uri::from_parts(parts)?)
    }

    /// Whether the host is an IP address. A host prefix cannot come before an address.
    pub(crate) fn is_at_an_address(&self) -> bool {
        self.host().starts_with('[') || self.host().parse::<std::net::Ipv4Addr>().is_ok()
    }

    /// Returns scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.text[..self.origin]
    }
}

/// A base URL for a client: text or a parsed [`BaseUrl`], by value or by reference.
///
/// It is implemented for `&str`, `String`, `&String`, `Cow<str>`, `BaseUrl` and `&BaseUrl`. It cannot be implemented by
/// hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a base URL",
    label = "expected text or a `callsheet::BaseUrl`",
    note = "write a string such as `\"https://api.example.com/v1\"`; for a URL of another type, pass its text: `url.as_str()`"
)]
pub trait IntoBaseUrl: sealed::Parsed {}

mod sealed {
    use super::{BaseUrl, ConfigError};

    pub trait Parsed {
        fn parsed(self) -> Result<BaseUrl, ConfigError>;
    }
}

macro_rules! base_urls {
    ($($text:ty),+) => {$(
        impl IntoBaseUrl for $text {}

        impl sealed::Parsed for $text {
            fn parsed(self) -> Result<BaseUrl, ConfigError> {
                self.parse()
            }
        }
    )+};
}

base_urls!(&str, String, &String, Cow<'_, str>);

impl IntoBaseUrl for BaseUrl {}

impl sealed::Parsed for BaseUrl {
    fn parsed(self) -> Result<BaseUrl, ConfigError> {
        Ok(self)
    }
}

impl IntoBaseUrl for &BaseUrl {}

impl sealed::Parsed for &BaseUrl {
    fn parsed(self) -> Result<BaseUrl, ConfigError> {
        Ok(self.clone())
    }
}

/// Whether a segment of a path is a word, such as `rest-api`, or a version, such as `v1` or `2026-11-01`.
fn is_word_or_version(segment: &str) -> bool {
    let is_word = segment.len() <= 24 && segment.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte));
    let is_version = segment.len() <= 10
        && segment.trim_start_matches('v').starts_with(|first: char| first.is_ascii_digit())
        && segment.bytes().all(|byte| byte.is_ascii_digit() || b"v.-".contains(&byte));
    is_word || is_version
}

impl FromStr for BaseUrl {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let refused = |reason: &dyn fmt::Display| ConfigError::new(format!("the base URL {reason}"));
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(refused(&"has no scheme; write it whole, such as `https://api.example.com/v1`"));
        };
        let (scheme, default_port) = match scheme.to_ascii_lowercase().as_str() {
            "http" => (Scheme::HTTP, 80),
            "https" => (Scheme::HTTPS, 443),
            _ => return Err(refused(&"has a scheme other than `http` and `https`")),
        };
        if rest.contains(['?', '#']) {
            return Err(refused(&"has a query or a fragment; only a path may come before an endpoint's path"));
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let authority = grammar::authority(authority, default_port).map_err(|reason| refused(&reason))?;
        grammar::path(path).map_err(|reason| refused(&reason))?;
        let mut text = format!("{scheme}://{authority}");
        let origin = text.len();
        text.push_str(path.trim_end_matches('/'));
        let authority = Authority::try_from(authority).map_err(|error| refused(&format!("is invalid: {error}")))?;
        Ok(Self { text: text.into(), origin, scheme, authority })
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
    fn invalid_base_url_is_refused_with_its_invalid_part() {
        for (text, reason) in [
            ("", "no scheme"),
            ("/api/v1", "no scheme"),
            ("localhost:8080", "no scheme"),
            ("ftp://example.com", "scheme other than"),
            (" https://example.com", "scheme other than"),
            ("https://", "no host"),
            ("https:///api", "no host"),
            ("https://:80/api", "no host"),
            ("https://exa mple.com", "a space in its host"),
            ("https://example.com\n", "`\\n` in its host"),
            ("https://{tenant}.example.com", "`{tenant}` in its host"),
            ("https://ex{ample.com", "`{` in its host"),
            ("https://ex%61mple.com", "`%` in its host"),
            ("https://münchen.example", "`ü` in its host; write an international name"),
            ("https://example..com", "an empty label"),
            ("https://.", "an empty label"),
            (&format!("https://{}.example", "a".repeat(64)), "too long"),
            (&format!("https://{}example", "a.".repeat(130)), "too long"),
            ("http://256.256.256.256/", "`256.256.256.256`, which is not an IPv4 address"),
            ("http://1.2.3/", "`1.2.3`, which is not an IPv4 address"),
            ("http://a.0x1F/", "not an IPv4 address"),
            ("http://0x/", "not an IPv4 address"),
            ("http://127.0.0.1./", "not an IPv4 address"),
            ("http://01.2.3.4/", "not an IPv4 address"),
            ("http://[::zz]/", "`[::zz]`, which is not an IPv6 address"),
            ("http://[::1", "not an IPv6 address"),
            ("http://[fe80::1%25eth0]/", "not an IPv6 address"),
            ("http://[::1]x/", "port"),
            ("https://user:secret@example.com", "user name"),
            ("https://user:secret/x@example.com", "port"),
            ("https://example.com:99999/", "port 99999"),
            ("https://example.com:/", "port"),
            ("https://example.com:+80/", "port"),
            ("https://example.com:8o/", "port"),
            ("https://example.com?x=1", "query"),
            ("https://example.com/#top", "fragment"),
            ("https://example.com/a/../b", "segment `..`"),
            ("https://example.com/a/%2E%2e/b", "segment `%2E%2e`"),
            ("https://example.com/.", "segment `.`"),
            ("https://example.com/a\\b", "`\\` in its path; write `/`"),
            ("https://example.com\\b", "`\\` in its host"),
            ("https://example.com/{tenant}/x", "`{tenant}` in its path; replace this placeholder"),
            ("https://example.com/a{b", "`{` in its path; write `%7B`"),
            ("https://example.com/a}b", "`}` in its path; write `%7D`"),
            ("https://example.com/a\"b", "`\"` in its path; write `%22`"),
            ("https://example.com/a b", "a space in its path; write `%20`"),
            ("https://example.com/a\tb", "`\\t` in its path"),
            ("https://example.com/é", "`é` in its path; write `%C3%A9`"),
            ("https://example.com/secret/%zz", "`%zz` in its path"),
            ("https://example.com/%a/x", "`%a` in its path"),
            ("https://example.com/%", "`%` in its path"),
        ] {
            let error = text.parse::<BaseUrl>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text:?}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn valid_base_url_is_normalized() {
        for (text, expected, origin, host, port) in [
            ("http://a", "http://a", "http://a", "a", 80),
            ("HTTPS://A/", "https://a", "https://a", "a", 443),
            (
                "https://a.example.:443/X%2f~!$&'()*+,;=:@",
                "https://a.example./X%2f~!$&'()*+,;=:@",
                "https://a.example.",
                "a.example.",
                443,
            ),
            (
                "http://a_b-c.xn--mnchen-3ya:080",
                "http://a_b-c.xn--mnchen-3ya",
                "http://a_b-c.xn--mnchen-3ya",
                "a_b-c.xn--mnchen-3ya",
                80,
            ),
            ("http://a:443", "http://a:443", "http://a:443", "a", 443),
            ("http://127.0.0.1:81//x//", "http://127.0.0.1:81//x", "http://127.0.0.1:81", "127.0.0.1", 81),
            ("http://[::1]:82/x", "http://[::1]:82/x", "http://[::1]:82", "[::1]", 82),
            ("https://[0:0::1]", "https://[::1]", "https://[::1]", "[::1]", 443),
            ("http://[::FFFF:1.2.3.4]", "http://[::ffff:102:304]", "http://[::ffff:102:304]", "[::ffff:102:304]", 80),
        ] {
            let base: BaseUrl = text.parse().unwrap();
            assert_eq!((base.as_str(), base.origin()), (expected, origin));
            assert_eq!((base.host(), base.port()), (host, port));
        }
    }
}
