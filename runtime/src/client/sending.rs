//! One call on its way: its attempts, the waits in between, and where it stops.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Response, StatusCode};

use crate::client::Inner;
use crate::client::auth::Used;
use crate::client::deadline::CallTime;
use crate::client::failure::{Failed, Failure};
use crate::client::options::CallOptions;
use crate::client::retry::{MAX_REFUSALS, May, RetryPolicy, after_failure, after_redirect, after_reply};
use crate::client::trace::CallSpan;
use crate::endpoint::classify::{Arrived, Judging};
use crate::response::earlier::Earlier;
use crate::response::reply::{CallRecord, Reply};
use crate::spec::Repeat;
use crate::transport::error::Sent;
use crate::transport::error::TransportError;
use crate::transport::redirects::Redirects;
use crate::transport::send_state::SendState;
use crate::transport::{self, Body};

/// A request that has everything it needs, on its way to its reply.
pub(crate) struct Sending {
    pub(crate) client: Arc<Inner>,
    pub(crate) judging: Judging,
    /// What each attempt sends a copy of. The copies share the body.
    pub(crate) request: Request<Body>,
    /// The one in the request's extensions.
    pub(crate) redirects: Redirects,
    /// The one in the request's extensions.
    pub(crate) send_state: SendState,
    pub(crate) trace: CallSpan,
    pub(crate) options: Arc<CallOptions>,
    /// The same on every attempt; where there is one, a repetition does no harm.
    pub(crate) idempotency_key: Option<Arc<str>>,
}

/// What became of one attempt.
type Outcome = Result<Arrived, Failure>;

/// What was done so far.
struct Progress {
    attempts: u32,
    /// Attempts that the server refused unprocessed, and that are not counted for this reason.
    refusals: u32,
    /// Whether the server may have seen the request, on any of the attempts.
    sent: Sent,
    /// Whether an attempt was repeated out of the client's budget.
    was_retried: bool,
    /// What the attempts met that were repeated.
    earlier: Earlier,
}

impl Progress {
    fn begin() -> Self {
        Self { attempts: 0, refusals: 0, sent: Sent::No, was_retried: false, earlier: Earlier::default() }
    }

    /// The attempts that count for the policy.
    fn counted(&self) -> u32 {
        (self.attempts - self.refusals).max(1)
    }
}

impl Sending {
    /// Sends the request, as often as is safe and of use, and gives what came last.
    pub(crate) async fn run(&self) -> Result<Arrived, Failed> {
        let time = CallTime::start(self.total_limit(), self.client.clock());
        let mut progress = Progress::begin();
        let outcome = self.trace.of(self.attempts(&time, &mut progress)).await;
        self.trace.arrived(&outcome, progress.attempts);
        if outcome.as_ref().is_ok_and(|reply| reply.is_success) {
            self.client.budget().give(progress.was_retried);
        }
        outcome.map_err(|failure| {
            let (sent, call) = (progress.sent.max(failure.sent()), self.record(&progress, &time));
            Failed { failure, sent, call }
        })
    }

    /// What is known of the call now.
    fn record(&self, progress: &Progress, time: &CallTime<'_>) -> CallRecord {
        let (elapsed, earlier) = (time.elapsed(), progress.earlier.clone());
        CallRecord { attempts: progress.attempts, elapsed, idempotency_key: self.idempotency_key.clone(), earlier }
    }

    async fn attempts(&self, time: &CallTime<'_>, progress: &mut Progress) -> Outcome {
        let mut credentials = Credentials::of(self);
        loop {
            let request = credentials.request(&self.request, time).await?;
            let (resend, start) = (progress.attempts, time.elapsed());
            progress.attempts += 1;
            let attempt = self.trace.attempt(self.judging.spec, self.client.base(), self.request.uri(), resend);
            let outcome = attempt.of(self.attempt(request, time, progress)).await;
            // Not with the wait behind it.
            attempt.end(&outcome);
            let took = time.elapsed().saturating_sub(start);
            progress.sent = progress.sent.max(outcome.as_ref().map_or_else(Failure::sent, |_| Sent::Yes));
            let documented = outcome.as_ref().ok().and_then(|reply| self.judging.repeat(reply));
            if let Ok(reply) = &outcome {
                credentials.note(reply, documented);
            }
            let outcome = match outcome {
                Ok(reply) if credentials.were_refused(&reply, documented) => {
                    if !self.allows(May::Always, reply.is_after_redirect()) {
                        credentials.drop_refused();
                        return Ok(reply);
                    }
                    match credentials.renew(time).await {
                        Ok(true) => {
                            let met = self.judging.earlier(&reply, took);
                            // The reply shares the list, which would be copied for it.
                            drop(reply);
                            progress.earlier.push(met);
                            continue;
                        }
                        Ok(false) => Ok(reply),
                        Err(error) => return Err(Failure { error, partial: Some(reply.reply) }),
                    }
                }
                outcome => outcome,
            };
            if !self.waits_for_another(&outcome, documented, time, progress).await {
                return outcome;
            }
            let met = match &outcome {
                Ok(reply) => self.judging.earlier(reply, took),
                Err(failure) => failure.earlier(took),
            };
            drop(outcome);
            progress.earlier.push(met);
        }
    }

    /// Sends the request once and reads its response.
    async fn attempt(&self, request: Request<Body>, time: &CallTime<'_>, progress: &Progress) -> Outcome {
        self.redirects.reset();
        self.send_state.reset();
        let reply = |response: Response<Bytes>| {
            let is_redirected = self.redirects.were_followed();
            Reply::new(response, is_redirected, self.client.clock(), self.record(progress, time))
        };
        let mut deadline = time.attempt(self.attempt_limit());
        let response = self.client.transport().send(request);
        let response = match deadline.run(|| self.send_state.sent(), response).await {
            Ok(response) => response,
            Err(mut error) => {
                // The redirect was the last reply, if the error has none of its own.
                let head = error.take_head().or_else(|| self.redirects.take_last());
                let partial = head.map(|head| reply(head.map(|()| Bytes::new())));
                return Err(self.failure(error, partial));
            }
        };
        let (head, body) = response.into_parts();
        if self.judging.is_stream(head.status, &head.headers) {
            return Ok(self.judging.arrived_head(reply(Response::from_parts(head, Bytes::new())), body));
        }
        let mut read = transport::Collected::default();
        let outcome = {
            let collected = pin!(transport::collect(body, self.client.reply_limit(), &mut read));
            deadline.run(|| Sent::Yes, collected).await
        };
        let reply = reply(Response::from_parts(head, read.into_bytes()));
        match outcome {
            Ok(()) => Ok(self.judging.arrived(reply)),
            Err(error) => Err(self.failure(error, Some(reply))),
        }
    }

    /// An attempt without a complete reply. An error that occurred after a redirect is marked.
    fn failure(&self, error: TransportError, partial: Option<Reply>) -> Failure {
        let error = if self.redirects.were_followed() { error.after_redirect() } else { error };
        Failure { error, partial }
    }

    /// Waits before another attempt, where one is safe, of use, and within all limits.
    async fn waits_for_another(
        &self,
        outcome: &Outcome,
        documented: Option<Repeat>,
        time: &CallTime<'_>,
        progress: &mut Progress,
    ) -> bool {
        let policy = self.policy();
        let may = match outcome {
            Ok(reply) if reply.is_success => May::Never,
            Ok(reply) => after_reply(reply, documented),
            Err(failure) => after_failure(&failure.error),
        };
        let is_redirected = outcome.as_ref().map_or_else(Failure::is_after_redirect, |reply| reply.is_after_redirect());
        let is_refusal = outcome.as_ref().err().is_some_and(Failure::is_refusal);
        let is_free = is_refusal && progress.refusals < MAX_REFUSALS;
        progress.refusals += u32::from(is_free);
        if !self.allows(may, is_redirected) || !policy.has_more(progress.counted()) {
            return false;
        }
        // Of a reply that was cut off, the head says it.
        let asked = outcome.as_ref().map_or_else(|failure| failure.partial.as_ref(), |reply| Some(&**reply));
        let asked = asked.and_then(|reply| asked_wait(reply, documented));
        let Some(wait) = policy.wait(progress.counted(), asked, self.client.random()) else { return false };
        if !time.leaves(wait) || !(is_free || self.client.budget().take()) {
            return false;
        }
        self.trace.waits(wait);
        progress.was_retried |= !is_free;
        time.wait(wait).await;
        true
    }

    /// Whether the request may be sent again.
    fn allows(&self, may: May, is_after_redirect: bool) -> bool {
        if self.request.body().is_spent() {
            return false;
        }
        let may = if is_after_redirect { after_redirect(may, self.request.method()) } else { may };
        match may {
            May::Never => false,
            May::IfIdempotent => self.is_repeatable(),
            May::Always => true,
        }
    }

    /// Whether a repetition does no more than the first time would.
    fn is_repeatable(&self) -> bool {
        self.judging.spec.idempotent || self.idempotency_key.is_some()
    }

    fn policy(&self) -> RetryPolicy {
        self.options.retry.unwrap_or(self.client.retry())
    }

    /// How long the whole call may take.
    fn total_limit(&self) -> Option<Duration> {
        self.options.limits.total.unwrap_or(self.client.limits().total.flatten())
    }

    /// How long one attempt may take, if that is set.
    fn attempt_limit(&self) -> Option<Duration> {
        self.options.limits.attempt.unwrap_or(self.client.limits().attempt.flatten())
    }
}

/// How long the server asks to wait. Fields of a rate limit come with every reply; they say so only if the limit was met.
fn asked_wait(reply: &Reply, documented: Option<Repeat>) -> Option<Duration> {
    let is_limited = reply.status() == StatusCode::TOO_MANY_REQUESTS || documented == Some(Repeat::Throttle);
    reply.retry_after().or_else(|| reply.rate_limit_reset().filter(|_| is_limited))
}

/// Whether the reply, of which the definition says this, shows that the token is good. A limit of requests or a failure may
/// come before the server looks at the token, from a proxy for example, and another origin has not seen it.
fn accepts_token(reply: &Reply, documented: Option<Repeat>) -> bool {
    let says_nothing = match reply.status() {
        StatusCode::UNAUTHORIZED
        | StatusCode::PROXY_AUTHENTICATION_REQUIRED
        | StatusCode::REQUEST_TIMEOUT
        | StatusCode::TOO_MANY_REQUESTS => true,
        status => status.is_server_error(),
    };
    !says_nothing && documented != Some(Repeat::Renew) && !reply.is_without_credentials()
}

/// Whether the reply, of which the definition says this, refuses the token.
fn refuses_token(reply: &Reply, documented: Option<Repeat>) -> bool {
    let is_refusal = match documented {
        Some(Repeat::Renew) => true,
        Some(Repeat::Never) => false,
        _ => reply.status() == StatusCode::UNAUTHORIZED,
    };
    is_refusal && !reply.is_without_credentials()
}

/// The token of a call, where it comes from a source: renewed once, where the server refuses it.
struct Credentials<'a> {
    /// `None` where the request has its own.
    cache: Option<&'a crate::client::auth::Cache>,
    /// The one of the last attempt.
    used: Option<Used>,
    /// The one that came in place of a refused one, until it is sent.
    renewed: Option<Used>,
    was_renewed: bool,
}

impl<'a> Credentials<'a> {
    fn of(sending: &'a Sending) -> Self {
        let cache = sending.client.tokens().filter(|_| !sending.request.headers().contains_key(AUTHORIZATION));
        Self { cache, used: None, renewed: None, was_renewed: false }
    }

    /// Notes what the reply, of which the definition says this, shows of the token: for the calls to come.
    fn note(&self, reply: &Reply, documented: Option<Repeat>) {
        let (Some(cache), Some(used)) = (self.cache, &self.used) else { return };
        if accepts_token(reply, documented) {
            cache.accepted(used);
        } else if self.was_renewed && refuses_token(reply, documented) {
            cache.refused_again(used);
        }
    }

    /// A copy of the request for one attempt, with the token if it needs one.
    async fn request(&mut self, request: &Request<Body>, time: &CallTime<'_>) -> Result<Request<Body>, Failure> {
        let Some(cache) = self.cache else { return Ok(request.clone()) };
        let used = match self.renewed.take() {
            Some(renewed) => renewed,
            // That of the last attempt may have expired in the wait behind it.
            None => {
                let got = time.total().run(|| Sent::No, Box::pin(cache.get())).await;
                got.map_err(|error| Failure { error, partial: None })?
            }
        };
        let mut request = request.clone();
        request.headers_mut().insert(AUTHORIZATION, used.header.clone());
        self.used = Some(used);
        Ok(request)
    }

    /// Whether the reply, of which the definition says this, refuses the token; no other token is of use after a second one.
    fn were_refused(&self, reply: &Reply, documented: Option<Repeat>) -> bool {
        refuses_token(reply, documented) && self.used.is_some() && !self.was_renewed
    }

    /// Leaves it to the next call to get another token.
    fn drop_refused(&self) {
        if let (Some(cache), Some(refused)) = (self.cache, &self.used) {
            cache.refused(refused);
        }
    }

    /// Gets another token; `false` if it is too early for one.
    async fn renew(&mut self, time: &CallTime<'_>) -> Result<bool, TransportError> {
        let (Some(cache), Some(refused)) = (self.cache, self.used.take()) else { return Ok(false) };
        self.renewed = time.total().run(|| Sent::Yes, Box::pin(cache.after(&refused))).await?;
        self.was_renewed = self.renewed.is_some();
        Ok(self.was_renewed)
    }
}
