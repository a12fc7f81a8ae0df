//! Layers of `tower` between the client and the server: a limit of concurrent calls, a limit of calls per second, and a
//! custom layer that measures the time of each attempt.
//!
//! `cargo run --example tower_layers` talks to an embedded server.
//!
//! A layer sees single attempts. Retries, tokens, deadlines and reading the reply are done by the client, above the
//! layers.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{Body, BoxFuture, TransportError};
use callsheet::{Arguments, Client, Error, RetryPolicy, endpoint};
use http::{Request, Response};
use identity_server as server;
use serde::Deserialize;
use tower::{Layer, Service, ServiceBuilder};

/// Update organization details.
#[endpoint(
    method = "PATCH",
    path = "/organizations/<organization>",
    response = Updated,
    errors(
        /// No organization has this id.
        organization_not_found = 404,
        /// Too many calls. The call was not processed, so it may be repeated.
        rate_limit_reached(status = 429, throttle),
    ),
)]
pub struct UpdateOrganization {
    /// Its id.
    pub organization: String,
    /// The changes.
    pub properties: Properties,
}

/// The changes.
#[derive(Arguments)]
pub struct Properties {
    /// Its name.
    pub name: Option<String>,
}

/// The reply to an update.
#[derive(Debug, Deserialize)]
pub struct Updated {
    /// The organization as it is now.
    pub organization: Organization,
}

/// An organization.
#[derive(Debug, Deserialize)]
pub struct Organization {
    /// Its name.
    pub name: String,
}

/// Prints the duration of each attempt, and counts the attempts.
#[derive(Clone, Default)]
struct Timing {
    attempts: Arc<AtomicUsize>,
}

impl<S> Layer<S> for Timing {
    type Service = Timed<S>;

    fn layer(&self, inner: S) -> Timed<S> {
        Timed { inner, attempts: Arc::clone(&self.attempts) }
    }
}

struct Timed<S> {
    inner: S,
    attempts: Arc<AtomicUsize>,
}

impl<S> Service<Request<Body>> for Timed<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = TransportError>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Response<Body>, TransportError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let attempt = self.attempts.fetch_add(1, Ordering::Relaxed) + 1;
        let (start, reply) = (Instant::now(), self.inner.call(request));
        Box::pin(async move {
            let reply = reply.await;
            let status = reply.as_ref().map_or_else(|_| "no reply".to_owned(), |reply| reply.status().to_string());
            println!("  attempt {attempt}: {status} after {:?}", start.elapsed());
            reply
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let server = server::Server::start().await?;
    let timing = Timing::default();
    let service = ServiceBuilder::new()
        .concurrency_limit(2)
        .rate_limit(20, Duration::from_secs(1))
        .layer(timing.clone())
        .service(TransportService::new(ReqwestTransport::new()?));
    let client = Client::builder(server.base_url())
        .bearer(server::TOKEN)
        .transport(TowerTransport::new(service))
        .retry(RetryPolicy::new().backoff(Duration::from_millis(10), Duration::from_millis(50)))
        .build()?;

    println!("Four calls, two at a time");
    let calls = (1..=4).map(|number| update(server::ACME, &format!("Acme {number}")).send(&client));
    for call in calls.map(tokio::spawn).collect::<Vec<_>>() {
        println!("{} is its name now.", call.await??.organization.name);
    }

    println!("\nA call that the server turns away, tried again as often as the client says");
    match update(server::LIMITED, "Acme").send(&client).await {
        Err(Error::Documented { error: UpdateOrganizationError::RateLimitReached { .. }, reply, .. }) => {
            println!("Still too many calls; gave up after {:?}.", reply.elapsed());
        }
        other => anyhow::bail!("expected a limit, got {other:?}"),
    }
    println!("\n{} attempts went through the layers.", timing.attempts.load(Ordering::Relaxed));
    Ok(())
}

fn update(organization: &str, name: &str) -> UpdateOrganization {
    UpdateOrganization::builder()
        .organization(organization)
        .properties(Properties::builder().name(name).build())
        .build()
}
