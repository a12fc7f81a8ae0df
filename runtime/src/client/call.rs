//! [`Call`]: one call, as a future.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use http::{Request, StatusCode};

use crate::boxed::BoxFuture;
use crate::client::Client;
use crate::client::again::SentRequest;
use crate::client::failure::Failed;
use crate::client::inner::Inner;
use crate::client::options::CallOptions;
use crate::client::prepared::Prepared;
use crate::client::reports::CallOutcome;
use crate::client::trace::CallTrace;
use crate::endpoint::classify::{self, Arrived, Judging};
use crate::endpoint::{Endpoint, judging, read};
use crate::error::Error;
use crate::request::build_error::BuildError;
use crate::request::draft::Draft;
use crate::request::query::names;
use crate::request::reference;
use crate::response::reply::{Reply, WithReply};
use crate::transport::Body;

/// One call of an endpoint, returned by `send`. Await it to get the value.
///
/// It owns its request. Nothing is sent before it is polled, and dropping it cancels the call.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<E> {
    state: State,
    client: Arc<Inner>,
    endpoint: PhantomData<fn() -> E>,
}

/// A call that returns its value together with the reply: see [`Call::with_reply`].
#[must_use = "a call does nothing until it is awaited"]
pub struct CallWithReply<E>(Call<E>);

/// The result of awaiting a [`CallWithReply`].
type ResultWithReply<E> = Result<WithReply<<E as Endpoint>::Response>, Error<<E as Endpoint>::Error>>;

#[expect(clippy::large_enum_variant, reason = "it is boxed with the rest of the call when that is polled")]
enum State {
    NotBuilt(BuildError),
    /// Not polled yet.
    Ready(Ready),
    Running(Running),
    /// It has returned its result.
    Ended,
}

/// A running call.
struct Running {
    work: BoxFuture<'static, (Result<Arrived, Failed>, SentRequest)>,
    trace: CallTrace,
}

/// The parts of a call that do not depend on the type of its endpoint.
struct Ready {
    client: Arc<Inner>,
    judging: &'static Judging,
    request: Request<Body>,
    options: Arc<CallOptions>,
    /// The URL that the server returned, if the call follows one.
    follows: Option<String>,
}

impl Ready {
    /// The running call.
    fn begin(self) -> Result<Running, BuildError> {
        let Self { client, judging, mut request, options, follows } = self;
        if let Some(url) = follows {
            let added = names(options.query.as_str()).chain(names(client.credentials.keys.as_str())).collect();
            *request.uri_mut() = reference::followed(request.uri(), &url, added)?;
        }
        let idempotency_key = client.complete(&mut request, judging.spec, &options)?;
        let (sending, trace) = Prepared { client, judging, request, options, idempotency_key }.begin();
        let work = async move {
            let result = sending.run().await;
            let is_stream = result.as_ref().is_ok_and(|arrived| arrived.body.is_some());
            (result, SentRequest::of(sending, is_stream))
        };
        Ok(Running { work: Box::pin(work), trace })
    }
}

impl<E: Endpoint> Call<E> {
    #[doc(hidden)]
    pub fn new(endpoint: &E, client: &Client<E::Api>) -> Self {
        let draft = Draft::new(client.base_url(), E::SPEC).with_random(&*client.inner().random);
        Self::of_request(endpoint.fill(draft), client)
    }

    /// Creates a call that sends this request.
    pub(crate) fn of_request(request: Result<Request<Body>, BuildError>, client: &Client<E::Api>) -> Self {
        let state = State::new(request, judging::<E>(), client.inner(), client.options());
        Self { state, client: Arc::clone(client.inner()), endpoint: PhantomData }
    }

    /// Changes settings of the client for this call: header fields, query, timeouts, retries, token.
    ///
    /// It has no effect on a call that was already polled.
    pub fn with(mut self, options: CallOptions) -> Self {
        if let State::Ready(ready) = &mut self.state {
            ready.options = Arc::new(options.before(&ready.options));
        }
        self
    }

    /// Sends the request to a URL that the server returned, such as the `Location` of an upload, instead of the path of the
    /// endpoint. Method, header fields, body, credentials, response and errors are those of the endpoint. Its query is
    /// added to that of the URL. If both have the same parameter, that of the endpoint is sent.
    ///
    /// The URL may be relative: it is resolved as RFC 3986 section 5 requires, against the URL of the endpoint. It must have
    /// the same scheme, host and port, because the client sends its credentials. Otherwise the call fails with
    /// [`Error::Build`], and nothing is sent.
    ///
    /// It has no effect on a call that was already polled.
    ///
    /// ```
    /// # use callsheet::{Body, endpoint};
    /// #[endpoint(method = "POST", path = "/v2/uploads", response = Started)]
    /// struct StartUpload;
    ///
    /// #[derive(callsheet::Response)]
    /// struct Started {
    ///     #[header]
    ///     location: String,
    /// }
    ///
    /// /// The server chooses the URL.
    /// #[endpoint(method = "PUT", path = "/v2/uploads")]
    /// struct FinishUpload {
    ///     #[query]
    ///     digest: String,
    ///     #[payload]
    ///     content: Body,
    /// }
    ///
    /// # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
    /// let upload = StartUpload.send(client).await?;
    /// let finish = FinishUpload::builder().digest("sha256:..").content("layer");
    /// finish.send(client).follow(upload.location).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn follow(mut self, url: impl Into<String>) -> Self {
        if let State::Ready(ready) = &mut self.state {
            ready.follows = Some(url.into());
        }
        self
    }

    /// Makes the call return its value together with the reply: status, header fields, request id, attempts and time.
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

    /// Polls the call until its result.
    fn poll_result<T>(
        &mut self,
        context: &mut Context<'_>,
        make: impl FnOnce(E::Response, Reply) -> T,
    ) -> Poll<Result<T, Error<E::Error>>> {
        let result = match ready!(self.poll_arrived(context)) {
            Ok((arrived, request)) => self.read(arrived, &request, make),
            Err(error) => Err(error.typed()),
        };
        self.end(&result);
        Poll::Ready(result)
    }

    /// Polls the call until its reply.
    pub(super) fn poll_arrived(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<(Arrived, SentRequest), Error<Infallible>>> {
        self.state.poll(judging::<E>(), &self.client, context)
    }

    /// Reads the value of the reply.
    pub(super) fn read<T>(
        &self,
        arrived: Arrived,
        request: &SentRequest,
        make: impl FnOnce(E::Response, Reply) -> T,
    ) -> Result<T, Error<E::Error>> {
        read::<E, _>(arrived, Some(&request.caller(&self.client)), make)
    }

    /// Ends the call with this result.
    pub(super) fn end<T>(&mut self, result: &Result<T, Error<E::Error>>) {
        let error = result.as_ref().err();
        self.state.end(error.map_or(CallOutcome::Success, CallOutcome::of), error.and_then(Error::status));
    }
}

impl State {
    fn new(
        request: Result<Request<Body>, BuildError>,
        judging: &'static Judging,
        client: &Arc<Inner>,
        options: &Arc<CallOptions>,
    ) -> Self {
        match request {
            Ok(request) => {
                let (client, options) = (Arc::clone(client), Arc::clone(options));
                Self::Ready(Ready { client, judging, request, options, follows: None })
            }
            Err(error) => Self::NotBuilt(error),
        }
    }

    /// Polls the call until its reply.
    fn poll(
        &mut self,
        judging: &'static Judging,
        client: &Inner,
        context: &mut Context<'_>,
    ) -> Poll<Result<(Arrived, SentRequest), Error<Infallible>>> {
        let spec = judging.spec;
        loop {
            if let Self::Running(running) = self {
                let (result, request) = ready!(running.work.as_mut().poll(context));
                return Poll::Ready(match result {
                    Ok(arrived) => Ok((arrived, request)),
                    Err(failed) => Err(failed.into_error(spec, request.destination(client).target(spec))),
                });
            }
            *self = match std::mem::replace(self, Self::Ended) {
                Self::Ready(ready) => match ready.begin() {
                    Ok(running) => Self::Running(running),
                    Err(error) => Self::NotBuilt(error),
                },
                Self::NotBuilt(error) => {
                    if let Some(hook) = &client.events {
                        hook.not_built(spec);
                    }
                    return Poll::Ready(Err(classify::not_built(spec, &client.base, error)));
                }
                Self::Running(_) | Self::Ended => panic!("a call must not be polled after it ended"),
            };
        }
    }

    /// Ends the call after its reply was read. Its spans end too, even if the caller keeps the call.
    fn end(&mut self, outcome: CallOutcome<'_>, status: Option<StatusCode>) {
        if let Self::Running(running) = self {
            running.trace.end(outcome, status);
        }
        *self = Self::Ended;
    }
}

impl<E: Endpoint> CallWithReply<E> {
    /// Changes settings of the client for this call: see [`Call::with`].
    pub fn with(self, options: CallOptions) -> Self {
        Self(self.0.with(options))
    }
}

impl<E: Endpoint> Future for Call<E> {
    type Output = Result<E::Response, Error<E::Error>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().poll_result(context, |value, _| value)
    }
}

impl<E: Endpoint> Future for CallWithReply<E> {
    type Output = ResultWithReply<E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.poll_result(context, WithReply::new)
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

/// Use it in code that is generic over endpoints. For a known endpoint, its own `send` reads better.
impl<A: crate::Api> Client<A> {
    /// Calls an endpoint. Await the call to get the value.
    pub fn send<E: Endpoint<Api = A>>(&self, endpoint: &E) -> Call<E> {
        Call::new(endpoint, self)
    }
}
