//! Traces of calls, for the feature `tracing`: a span for each call and one for each of its attempts.
//!
//! The fields have the names of OpenTelemetry's semantic conventions for HTTP client spans. They hold the path template and
//! never the URL, and no value of a header, a field or a body. Numbers are recorded as `i64`: exporters write a `u64` as
//! text, since OpenTelemetry has no unsigned numbers.

#[cfg(all(feature = "blocking", not(feature = "tracing")))]
pub(crate) use self::off::carried;
#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::{CallSpan, CallTrace};
#[cfg(all(feature = "blocking", feature = "tracing"))]
pub(crate) use self::on::carried;
#[cfg(feature = "tracing")]
pub(crate) use self::on::{CallSpan, CallTrace};

#[cfg(feature = "tracing")]
mod on {
    use std::future::Future;
    use std::time::Duration;

    use tracing::field::Empty;
    use tracing::instrument::{Instrument as _, Instrumented};
    use tracing::{Span, debug, info_span};

    use http::{StatusCode, Uri};

    use crate::client::failure::Failure;
    use crate::endpoint::classify::Arrived;
    use crate::request::base_url::BaseUrl;
    use crate::response::reply::Reply;
    use crate::spec::Spec;
    use crate::transport::error::TransportErrorKind;

    /// The span of a whole call, from its first poll until its value or error is there. A call that is dropped before is
    /// recorded as cancelled.
    pub(crate) struct CallTrace {
        span: Span,
        has_ended: bool,
    }

    /// The same span, for what happens inside of it.
    #[derive(Clone)]
    pub(crate) struct CallSpan(Span);

    /// The span of one attempt. One that is dropped before its end is recorded as cancelled.
    pub(crate) struct AttemptTrace {
        span: Span,
        has_ended: bool,
    }

    impl CallTrace {
        pub(crate) fn begin(spec: &'static Spec, base: &BaseUrl, uri: &Uri) -> Self {
            let span = info_span!(
                target: "callsheet",
                "call",
                callsheet.endpoint = spec.name,
                http.request.method = spec.method,
                url.template = %format_args!("{}{}", base.printed_path("<..>"), spec.path),
                server.address = uri.host().unwrap_or_else(|| base.host()),
                callsheet.attempts = Empty,
                http.response.status_code = Empty,
                error.type = Empty,
                otel.status_code = Empty,
            );
            Self { span, has_ended: false }
        }

        pub(crate) fn span(&self) -> CallSpan {
            CallSpan(self.span.clone())
        }

        /// Records the end of the call; `failure` names an error that was made from a reply with this status.
        pub(crate) fn end(&mut self, failure: Option<(&'static str, StatusCode)>) {
            self.has_ended = true;
            // An error status is recorded already, and what the transport met.
            if let Some((kind, _)) = failure.filter(|(_, status)| !is_error(*status)) {
                failed(&self.span, kind);
            }
        }
    }

    impl Drop for CallTrace {
        fn drop(&mut self) {
            if !self.has_ended {
                failed(&self.span, CANCELLED);
            }
        }
    }

    impl CallSpan {
        pub(crate) fn of<F: Future>(&self, work: F) -> Instrumented<F> {
            work.instrument(self.0.clone())
        }

        pub(crate) fn attempt(&self, spec: &'static Spec, base: &BaseUrl, uri: &Uri, resend: u32) -> AttemptTrace {
            let span = info_span!(
                target: "callsheet",
                parent: &self.0,
                "attempt",
                otel.kind = "client",
                otel.name = %format_args!("{} {}{}", spec.method, base.printed_path("<..>"), spec.path),
                http.request.method = spec.method,
                url.template = %format_args!("{}{}", base.printed_path("<..>"), spec.path),
                server.address = uri.host().unwrap_or_else(|| base.host()),
                server.port = i64::from(base.port()),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                error.type = Empty,
                otel.status_code = Empty,
            );
            // None for a request that is sent for the first time, as the conventions have it.
            if resend > 0 {
                span.record("http.request.resend_count", i64::from(resend));
            }
            AttemptTrace { span, has_ended: false }
        }

        pub(crate) fn waits(&self, wait: Duration) {
            let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
            self.0.in_scope(|| debug!(target: "callsheet", wait_ms, "waits for another attempt"));
        }

        /// Records what the last attempt met.
        pub(crate) fn arrived(&self, outcome: &Result<Arrived, Failure>, attempts: u32) {
            self.0.record("callsheet.attempts", i64::from(attempts));
            record(&self.0, outcome);
        }
    }

    impl AttemptTrace {
        pub(crate) fn of<F: Future>(&self, work: F) -> Instrumented<F> {
            work.instrument(self.span.clone())
        }

        pub(crate) fn end(mut self, outcome: &Result<Arrived, Failure>) {
            self.has_ended = true;
            let reply = reply_of(outcome);
            // After a redirect, it is another server that answered or failed.
            if let Some((host, port)) = reply.and_then(Reply::redirected_to) {
                self.span.record("server.address", host);
                self.span.record("server.port", i64::from(port));
            }
            record(&self.span, outcome);
        }
    }

    impl Drop for AttemptTrace {
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
        let reply = reply_of(outcome);
        if let Some(reply) = reply {
            span.record("http.response.status_code", i64::from(reply.status().as_u16()));
        }
        match outcome {
            Ok(reply) if is_error(reply.status()) => failed(span, reply.status().as_str()),
            Ok(_) => {}
            Err(failure) => failed(span, error_type(failure)),
        }
    }

    /// A few words that do not change: they are counted by.
    fn failed(span: &Span, error_type: &str) {
        span.record("error.type", error_type);
        span.record("otel.status_code", "ERROR");
    }

    /// Polls this work in the span and with the subscriber of this moment, whichever thread polls it.
    #[cfg(feature = "blocking")]
    pub(crate) fn carried<F: Future>(work: F) -> impl Future<Output = F::Output> {
        use tracing::instrument::WithSubscriber as _;
        work.with_current_subscriber().instrument(Span::current())
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
            TransportErrorKind::RequestBody => "request_body",
        }
    }
}

#[cfg(not(feature = "tracing"))]
#[expect(clippy::unused_self, reason = "the shape of those that there are with the feature")]
mod off {
    use std::time::Duration;

    use http::{StatusCode, Uri};

    use crate::client::failure::Failure;
    use crate::endpoint::classify::Arrived;
    use crate::request::base_url::BaseUrl;
    use crate::spec::Spec;

    pub(crate) struct CallTrace;

    #[derive(Clone)]
    pub(crate) struct CallSpan;

    pub(crate) struct AttemptTrace;

    impl CallTrace {
        pub(crate) fn begin(_: &'static Spec, _: &BaseUrl, _: &Uri) -> Self {
            Self
        }

        pub(crate) fn span(&self) -> CallSpan {
            CallSpan
        }

        pub(crate) fn end(&mut self, _: Option<(&'static str, StatusCode)>) {}
    }

    impl CallSpan {
        pub(crate) fn of<F>(&self, work: F) -> F {
            work
        }

        pub(crate) fn attempt(&self, _: &'static Spec, _: &BaseUrl, _: &Uri, _: u32) -> AttemptTrace {
            AttemptTrace
        }

        pub(crate) fn waits(&self, _: Duration) {}

        pub(crate) fn arrived(&self, _: &Result<Arrived, Failure>, _: u32) {}
    }

    impl AttemptTrace {
        pub(crate) fn of<F>(&self, work: F) -> F {
            work
        }

        pub(crate) fn end(self, _: &Result<Arrived, Failure>) {}
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn carried<F>(work: F) -> F {
        work
    }
}
