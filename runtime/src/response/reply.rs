//! [`Reply`]: what came back.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderMap, Response, StatusCode};

use crate::clock::Clock;
use crate::response::charset::Content;
use crate::response::decode_error::DecodeError;
use crate::response::earlier::{Earlier, EarlierAttempt, ReplySummary};
use crate::response::rate_limit::{has_rate_limit, rate_limit_reset};
use crate::response::raw::Raw;
use crate::response::retry_after::retry_after;
use crate::transport::redirects::Redirected;

/// Headers in which servers and what stands before them name a request, the commonest first.
const REQUEST_ID_HEADERS: [&str; 7] = [
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-github-request-id",
    "x-correlation-id",
];

/// What came back: status, headers and body, whole.
///
/// Its `Debug` shows sizes and names, never the values of headers or the body, which may hold secrets; ask for those by
/// [`headers`](Self::headers) and [`body`](Self::body).
#[derive(Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    redirected: Option<Redirected>,
    /// The time of day when it arrived, if it has header fields that are compared with it.
    arrived_at: Option<SystemTime>,
    call: CallRecord,
}

/// What is known of a call: when a reply arrives, and at its end.
#[derive(Clone)]
pub(crate) struct CallRecord {
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) idempotency_key: Option<Arc<str>>,
    pub(crate) earlier: Earlier,
    /// Whether the request would have been sent again, if its body could be read again.
    pub(crate) is_stopped_by_body: bool,
}

impl CallRecord {
    /// A call of which no attempt was made.
    pub(crate) fn not_begun() -> Self {
        Self {
            attempts: 0,
            elapsed: Duration::ZERO,
            idempotency_key: None,
            earlier: Earlier::default(),
            is_stopped_by_body: false,
        }
    }
}

impl Reply {
    /// The reply to a client's request, which arrived just now by this clock. `is_redirected` is set if a redirect was followed,
    /// even if the response does not say so.
    pub(crate) fn new(response: Response<Bytes>, is_redirected: bool, clock: &dyn Clock, call: CallRecord) -> Self {
        let has_dates = response.headers().contains_key(RETRY_AFTER) || has_rate_limit(response.headers());
        let arrived_at = has_dates.then(|| clock.system_time());
        Self::from_parts(response, is_redirected, arrived_at, call)
    }

    /// A response that no client of this crate asked for, as the reply to a first attempt.
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

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body: bytes, of whatever kind. If the reply was cut off, as much as arrived; if the response is a
    /// [stream](crate::stream), nothing.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body and the header fields that describe it.
    pub(crate) fn raw(&self) -> Raw<'_> {
        Raw { headers: &self.headers, body: &self.body }
    }

    /// The body as text, without a byte order mark: in the encoding of that mark, else in the one that the content type
    /// names as its `charset`, else UTF-8.
    ///
    /// Labels mean what the WHATWG Encoding Standard says, so that `iso-8859-1` is windows-1252. Other encodings than UTF-8
    /// need the feature `charset`, which is on by default; without it, a text that would be read otherwise is an error that
    /// names its charset.
    ///
    /// A JSON body is not read by this method but as UTF-8 whatever its `charset` says, because RFC 8259 defines none for
    /// JSON; only if it is not valid UTF-8, its label is used.
    ///
    /// # Errors
    ///
    /// If the body is not valid text in that encoding.
    pub fn text(&self) -> Result<Cow<'_, str>, DecodeError> {
        Content::of_text(self.raw()).text()
    }

    /// How the server names this request, for its operators.
    ///
    /// Read from `x-request-id`, `request-id`, `x-amzn-requestid`, `x-amz-request-id`, `x-ms-request-id`,
    /// `x-github-request-id` or `x-correlation-id`, whichever comes first and is visible ASCII.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_ID_HEADERS.iter().find_map(|name| self.headers.get(*name)?.to_str().ok().filter(|id| !id.is_empty()))
    }

    /// How long the server asks to wait before the next request: `retry-after-ms`, else `Retry-After` in seconds or as a
    /// date (RFC 9110 section 10.2.3), which is counted from the reply's own `Date`, or from when it came if it has none.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers, || self.arrived_at.unwrap_or_else(SystemTime::now))
    }

    /// How long it is until the rate limit that is used up is reset. A client waits for it after a 429 and after a documented
    /// error with `throttle`, unless there is a [`retry_after`](Self::retry_after).
    ///
    /// Read from the first of these fields that says it:
    ///
    /// - `RateLimit`, as draft-ietf-httpapi-ratelimit-headers defines it (`"default";r=0;t=30`), or as its version 07 did
    ///   (`limit=100, remaining=0, reset=30`); of several limits that are used up, the one that is reset last.
    /// - `RateLimit-Reset`, `x-ratelimit-reset-after`, `x-ratelimit-reset`, `x-rate-limit-reset`.
    ///
    /// A number is seconds from now, whole or with a fraction, if it is below 100 000 000 (three years); otherwise Unix time,
    /// in seconds, or from 100 000 000 000 on in milliseconds. Unix time is counted from the reply's own `Date`, or from when
    /// it came if it has none. `None` if there is no such field, or if `r`, `remaining`, `RateLimit-Remaining`,
    /// `x-ratelimit-remaining` or `x-rate-limit-remaining` says that something is left.
    #[must_use]
    pub fn rate_limit_reset(&self) -> Option<Duration> {
        rate_limit_reset(&self.headers, || self.arrived_at.unwrap_or_else(SystemTime::now))
    }

    /// The idempotency key that went with the request, the same on every attempt; `None` where the endpoint has none.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.call.idempotency_key.as_deref()
    }

    /// Whether it came after a redirect that the transport followed, as far as the transport reports it: the default one
    /// does.
    #[must_use]
    pub fn is_after_redirect(&self) -> bool {
        self.redirected.is_some()
    }

    /// Host and port of the server that answered, or failed to, after a redirect, as far as the transport reports them.
    pub(crate) fn redirected_to(&self) -> Option<(&str, u16)> {
        self.redirected.as_ref().and_then(Redirected::answered_by)
    }

    /// Whether a redirect led to it and away from the credentials, so that it says nothing about them.
    pub(crate) fn is_without_credentials(&self) -> bool {
        self.redirected.as_ref().is_some_and(Redirected::is_without_credentials)
    }

    /// How many times the request was sent, the last time included.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.call.attempts
    }

    /// What the attempts before the one of this reply met: see
    /// [`Error::earlier_attempts`](crate::Error::earlier_attempts).
    #[must_use]
    pub fn earlier_attempts(&self) -> &[EarlierAttempt] {
        self.call.earlier.as_slice()
    }

    /// What a list of attempts keeps of it, without what it says of an error.
    pub(crate) fn summary(&self) -> ReplySummary<'_> {
        ReplySummary { status: Some(self.status), request_id: self.request_id(), ..ReplySummary::default() }
    }

    /// The same reply without its body.
    pub(crate) fn head(&self) -> Self {
        Self { body: Bytes::new(), ..self.clone() }
    }

    /// What is known of the call at the time when the reply arrived.
    pub(crate) fn call(&self) -> &CallRecord {
        &self.call
    }

    pub(crate) fn earlier(&self) -> &Earlier {
        &self.call.earlier
    }

    /// Records that the request would have been sent again, if its body could be read again.
    pub(crate) fn mark_stopped_by_body(&mut self) {
        self.call.is_stopped_by_body = true;
    }

    pub(crate) fn is_stopped_by_body(&self) -> bool {
        self.call.is_stopped_by_body
    }

    /// The time from the beginning of the call to the last byte of the reply, or to its head if the body is a
    /// [stream](crate::stream); zero if the reply was read without a client.
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

/// A value together with the reply that it came in, as [`Call::with_reply`](crate::client::Call::with_reply) returns it.
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
