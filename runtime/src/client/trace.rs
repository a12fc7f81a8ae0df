//! What a running call reports: traces, with the feature `tracing`, and events for a hook.
//!
//! There is a span for each call and one for each of its attempts. The fields have the names of OpenTelemetry's semantic
//! conventions for HTTP client spans. They contain the path template but never the URL, and no values of header fields,
//! fields or bodies. Numbers are recorded as `i64`, because exporters write a `u64` as text: OpenTelemetry has no
//! unsigned numbers.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use http::{StatusCode, Uri};

use crate::client::failure::Failure;
use crate::client::reports::{CallOutcome, StopReason, Watch};
use crate::client::span::Span;
use crate::endpoint::classify::Arrived;
use crate::request::base_url::BaseUrl;
use crate::response::reply::Reply;
use crate::spec::Spec;
use crate::transport::error::TransportErrorKind;

/// A whole call, from its first poll until its value or error. A call that is dropped earlier is recorded as cancelled.
pub(crate) struct CallTrace {
    call: CallSpan,
    has_ended: bool,
}

/// The trace of the same call, for the code that runs inside it.
#[derive(Clone)]
pub(crate) struct CallSpan {
    span: Span,
    /// Present if the client has a hook for events.
    watch: Option<Arc<Watch>>,
}

/// One attempt. If it is dropped before its end, it is recorded as cancelled.
pub(crate) struct AttemptTrace<'c> {
    call: &'c CallSpan,
    span: Span,
    has_ended: bool,
}

impl CallTrace {
    pub(crate) fn begin(spec: &'static Spec, base: &BaseUrl, uri: &Uri, watch: Option<Watch>) -> Self {
        let call = CallSpan { span: Span::of_call(spec, base, uri), watch: watch.map(Arc::new) };
        Self { call, has_ended: false }
    }

    pub(crate) fn span(&self) -> CallSpan {
        self.call.clone()
    }

    /// Records the end of the call. `status` is the status of a complete reply.
    pub(crate) fn end(&mut self, outcome: CallOutcome<'_>, status: Option<StatusCode>) {
        self.has_ended = true;
        // An error status and an error of the transport are already recorded.
        if let Some(kind) = outcome.of_reply().filter(|_| status.is_some_and(|status| !is_error(status))) {
            failed(&self.call.span, kind);
        }
        if let Some(watch) = &self.call.watch {
            watch.ended(outcome);
        }
    }
}

impl Drop for CallTrace {
    fn drop(&mut self) {
        if self.has_ended {
            return;
        }
        failed(&self.call.span, CANCELLED);
        if let Some(watch) = &self.call.watch {
            watch.dropped();
        }
    }
}

impl CallSpan {
    pub(crate) fn of<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        self.span.of(work)
    }

    pub(crate) fn attempt(&self, spec: &'static Spec, base: &BaseUrl, uri: &Uri, resend: u32) -> AttemptTrace<'_> {
        let span = self.span.of_attempt(spec, base, uri);
        // The conventions omit it for the first attempt.
        if resend > 0 {
            span.record_number("http.request.resend_count", resend);
        }
        if let Some(watch) = &self.watch {
            watch.begins_attempt();
        }
        AttemptTrace { call: self, span, has_ended: false }
    }

    pub(crate) fn waits(&self, wait: Duration) {
        self.span.waits(wait);
        if let Some(watch) = &self.watch {
            watch.waits(wait);
        }
    }

    /// Records why there is no further attempt.
    pub(crate) fn stops(&self, reason: StopReason) {
        if let Some(watch) = &self.watch {
            watch.stops(reason);
        }
    }

    /// Records the outcome of the last attempt.
    pub(crate) fn arrived(&self, outcome: &Result<Arrived, Failure>, attempts: u32) {
        self.span.record_number("callsheet.attempts", attempts);
        record(&self.span, outcome);
        if let Some(watch) = &self.watch {
            watch.met(reply_of(outcome), outcome.as_ref().err().map(|failure| &failure.error));
        }
    }
}

impl AttemptTrace<'_> {
    pub(crate) fn of<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        self.span.of(work)
    }

    pub(crate) fn end(mut self, outcome: &Result<Arrived, Failure>) {
        self.has_ended = true;
        let reply = reply_of(outcome);
        // After a redirect, another server answered or failed.
        if let Some((host, port)) = reply.and_then(Reply::redirected_to) {
            self.span.record("server.address", host);
            self.span.record_number("server.port", port.into());
        }
        record(&self.span, outcome);
        if let Some(watch) = &self.call.watch {
            watch.met(reply, outcome.as_ref().err().map(|failure| &failure.error));
            watch.ended_attempt();
        }
    }
}

impl Drop for AttemptTrace<'_> {
    fn drop(&mut self) {
        if !self.has_ended {
            failed(&self.span, CANCELLED);
        }
    }
}

const CANCELLED: &str = "cancelled";

fn is_error(status: StatusCode) -> bool {
    status.as_u16() >= 400
}

/// The reply, as far as it arrived.
fn reply_of(outcome: &Result<Arrived, Failure>) -> Option<&Reply> {
    outcome.as_ref().map_or_else(|failure| failure.partial.as_ref(), |arrived| Some(&arrived.reply))
}

fn record(span: &Span, outcome: &Result<Arrived, Failure>) {
    if let Some(reply) = reply_of(outcome) {
        span.record_number("http.response.status_code", reply.status().as_u16().into());
    }
    match outcome {
        Ok(reply) if is_error(reply.status()) => failed(span, reply.status().as_str()),
        Ok(_) => {}
        Err(failure) => failed(span, error_type(failure)),
    }
}

/// Records a fixed text: errors are counted by it.
fn failed(span: &Span, error_type: &str) {
    span.record("error.type", error_type);
    span.record("otel.status_code", "ERROR");
}

fn error_type(failure: &Failure) -> &'static str {
    match failure.error.kind() {
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::Request => "request",
        TransportErrorKind::NoReply => "no_reply",
        TransportErrorKind::CutOff => "cut_off",
        TransportErrorKind::TooLarge => "too_large",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::Credentials => "credentials",
        TransportErrorKind::Layer => "layer",
        TransportErrorKind::Refused => "refused",
        TransportErrorKind::Range => "range",
        TransportErrorKind::File => "file",
        TransportErrorKind::RequestBody => "request_body",
    }
}
