//! Header fields of requests: one check for all ways to set a field.

pub(crate) mod list;
pub(crate) mod text;

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{ACCEPT, HeaderName, HeaderValue};

use crate::request::build_error::BuildError;
use crate::spec::Spec;

/// Fields that only the transport sets, because they describe the connection or where the message ends:
///
/// - `Content-Length` and `Transfer-Encoding` (RFC 9112 section 6): a wrong value moves the end of the request, and the
///   server then reads a part of it as the next request.
/// - The fields of one connection in RFC 9110 section 7.6.1: `Connection`, `Keep-Alive`, `Proxy-Connection`, `TE`,
///   `Transfer-Encoding` and `Upgrade`, and also `HTTP2-Settings`. `Connection` can also name any other field for removal.
/// - `Trailer` (RFC 9110 section 6.6.2): this crate sends no trailer fields.
/// - `Expect` (RFC 9110 section 10.1.1): the body is sent at once, without a wait for `100 Continue`.
/// - `Host` (RFC 9110 section 7.2): it follows from the URL, like `:authority` in HTTP/2. Pseudo-header fields such as
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

/// Fields whose values are credentials, whoever sets them: those of RFC 9110 section 11 and RFC 6265, and common names
/// of fields with a key or a token. A field that is marked without need is still sent.
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

/// Why a header field is refused. It may contain the name, but never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The name is not a token (RFC 9110 section 5.1).
    Name,
    /// Only the transport sets this field.
    OfTheTransport(HeaderName),
    /// The value contains a control character (RFC 9110 section 5.5).
    Control,
    /// The value begins or ends with white space. A recipient removes such white space, because it does not belong to
    /// the value (RFC 9110 section 5.5).
    Space,
    /// More fields than a request can hold.
    TooMany,
    /// Two keys of one map name this field, because field names are case-insensitive.
    Twice(HeaderName),
}

impl Refusal {
    /// Returns the reason, with the name that the caller passed.
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

/// Parses the name of a header field.
pub(crate) fn name(text: &str) -> Result<HeaderName, Refusal> {
    let name: HeaderName = text.parse().map_err(|_| Refusal::Name)?;
    if OF_THE_TRANSPORT.contains(&name.as_str()) { Err(Refusal::OfTheTransport(name)) } else { Ok(name) }
}

/// Creates a value that arrives unchanged. Text with white space at an end is refused.
pub(crate) fn exact_value(name: &HeaderName, text: &str, is_secret: bool) -> Result<HeaderValue, Refusal> {
    let is_exact = !text.starts_with([' ', '\t']) && !text.ends_with([' ', '\t']);
    if is_exact { value(name, text, is_secret) } else { Err(Refusal::Space) }
}

/// Creates the value of this header field. It is marked as sensitive if `is_secret` is set, or because of its name.
pub(crate) fn value(name: &HeaderName, text: &str, is_secret: bool) -> Result<HeaderValue, Refusal> {
    let mut value = HeaderValue::from_str(text).map_err(|_| Refusal::Control)?;
    value.set_sensitive(is_secret || SECRET.contains(&name.as_str()));
    Ok(value)
}

/// Sets `Accept` to what the endpoint can read, unless it is already set.
pub(crate) fn accept(headers: &mut HeaderMap, spec: &Spec) -> Result<(), BuildError> {
    if headers.contains_key(ACCEPT) {
        return Ok(());
    }
    let value = HeaderValue::from_maybe_shared(Bytes::from_static(spec.accept.as_bytes()));
    let value = value.map_err(|_| BuildError::request("`FromReply::ACCEPT` of the response is not a valid value"))?;
    set(headers, ACCEPT, value).map_err(|refusal| BuildError::request(refusal.to_string()))
}

/// Sets a header field, and replaces a field of the same name.
pub(crate) fn set(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) -> Result<(), Refusal> {
    // `insert` panics if the map is full.
    headers.try_insert(name, value).map(drop).map_err(|_| Refusal::TooMany)
}

/// Checks and sets a header field that the caller passed as text.
pub(crate) fn set_text(headers: &mut HeaderMap, name: &str, text: &str, is_secret: bool) -> Result<(), Refusal> {
    let name = self::name(name)?;
    let value = value(&name, text, is_secret)?;
    set(headers, name, value)
}
