//! The credentials of a client, and of one call.

use std::pin::pin;
use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{Extensions, Request, StatusCode};

use super::authorizer::{AfterRefusal, Authorizer, Step};
use super::outgoing::Outgoing;
use super::refusal::Refusal;
use crate::boxed::{BoxError, BoxFuture};
use crate::client::deadline::CallTime;
use crate::clock::Clock;
use crate::endpoint::classify::Judging;
use crate::request::build_error::BuildError;
use crate::request::query::Constants;
use crate::response::Reply;
use crate::spec::{Repeat, Spec};
use crate::transport::Body;
use crate::transport::error::{Sent, TransportError, TransportErrorKind};

/// Adds credentials to the requests of a client.
pub(crate) struct Credentials {
    /// Secret query parameters. Every request has them, even a request with its own `Authorization`.
    pub(crate) keys: Constants,
    pub(crate) authorizer: Option<Arc<dyn Authorizer>>,
}

impl Credentials {
    /// Returns the authorizer, for requests without their own `Authorization`.
    fn authorizer(&self, request: &Request<Body>) -> Option<&dyn Authorizer> {
        self.authorizer.as_deref().filter(|_| !request.headers().contains_key(AUTHORIZATION))
    }

    /// Adds the credentials that are available at once to a request that a client builds, but does not send.
    pub(crate) fn put_on(
        &self,
        request: &mut Request<Body>,
        spec: &'static Spec,
        clock: &Arc<dyn Clock>,
    ) -> Result<(), BuildError> {
        let mut memory = Extensions::new();
        let authorizer = self.authorizer(request);
        let mut outgoing = Outgoing { request, spec, clock, memory: &mut memory, attempt: 1 };
        outgoing.constants(&self.keys)?;
        let Some(authorizer) = authorizer else { return Ok(()) };
        match authorizer.authorize(outgoing).0 {
            Step::Ready(done) => done.map_err(|error| BuildError::request(format!("the credentials: {error}"))),
            Step::Wait(_) => Ok(()),
        }
    }
}

/// The credentials of one call.
pub(crate) struct CallCredentials<'a> {
    keys: &'a Constants,
    /// `None` if the request has its own credentials, or needs none.
    authorizer: Option<&'a dyn Authorizer>,
    clock: &'a Arc<dyn Clock>,
    /// The memory of the authorizer.
    memory: Extensions,
    were_refused: bool,
}

impl<'a> CallCredentials<'a> {
    pub(crate) fn new(credentials: &'a Credentials, request: &Request<Body>, clock: &'a Arc<dyn Clock>) -> Self {
        let authorizer = credentials.authorizer(request);
        Self { keys: &credentials.keys, authorizer, clock, memory: Extensions::new(), were_refused: false }
    }

    /// Copies the request for one attempt, with the credentials.
    pub(crate) async fn on_copy(
        &mut self,
        request: &Request<Body>,
        spec: &'static Spec,
        attempt: u32,
        time: &CallTime<'_>,
    ) -> Result<Request<Body>, TransportError> {
        let mut request = request.clone();
        if let Some(future) = self.put_on(&mut request, spec, attempt)? {
            let future = pin!(async move { future.await.map_err(missing) });
            time.total().run(|| Sent::No, future).await?;
        }
        Ok(request)
    }

    /// Adds the credentials to a request. Returns a future if it must wait for them.
    fn put_on<'r>(
        &'r mut self,
        request: &'r mut Request<Body>,
        spec: &'static Spec,
        attempt: u32,
    ) -> Result<Option<BoxFuture<'r, Result<(), BoxError>>>, TransportError> {
        let Self { keys, authorizer, clock, memory, .. } = self;
        let mut outgoing = Outgoing { request, spec, clock, memory, attempt };
        outgoing.constants(keys).map_err(|error| missing(error.into()))?;
        let Some(authorizer) = authorizer else { return Ok(None) };
        match authorizer.authorize(outgoing).0 {
            Step::Ready(done) => done.map(|()| None).map_err(missing),
            Step::Wait(future) => Ok(Some(future)),
        }
    }

    /// Passes the reply to the authorizer, which decides whether to send the request once more with other credentials.
    pub(crate) async fn judge(
        &mut self,
        request: &Request<Body>,
        reply: &Reply,
        (judging, documented): (&Judging, Option<Repeat>),
        can_be_sent_again: bool,
        time: &CallTime<'_>,
    ) -> Result<AfterRefusal, TransportError> {
        let Some(authorizer) = self.authorizer else { return Ok(AfterRefusal::GiveUp) };
        if accepts(reply, documented) {
            authorizer.accepted(judging.spec, &mut self.memory);
        }
        if !refuses(reply, documented) {
            return Ok(AfterRefusal::GiveUp);
        }
        let is_first = !std::mem::replace(&mut self.were_refused, true);
        let can_try_again = is_first && can_be_sent_again;
        let code = judging.code(reply);
        let refusal = Refusal {
            spec: judging.spec,
            method: request.method(),
            uri: request.uri(),
            reply,
            code: code.as_deref(),
            clock: self.clock,
            memory: &mut self.memory,
            can_try_again,
            is_first,
        };
        let future = pin!(async move { authorizer.refused(refusal).await.map_err(missing) });
        let decision = time.total().run(|| Sent::Yes, future).await?;
        Ok(if is_first { decision } else { AfterRefusal::GiveUp })
    }
}

/// The error of an attempt that was not sent.
fn missing(error: BoxError) -> TransportError {
    TransportError::new(TransportErrorKind::Credentials, Sent::No, error)
}

/// Whether the reply shows that the server accepts the credentials. `documented` is the retry behavior of the
/// documented error. A rate limit or a server error may come before the credentials are checked, for example from a
/// proxy. Another origin has not seen them.
fn accepts(reply: &Reply, documented: Option<Repeat>) -> bool {
    let says_nothing = match reply.status() {
        StatusCode::UNAUTHORIZED
        | StatusCode::PROXY_AUTHENTICATION_REQUIRED
        | StatusCode::REQUEST_TIMEOUT
        | StatusCode::TOO_MANY_REQUESTS => true,
        status => status.is_server_error(),
    };
    !says_nothing && documented != Some(Repeat::Renew) && !reply.is_without_credentials()
}

/// Whether the reply refuses the credentials. `documented` is the retry behavior of the documented error.
fn refuses(reply: &Reply, documented: Option<Repeat>) -> bool {
    let is_refusal = match documented {
        Some(Repeat::Renew) => true,
        Some(Repeat::Never) => false,
        _ => reply.status() == StatusCode::UNAUTHORIZED,
    };
    is_refusal && !reply.is_without_credentials()
}
