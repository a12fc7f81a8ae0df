//! Sends one call: its attempts, the waits in between, and when it stops.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use crate::boxed::BoxFuture;
use crate::client::auth::{AfterRefusal, CallCredentials};
use crate::client::deadline::CallTime;
use crate::client::failure::{Failed, Failure};
use crate::client::inner::Inner;
use crate::client::options::CallOptions;
use crate::client::reports::StopReason;
use crate::client::request_body;
use crate::client::retry::{FailedAttempt, MAX_REFUSALS, May, RetryPolicy, after_failure, after_redirect, after_reply};
use crate::client::trace::CallSpan;
use crate::endpoint::classify::{Arrived, Judging};
use crate::response::earlier::Earlier;
use crate::response::reply::{CallRecord, Reply};
use crate::spec::Repeat;
use crate::transport::error::{Sent, TransportError};
use crate::transport::redirects::Redirects;
use crate::transport::send_state::SendState;
use crate::transport::{self, Body, BodyWatch};

/// A complete request that is being sent.
pub(crate) struct Sending {
    pub(crate) client: Arc<Inner>,
    pub(crate) judging: &'static Judging,
    /// Each attempt sends a copy of it. The copies share the body.
    pub(crate) request: Request<Body>,
    /// Watches the body, unless it is in memory.
    pub(crate) body_watch: Option<Arc<BodyWatch>>,
    /// The value in the request's extensions.
    pub(crate) redirects: Redirects,
    /// The value in the request's extensions.
    pub(crate) send_state: SendState,
    pub(crate) trace: CallSpan,
    pub(crate) options: Arc<CallOptions>,
    /// The same on every attempt. If there is one, a retry is safe.
    pub(crate) idempotency_key: Option<Arc<str>>,
    /// Whether a response with status 206 is a success: the client has added a `Range` to the request.
    pub(crate) accepts_partial: bool,
    /// Whether a response with status 304 is a result: the caller knows a version.
    pub(crate) accepts_unchanged: bool,
}

/// The outcome of one attempt.
type Outcome = Result<Arrived, Failure>;

/// The progress of the call so far.
struct Progress {
    attempts: u32,
    /// Attempts that the server refused unprocessed. They do not count for the policy.
    refusals: u32,
    /// Whether the server may have seen the request in any attempt.
    sent: Sent,
    /// Whether a retry has used the client's budget.
    was_retried: bool,
    /// The outcomes of the attempts that were retried.
    earlier: Earlier,
    /// Whether the request was not sent again only because its body cannot be read again.
    is_stopped_by_body: bool,
}

impl Progress {
    fn begin() -> Self {
        Self {
            attempts: 0,
            refusals: 0,
            sent: Sent::No,
            was_retried: false,
            earlier: Earlier::default(),
            is_stopped_by_body: false,
        }
    }

    /// Returns the number of attempts that count for the policy.
    fn counted(&self) -> u32 {
        (self.attempts - self.refusals).max(1)
    }
}

impl Sending {
    /// Sends the request as often as that is safe and useful, and returns the last outcome.
    pub(crate) async fn run(&self) -> Result<Arrived, Failed> {
        let time = CallTime::start(
            self.options.limits.total(self.client.limits),
            &*self.client.clock,
            request_body::time(self.body_watch.as_deref(), &self.options, &self.client),
        );
        let mut progress = Progress::begin();
        let mut outcome = self.trace.of(self.attempts(&time, &mut progress)).await;
        self.trace.arrived(&outcome, progress.attempts);
        if outcome.as_ref().is_ok_and(|reply| reply.is_success) {
            self.client.budget.give(progress.was_retried);
        }
        if let Ok(arrived) = &mut outcome
            && progress.is_stopped_by_body
        {
            arrived.reply.mark_stopped_by_body();
        }
        outcome.map_err(|failure| {
            let (sent, call) = (progress.sent.max(failure.sent()), self.record(&progress, &time));
            Failed { failure, sent, call }
        })
    }

    /// Returns what is known about the call now.
    fn record(&self, progress: &Progress, time: &CallTime<'_>) -> CallRecord {
        let (elapsed, earlier) = (time.elapsed(), progress.earlier.clone());
        CallRecord {
            attempts: progress.attempts,
            elapsed,
            idempotency_key: self.idempotency_key.clone(),
            earlier,
            is_stopped_by_body: progress.is_stopped_by_body,
            received: None,
        }
    }

    async fn attempts(&self, time: &CallTime<'_>, progress: &mut Progress) -> Outcome {
        let mut credentials = CallCredentials::new(&self.client.credentials, &self.request, &self.client.clock);
        loop {
            let request = credentials.on_copy(&self.request, self.judging.spec, progress.attempts + 1, time).await;
            let request = request.map_err(|error| Failure { error, partial: None })?;
            let (resend, start) = (progress.attempts, time.elapsed());
            progress.attempts += 1;
            let attempt = self.trace.attempt(self.judging.spec, &self.client.base, self.request.uri(), resend);
            let outcome = attempt.of(self.attempt(request, time, progress)).await;
            // The span must not include the wait after it.
            attempt.end(&outcome);
            let took = time.elapsed().saturating_sub(start);
            progress.sent = progress.sent.max(outcome.as_ref().map_or_else(Failure::sent, |_| Sent::Yes));
            let documented = outcome.as_ref().ok().and_then(|reply| self.judging.repeat(reply));
            let outcome = match outcome {
                Ok(reply) => match self.has_new_credentials(&mut credentials, &reply, documented, time, progress).await
                {
                    Ok(true) => {
                        let met = self.judging.earlier(&reply, took);
                        // Otherwise the list would be copied, because the reply shares it.
                        drop(reply);
                        progress.earlier.push(met);
                        continue;
                    }
                    Ok(false) => Ok(reply),
                    Err(error) => return Err(Failure { error, partial: Some(reply.reply) }),
                },
                failed => failed,
            };
            match self.wait_before_another(&outcome, documented, time, progress) {
                Ok(wait) => {
                    self.trace.waits(wait);
                    time.wait(wait).await;
                }
                Err(reason) => {
                    progress.is_stopped_by_body |= self.redirects.were_stopped_by_body();
                    self.trace.stops(if progress.is_stopped_by_body { StopReason::Body } else { reason });
                    return outcome;
                }
            }
            let met = match &outcome {
                Ok(reply) => self.judging.earlier(reply, took),
                Err(failure) => failure.earlier(took),
            };
            drop(outcome);
            progress.earlier.push(met);
        }
    }

    /// Returns whether the request is sent once more with other credentials, because the server refused the first ones.
    async fn has_new_credentials(
        &self,
        credentials: &mut CallCredentials<'_>,
        reply: &Reply,
        documented: Option<Repeat>,
        time: &CallTime<'_>,
        progress: &mut Progress,
    ) -> Result<bool, TransportError> {
        let is_allowed = self.allows(May::Always, reply.is_after_redirect());
        let can_be_sent_again = is_allowed && !self.request.body().is_spent();
        let judged = credentials.judge(&self.request, reply, (self.judging, documented), can_be_sent_again, time);
        Ok(match judged.await? {
            AfterRefusal::TryAgain => is_allowed && !self.is_stopped_by_body(progress),
            AfterRefusal::GiveUp => false,
        })
    }

    /// Sends the request once and reads its response.
    async fn attempt(&self, request: Request<Body>, time: &CallTime<'_>, progress: &Progress) -> Outcome {
        self.redirects.reset();
        self.send_state.reset();
        let reply = |response: Response<Bytes>| {
            let is_redirected = self.redirects.were_followed();
            Reply::new(response, is_redirected, &*self.client.clock, self.record(progress, time))
        };
        if let Some(watch) = &self.body_watch {
            watch.upload.begin(progress.attempts);
        }
        let mut deadline = time.attempt(self.options.limits.attempt(self.client.limits));
        let transport = &*self.client.transport;
        let response: BoxFuture<'_, _> = match &self.body_watch {
            None => transport.send(request),
            Some(watch) => Box::pin(request_body::send(transport, request, &self.send_state, watch)),
        };
        let response = deadline.run(|| self.send_state.sent(), response).await;
        if let Some(watch) = &self.body_watch {
            watch.upload.ended();
        }
        let response = match response {
            Ok(response) => response,
            Err(mut error) => {
                // If the error has no reply of its own, the redirect was the last one.
                let head = error.take_head().or_else(|| self.redirects.take_last());
                let partial = head.map(|head| reply(head.map(|()| Bytes::new())));
                return Err(self.failure(error, partial));
            }
        };
        let (head, body) = response.into_parts();
        if self.judging.is_stream(head.status, &head.headers, self.accepts_partial) {
            return Ok(Judging::arrived_head(reply(Response::from_parts(head, Bytes::new())), body));
        }
        let mut read = transport::Collected::default();
        let outcome = {
            let collected = pin!(transport::collect(body, self.reply_limit(), &mut read));
            deadline.run(|| Sent::Yes, collected).await
        };
        let reply = reply(Response::from_parts(head, read.into_bytes()));
        match outcome {
            Ok(()) => Ok(self.judging.arrived(reply, self.accepts_unchanged)),
            Err(error) => Err(self.failure(error, Some(reply))),
        }
    }

    /// Creates the failure of an attempt without a complete reply. An error after a redirect is marked as such.
    fn failure(&self, error: TransportError, partial: Option<Reply>) -> Failure {
        let error = request_body::cause(error, self.body_watch.as_deref());
        let error = if self.redirects.were_followed() { error.after_redirect() } else { error };
        Failure { error, partial }
    }

    /// Returns how long to wait before another attempt, if one is safe, useful, and within all limits.
    fn wait_before_another(
        &self,
        outcome: &Outcome,
        documented: Option<Repeat>,
        time: &CallTime<'_>,
        progress: &mut Progress,
    ) -> Result<Duration, StopReason> {
        let policy = self.policy();
        let may = match outcome {
            Ok(reply) if reply.is_success => return Err(StopReason::Success),
            Ok(reply) => after_reply(reply, documented),
            Err(failure) => after_failure(&failure.error),
        };
        let may = self.classified(may, policy, outcome, progress.attempts);
        let is_redirected = outcome.as_ref().map_or_else(Failure::is_after_redirect, |reply| reply.is_after_redirect());
        let is_refusal = outcome.as_ref().err().is_some_and(Failure::is_refusal);
        let is_free = is_refusal && progress.refusals < MAX_REFUSALS;
        progress.refusals += u32::from(is_free);
        if !self.allows(may, is_redirected) {
            return Err(StopReason::NotRetryable);
        }
        if !policy.has_more(progress.counted()) {
            return Err(StopReason::Attempts);
        }
        // If the reply was cut off, its head is still available.
        let asked = outcome.as_ref().map_or_else(|failure| failure.partial.as_ref(), |reply| Some(&**reply));
        let asked = asked.and_then(|reply| asked_wait(reply, documented));
        let counted = if is_free { 1 } else { progress.counted() };
        let wait = policy.wait(counted, asked, &*self.client.random).ok_or(StopReason::RetryAfter)?;
        if !time.leaves(wait) {
            return Err(StopReason::Deadline);
        }
        if self.is_stopped_by_body(progress) {
            return Err(StopReason::Body);
        }
        if !is_free && !self.client.budget.take() {
            return Err(StopReason::Budget);
        }
        progress.was_retried |= !is_free;
        Ok(wait)
    }

    /// When the request may be sent again after this outcome of an attempt: `may`, unless the policy's function decides.
    fn classified(&self, may: May, policy: &RetryPolicy, outcome: &Outcome, number: u32) -> May {
        let Some(classifier) = policy.classifier() else { return may };
        let (reply, code, error) = match outcome {
            Ok(reply) => (Some(&**reply), self.judging.code(reply), None),
            Err(failure) => (failure.partial.as_ref(), None, Some(&failure.error)),
        };
        let (spec, method) = (self.judging.spec, self.request.method());
        let attempt = FailedAttempt { spec, method, number, reply, error, code: code.as_deref() };
        classifier.decide(&attempt, may)
    }

    /// Whether the request may be sent again.
    fn allows(&self, may: May, is_after_redirect: bool) -> bool {
        let may = if is_after_redirect { after_redirect(may, self.request.method()) } else { may };
        match may {
            May::Never => false,
            May::IfIdempotent => self.is_repeatable(),
            May::Always => true,
        }
    }

    /// Whether the body prevents another attempt: it can be read only once, and an attempt has read it.
    fn is_stopped_by_body(&self, progress: &mut Progress) -> bool {
        progress.is_stopped_by_body = self.request.body().is_spent();
        progress.is_stopped_by_body
    }

    /// Whether a repetition has the same effect as one request.
    fn is_repeatable(&self) -> bool {
        self.judging.spec.idempotent || self.idempotency_key.is_some()
    }

    fn policy(&self) -> &RetryPolicy {
        self.options.retry.as_ref().unwrap_or(&self.client.retry)
    }

    /// How many bytes of a reply's body are read.
    fn reply_limit(&self) -> usize {
        self.options.reply_limit.unwrap_or(self.client.reply_limit)
    }
}

/// Returns how long the server asks to wait. Servers send rate limit fields with every reply, so these count only if
/// the limit was exceeded.
fn asked_wait(reply: &Reply, documented: Option<Repeat>) -> Option<Duration> {
    let is_limited = reply.status() == StatusCode::TOO_MANY_REQUESTS || documented == Some(Repeat::Throttle);
    reply.retry_after().or_else(|| reply.rate_limit_reset().filter(|_| is_limited))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn future_of_a_call_fits_into_two_kibibytes() {
        fn size<'s, F: Future>(_: impl FnOnce(&'s Sending) -> F) -> usize {
            size_of::<F>()
        }
        assert!(size(Sending::run) <= 2048, "{}", size(Sending::run));
    }
}
