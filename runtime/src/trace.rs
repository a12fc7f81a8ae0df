//! Traces of calls, for the feature `tracing`: a span for each call and one for each of its attempts, whose fields have the
//! names of OpenTelemetry's conventions for HTTP clients.
//!
//! They tell the path template and never the URL, and no value of a header, a field or a body.

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::CallTrace;
#[cfg(feature = "tracing")]
pub(crate) use self::on::CallTrace;

#[cfg(feature = "tracing")]
mod on {
    use std::future::Future;
    use std::time::Duration;

    use tracing::field::Empty;
    use tracing::instrument::{Instrument as _, Instrumented};
    use tracing::{Span, debug, info_span};

    use http::Uri;

    use crate::base::BaseUrl;
    use crate::reply::Reply;
    use crate::spec::Spec;
    use crate::transport::{Failure, TransportErrorKind};

    /// The span of a whole call.
    pub(crate) struct CallTrace(Span);

    /// The span of one attempt.
    pub(crate) struct AttemptTrace(Span);

    impl CallTrace {
        pub(crate) fn begin(spec: &'static Spec, base: &BaseUrl, uri: &Uri) -> Self {
            Self(info_span!(
                target: "callsheet",
                "call",
                callsheet.endpoint = spec.name,
                http.request.method = spec.method,
                url.template = spec.path,
                server.address = uri.host().unwrap_or_else(|| base.host()),
                callsheet.attempts = Empty,
                http.response.status_code = Empty,
                error.type = Empty,
            ))
        }

        pub(crate) fn of<F: Future>(&self, work: F) -> Instrumented<F> {
            work.instrument(self.0.clone())
        }

        pub(crate) fn attempt(&self, spec: &'static Spec, base: &BaseUrl, uri: &Uri, resend: u32) -> AttemptTrace {
            let span = info_span!(
                target: "callsheet",
                parent: &self.0,
                "attempt",
                otel.kind = "client",
                otel.name = %format_args!("{} {}", spec.method, spec.path),
                http.request.method = spec.method,
                url.template = spec.path,
                server.address = uri.host().unwrap_or_else(|| base.host()),
                server.port = base.port(),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                error.type = Empty,
            );
            // None for a request that is sent for the first time, as the conventions have it.
            if resend > 0 {
                span.record("http.request.resend_count", resend);
            }
            AttemptTrace(span)
        }

        pub(crate) fn waits(&self, wait: Duration) {
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            self.0.in_scope(|| debug!(target: "callsheet", wait_ms, "waits for another attempt"));
        }

        pub(crate) fn end(&self, outcome: &Result<Reply, Failure>, attempts: u32) {
            self.0.record("callsheet.attempts", attempts);
            record(&self.0, outcome);
        }
    }

    impl AttemptTrace {
        pub(crate) fn of<F: Future>(&self, work: F) -> Instrumented<F> {
            work.instrument(self.0.clone())
        }

        pub(crate) fn end(self, outcome: &Result<Reply, Failure>) {
            record(&self.0, outcome);
        }
    }

    fn record(span: &Span, outcome: &Result<Reply, Failure>) {
        let reply = outcome.as_ref().map_or_else(|failure| failure.partial.as_ref(), Some);
        if let Some(reply) = reply {
            span.record("http.response.status_code", reply.status().as_u16());
        }
        match outcome {
            Ok(reply) if reply.status().as_u16() >= 400 => {
                span.record("error.type", reply.status().as_str());
            }
            Ok(_) => {}
            Err(failure) => {
                span.record("error.type", error_type(failure));
            }
        }
    }

    /// A few words that do not change: they are counted by.
    fn error_type(failure: &Failure) -> &'static str {
        match failure.error.kind() {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Request => "request",
            TransportErrorKind::NoReply => "no_reply",
            TransportErrorKind::CutOff => "cut_off",
            TransportErrorKind::TooLarge => "too_large",
            TransportErrorKind::Timeout => "timeout",
            TransportErrorKind::Token => "token",
            TransportErrorKind::Layer => "layer",
        }
    }
}

#[cfg(not(feature = "tracing"))]
#[expect(clippy::unused_self, reason = "the shape of those that there are with the feature")]
mod off {
    use std::time::Duration;

    use http::Uri;

    use crate::base::BaseUrl;
    use crate::reply::Reply;
    use crate::spec::Spec;
    use crate::transport::Failure;

    pub(crate) struct CallTrace;

    pub(crate) struct AttemptTrace;

    impl CallTrace {
        pub(crate) fn begin(_: &'static Spec, _: &BaseUrl, _: &Uri) -> Self {
            Self
        }

        pub(crate) fn of<F>(&self, work: F) -> F {
            work
        }

        pub(crate) fn attempt(&self, _: &'static Spec, _: &BaseUrl, _: &Uri, _: u32) -> AttemptTrace {
            AttemptTrace
        }

        pub(crate) fn waits(&self, _: Duration) {}

        pub(crate) fn end(&self, _: &Result<Reply, Failure>, _: u32) {}
    }

    impl AttemptTrace {
        pub(crate) fn of<F>(&self, work: F) -> F {
            work
        }

        pub(crate) fn end(self, _: &Result<Reply, Failure>) {}
    }
}
