//! Header fields of requests: one check for every way to set one.

pub(crate) mod list;
pub(crate) mod text;

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT, HeaderName, HeaderValue};

use crate::request::build_error::BuildError;
use crate::spec::Spec;

/// Fields that the transport sets itself, since they describe the connection or where the message ends:
///
/// - `Content-Length` and `Transfer-Encoding` (RFC 9112 section 6): another value moves the end of the request, and the
///   server reads a part of it as the next one.
/// - What RFC 9110 section 7.6.1 lists as fields of one connection: `Connection`, `Keep-Alive`, `Proxy-Connection`, `TE`,
///   `Transfer-Encoding` and `Upgrade`; `HTTP2-Settings` with it. `Connection` can also name any other field for removal.
/// - `Trailer` (RFC 9110 section 6.6.2): no body of ours is followed by trailer fields.
/// - `Expect` (RFC 9110 section 10.1.1): the body is sent at once, without a wait for `100 Continue`.
/// - `Host` (RFC 9110 section 7.2): it follows from the URL, as does `:authority` in HTTP/2. Pseudo-header fields such as
///   that one are not valid field names.
///
/// `header::OF_THE_TRANSPORT` of the macros is the same list; a test there compares them.
const OF_THE_TRANSPORT: [&str; 11] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Fields whose values are credentials, whoever sets them: those of RFC 9110 section 11 and RFC 6265, and the names that
/// APIs commonly give to a key or a token. Marking one too many does no harm: it is sent all the same.
///
/// `header::SECRET` of the macros is the same list; a test there compares them.
const SECRET: [&str; 10] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "api-key",
    "x-api-key",
    "x-auth-token",
    "x-access-token",
    "x-amz-security-token",
    "x-goog-api-key",
];

/// Why a header field is refused. It holds the name, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Not a token, RFC 9110 section 5.1.
    Name,
    /// The transport sets it.
    OfTheTransport(HeaderName),
    /// A control character, RFC 9110 section 5.5.
    Control,
    /// White space at an end: it does not belong to a value, so a recipient removes it (RFC 9110 section 5.5).
    Space,
    /// More fields than a request can hold.
    TooMany,
    /// Two keys of one map name it: field names have no case.
    Twice(HeaderName),
}

impl Refusal {
    /// The reason, with the name that was given.
    pub(crate) fn of(&self, name: &str) -> String {
        match self {
            Self::Name => format!("{name:?} is not a valid header field name"),
            Self::Control | Self::Space => format!("the header field `{name}`: {self}"),
            Self::OfTheTransport(_) | Self::TooMany | Self::Twice(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "a key does not make a valid header field name",
            Self::OfTheTransport(name) => return write!(f, "only the transport sets `{name}`"),
            Self::Control => "the value contains a line break or another control character",
            Self::Space => "the value begins or ends with white space",
            Self::TooMany => "the request has too many header fields",
            Self::Twice(name) => return write!(f, "two keys name the header field `{name}`"),
        })
    }
}

/// The name of a header field.
pub(crate) fn name(text: &str) -> Result<HeaderName, Refusal> {
    let name: HeaderName = text.parse().map_err(|_| Refusal::Name)?;
    if OF_THE_TRANSPORT.contains(&name.as_str()) { Err(Refusal::OfTheTransport(name)) } else { Ok(name) }
}

/// The value of this header field that arrives as this very text: one with white space at an end does not.
pub(crate) fn exact_value(name: &HeaderName, text: &str, is_secret: bool) -> Result<HeaderValue, Refusal> {
    let is_exact = !text.starts_with([' ', '\t']) && !text.ends_with([' ', '\t']);
    if is_exact { value(name, text, is_secret) } else { Err(Refusal::Space) }
}

/// The value of this header field, marked as sensitive if `is_secret`, or by its name.
pub(crate) fn value(name: &HeaderName, text: &str, is_secret: bool) -> Result<HeaderValue, Refusal> {
    let mut value = HeaderValue::from_str(text).map_err(|_| Refusal::Control)?;
    value.set_sensitive(is_secret || SECRET.contains(&name.as_str()));
    Ok(value)
}

/// Asks for what the endpoint reads, if nothing else has set `Accept`.
pub(crate) fn accept(headers: &mut HeaderMap, spec: &Spec) -> Result<(), BuildError> {
    if headers.contains_key(ACCEPT) {
        return Ok(());
    }
    let value = HeaderValue::from_maybe_shared(Bytes::from_static(spec.accept.as_bytes()));
    let value = value.map_err(|_| BuildError::request("`FromReply::ACCEPT` of the response is not a valid value"))?;
    set(headers, ACCEPT, value).map_err(|refusal| BuildError::request(refusal.to_string()))
}

/// Sets a header field, in place of one of this name.
pub(crate) fn set(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) -> Result<(), Refusal> {
    // `insert` panics where a map is full.
    headers.try_insert(name, value).map(drop).map_err(|_| Refusal::TooMany)
}

/// Checks and sets a header field that a caller gave as text.
pub(crate) fn set_text(headers: &mut HeaderMap, name: &str, text: &str, is_secret: bool) -> Result<(), Refusal> {
    let name = self::name(name)?;
    let value = value(&name, text, is_secret)?;
    set(headers, name, value)
}
