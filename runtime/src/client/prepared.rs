//! A call before its first attempt.

use std::sync::Arc;

use http::Request;
use http_body::Body as _;

use crate::client::inner::Inner;
use crate::client::options::CallOptions;
use crate::client::reports::Watch;
use crate::client::request_body;
use crate::client::sending::Sending;
use crate::client::trace::CallTrace;
use crate::endpoint::classify::Judging;
use crate::transport::Body;
use crate::transport::send_state::SendState;

/// A complete request, with what is needed to send it.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) client: Arc<Inner>,
    pub(crate) judging: &'static Judging,
    pub(crate) request: Request<Body>,
    pub(crate) options: Arc<CallOptions>,
    pub(crate) idempotency_key: Option<Arc<str>>,
}

impl Prepared {
    /// Returns what is needed to send the same request in another call.
    pub(crate) fn again(sending: &Sending) -> Self {
        Self {
            client: Arc::clone(&sending.client),
            judging: sending.judging,
            request: sending.request.clone(),
            options: Arc::clone(&sending.options),
            idempotency_key: sending.idempotency_key.clone(),
        }
    }

    /// Begins a call.
    pub(crate) fn begin(self) -> (Sending, CallTrace) {
        let Self { client, judging, request, options, idempotency_key } = self;
        let redirects = judging.redirects(options.follow_redirects.unwrap_or(client.follow_redirects));
        let (head, body) = request.into_parts();
        let body_watch = request_body::watch(&body, &client, &options);
        let body = body_watch.iter().cloned().fold(body, Body::watched);
        let mut request = Request::from_parts(head, body);
        request.extensions_mut().insert(judging.spec);
        request.extensions_mut().insert(redirects.clone());
        let send_state = SendState::default();
        request.extensions_mut().insert(send_state.clone());
        let request_bytes = request.body().size_hint().exact();
        let watch = client.events.as_ref();
        let watch = watch.map(|hook| Watch::start(hook, judging.spec, &client.clock, request_bytes));
        let call = CallTrace::begin(judging.spec, &client.base, request.uri(), watch);
        let accepts_unchanged = options.conditions.accepts_unchanged;
        let sending = Sending {
            client,
            judging,
            request,
            body_watch,
            redirects,
            send_state,
            trace: call.span(),
            options,
            idempotency_key,
            accepts_partial: false,
            accepts_unchanged,
        };
        (sending, call)
    }
}
