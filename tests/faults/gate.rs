//! [`Gate`]: a `tower` service that is not ready at first.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use callsheet::transport::Body;
use http::Request;
use tower::Service;

/// Makes its services ready when it is opened. Clones are the same gate.
#[derive(Clone, Default)]
pub(crate) struct Gate(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    is_open: bool,
    /// The last waker that polled each service, as `tower` requires.
    wakers: Vec<(usize, Waker)>,
    services: usize,
}

impl Gate {
    /// Wraps this service, which becomes ready when the gate opens.
    pub(crate) fn before<S>(&self, service: S) -> Gated<S> {
        let mut state = self.0.lock().unwrap();
        state.services += 1;
        Gated { gate: self.clone(), number: state.services, service }
    }

    pub(crate) fn open(&self) {
        let mut state = self.0.lock().unwrap();
        state.is_open = true;
        let wakers = std::mem::take(&mut state.wakers);
        drop(state);
        for (_, waker) in wakers {
            waker.wake();
        }
    }

    pub(crate) fn close(&self) {
        self.0.lock().unwrap().is_open = false;
    }
}

pub(crate) struct Gated<S> {
    gate: Gate,
    number: usize,
    service: S,
}

impl<S: Service<Request<Body>>> Service<Request<Body>> for Gated<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        let mut state = self.gate.0.lock().unwrap();
        if !state.is_open {
            state.wakers.retain(|(number, _)| *number != self.number);
            state.wakers.push((self.number, context.waker().clone()));
            return Poll::Pending;
        }
        drop(state);
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> S::Future {
        self.service.call(request)
    }
}
