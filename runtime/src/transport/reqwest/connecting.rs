//! A connect timeout that can be changed after the client was built.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tower_layer::Layer;
use tower_service::Service;

use crate::boxed::BoxError;
use crate::clock::alarm::Alarm;
use crate::clock::{Clock as _, TokioClock};

/// The limit, shared with the connector of a client.
#[derive(Clone)]
pub(super) struct ConnectLimit(Arc<AtomicU64>);

impl ConnectLimit {
    pub(super) fn new(timeout: Duration) -> Self {
        let limit = Self(Arc::default());
        limit.set(timeout);
        limit
    }

    pub(super) fn set(&self, timeout: Duration) {
        self.0.store(u64::try_from(timeout.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

impl<S> Layer<S> for ConnectLimit {
    type Service = Limited<S>;

    fn layer(&self, connector: S) -> Limited<S> {
        Limited { connector, limit: self.clone() }
    }
}

/// A connector that fails after the limit.
#[derive(Clone)]
pub(super) struct Limited<S> {
    connector: S,
    limit: ConnectLimit,
}

impl<S, R> Service<R> for Limited<S>
where
    S: Service<R, Error = BoxError>,
    S::Response: Send + 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        let (connecting, limit) = (self.connector.call(target), self.limit.get());
        Box::pin(async move {
            // Not a timer of tokio: it panics in a runtime without timers.
            let clock = TokioClock::new();
            let at = clock.now().saturating_add(limit);
            let connected = Alarm::default().run(&clock, at, pin!(connecting)).await;
            connected.unwrap_or_else(|| Err(NotInTime(limit).into()))
        })
    }
}

/// No connection was made within the limit.
#[derive(Debug)]
pub(super) struct NotInTime(Duration);

impl NotInTime {
    pub(super) fn limit(&self) -> Duration {
        self.0
    }
}

impl fmt::Display for NotInTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no connection within {:?}", self.0)
    }
}

impl std::error::Error for NotInTime {}
