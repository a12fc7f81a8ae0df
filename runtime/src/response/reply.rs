//! [`Reply`]: the complete response of the server.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ETAG, RETRY_AFTER};
use http::{HeaderMap, Response, StatusCode};

use crate::clock::Clock;
use crate::etag::ETag;
use crate::response::charset::Content;
use crate::response::decode_error::DecodeError;
use crate::response::earlier::{Earlier, EarlierAttempt, ReplySummary};
use crate::response::rate_limit::{RateLimit, has_rate_limit, rate_limit_reset, rate_limits, tightest};
use crate::response::raw::Raw;
use crate::response::received::Received;
use crate::response::retry_after::retry_after;
use crate::transport::redirects::Redirected;

/// Header fields in which servers and gateways send a request id, the most common first.
const REQUEST_ID_HEADERS: [&str; 7] = [
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-github-request-id",
    "x-correlation-id",
];

/// The response of the server: status, header fields and the whole body.
///
/// `Debug` prints sizes and names. It never prints the body or the values of header fields, because they may contain
/// secrets. [`headers`](Self::headers) and [`body`](Self::body) return them.
#[derive(Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    redirected: Option<Redirected>,
    /// The time when it arrived, if a header field may be compared with it.
    arrived_at: Option<SystemTime>,
    call: CallRecord,
}

/// What is known of a call when a reply arrives and when the call ends.
#[derive(Clone)]
pub(crate) struct CallRecord {
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) idempotency_key: Option<Arc<str>>,
    pub(crate) earlier: Earlier,
    /// Whether the request was not sent again only because its body cannot be read a second time.
    pub(crate) is_stopped_by_body: bool,
    /// How much of a stream arrived. It is set in the errors of the stream.
    pub(crate) received: Option<Received>,
}

impl CallRecord {
    /// The record of a call before its first attempt.
    pub(crate) fn not_begun() -> Self {
        Self {
            attempts: 0,
            elapsed: Duration::ZERO,
            idempotency_key: None,
            earlier: Earlier::default(),
            is_stopped_by_body: false,
            received: None,
        }
    }
}

impl Reply {
    /// Creates the reply to a client's request, which arrived just now. `is_redirected` is set if a redirect was
    /// followed, even if the transport does not report it in the response.
    pub(crate) fn new(response: Response<Bytes>, is_redirected: bool, clock: &dyn Clock, call: CallRecord) -> Self {
        let has_dates = response.headers().contains_key(RETRY_AFTER) || has_rate_limit(response.headers());
        let arrived_at = has_dates.then(|| clock.system_time());
        Self::from_parts(response, is_redirected, arrived_at, call)
    }

    /// Creates a reply from a response that no client of this crate received, as the reply to a first attempt.
    pub(crate) fn without_client(response: Response<Bytes>) -> Self {
        Self::from_parts(response, false, None, CallRecord { attempts: 1, ..CallRecord::not_begun() })
    }

    fn from_parts(
        response: Response<Bytes>,
        is_redirected: bool,
        arrived_at: Option<SystemTime>,
        call: CallRecord,
    ) -> Self {
        let (mut head, body) = response.into_parts();
        let redirected = head.extensions.remove::<Redirected>().or_else(|| is_redirected.then(Redirected::default));
        Self { status: head.status, headers: head.headers, body, redirected, arrived_at, call }
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the header fields.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the bytes of the body. If the reply was incomplete, it is the part that arrived. If the response is a
    /// [stream](crate::stream), it is empty; in an error of the stream, it is the [item](Self::received) of the error.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body and the header fields that describe it.
    pub(crate) fn raw(&self) -> Raw<'_> {
        Raw { headers: &self.headers, body: &self.body }
    }

    /// Returns the body as text, without a byte order mark. The encoding is that of the mark, otherwise the `charset`
    /// of the content type, otherwise UTF-8.
    ///
    /// The names of encodings are those of the WHATWG Encoding Standard, so `iso-8859-1` means windows-1252. Encodings
    /// other than UTF-8 need the feature `charset`, which is on by default. Without it, a text that the feature would
    /// decode differently is an error that names its charset.
    ///
    /// JSON is decoded as UTF-8, because RFC 8259 does not define `charset` for JSON. Its `charset` is used only if the
    /// body is not valid UTF-8.
    ///
    /// # Errors
    ///
    /// If the body is not valid text in that encoding.
    pub fn text(&self) -> Result<Cow<'_, str>, DecodeError> {
        Content::of_text(self.raw()).text()
    }

    /// Returns the server's id of this request, which its operators can look up.
    ///
    /// It is read from the first of these header fields that has a value of visible ASCII characters: `x-request-id`,
    /// `request-id`, `x-amzn-requestid`, `x-amz-request-id`, `x-ms-request-id`, `x-github-request-id`,
    /// `x-correlation-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_ID_HEADERS.iter().find_map(|name| self.headers.get(*name)?.to_str().ok().filter(|id| !id.is_empty()))
    }

    /// Returns the version of the resource, from `ETag` (RFC 9110 section 8.8.3). `None` without that field, and if its
    /// value is not an entity tag, such as a text without quotes.
    #[must_use]
    pub fn etag(&self) -> Option<ETag> {
        std::str::from_utf8(self.headers.get(ETAG)?.as_bytes()).ok()?.trim().parse().ok()
    }

    /// Returns how long the server asks to wait before the next request. It is read from `retry-after-ms`, otherwise
    /// from `Retry-After` (RFC 9110 section 10.2.3) in seconds or as a date. A date is compared with the reply's
    /// `Date`. Without that, it is compared with the time of arrival.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers, || self.arrived_at.unwrap_or_else(SystemTime::now))
    }

    /// Returns the time until the exhausted rate limit is reset. After a 429, and after a documented error with
    /// `throttle`, a client waits that long unless there is a [`retry_after`](Self::retry_after).
    ///
    /// It is read from the first of these fields that is present and valid:
    ///
    /// - `RateLimit`, as draft-ietf-httpapi-ratelimit-headers defines it (`"default";r=0;t=30`), or as its version 07
    ///   did (`limit=100, remaining=0, reset=30`); if several limits are exhausted, the last reset counts.
    /// - `RateLimit-Reset`, `x-ratelimit-reset-after`, `x-ratelimit-reset`, `x-rate-limit-reset`.
    ///
    /// A number below 100 000 000 (three years) is seconds from now, whole or with a fraction. A larger number is Unix
    /// time in seconds, and from 100 000 000 000 on in milliseconds. Unix time is compared with the reply's `Date`, or
    /// without that with the time of arrival. Returns `None` if there is no such field, or if `r`, `remaining`,
    /// `RateLimit-Remaining`, `x-ratelimit-remaining` or `x-rate-limit-remaining` is above zero.
    #[must_use]
    pub fn rate_limit_reset(&self) -> Option<Duration> {
        rate_limit_reset(&self.headers, || self.arrived_at.unwrap_or_else(SystemTime::now))
    }

    /// Returns the rate limits that the server reports, whether they are exhausted or not. They are read from the first
    /// of these that is present and valid:
    ///
    /// - `RateLimit` and `RateLimit-Policy`, as draft-ietf-httpapi-ratelimit-headers defines them, or as its version 07
    ///   did. They can have several limits with names.
    /// - `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset`, of earlier versions of the draft.
    /// - `x-ratelimit-limit`, `x-ratelimit-remaining`, and `x-ratelimit-reset-after` or `x-ratelimit-reset`.
    /// - `x-rate-limit-limit`, `x-rate-limit-remaining` and `x-rate-limit-reset`.
    ///
    /// A reset is read as in [`rate_limit_reset`](Self::rate_limit_reset).
    #[must_use]
    pub fn rate_limits(&self) -> Vec<RateLimit> {
        rate_limits(&self.headers, || self.arrived_at.unwrap_or_else(SystemTime::now))
    }

    /// Returns the rate limit that is reached first: an exhausted one, otherwise the one with the least left. `None` if
    /// the server reports no [`rate_limits`](Self::rate_limits).
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        tightest(self.rate_limits())
    }

    /// Returns the idempotency key of the request, which is the same in every attempt; `None` if the endpoint has none.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.call.idempotency_key.as_deref()
    }

    /// Whether a redirect was followed. Your own transport must report a redirect that it follows itself; the default
    /// one does.
    #[must_use]
    pub fn is_after_redirect(&self) -> bool {
        self.redirected.is_some()
    }

    /// Returns host and port of the server after a redirect, whether it answered or failed, if the transport reports
    /// them.
    pub(crate) fn redirected_to(&self) -> Option<(&str, u16)> {
        self.redirected.as_ref().and_then(Redirected::answered_by)
    }

    /// Whether a redirect removed the credentials, so that this reply does not refuse them.
    pub(crate) fn is_without_credentials(&self) -> bool {
        self.redirected.as_ref().is_some_and(Redirected::is_without_credentials)
    }

    /// Returns how many times the request was sent, including the last time.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.call.attempts
    }

    /// Returns the attempts before the one of this reply: see
    /// [`Error::earlier_attempts`](crate::Error::earlier_attempts).
    #[must_use]
    pub fn earlier_attempts(&self) -> &[EarlierAttempt] {
        self.call.earlier.as_slice()
    }

    /// Returns what a list of attempts keeps of it, without code and message.
    pub(crate) fn summary(&self) -> ReplySummary<'_> {
        ReplySummary { status: Some(self.status), request_id: self.request_id(), ..ReplySummary::default() }
    }

    /// Returns the same reply without its body.
    pub(crate) fn head(&self) -> Self {
        Self { body: Bytes::new(), ..self.clone() }
    }

    /// Returns what is known of the call at the time when the reply arrived.
    pub(crate) fn call(&self) -> &CallRecord {
        &self.call
    }

    /// Returns how much of the [stream](crate::stream) had arrived, if this is the reply of an error in a stream. The
    /// [`body`](Self::body) is then the item of the error. `None` for any other reply.
    #[must_use]
    pub fn received(&self) -> Option<Received> {
        self.call.received
    }

    /// Replaces the body by an item of the stream, and returns the previous body.
    pub(crate) fn replace_body(&mut self, item: Bytes) -> Bytes {
        std::mem::replace(&mut self.body, item)
    }

    /// Returns the reply of an error in the stream: the head, and the bytes of the item.
    pub(crate) fn with_item(&self, item: Bytes, received: Received) -> Self {
        let mut reply = Self { body: item, ..self.clone() };
        reply.call.received = Some(received);
        reply
    }

    pub(crate) fn earlier(&self) -> &Earlier {
        &self.call.earlier
    }

    /// Records that the request was not sent again only because its body cannot be read a second time.
    pub(crate) fn mark_stopped_by_body(&mut self) {
        self.call.is_stopped_by_body = true;
    }

    pub(crate) fn is_stopped_by_body(&self) -> bool {
        self.call.is_stopped_by_body
    }

    /// Returns the time from the start of the call to the last byte of the reply, or to its head if the body is a
    /// [stream](crate::stream). It is zero if the reply was read without a client.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.call.elapsed
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("request_id", &self.request_id())
            .field("attempts", &self.call.attempts)
            .field("elapsed", &self.call.elapsed)
            .finish_non_exhaustive()
    }
}

/// A value and the reply from which it was read, as [`Call::with_reply`](crate::client::Call::with_reply) returns them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WithReply<T> {
    /// The value.
    pub value: T,
    /// Status, headers, body, request id, attempts and time.
    pub reply: Reply,
}

impl<T> WithReply<T> {
    pub(crate) fn new(value: T, reply: Reply) -> Self {
        Self { value, reply }
    }
}
