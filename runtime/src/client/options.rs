//! [`CallOptions`]: what one call does otherwise than its client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap};

use crate::client::auth;
use crate::client::retry::RetryPolicy;
use crate::request::build_error::BuildError;
use crate::request::header;
use crate::request::query::Constants;

/// What calls do otherwise than their client, without a change to the endpoint: for one call by
/// [`Call::with`](crate::client::Call::with), for many by [`Client::with`](crate::Client::with).
///
/// What is not said here is as the client says it. Headers and the token go before the endpoint's own and the client's.
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
/// A header that is none is told by the call, which then ends with [`Error::Build`](crate::Error::Build) and is not sent.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) headers: HeaderMap,
    pub(crate) query: Constants,
    pub(crate) limits: Limits,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) follow_redirects: Option<bool>,
    pub(crate) idempotency_key: Option<Arc<str>>,
    /// The first thing that was refused.
    pub(crate) refused: Option<BuildError>,
}

/// How long a call and each of its attempts may take: nothing said, no limit, or a limit.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::option_option, reason = "an option says something, nothing, or that there is no limit")]
pub(crate) struct Limits {
    pub(crate) total: Option<Option<Duration>>,
    pub(crate) attempt: Option<Option<Duration>>,
}

impl CallOptions {
    /// Everything as the client has it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends this header, in place of one of this name that the endpoint or the client sets. `Authorization`,
    /// `Cookie`, `X-Api-Key` and [the like](crate::reference::fields#sensitive) are secrets in any case.
    ///
    /// Fields that only the transport sets, such as `Content-Length`, `Connection` and `Host`, are
    /// [refused](crate::reference::fields#header).
    #[must_use]
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header(name.as_ref(), value.as_ref(), false)
    }

    /// Sends this header, whose value is a secret.
    #[must_use]
    pub fn secret_header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header(name.as_ref(), value.as_ref(), true)
    }

    /// Sends this token, `Authorization: Bearer TOKEN`, in place of the client's. A token source is not asked then.
    #[must_use]
    pub fn bearer(self, token: impl AsRef<str>) -> Self {
        self.secret_header(AUTHORIZATION.as_str(), auth::bearer(token.as_ref()))
    }

    /// Adds a parameter to the query, behind the endpoint's own; it is percent-encoded.
    #[must_use]
    pub fn query(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.query.add(name.as_ref(), value.as_ref());
        self
    }

    /// How long the whole call may take, with all its attempts and the waits in between.
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

    /// How long one attempt may take. By default an attempt has no limit of its own.
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

    /// Tries again by this policy.
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

    /// Sends this idempotency key instead of one that is made for the call: to repeat a call of an earlier run of the
    /// program, say. A field of the endpoint that holds the key takes precedence.
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
        self.retry = self.retry.or(others.retry);
        self.follow_redirects = self.follow_redirects.or(others.follow_redirects);
        self.idempotency_key = self.idempotency_key.or_else(|| others.idempotency_key.clone());
        self.refused = self.refused.or_else(|| others.refused.clone());
        self
    }
}

impl fmt::Debug for CallOptions {
    /// Names alone: values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("limits", &self.limits)
            .field("retry", &self.retry)
            .field("follow_redirects", &self.follow_redirects)
            .finish_non_exhaustive()
    }
}
