//! Several bodies, one after the other.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::openable::Openable;
use crate::transport::error::TransportError;

/// Bodies that are read one after the other. Clones start from the beginning.
pub(super) struct Chain<B> {
    bodies: Vec<B>,
    /// The index of the body that is being read.
    at: usize,
}

impl<B: Openable + Clone> Chain<B> {
    pub(super) fn new(bodies: Vec<B>) -> Self {
        Self { bodies, at: 0 }
    }

    pub(super) fn bodies(&self) -> &[B] {
        &self.bodies
    }

    /// Opens all bodies, because the length of the whole is the sum of their lengths.
    pub(super) fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        for body in self.bodies.iter_mut().skip(self.at) {
            ready!(body.poll_open(context))?;
        }
        Poll::Ready(Ok(()))
    }

    pub(super) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        while let Some(body) = self.bodies.get_mut(self.at) {
            match ready!(Pin::new(&mut *body).poll_frame(context)).transpose()?.map(Frame::into_data) {
                Some(Ok(data)) if data.is_empty() => {}
                Some(Ok(data)) => return Poll::Ready(Some(Ok(Frame::data(data)))),
                // Trailers of a body in the middle have no place.
                Some(Err(_)) => {}
                None => {
                    // Closes a file, and keeps what a clone of the chain needs.
                    *body = body.clone();
                    self.at += 1;
                }
            }
        }
        Poll::Ready(None)
    }

    pub(super) fn is_end_stream(&self) -> bool {
        self.rest().all(http_body::Body::is_end_stream)
    }

    pub(super) fn size_hint(&self) -> SizeHint {
        let mut sum = SizeHint::with_exact(0);
        for hint in self.rest().map(http_body::Body::size_hint) {
            let upper = sum.upper().zip(hint.upper()).and_then(|(one, other)| one.checked_add(other));
            let lower = sum.lower().saturating_add(hint.lower());
            sum = SizeHint::new();
            sum.set_lower(lower);
            if let Some(upper) = upper {
                sum.set_upper(upper.max(lower));
            }
        }
        sum
    }

    fn rest(&self) -> impl Iterator<Item = &B> {
        self.bodies.iter().skip(self.at)
    }
}

impl<B: Openable + Clone> Clone for Chain<B> {
    fn clone(&self) -> Self {
        Self::new(self.bodies.clone())
    }
}
