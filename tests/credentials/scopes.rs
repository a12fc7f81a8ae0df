//! An authorizer with a token for each scope.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};

use callsheet::auth::{AfterRefusal, Authorization, Authorizer, Outgoing, Refusal, Token, TokenCache, TokenSource};
use callsheet::clock::{Clock, TokioClock};
use callsheet::error::BoxError;
use callsheet::spec::Spec;
use callsheet::transport::{Body, BoxFuture, Transport, TransportError};
use callsheet::{Client, endpoint};
use http::{Extensions, Request, Response};

use super::AT_ONCE;

#[endpoint(method = "GET", path = "/invites", scopes("invites", "invites:read"))]
struct ListInvites {}

#[endpoint(method = "POST", path = "/organizations", scopes("organizations"))]
struct CreateOrganization {}

#[endpoint(method = "GET", path = "/status")]
struct GetStatus {}

/// Fetches `SCOPE-0`, `SCOPE-1` and so on.
#[derive(Clone)]
struct OfScope {
    scope: &'static str,
    fetches: Arc<AtomicU32>,
}

impl TokenSource for OfScope {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async {
            tokio::task::yield_now().await;
            Ok(Token::new(format!("{}-{}", self.scope, self.fetches.fetch_add(1, SeqCst))))
        })
    }
}

struct PerScope(BTreeMap<&'static str, TokenCache>);

impl PerScope {
    fn tokens(&self, spec: &Spec) -> Option<&TokenCache> {
        spec.scopes.iter().find_map(|scope| self.0.get(scope))
    }
}

impl Authorizer for PerScope {
    fn authorize<'a>(&'a self, request: Outgoing<'a>) -> Authorization<'a> {
        match self.tokens(request.spec()) {
            Some(tokens) => tokens.authorize(request),
            None => Authorization::done(),
        }
    }

    fn refused<'a>(&'a self, refusal: Refusal<'a>) -> BoxFuture<'a, Result<AfterRefusal, BoxError>> {
        match self.tokens(refusal.spec()) {
            Some(tokens) => tokens.refused(refusal),
            None => Box::pin(async { Ok(AfterRefusal::GiveUp) }),
        }
    }

    fn accepted(&self, spec: &'static Spec, memory: &mut Extensions) {
        if let Some(tokens) = self.tokens(spec) {
            tokens.accepted(spec, memory);
        }
    }
}

/// A path, and the `Authorization` of the request.
type Saw = (String, Option<String>);

/// Accepts one token for each path, and records the requests.
#[derive(Clone, Default)]
struct Guarded {
    valid: Arc<Mutex<BTreeMap<&'static str, &'static str>>>,
    seen: Arc<Mutex<Vec<Saw>>>,
}

impl Guarded {
    fn accepts(&self, path: &'static str, token: &'static str) {
        self.valid.lock().unwrap_or_else(PoisonError::into_inner).insert(path, token);
    }

    fn seen(&self) -> Vec<Saw> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Guarded {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let path = request.uri().path().to_owned();
        let token = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        let valid =
            self.valid.lock().unwrap_or_else(PoisonError::into_inner).get(&*path).map(|it| format!("Bearer {it}"));
        let status = if valid == token { 200 } else { 401 };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push((path, token));
        Box::pin(async move { Ok(Response::builder().status(status).body(Body::empty()).unwrap()) })
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(Arc::new(TokioClock::new()))
    }
}

fn saw(path: &str, token: &str) -> Saw {
    (path.to_owned(), Some(format!("Bearer {token}")))
}

#[tokio::test]
async fn refused_token_is_renewed_once_and_only_for_its_scope() {
    let server = Guarded::default();
    let [invites, organizations] =
        ["invites:read", "organizations"].map(|scope| OfScope { scope, fetches: Arc::default() });
    let sources = [invites.clone(), organizations.clone()];
    let per_scope = PerScope(sources.into_iter().map(|source| (source.scope, TokenCache::new(source))).collect());
    let client = Client::builder("http://a.example").transport(server.clone()).retry(AT_ONCE);
    let client = client.authorizer(per_scope).build().unwrap();
    let fetches = || (invites.fetches.load(SeqCst), organizations.fetches.load(SeqCst));

    server.accepts("/invites", "invites:read-0");
    server.accepts("/organizations", "organizations-0");
    ListInvites {}.send(&client).await.unwrap();
    CreateOrganization {}.send(&client).await.unwrap();
    GetStatus {}.send(&client).await.unwrap();
    let seen = server.seen();
    let first =
        [saw("/invites", "invites:read-0"), saw("/organizations", "organizations-0"), ("/status".to_owned(), None)];
    assert_eq!(seen, first);
    assert_eq!(fetches(), (1, 1));

    server.accepts("/organizations", "organizations-1");
    // This also applies to a POST, because a refused request was not processed.
    let full = CreateOrganization {}.send(&client).with_reply().await.unwrap();
    assert_eq!(full.reply.attempts(), 2);
    ListInvites {}.send(&client).await.unwrap();
    let renewed = [
        saw("/organizations", "organizations-0"),
        saw("/organizations", "organizations-1"),
        saw("/invites", "invites:read-0"),
    ];
    assert_eq!(server.seen(), renewed);
    assert_eq!(fetches(), (1, 2));

    // A token that is refused again is not renewed a second time by the same call.
    server.accepts("/organizations", "organizations-9");
    let error = CreateOrganization {}.send(&client).await.unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 2));
    assert_eq!(fetches(), (1, 3));
}
