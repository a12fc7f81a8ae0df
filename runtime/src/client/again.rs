//! What remains of a request after its reply has arrived: names for errors, and sending it again for a stream.

use std::sync::Arc;

use http::header::{IF_NONE_MATCH, RANGE};
use http::{Request, Uri};

use crate::boxed::BoxFuture;
use crate::client::inner::Inner;
use crate::client::options::CallOptions;
use crate::client::prepared::Prepared;
use crate::client::reports::CallOutcome;
use crate::client::sending::Sending;
use crate::endpoint::classify::{self, Arrived, Caller, Judging, Reading, StreamRules};
use crate::endpoint::streaming::{Again, FieldChanges, StreamingReply};
use crate::error::target::Destination;
use crate::error::{AnyError, Error};
use crate::random::Random;
use crate::request::build_error::BuildError;
use crate::transport::Body;

/// The parts of a call's request that are needed after its reply has arrived.
pub(crate) struct SentRequest {
    url: Uri,
    options: Arc<CallOptions>,
    asked_for_range: bool,
    again: Option<Arc<dyn Again>>,
}

impl SentRequest {
    /// Takes what is needed from a call that has ended. `is_stream` is whether the body of its reply is still to be
    /// read.
    pub(crate) fn of(sending: Sending, is_stream: bool) -> Self {
        let asked_for_range = sending.request.headers().contains_key(RANGE);
        let rules = sending.judging.stream.as_ref().filter(|_| is_stream && is_repeatable(&sending));
        let again =
            rules.map(|rules| Arc::new(Repeatable { prepared: Prepared::again(&sending), rules }) as Arc<dyn Again>);
        let Sending { request, options, .. } = sending;
        Self { url: request.into_parts().0.uri, options, asked_for_range, again }
    }

    pub(crate) fn destination<'c>(&'c self, client: &'c Inner) -> Destination<'c> {
        Destination { base: &client.base, url: &self.url, added: &self.options.query }
    }

    pub(crate) fn caller<'c>(&'c self, client: &'c Inner) -> Caller<'c> {
        Caller {
            drift: client.drift.as_ref(),
            destination: self.destination(client),
            clock: &client.clock,
            asked_for_range: self.asked_for_range,
            again: self.again.as_ref(),
        }
    }
}

/// Whether a stream may send its request again. An idempotency key is not enough: it makes the server repeat its reply,
/// and not continue it.
fn is_repeatable(sending: &Sending) -> bool {
    sending.judging.spec.idempotent && !sending.request.body().is_spent()
}

/// The request of a stream.
struct Repeatable {
    prepared: Prepared,
    rules: &'static StreamRules,
}

impl Again for Repeatable {
    fn send(self: Arc<Self>, changes: FieldChanges) -> BoxFuture<'static, Result<StreamingReply, AnyError>> {
        Box::pin(async move {
            let Prepared { client, judging, request: first, options, .. } = &self.prepared;
            let Some(request) = changed(first, changes) else {
                let source = BuildError::request("the request has too many header fields");
                return Err(classify::not_built(judging.spec, &client.base, source).typed());
            };
            let asked_for_range = request.headers().contains_key(RANGE);
            let (mut sending, mut trace) = Prepared { request, ..self.prepared.clone() }.begin();
            sending.accepts_partial = asked_for_range;
            sending.accepts_unchanged = false;
            let result = sending.run().await;
            let again: Arc<dyn Again> = Arc::clone(&self) as _;
            let caller = Caller {
                drift: client.drift.as_ref(),
                destination: Destination { base: &client.base, url: first.uri(), added: &options.query },
                clock: &client.clock,
                asked_for_range,
                again: Some(&again),
            };
            let result = match result {
                Ok(arrived) => read(judging, self.rules, arrived, &caller),
                Err(failed) => Err(failed.into_error(judging.spec, caller.destination.target(judging.spec)).typed()),
            };
            let error = result.as_ref().err();
            trace.end(error.map_or(CallOutcome::Success, CallOutcome::of), error.and_then(Error::status));
            result
        })
    }

    fn random(&self) -> &dyn Random {
        &*self.prepared.client.random
    }
}

/// Copies the request with these changes. Returns `None` if it has too many header fields.
fn changed(request: &Request<Body>, changes: FieldChanges) -> Option<Request<Body>> {
    let mut request = request.clone();
    // The version that the caller knew before the first request does not matter to the rest of a stream.
    request.headers_mut().remove(IF_NONE_MATCH);
    for (name, value) in changes {
        match value {
            Some(value) => drop(request.headers_mut().try_insert(name, value).ok()?),
            None => drop(request.headers_mut().remove(name)),
        }
    }
    Some(request)
}

fn read(
    judging: &'static Judging,
    rules: &StreamRules,
    mut arrived: Arrived,
    caller: &Caller<'_>,
) -> Result<StreamingReply, AnyError> {
    let Some(body) = arrived.body.take() else { return Err((rules.refused)(arrived, caller)) };
    let reading = Reading::begin(judging, Some(caller));
    match reading.incoming(rules.check, &arrived.reply, Some(body)) {
        Ok(reply) => Ok(reply),
        Err(source) => Err(reading.decode(arrived.reply, source).typed()),
    }
}
