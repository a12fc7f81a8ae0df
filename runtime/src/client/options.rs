//! [`CallOptions`]: settings of one call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap};

use crate::boxed::{MaybeSend, MaybeSync};
use crate::client::auth;
use crate::client::conditions::Conditions;
use crate::client::retry::RetryPolicy;
use crate::etag::ETags;
use crate::request::build_error::BuildError;
use crate::request::header;
use crate::request::query::Constants;
use crate::transport::{OnProgress, UploadProgress};

/// Settings that take precedence over those of the client. They apply to one call with
/// [`Call::with`](crate::client::Call::with), or to many with [`Client::with`](crate::Client::with).
///
/// By default each setting has the client's value. Header fields and the token also take precedence over those of the
/// endpoint.
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
    pub(crate) upload_progress: Option<Arc<dyn OnProgress>>,
    pub(crate) conditions: Conditions,
    /// The first error.
    pub(crate) refused: Option<BuildError>,
}

/// How long a call and each of its attempts may take: not set, no limit, or a limit.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::option_option, reason = "a limit, no limit, or not set")]
pub(crate) struct Limits {
    pub(crate) total: Option<Option<Duration>>,
    pub(crate) attempt: Option<Option<Duration>>,
    pub(crate) upload_idle: Option<Option<Duration>>,
}

/// How long a call may take, unless the call or the client sets a limit. The time of an upload does not count.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
/// How long an upload may stand still, unless the call or the client sets a limit.
const DEFAULT_UPLOAD_IDLE: Duration = Duration::from_secs(60);

impl Limits {
    /// How long a call with these limits may take, if its client has the others.
    pub(crate) fn total(self, client: Self) -> Option<Duration> {
        self.total.or(client.total).unwrap_or(Some(DEFAULT_TIMEOUT))
    }

    /// Whether neither of them limits the whole call, so that the default applies.
    pub(crate) fn has_default_total(self, client: Self) -> bool {
        self.total.or(client.total).is_none()
    }

    /// How long one attempt may take.
    pub(crate) fn attempt(self, client: Self) -> Option<Duration> {
        self.attempt.or(client.attempt).flatten()
    }

    /// How long an upload may stand still.
    pub(crate) fn upload_idle(self, client: Self) -> Option<Duration> {
        self.upload_idle.or(client.upload_idle).unwrap_or(Some(DEFAULT_UPLOAD_IDLE))
    }
}

impl CallOptions {
    /// Creates options that change nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends this header field. It replaces a field of the same name that the endpoint or the client sets.
    /// `Authorization`, `Cookie`, `X-Api-Key` and [the like](crate::reference::fields#sensitive) are always treated as
    /// secrets.
    ///
    /// Fields that only the transport sets, such as `Content-Length`, `Connection` and `Host`, are
    /// [refused](crate::reference::fields#header).
    #[must_use]
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header("header", name.as_ref(), value.as_ref(), false)
    }

    /// Sends this header field, whose value is a secret. It is marked as sensitive and never printed.
    #[must_use]
    pub fn secret_header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header("secret_header", name.as_ref(), value.as_ref(), true)
    }

    /// Sends this token, `Authorization: Bearer TOKEN` (RFC 6750), instead of the client's credentials. A token source
    /// or an [`Authorizer`](crate::auth::Authorizer) of the client is not called.
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

    /// Sets how long the whole call may take, including all attempts, the waits in between, and sending the body of the
    /// request.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.total = Some(Some(timeout));
        self
    }

    /// Removes the limit for the whole call. An attempt then has a limit only if
    /// [`attempt_timeout`](Self::attempt_timeout) is set.
    #[must_use]
    pub fn no_timeout(mut self) -> Self {
        self.limits.total = Some(None);
        self
    }

    /// Sets how long one attempt may take, including sending the body of the request.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = Some(Some(timeout));
        self
    }

    /// Removes the limit for an attempt, even if the client has one.
    #[must_use]
    pub fn no_attempt_timeout(mut self) -> Self {
        self.limits.attempt = Some(None);
        self
    }

    /// Sets how long the upload of a request's body may stand still: how long the server may accept nothing, or the body
    /// may have no next piece. By default 60 seconds.
    ///
    /// The attempt then fails with [`TimeLimit::Idle`](crate::transport::TimeLimit::Idle), and is retried like after any
    /// other timeout. A body in memory of up to 128 KiB has no such limit: it counts as sent at once.
    #[must_use]
    pub fn upload_idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.upload_idle = Some(Some(timeout));
        self
    }

    /// Removes the idle timeout of uploads, even if the client has one. A call without a [`timeout`](Self::timeout) then
    /// waits forever for a server that accepts nothing.
    #[must_use]
    pub fn no_upload_idle_timeout(mut self) -> Self {
        self.limits.upload_idle = Some(None);
        self
    }

    /// Calls `report` while the request's body is sent: once before the first byte of each attempt, and after each piece
    /// of up to 128 KiB. A request without a body has no reports.
    ///
    /// A piece is reported when the transport accepts it, which may be before the server receives it. `report` is called
    /// between two pieces, so it must return quickly.
    ///
    /// ```
    /// use callsheet::{Body, CallOptions, endpoint};
    ///
    /// #[endpoint(method = "PUT", path = "/blobs/<id>")]
    /// struct PutBlob {
    ///     id: String,
    ///     #[payload]
    ///     content: Body,
    /// }
    ///
    /// # fn call(client: &callsheet::Client) {
    /// let options = CallOptions::new().upload_progress(|progress| match progress.total {
    ///     Some(total) => println!("attempt {}: {} of {total} bytes", progress.attempt, progress.sent),
    ///     None => println!("attempt {}: {} bytes", progress.attempt, progress.sent),
    /// });
    /// let call = PutBlob::builder().id("b1").content(Body::file("scan.pdf")).send(client).with(options);
    /// # }
    /// ```
    #[must_use]
    pub fn upload_progress<F>(mut self, report: F) -> Self
    where
        F: Fn(UploadProgress) + MaybeSend + MaybeSync + 'static,
    {
        self.upload_progress = Some(Arc::new(report));
        self
    }

    /// Retries the call according to this policy.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sets whether redirects are followed. Otherwise a redirect is the response. See
    /// [`ClientBuilder::follow_redirects`](crate::ClientBuilder::follow_redirects).
    #[must_use]
    pub fn follow_redirects(mut self, follow: bool) -> Self {
        self.follow_redirects = Some(follow);
        self
    }

    /// Sets how many bytes of a reply's body are read, instead of the client's
    /// [`reply_limit`](crate::ClientBuilder::reply_limit): more for a large export, less for a server that you do not
    /// trust.
    ///
    /// A larger body is an error of the kind [`TooLarge`](crate::transport::TransportErrorKind::TooLarge), which has the
    /// bytes up to the limit. It does not apply to a response that is a [stream](crate::stream).
    #[must_use]
    pub fn reply_limit(mut self, bytes: usize) -> Self {
        self.reply_limit = Some(bytes);
        self
    }

    /// Changes the resource only if it still has one of these versions: sends `If-Match` (RFC 9110 section 13.1.1). So
    /// the change of somebody else is not lost.
    ///
    /// ```
    /// use callsheet::{ETag, Error, endpoint};
    ///
    /// #[endpoint(method = "PUT", path = "/notes/<id>", errors(changed(status = 412, code = none)))]
    /// struct PutNote {
    ///     id: String,
    ///     text: String,
    /// }
    ///
    /// # async fn run(client: &callsheet::Client, version: ETag) -> Result<(), callsheet::AnyError> {
    /// let call = PutNote::builder().id("n1").text("b").send(client).if_match(&version);
    /// match call.await {
    ///     Err(Error::Documented { error: PutNoteError::Changed { .. }, .. }) => println!("somebody else changed it"),
    ///     other => other?,
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Call::if_match`](crate::client::Call::if_match) is the same for one call.
    ///
    /// If the resource has changed, the server answers with status 412. That is an error like any other: document it to
    /// get a variant. If an attempt was retried, the 412 can also mean that the first attempt has changed the resource:
    /// see [`earlier_attempts`](crate::Error::earlier_attempts).
    ///
    /// A weak tag never matches, so it is refused: the call fails with [`Error::Build`](crate::Error::Build). The same
    /// happens for an empty list, and in the options of a [client](crate::Client::with), because a version belongs to
    /// one resource.
    #[must_use]
    pub fn if_match(mut self, versions: impl Into<ETags>) -> Self {
        if let Err(reason) = self.conditions.if_match(&versions.into()) {
            self.refuse(reason);
        }
        self
    }

    /// Calls the endpoint only if the resource exists: sends `If-Match: *` (RFC 9110 section 13.1.1). Otherwise the
    /// server answers with status 412.
    #[must_use]
    pub fn if_exists(mut self) -> Self {
        self.conditions.if_exists();
        self
    }

    /// Calls the endpoint only if the resource does not exist yet: sends `If-None-Match: *` (RFC 9110 section 13.1.2).
    /// Otherwise the server answers with status 412.
    #[must_use]
    pub fn if_absent(mut self) -> Self {
        self.conditions.if_absent();
        self
    }

    /// Sends `If-None-Match` with these versions, and accepts a response with status 304.
    pub(crate) fn if_none_match(mut self, versions: &ETags) -> Self {
        if let Err(reason) = self.conditions.if_none_match(versions) {
            self.refuse(reason);
        }
        self
    }

    /// Sends this idempotency key instead of a generated one, for example to repeat a call of an earlier run of the
    /// program. A field of the endpoint that holds the key takes precedence.
    ///
    /// It is an option of one call, for [`Call::with`](crate::client::Call::with) and `blocking::Client::send_with_options`.
    /// With [`Client::with`](crate::Client::with) all calls would have the same key, and the server would treat the
    /// second one as a repetition of the first. So every call through such a client fails with
    /// [`Error::Build`](crate::Error::Build). The same happens if the endpoint has no idempotency key, or if the key is
    /// empty.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into().into());
        self
    }

    fn any_header(mut self, option: &str, name: &str, value: &str, is_secret: bool) -> Self {
        if let Err(refusal) = header::set_text(&mut self.headers, name, value, is_secret) {
            self.refuse(format!("the option `{option}`: {}", refusal.of(name)));
        }
        self
    }

    /// Returns the options for many calls.
    pub(crate) fn for_all_calls(mut self) -> Self {
        if !std::mem::take(&mut self.conditions).is_empty() {
            self.refuse(
                "the option `if_match`, `if_exists` or `if_absent` is for one call: it is about one resource"
                    .to_owned(),
            );
        }
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

    /// Merges the options. These take precedence over `others`.
    pub(crate) fn before(mut self, others: &Self) -> Self {
        for (name, value) in &others.headers {
            self.headers.entry(name).or_insert_with(|| value.clone());
        }
        self.conditions.before(&others.conditions);
        self.query = others.query.clone().followed_by(&self.query);
        self.limits.total = self.limits.total.or(others.limits.total);
        self.limits.attempt = self.limits.attempt.or(others.limits.attempt);
        self.limits.upload_idle = self.limits.upload_idle.or(others.limits.upload_idle);
        self.upload_progress = self.upload_progress.or_else(|| others.upload_progress.clone());
        self.retry = self.retry.or_else(|| others.retry.clone());
        self.follow_redirects = self.follow_redirects.or(others.follow_redirects);
        self.reply_limit = self.reply_limit.or(others.reply_limit);
        self.idempotency_key = self.idempotency_key.or_else(|| others.idempotency_key.clone());
        self.refused = self.refused.or_else(|| others.refused.clone());
        self
    }
}

impl fmt::Debug for CallOptions {
    /// Prints only names: values may be secrets.
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
