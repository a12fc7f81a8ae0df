//! The code that the endpoints share.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use krystal_identity::{InvalidArgument, MissingArgument, RateLimit, Scopes};
use reqwest::{RequestBuilder, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

// counted: shared
/// The client that sends all calls.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base_url: Url,
    token: String,
}

/// The name of an endpoint in messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Name {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// A reply, read completely.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    fn request_id(&self) -> &str {
        self.headers.get("x-request-id").and_then(|value| value.to_str().ok()).unwrap_or("none")
    }
}

/// The parts of an error body.
#[derive(Deserialize)]
pub(crate) struct Problem {
    pub(crate) code: String,
    #[serde(rename = "description")]
    pub(crate) message: Option<String>,
    #[serde(default)]
    pub(crate) detail: Value,
}

impl Problem {
    pub(crate) fn of(reply: &Reply) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            error: Problem,
        }
        serde_json::from_slice::<Envelope>(&reply.body).ok().map(|envelope| envelope.error)
    }

    pub(crate) fn detail<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.detail).ok()
    }
}

/// Why a call failed.
#[derive(Debug, Error)]
pub(crate) enum CallError<E: std::error::Error + 'static> {
    /// An error that the endpoint documents.
    #[error("{name}: {status} {error} (request id {})", reply.request_id(), status = reply.status.as_u16())]
    Documented { name: Name, error: E, reply: Box<Reply> },
    /// A reply that the endpoint does not document.
    #[error("{name}: {} {code:?}: {message:?} (request id {})", reply.status, reply.request_id())]
    Unexpected { name: Name, code: Option<String>, message: Option<String>, reply: Box<Reply> },
    /// A success that does not decode.
    #[error("{name}: {} does not decode (request id {})", reply.status, reply.request_id())]
    Decode { name: Name, source: serde_json::Error, reply: Box<Reply> },
    /// No reply.
    #[error("{name}: no reply")]
    Transport { name: Name, source: reqwest::Error },
    /// A value that cannot be sent.
    #[error("{name}: a value cannot be sent")]
    Unsendable { name: Name },
}

/// Errors that any endpoint may return.
#[derive(Debug, Error)]
pub(crate) enum SharedError {
    /// The token does not exist or has expired.
    #[error("invalid_api_token: {}", .message.as_deref().unwrap_or_default())]
    InvalidApiToken { message: Option<String> },
    /// The token has none of the scopes that the endpoint needs.
    #[error("scope_not_granted: {}", .message.as_deref().unwrap_or_default())]
    ScopeNotGranted { message: Option<String>, detail: Scopes },
    /// Too many requests of this type.
    #[error("rate_limit_reached: {}", .message.as_deref().unwrap_or_default())]
    RateLimitReached { message: Option<String>, detail: RateLimit },
    /// An argument is missing.
    #[error("missing_required_argument: {}", .message.as_deref().unwrap_or_default())]
    MissingRequiredArgument { message: Option<String>, detail: MissingArgument },
    /// An argument is not valid.
    #[error("invalid_argument: {}", .message.as_deref().unwrap_or_default())]
    InvalidArgument { message: Option<String>, detail: InvalidArgument },
    /// The endpoint does not exist.
    #[error("route_not_found: {}", .message.as_deref().unwrap_or_default())]
    RouteNotFound { message: Option<String> },
    /// The server failed to process the request.
    #[error("unhandled_exception: {}", .message.as_deref().unwrap_or_default())]
    UnhandledException { message: Option<String> },
}

impl SharedError {
    fn of(status: StatusCode, problem: &Problem) -> Option<Self> {
        let message = problem.message.clone();
        Some(match (status.as_u16(), problem.code.as_str()) {
            (403, "invalid_api_token") => Self::InvalidApiToken { message },
            (403, "scope_not_granted") => Self::ScopeNotGranted { message, detail: problem.detail()? },
            (429, "rate_limit_reached") => Self::RateLimitReached { message, detail: problem.detail()? },
            (400, "missing_required_argument") => Self::MissingRequiredArgument { message, detail: problem.detail()? },
            (400, "invalid_argument") => Self::InvalidArgument { message, detail: problem.detail()? },
            (404, "route_not_found") => Self::RouteNotFound { message },
            (500, "unhandled_exception") => Self::UnhandledException { message },
            _ => return None,
        })
    }
}

impl Client {
    pub(crate) fn new(base_url: &str, token: &str) -> Self {
        let base_url = base_url.parse().expect("a URL");
        Self { http: reqwest::Client::new(), base_url, token: token.to_owned() }
    }

    /// A request with these path segments and parameters. All values are given unencoded.
    pub(crate) fn request<E: std::error::Error>(
        &self,
        name: Name,
        segments: &[&str],
        query: &[(&str, &str)],
    ) -> Result<RequestBuilder, CallError<E>> {
        if segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return Err(CallError::Unsendable { name });
        }
        let mut url = self.base_url.clone();
        url.path_segments_mut().map_err(|()| CallError::Unsendable { name })?.extend(segments);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let method = Method::from_bytes(name.method.as_bytes()).map_err(|_| CallError::Unsendable { name })?;
        Ok(self.http.request(method, url).bearer_auth(&self.token).header("accept", "application/json"))
    }

    /// Sends a request. `documented` decodes a reply that is not a success; otherwise it is an error of any endpoint.
    pub(crate) async fn send<T, E>(
        &self,
        name: Name,
        request: RequestBuilder,
        success: impl Fn(StatusCode) -> bool,
        documented: impl Fn(StatusCode, &Problem) -> Option<E>,
    ) -> Result<T, CallError<E>>
    where
        T: DeserializeOwned,
        E: std::error::Error + From<SharedError> + 'static,
    {
        let failed = |source| CallError::Transport { name, source };
        let response = request.send().await.map_err(failed)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.map_err(failed)?;
        let reply = Box::new(Reply { status, headers, body });
        if success(status) {
            return serde_json::from_slice(&reply.body).map_err(|source| CallError::Decode { name, source, reply });
        }
        let Some(problem) = Problem::of(&reply) else {
            return Err(CallError::Unexpected { name, code: None, message: None, reply });
        };
        let shared = || SharedError::of(status, &problem).map(E::from);
        match documented(status, &problem).or_else(shared) {
            Some(error) => Err(CallError::Documented { name, error, reply }),
            None => Err(CallError::Unexpected { name, code: Some(problem.code), message: problem.message, reply }),
        }
    }
}
// end
