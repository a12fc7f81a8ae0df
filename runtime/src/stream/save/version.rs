//! [`Version`]: which content a download has, so that the rest of it can be requested (RFC 9110 sections 13.1.5 and 14).

use std::time::Duration;

use http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, DATE, ETAG, HeaderMap, HeaderName, HeaderValue,
    IF_RANGE, LAST_MODIFIED, RANGE,
};
use http::{Method, StatusCode};

use crate::endpoint::StreamingReply;
use crate::endpoint::streaming::FieldChanges;

/// How much later than `Last-Modified` the response must be for the date to be a strong validator. RFC 9110 section
/// 8.8.2.2 requires a second, and more if the two clocks may differ.
const STRONG_AFTER: Duration = Duration::from_secs(60);

/// The identity of some content: another response with the same version has the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    /// The URL of the request, without secrets. Two resources may have the same entity tag.
    url: String,
    /// The value for `If-Range`: a strong entity tag or a strong date.
    validator: String,
    /// The length of the content.
    pub(super) total: u64,
}

impl Version {
    /// Returns the version of the content of a response, if the rest of it can be requested later.
    ///
    /// A content encoding is excluded: bytes that a layer may decode have other positions than those of the range.
    pub(super) fn of(reply: &StreamingReply) -> Option<Self> {
        let (head, headers) = (&reply.head, reply.head.headers());
        let url = reply.target.as_ref().and_then(|target| target.url())?.to_string();
        let is_whole = head.status() == StatusCode::OK && reply.spec.method == Method::GET.as_str();
        if !is_whole || reply.again.is_none() || headers.contains_key(CONTENT_ENCODING) {
            return None;
        }
        let total = text(headers, &CONTENT_LENGTH)?.parse().ok()?;
        Some(Self { url, validator: strong_validator(headers)?.to_owned(), total })
    }

    /// Returns the header fields of a request for everything from `start` on.
    pub(super) fn request_from(&self, start: u64) -> FieldChanges {
        let validator = HeaderValue::from_str(&self.validator);
        let range = HeaderValue::from_str(&format!("bytes={start}-"));
        let fields =
            [(RANGE, range), (IF_RANGE, validator), (ACCEPT_ENCODING, Ok(HeaderValue::from_static("identity")))];
        fields.into_iter().filter_map(|(name, value)| Some((name, Some(value.ok()?)))).collect()
    }

    /// Checks that a response with status 206 continues this content at `start`. Returns where it ends.
    ///
    /// # Errors
    ///
    /// What is wrong with the response.
    pub(super) fn check_part(&self, start: u64, headers: &HeaderMap) -> Result<u64, String> {
        if headers.contains_key(CONTENT_ENCODING) {
            return Err("the range has a `Content-Encoding`".to_owned());
        }
        if let Some(tag) = headers.get(ETAG)
            && self.validator.starts_with('"')
            && tag.as_bytes() != self.validator.as_bytes()
        {
            return Err("the range has another `ETag` than the content before it".to_owned());
        }
        let Some(found) = text(headers, &CONTENT_RANGE) else {
            return Err("the response with status 206 has no `Content-Range`".to_owned());
        };
        let total = self.total;
        let wrong = |what: &str| Err(format!("{what}: expected `Content-Range: bytes {start}-{}/{total}`", total - 1));
        let Some(range) = ContentRange::parse(found) else {
            return wrong("the `Content-Range` is not a range of bytes");
        };
        if range.first != start {
            return wrong(&format!("the range starts at byte {}", range.first));
        }
        match range.complete {
            Some(complete) if complete == total => {}
            Some(complete) => return wrong(&format!("the complete length has changed to {complete}")),
            None => return wrong("the complete length is unknown"),
        }
        if range.last < range.first || range.last >= total {
            return wrong(&format!("the range ends at byte {}", range.last));
        }
        Ok(range.last + 1)
    }

    /// Converts it to JSON, for a file next to the part.
    pub(super) fn note(&self) -> serde_json::Value {
        let Self { url, validator, total } = self;
        serde_json::json!({ "url": url, "validator": validator, "total": total })
    }

    /// Whether this [`note`](Self::note) is about this version.
    pub(super) fn is_noted(&self, note: &[u8]) -> bool {
        serde_json::from_slice::<serde_json::Value>(note).is_ok_and(|note| note == self.note())
    }
}

/// The value of `Content-Range` (RFC 9110 section 14.4).
struct ContentRange {
    first: u64,
    last: u64,
    /// `None` if the server does not know it.
    complete: Option<u64>,
}

impl ContentRange {
    fn parse(value: &str) -> Option<Self> {
        let (unit, range) = value.split_once(' ')?;
        let (range, complete) = range.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let complete = if complete == "*" { None } else { Some(number(complete)?) };
        let is_bytes = unit.eq_ignore_ascii_case("bytes");
        is_bytes.then_some(Self { first: number(first)?, last: number(last)?, complete })
    }
}

/// Reads digits only; `parse` also accepts a sign.
fn number(digits: &str) -> Option<u64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Returns a validator that only equal bytes share (RFC 9110 section 8.8.1): an entity tag without `W/`, otherwise a
/// date that is old enough.
fn strong_validator(headers: &HeaderMap) -> Option<&str> {
    if headers.contains_key(ETAG) {
        return text(headers, &ETAG).filter(|tag| is_strong_tag(tag));
    }
    let modified = text(headers, &LAST_MODIFIED)?;
    let [since, sent] = [modified, text(headers, &DATE)?].map(|date| httpdate::parse_http_date(date).ok());
    let age = sent?.duration_since(since?).ok()?;
    (age >= STRONG_AFTER).then_some(modified)
}

fn is_strong_tag(tag: &str) -> bool {
    let opaque = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    opaque.is_some_and(|opaque| opaque.bytes().all(|byte| byte != b'"' && byte > b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(fields: &[(HeaderName, &str)]) -> HeaderMap {
        fields.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn validator_is_strong_by_rfc_9110() {
        const DAY: &str = "Tue, 15 Nov 1994 12:45:26 GMT";
        let tag = |tag| strong_validator(&headers(&[(ETAG, tag)])).map(str::to_owned);
        assert_eq!(tag("\"a\"").as_deref(), Some("\"a\""));
        assert_eq!(tag("\"\"").as_deref(), Some("\"\""));
        for weak in ["W/\"a\"", "a", "\"a", "\"", "\"a\"b\"", "\"a b\""] {
            assert_eq!(tag(weak), None, "{weak}");
        }
        let date = |date| strong_validator(&headers(&[(LAST_MODIFIED, DAY), (DATE, date)])).map(str::to_owned);
        assert_eq!(date("Tue, 15 Nov 1994 12:46:26 GMT").as_deref(), Some(DAY));
        for young in ["Tue, 15 Nov 1994 12:46:25 GMT", DAY, "Tue, 15 Nov 1994 12:00:00 GMT", "today"] {
            assert_eq!(date(young), None, "{young}");
        }
        assert_eq!(strong_validator(&headers(&[(LAST_MODIFIED, DAY)])), None);
        // A weak tag means that the content may differ, whatever the date is.
        let both = [(ETAG, "W/\"a\""), (LAST_MODIFIED, DAY), (DATE, "Wed, 16 Nov 1994 12:46:26 GMT")];
        assert_eq!(strong_validator(&headers(&both)), None);
    }

    #[test]
    fn range_continues_the_content_only_if_every_part_of_it_fits() {
        let version = Version { url: "http://h/".to_owned(), validator: "\"a\"".to_owned(), total: 10 };
        let check = |value: &str| version.check_part(4, &headers(&[(CONTENT_RANGE, value)]));
        assert_eq!(check("bytes 4-9/10"), Ok(10));
        assert_eq!(check("Bytes 4-9/10"), Ok(10));
        assert_eq!(check("bytes 4-4/10"), Ok(5));
        for (value, reason) in [
            ("bytes 5-9/10", "starts at byte 5"),
            ("bytes 3-9/10", "starts at byte 3"),
            ("bytes 4-10/10", "ends at byte 10"),
            ("bytes 4-3/10", "ends at byte 3"),
            ("bytes 4-9/11", "changed to 11"),
            ("bytes 4-9/*", "is unknown"),
            ("items 4-9/10", "not a range of bytes"),
            ("bytes */10", "not a range of bytes"),
            ("bytes +4-9/10", "not a range of bytes"),
            ("bytes 4-9", "not a range of bytes"),
            ("bytes=4-9/10", "not a range of bytes"),
            ("bytes 4-99999999999999999999/10", "not a range of bytes"),
        ] {
            let error = check(value).unwrap_err();
            assert!(error.contains(reason) && error.contains("expected"), "{value}: {error}");
        }
        let other = [(CONTENT_RANGE, "bytes 4-9/10"), (ETAG, "\"b\"")];
        assert!(version.check_part(4, &headers(&other)).unwrap_err().contains("another `ETag`"));
        let encoded = [(CONTENT_RANGE, "bytes 4-9/10"), (CONTENT_ENCODING, "gzip")];
        assert!(version.check_part(4, &headers(&encoded)).unwrap_err().contains("`Content-Encoding`"));
        assert!(version.check_part(4, &HeaderMap::new()).unwrap_err().contains("no `Content-Range`"));
    }
}
