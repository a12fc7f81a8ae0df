//! [`Scripted`]: a transport without a network, for tests that depend on time, because a paused clock does not work
//! with sockets.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use callsheet::clock::{Clock, TokioClock};
use callsheet::error::Sent;
use callsheet::transport::{
    Body, BoxFuture, Redirected, Redirects, TimeLimit, Transport, TransportError, TransportErrorKind,
    into_bytes_request,
};
use http::{Request, Response};

/// A transport that plays a script, one step per attempt. The last step is repeated for all further attempts.
///
/// Clones share the script and the log.
#[derive(Clone)]
pub struct Scripted(Arc<Mutex<State>>, Arc<dyn Clock>);

#[derive(Debug)]
struct State {
    steps: Vec<Step>,
    attempts: Vec<Attempt>,
}

/// An attempt as the transport received it.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// When it started, by the clock.
    pub at: Duration,
    /// The request.
    pub request: Request<Bytes>,
}

/// The result of an attempt.
#[derive(Debug, Clone)]
pub enum Step {
    /// A reply with this status, these headers and this body.
    Reply(u16, Vec<(String, String)>, String),
    /// No reply, for this reason.
    Fails(TransportErrorKind, Sent),
    /// No connection in time.
    ConnectTimeout,
    /// A reply with this status whose body ends after one byte with an error.
    CutOff(u16, Vec<(String, String)>),
    /// Never a reply.
    Stall,
    /// The head of a reply with this status, and never a body.
    StallInBody(u16),
    /// No connection to the target of a redirect.
    RedirectNowhere,
    /// The other step, after a followed redirect. A response and an error record the redirect themselves; an attempt
    /// that never ends marks it in the request's `Redirects`.
    Redirected(Box<Step>),
    /// The other step, after a redirect that is only marked in the request's `Redirects`.
    MarkedRedirect(Box<Step>),
    /// Waits this time before the other step.
    After(Duration, Box<Step>),
}

impl Step {
    /// A reply with this status and neither headers nor a body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self::Reply(status, Vec::new(), String::new())
    }

    /// A reply with this body.
    #[must_use]
    pub fn body(status: u16, body: &str) -> Self {
        Self::Reply(status, Vec::new(), body.to_owned())
    }
}

impl Scripted {
    /// Creates a transport with these steps.
    ///
    /// # Panics
    ///
    /// If there are no steps.
    #[must_use]
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self::with_clock(steps, Arc::new(TokioClock::new()))
    }

    /// The same with another clock instead of tokio's.
    ///
    /// # Panics
    ///
    /// If there are no steps.
    #[must_use]
    pub fn with_clock(steps: impl IntoIterator<Item = Step>, clock: Arc<dyn Clock>) -> Self {
        let steps: Vec<Step> = steps.into_iter().collect();
        assert!(!steps.is_empty(), "a script without steps");
        Self(Arc::new(Mutex::new(State { steps, attempts: Vec::new() })), clock)
    }

    /// Returns the attempts so far.
    ///
    /// # Panics
    ///
    /// After a panic of the transport.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.0.lock().expect("the script").attempts.clone()
    }

    /// Returns the value of a header on each attempt.
    ///
    /// # Panics
    ///
    /// If a value is not text.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<Option<String>> {
        let text = |attempt: &Attempt| {
            let value = attempt.request.headers().get(name)?;
            Some(value.to_str().expect("a text").to_owned())
        };
        self.attempts().iter().map(text).collect()
    }

    /// Returns the times between the attempts.
    #[must_use]
    pub fn gaps(&self) -> Vec<Duration> {
        self.attempts().windows(2).map(|two| two[1].at.saturating_sub(two[0].at)).collect()
    }

    fn next(&self, request: Request<Bytes>) -> Step {
        let mut state = self.0.lock().expect("the script");
        let at = state.attempts.len().min(state.steps.len() - 1);
        state.attempts.push(Attempt { at: self.1.now(), request });
        state.steps[at].clone()
    }
}

impl Transport for Scripted {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let redirects = request.extensions().get::<Redirects>().cloned();
            let mut step = self.next(into_bytes_request(request)?);
            while let Step::After(time, then) = step {
                self.1.sleep(time).await;
                step = *then;
            }
            match step {
                Step::Redirected(then) => redirected(*then, redirects).await,
                Step::MarkedRedirect(then) => {
                    redirects.expect("a client's request").mark_followed();
                    take(*then).await
                }
                step => take(step).await,
            }
        })
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(Arc::clone(&self.1))
    }
}

async fn redirected(step: Step, redirects: Option<Redirects>) -> Result<Response<Body>, TransportError> {
    if matches!(step, Step::Stall) {
        redirects.expect("a client's request").mark_followed();
    }
    let mut response = take(step).await.map_err(TransportError::after_redirect)?;
    response.extensions_mut().insert(Redirected::new());
    Ok(response)
}

async fn take(step: Step) -> Result<Response<Body>, TransportError> {
    match step {
        Step::Reply(status, headers, body) => Ok(reply(status, &headers, Body::from(body))),
        Step::Fails(kind, sent) => Err(TransportError::new(kind, sent, "as planned")),
        Step::ConnectTimeout => Err(TransportError::timeout(TimeLimit::Connect, Sent::No, "as planned")),
        Step::CutOff(status, headers) => Ok(reply(status, &headers, Body::new(Broken::new(Some("broken"))))),
        Step::StallInBody(status) => Ok(reply(status, &[], Body::new(Broken::new(None)))),
        Step::Stall | Step::After(..) | Step::Redirected(_) | Step::MarkedRedirect(_) => std::future::pending().await,
        Step::RedirectNowhere => {
            let mut head = Response::new(());
            *head.status_mut() = http::StatusCode::FOUND;
            Err(TransportError::new(TransportErrorKind::Connect, Sent::No, "as planned").after(head))
        }
    }
}

fn reply(status: u16, headers: &[(String, String)], body: Body) -> Response<Body> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(body).expect("a reply")
}

/// A body that has one byte, and then an error or nothing more.
struct Broken {
    byte: Option<Bytes>,
    error: Option<&'static str>,
}

impl Broken {
    fn new(error: Option<&'static str>) -> Self {
        Self { byte: Some(Bytes::from_static(b"{")), error }
    }
}

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, &'static str>>> {
        use std::task::Poll;
        match (self.byte.take(), self.error) {
            (Some(byte), _) => Poll::Ready(Some(Ok(http_body::Frame::data(byte)))),
            (None, Some(error)) => Poll::Ready(Some(Err(error))),
            (None, None) => Poll::Pending,
        }
    }
}
