//! [`Authorizer`]: adds credentials to each attempt, and decides what to do after a refusal.

use std::fmt;
use std::future::Future;

use http::Extensions;

use super::outgoing::Outgoing;
use super::refusal::Refusal;
use crate::boxed::{BoxError, BoxFuture, MaybeSend, MaybeSync};

/// Adds credentials to each attempt of a call, and decides what to do after a refusal.
///
/// [`bearer`](crate::ClientBuilder::bearer), [`basic`](crate::ClientBuilder::basic) and
/// [`token_source`](crate::ClientBuilder::token_source) are authorizers. Write your own, for
/// [`ClientBuilder::authorizer`](crate::ClientBuilder::authorizer), if each request is signed, or if the credentials depend
/// on the endpoint.
///
/// # When it is called
///
/// | method | when |
/// | --- | --- |
/// | [`authorize`](Self::authorize) | before each attempt, including retries; [`Client::to_request`](crate::Client::to_request) calls it too |
/// | [`refused`](Self::refused) | after a 401, and after an error that is documented with `renew`; not after one that is documented with `retry = never` |
/// | [`accepted`](Self::accepted) | after a reply that shows that the server accepted the credentials |
///
/// It is not called for a request that already has an `Authorization` header field, from a field of the endpoint or
/// from [`CallOptions`](crate::CallOptions). If a redirect led to another origin, the response is neither a refusal nor
/// an acceptance, because the credentials were not sent there.
///
/// The transport follows redirects within one attempt, so the authorizer is not called for them. If the redirect leads
/// to the same origin, the next request has the same header fields. A signature that covers the path is then wrong, and
/// the server refuses it. If the API redirects signed requests, use
/// [`follow_redirects(false)`](crate::ClientBuilder::follow_redirects). A request to another origin has neither the
/// header fields nor the query parameters that the authorizer set.
///
/// # Signing each request
///
/// Date, path and body are known before each attempt. A retry gets a new date and a new signature.
///
/// ```
/// use std::time::UNIX_EPOCH;
///
/// use base64::prelude::{BASE64_STANDARD, Engine as _};
/// use callsheet::auth::{Authorization, Authorizer, Outgoing};
/// use callsheet::error::BoxError;
/// use hmac::{Hmac, KeyInit as _, Mac as _};
/// use sha2::{Digest as _, Sha256};
///
/// struct Signer {
///     key_id: String,
///     secret: Vec<u8>,
/// }
///
/// impl Signer {
///     fn sign(&self, request: &mut Outgoing<'_>) -> Result<(), BoxError> {
///         // The body of an upload that is read in pieces is not known here.
///         let body = request.body().ok_or("only requests with a body in memory can be signed")?;
///         let hash = BASE64_STANDARD.encode(Sha256::digest(body));
///         let date = request.clock().system_time().duration_since(UNIX_EPOCH)?.as_secs();
///         let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
///
///         let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret)?;
///         mac.update(format!("{}\n{path}\n{date}\n{hash}", request.method()).as_bytes());
///         let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
///
///         request.header("x-date", &date.to_string())?;
///         request.secret_header("authorization", &format!("HMAC {}:{signature}", self.key_id))?;
///         Ok(())
///     }
/// }
///
/// impl Authorizer for Signer {
///     fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
///         Authorization::ready(self.sign(&mut request))
///     }
/// }
///
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// let signer = Signer { key_id: "key-1".to_owned(), secret: b"secret".to_vec() };
/// let client = callsheet::Client::builder("https://api.example.com").authorizer(signer).build()?;
/// # Ok(())
/// # }
/// ```
///
/// # A token for each scope
///
/// An authorizer knows the endpoint and its [`scopes`](crate::reference::endpoint#scopes). A
/// [`TokenCache`](super::TokenCache) fetches the token of one scope, keeps it, and renews it after a refusal.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use callsheet::auth::{AfterRefusal, Authorization, Authorizer, Outgoing, Refusal, Token, TokenCache, TokenSource};
/// use callsheet::error::BoxError;
/// use callsheet::spec::Spec;
/// use callsheet::transport::BoxFuture;
/// use http::Extensions;
///
/// /// Fetches tokens of one scope.
/// struct OfScope(&'static str);
///
/// impl TokenSource for OfScope {
///     fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
///         // A program asks its authorization server here.
///         Box::pin(async { Ok(Token::new(format!("token-for-{}", self.0))) })
///     }
/// }
///
/// struct PerScope(BTreeMap<&'static str, TokenCache>);
///
/// impl PerScope {
///     fn new(scopes: &[&'static str]) -> Self {
///         Self(scopes.iter().map(|scope| (*scope, TokenCache::new(OfScope(scope)))).collect())
///     }
///
///     /// `None` for an endpoint without scopes, which needs no token.
///     fn tokens(&self, spec: &Spec) -> Option<&TokenCache> {
///         spec.scopes.iter().find_map(|scope| self.0.get(scope))
///     }
/// }
///
/// impl Authorizer for PerScope {
///     fn authorize<'a>(&'a self, request: Outgoing<'a>) -> Authorization<'a> {
///         match self.tokens(request.spec()) {
///             Some(tokens) => tokens.authorize(request),
///             None => Authorization::done(),
///         }
///     }
///
///     fn refused<'a>(&'a self, refusal: Refusal<'a>) -> BoxFuture<'a, Result<AfterRefusal, BoxError>> {
///         match self.tokens(refusal.spec()) {
///             Some(tokens) => tokens.refused(refusal),
///             None => Box::pin(async { Ok(AfterRefusal::GiveUp) }),
///         }
///     }
///
///     fn accepted(&self, spec: &'static Spec, memory: &mut Extensions) {
///         if let Some(tokens) = self.tokens(spec) {
///             tokens.accepted(spec, memory);
///         }
///     }
/// }
///
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// let client = callsheet::Client::builder("https://api.example.com")
///     .authorizer(PerScope::new(&["invites", "organizations"]))
///     .build()?;
/// # Ok(())
/// # }
/// ```
pub trait Authorizer: MaybeSend + MaybeSync + 'static {
    /// Adds the credentials to a request that is about to be sent.
    ///
    /// If they are available at once, return [`Authorization::ready`] or [`Authorization::done`]: then
    /// [`Client::to_request`](crate::Client::to_request), which does not wait, adds them too. If they must be fetched,
    /// return [`Authorization::wait`].
    ///
    /// It must not wait for a call through the client that it serves, because that call waits for its credentials.
    /// Calls run concurrently: do not hold a lock while you wait. If the call is cancelled or times out, the future is
    /// dropped.
    ///
    /// An error ends the call, without an attempt, as an [`Error::Transport`](crate::Error::Transport) of the kind
    /// [`Credentials`](crate::transport::TransportErrorKind::Credentials). The error's text is printed, so it must not
    /// contain a secret.
    fn authorize<'a>(&'a self, request: Outgoing<'a>) -> Authorization<'a>;

    /// Decides what to do after the server refused the credentials. By default the refusal is the result of the call.
    ///
    /// [`AfterRefusal::TryAgain`] sends the request once more, after [`authorize`](Self::authorize). This happens at most once
    /// for each call, with any [`RetryPolicy`](crate::RetryPolicy), and only if [`Refusal::can_try_again`] is true. Otherwise
    /// it has no effect. If the reason is a body that can be read only once, the error of the call reports this.
    ///
    /// An error ends the call, as in [`authorize`](Self::authorize). Its reply is the refusal.
    fn refused<'a>(&'a self, refusal: Refusal<'a>) -> BoxFuture<'a, Result<AfterRefusal, BoxError>> {
        let _ = refusal;
        Box::pin(std::future::ready(Ok(AfterRefusal::GiveUp)))
    }

    /// Called when the server accepted the credentials of the last attempt. By default nothing happens.
    ///
    /// A rate limit (429), a server error (5xx) and a 408 do not count: the server may send them before it checks the
    /// credentials.
    fn accepted(&self, spec: &'static crate::spec::Spec, memory: &mut Extensions) {
        let _ = (spec, memory);
    }
}

/// The result of [`Authorizer::authorize`]: the credentials are on the request, or a future adds them.
#[must_use = "the credentials may not be on the request yet"]
pub struct Authorization<'a>(pub(super) Step<'a>);

pub(super) enum Step<'a> {
    Ready(Result<(), BoxError>),
    Wait(BoxFuture<'a, Result<(), BoxError>>),
}

impl<'a> Authorization<'a> {
    /// The request has its credentials, or needs none.
    pub fn done() -> Self {
        Self(Step::Ready(Ok(())))
    }

    /// The request has its credentials, or could not get them because of this error.
    pub fn ready<E: Into<BoxError>>(result: Result<(), E>) -> Self {
        Self(Step::Ready(result.map_err(Into::into)))
    }

    /// The future adds the credentials to the request. [`Client::to_request`](crate::Client::to_request) drops it
    /// without polling it.
    pub fn wait(future: impl Future<Output = Result<(), BoxError>> + MaybeSend + 'a) -> Self {
        Self(Step::Wait(Box::pin(future)))
    }
}

impl fmt::Debug for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = match &self.0 {
            Step::Ready(Ok(())) => "Done",
            Step::Ready(Err(_)) => "Failed",
            Step::Wait(_) => "Waiting",
        };
        f.debug_tuple("Authorization").field(&format_args!("{step}")).finish()
    }
}

/// What to do after the server refused the credentials of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AfterRefusal {
    /// Sends the request once more.
    TryAgain,
    /// The refusal is the result of the call.
    GiveUp,
}
