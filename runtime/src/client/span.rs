//! Spans of `tracing`. Without the feature `tracing` they do nothing.
//!
//! Only this file depends on the feature.

#![cfg_attr(not(feature = "tracing"), expect(unused_variables, clippy::unused_self, reason = "nothing is recorded"))]

use std::future::Future;
use std::time::Duration;

use http::Uri;
#[cfg(feature = "tracing")]
use tracing::{debug, field::Empty, info_span, instrument::Instrument as _};

use crate::request::base_url::BaseUrl;
use crate::spec::Spec;

/// A span, or nothing without the feature.
#[derive(Clone)]
pub(crate) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

impl Span {
    /// The span of a whole call.
    pub(crate) fn of_call(spec: &'static Spec, base: &BaseUrl, uri: &Uri) -> Self {
        Self {
            #[cfg(feature = "tracing")]
            span: info_span!(
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
            ),
        }
    }

    /// The span of one attempt, inside the span of its call.
    pub(crate) fn of_attempt(&self, spec: &'static Spec, base: &BaseUrl, uri: &Uri) -> Self {
        Self {
            #[cfg(feature = "tracing")]
            span: info_span!(
                target: "callsheet",
                parent: &self.span,
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
            ),
        }
    }

    /// Runs this work in the span.
    pub(crate) fn of<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        #[cfg(feature = "tracing")]
        let work = work.instrument(self.span.clone());
        work
    }

    pub(crate) fn record(&self, field: &str, value: &str) {
        #[cfg(feature = "tracing")]
        self.span.record(field, value);
    }

    pub(crate) fn record_number(&self, field: &str, value: u32) {
        #[cfg(feature = "tracing")]
        self.span.record(field, i64::from(value));
    }

    /// Records an event in this span: the call waits for another attempt.
    pub(crate) fn waits(&self, wait: Duration) {
        #[cfg(feature = "tracing")]
        {
            let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
            self.span.in_scope(|| debug!(target: "callsheet", wait_ms, "waits for another attempt"));
        }
    }
}

/// Runs this work in the span and with the current subscriber, on whichever thread it is polled.
#[cfg(feature = "blocking")]
pub(crate) fn carried<F: Future>(work: F) -> impl Future<Output = F::Output> {
    #[cfg(feature = "tracing")]
    let work = {
        use tracing::instrument::WithSubscriber as _;
        work.with_current_subscriber().instrument(tracing::Span::current())
    };
    work
}
