//! [`Call`]: one call on its way.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::error::{BuildError, Error};
use crate::reading;
use crate::reply::{Full, Reply};
use crate::request::Draft;
use crate::transport::{BoxFuture, Failure};

/// One call of an endpoint, which `send` began: await it for the value.
///
/// It owns its request and nothing is sent before it is polled; dropped, it is cancelled.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<E> {
    state: State,
    endpoint: PhantomData<fn() -> E>,
}

/// The same call for the value with its reply: `send_full`.
#[must_use = "a call does nothing until it is awaited"]
pub struct CallFull<E>(Call<E>);

/// What the generic shell makes of an exchange.
type FullResult<E> = Result<Full<<E as Endpoint>::Response>, Error<<E as Endpoint>::Error>>;

enum State {
    NotBuilt(Option<BuildError>),
    Running(BoxFuture<'static, Result<Reply, Failure>>),
}

impl<E: Endpoint> Call<E> {
    #[doc(hidden)]
    pub fn new(endpoint: &E, client: &Client<E::Api>) -> Self {
        let request = endpoint.fill(Draft::new(client.base_url(), E::SPEC));
        let state = match request {
            Ok(request) => State::Running(Box::pin(Arc::clone(client.inner()).exchange(request))),
            Err(error) => State::NotBuilt(Some(error)),
        };
        Self { state, endpoint: PhantomData }
    }

    #[doc(hidden)]
    pub fn full(self) -> CallFull<E> {
        CallFull(self)
    }

    fn poll_full(&mut self, context: &mut Context<'_>) -> Poll<FullResult<E>> {
        match &mut self.state {
            State::NotBuilt(error) => {
                let error = error.take().expect("a call is not polled after it ended");
                Poll::Ready(Err(reading::not_built(E::SPEC, error)))
            }
            State::Running(exchange) => exchange.as_mut().poll(context).map(|outcome| match outcome {
                Ok(reply) => reading::read::<E>(reply),
                Err(failure) => Err(reading::failed(E::SPEC, failure)),
            }),
        }
    }
}

impl<E: Endpoint> Future for Call<E> {
    type Output = Result<E::Response, Error<E::Error>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll_full(context).map_ok(|full| full.value)
    }
}

impl<E: Endpoint> Future for CallFull<E> {
    type Output = FullResult<E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.poll_full(context)
    }
}

impl<E: Endpoint> fmt::Debug for Call<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&E::SPEC.name).finish()
    }
}

impl<E: Endpoint> fmt::Debug for CallFull<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallFull").field(&E::SPEC.name).finish()
    }
}

/// For code that works over any endpoint; where the endpoint is known, its own `send` reads better.
impl<A: crate::Api> Client<A> {
    /// Calls an endpoint: await it for the value.
    pub fn send<E: Endpoint<Api = A>>(&self, endpoint: &E) -> Call<E> {
        Call::new(endpoint, self)
    }

    /// Calls an endpoint: await it for the value with status, headers, request id and time.
    pub fn send_full<E: Endpoint<Api = A>>(&self, endpoint: &E) -> CallFull<E> {
        Call::new(endpoint, self).full()
    }
}
