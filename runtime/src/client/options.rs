//! [`CallOptions`]: settings of one call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap};

use crate::client::auth;
use crate::client::retry::RetryPolicy;
use crate::request::build_error::BuildError;
use crate::request::header;
use crate::request::query::Constants;

/// Settings that take precedence over those of the client: for one call by [`Call::with`](crate::client::Call::with), for
/// many by [`Client::with`](crate::Client::with).
///
/// Each setting is the client's by default. Header fields and the token also take precedence over those of the endpoint.
///
/// ```
/// use std::time::Duration;
/// use callsheet::{CallOptions, RetryPolicy, endpoint};
///
/// #[endpoint(method = "POST", path = "/reports", idempotency_key = "Idempotency-Key")]
/// struct CreateReport {
///     title: String,
/// }
///
/// # fn call(client: &callsheet::Client) {
/// let options = CallOptions::new()
///     .header("X-Trace", "t-1")
///     .query("dry_run", "true")
///     .timeout(Duration::from_secs(120))
///     .retry(RetryPolicy::none())
///     .idempotency_key("report-7");
/// let call = CreateReport::builder().title("May").send(client).with(options);
/// # }
/// ```
///
/// An invalid header field makes the call fail with [`Error::Build`](crate::Error::Build); it is not sent.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) headers: HeaderMap,
    pub(crate) query: Constants,
    pub(crate) limits: Limits,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) follow_redirects: Option<bool>,
    pub(crate) reply_limit: Option<usize>,
    pub(crate) idempotency_key: Option<Arc<str>>,
    /// The first error.
    pub(crate) refused: Option<BuildError>,
}

/// How long a call and each of its attempts may take: not set, no limit, or a limit.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::option_option, reason = "a limit, no limit, or not set")]
pub(crate) struct Limits {
    pub(crate) total: Option<Option<Duration>>,
    pub(crate) attempt: Option<Option<Duration>>,
}

impl CallOptions {
    /// All settings as the client has them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends this header field instead of one of this name that the endpoint or the client sets. `Authorization`, `Cookie`,
    /// `X-Api-Key` and [the like](crate::reference::fields#sensitive) are always treated as secrets.
    ///
    /// Fields that only the transport sets, such as `Content-Length`, `Connection` and `Host`, are
    /// [refused](crate::reference::fields#header).
    #[must_use]
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header(name.as_ref(), value.as_ref(), false)
    }

    /// Sends this header field, whose value is a secret: it is marked as sensitive and not printed.
    #[must_use]
    pub fn secret_header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header(name.as_ref(), value.as_ref(), true)
    }

    /// Sends this token, `Authorization: Bearer TOKEN` (RFC 6750), instead of the client's credentials. A token source or an
    /// [`Authorizer`](crate::auth::Authorizer) of the client is not asked.
    #[must_use]
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        let set = auth::bearer(token.as_ref()).map_err(|refused| refused.to_string()).and_then(|value| {
            header::set(&mut self.headers, AUTHORIZATION, value).map_err(|refused| refused.to_string())
        });
        if let Err(refused) = set {
            self.refuse(format!("the option `bearer`: {refused}"));
        }
        self
    }

    /// Adds a parameter to the query, after the endpoint's own. Name and value are percent-encoded.
    #[must_use]
    pub fn query(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.query.add(name.as_ref(), value.as_ref());
        self
    }

    /// Limits how long the whole call may take, with all its attempts and the waits in between.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.total = Some(Some(timeout));
        self
    }

    /// Sets no limit for the whole call. An attempt has one only if [`attempt_timeout`](Self::attempt_timeout) is set.
    #[must_use]
    pub fn no_timeout(mut self) -> Self {
        self.limits.total = Some(None);
        self
    }

    /// Limits how long one attempt may take. By default an attempt has no limit of its own.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = Some(Some(timeout));
        self
    }

    /// Sets no limit for an attempt, whatever the client sets.
    #[must_use]
    pub fn no_attempt_timeout(mut self) -> Self {
        self.limits.attempt = Some(None);
        self
    }

    /// Repeats the call by this policy.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Whether redirects are followed; if not, a redirect is the response. See
    /// [`ClientBuilder::follow_redirects`](crate::ClientBuilder::follow_redirects).
    #[must_use]
    pub fn follow_redirects(mut self, follow: bool) -> Self {
        self.follow_redirects = Some(follow);
        self
    }

    /// Limits how many bytes of a reply's body are read, instead of the client's
    /// [`reply_limit`](crate::ClientBuilder::reply_limit): more for a large export, less for a server that is not trusted.
    ///
    /// A larger body is an error of the kind [`TooLarge`](crate::transport::TransportErrorKind::TooLarge), which has the
    /// bytes up to the limit. It does not apply to a response that is a [stream](crate::stream).
    #[must_use]
    pub fn reply_limit(mut self, bytes: usize) -> Self {
        self.reply_limit = Some(bytes);
        self
    }

    /// Sends this idempotency key instead of one that is made for the call, for example to repeat a call of an earlier run of
    /// the program. A field of the endpoint that holds the key takes precedence.
    ///
    /// It is an option of one call, for [`Call::with`](crate::client::Call::with) and `blocking::Client::send_with_options`.
    /// With [`Client::with`](crate::Client::with) all calls would have the same key, and the server would take the
    /// second one for a repetition of the first: every call through such a client fails with
    /// [`Error::Build`](crate::Error::Build). So does a call whose endpoint has no idempotency key, and one with an
    /// empty key.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into().into());
        self
    }

    fn any_header(mut self, name: &str, value: &str, is_secret: bool) -> Self {
        if let Err(refusal) = header::set_text(&mut self.headers, name, value, is_secret) {
            self.refuse(format!("the option `header`: {}", refusal.of(name)));
        }
        self
    }

    /// The same for many calls.
    pub(crate) fn for_all_calls(mut self) -> Self {
        if self.idempotency_key.take().is_some() {
            self.refuse(
                "the option `idempotency_key` is for one call: set on a client, it would be the same for all of them"
                    .to_owned(),
            );
        }
        self
    }

    fn refuse(&mut self, reason: String) {
        self.refused.get_or_insert_with(|| BuildError::request(reason));
    }

    /// These before `others`.
    pub(crate) fn before(mut self, others: &Self) -> Self {
        for (name, value) in &others.headers {
            self.headers.entry(name).or_insert_with(|| value.clone());
        }
        self.query = others.query.clone().followed_by(&self.query);
        self.limits.total = self.limits.total.or(others.limits.total);
        self.limits.attempt = self.limits.attempt.or(others.limits.attempt);
        self.retry = self.retry.or_else(|| others.retry.clone());
        self.follow_redirects = self.follow_redirects.or(others.follow_redirects);
        self.reply_limit = self.reply_limit.or(others.reply_limit);
        self.idempotency_key = self.idempotency_key.or_else(|| others.idempotency_key.clone());
        self.refused = self.refused.or_else(|| others.refused.clone());
        self
    }
}

impl fmt::Debug for CallOptions {
    /// Only names: values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("limits", &self.limits)
            .field("retry", &self.retry)
            .field("follow_redirects", &self.follow_redirects)
            .field("reply_limit", &self.reply_limit)
            .finish_non_exhaustive()
    }
}
