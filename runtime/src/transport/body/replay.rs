//! Content that a function opens again for each attempt.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::locked::locked;
use super::openable::Openable;
use crate::boxed::{BoxError, BoxFuture, MaybeSend, MaybeSync};
use crate::transport::error::TransportError;

/// A function that opens content for each attempt.
pub(super) trait Source<B>: Fn() -> Opening<B> + MaybeSend + MaybeSync {}

impl<B, F: Fn() -> Opening<B> + MaybeSend + MaybeSync> Source<B> for F {}

/// Clones open the content again.
pub(super) struct Replay<B> {
    source: Arc<dyn Source<B>>,
    /// The mutex makes it `Sync`; a body that is polled does not lock it.
    state: Mutex<State<B>>,
}

enum State<B> {
    Closed,
    Opening(Opening<B>),
    /// The body that the function returned. Its content may have to be opened too.
    Returned(B),
    Open(B),
    Failed,
}

pub(super) type Opening<B> = BoxFuture<'static, Result<B, BoxError>>;

impl<B: Openable> Replay<B> {
    pub(super) fn new(source: Arc<dyn Source<B>>) -> Self {
        Self { source, state: Mutex::new(State::Closed) }
    }

    /// Opens the content, unless it is open.
    pub(super) fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<&mut B, TransportError>> {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        loop {
            *state = match std::mem::replace(state, State::Failed) {
                State::Closed => State::Opening((self.source)()),
                State::Opening(mut opening) => match opening.as_mut().poll(context) {
                    Poll::Ready(body) => State::Returned(body.map_err(TransportError::unreadable_body)?),
                    Poll::Pending => {
                        *state = State::Opening(opening);
                        return Poll::Pending;
                    }
                },
                State::Returned(mut body) => match body.poll_open(context) {
                    Poll::Ready(opened) => opened.map(|()| State::Open(body))?,
                    Poll::Pending => {
                        *state = State::Returned(body);
                        return Poll::Pending;
                    }
                },
                State::Open(body) => {
                    *state = State::Open(body);
                    break;
                }
                State::Failed => break,
            };
        }
        Poll::Ready(match state {
            State::Open(body) => Ok(body),
            _ => Err(TransportError::unreadable_body("the content of the body could not be opened")),
        })
    }

    pub(super) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match self.poll_open(context) {
            Poll::Ready(Ok(body)) => Pin::new(body).poll_frame(context),
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Pending => Poll::Pending,
        }
    }

    pub(super) fn is_end_stream(&self) -> bool {
        self.with(http_body::Body::is_end_stream).unwrap_or_default()
    }

    pub(super) fn size_hint(&self) -> SizeHint {
        self.with(http_body::Body::size_hint).unwrap_or_default()
    }

    /// Returns what is known about the content, once it is open.
    fn with<T>(&self, get: impl FnOnce(&B) -> T) -> Option<T> {
        match &*locked(&self.state) {
            State::Open(body) => Some(get(body)),
            _ => None,
        }
    }
}

impl<B: Openable> Clone for Replay<B> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.source))
    }
}
