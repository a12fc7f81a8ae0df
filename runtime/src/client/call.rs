//! [`Call`]: one call on its way.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{Request, Uri};

use crate::boxed::BoxFuture;
use crate::client::failure::Failed;
use crate::client::options::CallOptions;
use crate::client::sending::Sending;
use crate::client::trace::CallTrace;
use crate::client::{Client, Inner};
use crate::endpoint::Endpoint;
use crate::endpoint::classify::{self, Came, Judging, Outcome, Typed};
use crate::error::Error;
use crate::error::target::Target;
use crate::request::build_error::BuildError;
use crate::request::draft::Draft;
use crate::response::reply::{Reply, WithReply};
use crate::transport::Body;
use crate::transport::send_state::SendState;

/// One call of an endpoint, which `send` began: await it for the value.
///
/// It owns its request and nothing is sent before it is polled; dropped, it is cancelled.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<E> {
    state: State,
    client: Arc<Inner>,
    endpoint: PhantomData<fn() -> E>,
}

/// The same call for the value with its reply: [`Call::with_reply`].
#[must_use = "a call does nothing until it is awaited"]
pub struct CallWithReply<E>(Call<E>);

/// What awaiting [`CallWithReply`] returns.
type ResultWithReply<E> = Result<WithReply<<E as Endpoint>::Response>, Error<<E as Endpoint>::Error>>;

#[expect(clippy::large_enum_variant, reason = "it goes into a box with the rest of the call, when that is polled")]
enum State {
    NotBuilt(Option<BuildError>),
    /// Not polled so far.
    Ready(Option<Ready>),
    Running(Running),
    /// Its result was given out.
    Ended,
}

/// A call on its way.
struct Running {
    work: BoxFuture<'static, Ended>,
    trace: CallTrace,
}

/// What became of a call, and the request that it sent.
struct Ended {
    result: Result<Reply, Failed>,
    url: Uri,
    options: Arc<CallOptions>,
}

/// What a call is made of, whatever its endpoint.
struct Ready {
    client: Arc<Inner>,
    judging: Judging,
    request: Request<Body>,
    options: Arc<CallOptions>,
}

impl Ready {
    /// The call, on its way.
    fn begin(self) -> Result<Running, BuildError> {
        let Self { client, judging, mut request, options } = self;
        let idempotency_key = client.complete(&mut request, judging.spec, &options)?;
        let redirects = judging.redirects(options.follow_redirects.unwrap_or(client.follow_redirects()));
        request.extensions_mut().insert(judging.spec);
        request.extensions_mut().insert(redirects.clone());
        let send_state = SendState::default();
        request.extensions_mut().insert(send_state.clone());
        let trace = CallTrace::begin(judging.spec, client.base(), request.uri());
        let span = trace.span();
        let sending =
            Sending { client, judging, request, redirects, send_state, trace: span, options, idempotency_key };
        let work = async move {
            let result = sending.run().await;
            let Sending { request, options, .. } = sending;
            Ended { result, url: request.into_parts().0.uri, options }
        };
        Ok(Running { work: Box::pin(work), trace })
    }
}

impl<E: Endpoint> Call<E> {
    #[doc(hidden)]
    pub fn new(endpoint: &E, client: &Client<E::Api>) -> Self {
        let request = endpoint.fill(Draft::new(client.base_url(), E::SPEC));
        let state = State::new(request, Judging::of::<E>(), client.inner(), client.options());
        Self { state, client: Arc::clone(client.inner()), endpoint: PhantomData }
    }

    /// The same call, which does some things otherwise than its client: headers, query, timeouts, retries, token.
    ///
    /// A call that was polled already goes on as it began.
    pub fn with(mut self, options: CallOptions) -> Self {
        if let State::Ready(Some(ready)) = &mut self.state {
            ready.options = Arc::new(options.before(&ready.options));
        }
        self
    }

    /// The same call for the value with its reply: status, headers, request id, attempts and time.
    ///
    /// ```
    /// # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
    /// # #[callsheet::endpoint(method = "DELETE", path = "/widgets/<widget>")]
    /// # struct DeleteWidget { widget: String }
    /// let full = DeleteWidget::builder().widget("w").send(client).with_reply().await?;
    /// println!("{} after {:?}", full.reply.status(), full.reply.elapsed());
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_reply(self) -> CallWithReply<E> {
        CallWithReply(self)
    }

    /// Polls it to its result.
    fn poll_into<T>(
        &mut self,
        context: &mut Context<'_>,
        make: impl FnOnce(E::Response, Reply) -> T,
    ) -> Poll<Result<T, Error<E::Error>>> {
        let mut outcome = Outcome::<E>::nothing();
        let came = ready!(self.state.poll(Judging::of::<E>(), &self.client, context, &mut outcome));
        Poll::Ready(outcome.with(came, make))
    }
}

impl State {
    fn new(
        request: Result<Request<Body>, BuildError>,
        judging: Judging,
        client: &Arc<Inner>,
        options: &Arc<CallOptions>,
    ) -> Self {
        match request {
            Ok(request) => {
                let (client, options) = (Arc::clone(client), Arc::clone(options));
                Self::Ready(Some(Ready { client, judging, request, options }))
            }
            Err(error) => Self::NotBuilt(Some(error)),
        }
    }

    /// Polls the call to its reply, and takes that into `outcome`.
    fn poll(
        &mut self,
        judging: Judging,
        client: &Inner,
        context: &mut Context<'_>,
        outcome: &mut dyn Typed,
    ) -> Poll<Came> {
        loop {
            *self = match self {
                Self::NotBuilt(error) => {
                    let error = error.take().expect("it is taken once, and replaced");
                    *self = Self::Ended;
                    return Poll::Ready(Came::Untyped(classify::not_built(judging.spec, client.base(), error)));
                }
                Self::Ready(ready) => match ready.take().expect("it is taken once, and replaced").begin() {
                    Ok(running) => Self::Running(running),
                    Err(error) => Self::NotBuilt(Some(error)),
                },
                Self::Running(running) => {
                    let Ended { result, url, options } = ready!(running.work.as_mut().poll(context));
                    let came = match result {
                        Ok(reply) => classify::read(judging, reply, client.drift(), outcome),
                        Err(failed) => Came::Untyped(failed.into_error(judging.spec)),
                    };
                    let added = [&options.query, client.query()];
                    let came = came.sent_to(|| Target::new(client.base(), judging.spec, &url, added));
                    running.trace.end(&came);
                    // Its spans end now, though the caller may keep the call.
                    *self = Self::Ended;
                    return Poll::Ready(came);
                }
                Self::Ended => panic!("a call is not polled after it ended"),
            };
        }
    }
}

impl<E: Endpoint> CallWithReply<E> {
    /// The same call, which does some things otherwise than its client: see [`Call::with`].
    pub fn with(self, options: CallOptions) -> Self {
        Self(self.0.with(options))
    }
}

impl<E: Endpoint> Future for Call<E> {
    type Output = Result<E::Response, Error<E::Error>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll_into(context, |value, _| value)
    }
}

impl<E: Endpoint> Future for CallWithReply<E> {
    type Output = ResultWithReply<E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.poll_into(context, WithReply::new)
    }
}

impl<E: Endpoint> fmt::Debug for Call<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&E::SPEC.name).finish()
    }
}

impl<E: Endpoint> fmt::Debug for CallWithReply<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallWithReply").field(&E::SPEC.name).finish()
    }
}

/// For code that works over any endpoint; where the endpoint is known, its own `send` reads better.
impl<A: crate::Api> Client<A> {
    /// Calls an endpoint: await it for the value.
    pub fn send<E: Endpoint<Api = A>>(&self, endpoint: &E) -> Call<E> {
        Call::new(endpoint, self)
    }
}
