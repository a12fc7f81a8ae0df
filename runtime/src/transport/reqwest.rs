//! The default transport, which uses [`reqwest`].

mod body;
mod builder;
mod connect_error;
mod connecting;
mod failure;
mod route;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::uri::{Authority, Scheme};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use reqwest::{Url, redirect::Policy};

use self::body::Watched;
pub use self::builder::ReqwestTransportBuilder;
use self::connecting::ConnectLimit;
use self::failure::{converted, cut_off};
use self::route::Proxies;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub use self::tls::TlsVersion;
use super::{Body, BoxFuture, Redirected, Redirects, SendState, Transport, TransportError, TransportErrorKind};
use crate::clock::{Clock, TokioClock};
use crate::config_error::ConfigError;
use crate::transport::causes::chain;
use crate::transport::error::Sent;

/// How many redirects are followed in one attempt.
const MAX_REDIRECTS: usize = 10;

/// How long opening a connection may take by default.
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The default transport, which uses `reqwest`.
///
/// It follows up to ten redirects: 307 and 308 with the same method and body, 301 and 302 for GET and HEAD, 303 as GET. To
/// another origin (scheme, host or port) it follows only GET and HEAD without a body, and never from https to http; it
/// sends no header fields there except `Accept` and `User-Agent`. With your own `reqwest::Client` it does not follow
/// redirects to another origin, because that client may add header fields itself.
///
/// A redirect that is not followed is the response, with its `Location`. This includes redirects whose status the
/// endpoint's definition accepts, and all redirects if they are turned off: see [`Redirects`].
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// Whether the client adds no header fields of its own, so that requests may go to another origin.
    is_bare: bool,
    /// The origin of the first request, parsed. Usually all requests have the same one.
    origin: OnceLock<Origin>,
    /// `None` if the client was not built here.
    connect_limit: Option<ConnectLimit>,
    /// For messages.
    proxies: Proxies,
}

/// Scheme, host and port: as parts of a URI, and as a URL.
#[derive(Clone)]
struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: Url,
}

impl fmt::Debug for ReqwestTransport {
    /// Does not print the client, whose own `Debug` prints its default header fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

impl ReqwestTransport {
    /// Builds the client with our settings and these proxies.
    fn over(builder: reqwest::ClientBuilder, connect_timeout: Duration, proxies: Proxies) -> Result<Self, ConfigError> {
        let (client, limit) = client_of(builder, connect_timeout)?;
        Ok(Self { client, is_bare: true, origin: OnceLock::new(), connect_limit: Some(limit), proxies })
    }

    /// Builds the client with settings of the user.
    pub(super) fn of_builder(builder: reqwest::ClientBuilder) -> Result<Self, ConfigError> {
        let (client, limit) = client_of(builder, DEFAULT_CONNECT_TIMEOUT)?;
        Ok(Self { connect_limit: Some(limit), ..Self::of_client(client) })
    }

    /// Wraps a client of the user.
    pub(super) fn of_client(client: reqwest::Client) -> Self {
        Self { client, is_bare: false, origin: OnceLock::new(), connect_limit: None, proxies: Proxies::Unknown }
    }

    /// Whether the body and the header fields may be sent there. A body that cannot be read again cannot be sent, and
    /// `redirects` records this.
    fn may_follow(&self, hop: &Hop, method: &Method, url: &Url, body: &Body, redirects: Option<&Redirects>) -> bool {
        let takes_body = !body.is_empty() && hop.method == *method;
        let may_go_there = hop.url.origin() == url.origin() || (self.is_bare && !takes_body);
        if may_go_there && takes_body && body.is_spent() {
            redirects.into_iter().for_each(Redirects::mark_stopped_by_body);
            return false;
        }
        may_go_there
    }

    /// Converts a URI into a URL. Its origin is parsed only once, because host names take the most time.
    fn url_of(&self, uri: &Uri) -> Result<Url, TransportError> {
        if let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) {
            let origin = match self.origin.get() {
                Some(origin) => origin,
                None => {
                    let url = parsed(&format!("{scheme}://{authority}/"))?;
                    self.origin.get_or_init(|| Origin { scheme: scheme.clone(), authority: authority.clone(), url })
                }
            };
            // Usually the same text in memory, because requests share the text of their base URL.
            let is_same = std::ptr::eq(origin.authority.as_str(), authority.as_str()) || origin.authority == *authority;
            if is_same && origin.scheme == *scheme {
                let mut url = origin.url.clone();
                url.set_path(uri.path());
                url.set_query(uri.query());
                return Ok(url);
            }
        }
        parsed(&uri.to_string())
    }

    /// Sends the request, and records in its [`SendState`] when it is written.
    async fn exchange(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let state = request.extensions().get::<SendState>().cloned().unwrap_or_default();
        state.mark_unsent();
        let outcome = self.follow(request, &state).await;
        let is_unsent = state.sent() == Sent::No;
        // After this, a layer may change what happens to the request.
        state.mark_unknown();
        outcome.map_err(|error| if is_unsent { error.not_sent() } else { error })
    }

    async fn follow(&self, request: Request<Body>, state: &SendState) -> Result<Response<Body>, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            let reason = "this transport needs a tokio runtime: await the call inside one";
            return Err(TransportError::new(TransportErrorKind::Request, Sent::No, reason));
        }
        let mut url = self.url_of(request.uri())?;
        let (parts, mut opened) = request.into_parts();
        // For a redirect.
        let mut body = opened.clone();
        let (mut method, mut headers) = (parts.method, parts.headers);
        let allowed = parts.extensions.get::<Redirects>();
        let mut redirects = 0;
        let mut is_elsewhere = false;
        // From the last redirect that was followed.
        let mut last_head: Option<Response<()>> = None;
        loop {
            // The user's own client may follow redirects itself, so the reply may come from another URL.
            let asked = (!self.is_bare).then(|| url.clone());
            let mut attempt = reqwest::Request::new(method.clone(), url);
            *attempt.headers_mut() = headers.clone();
            *attempt.body_mut() = Some(reqwest::Body::wrap(Watched::new(opened, state.clone())));
            let sent = self.client.execute(attempt).await;
            let response = sent.map_err(|error| converted(error, last_head.take(), &self.proxies))?;
            let asked = asked.as_ref().unwrap_or_else(|| response.url());
            let hop = next_hop(&method, asked, response.url(), response.status(), response.headers());
            let is_allowed = redirects < MAX_REDIRECTS && allowed.is_none_or(|it| it.may_follow(response.status()));
            let hop = hop.filter(|hop| is_allowed && self.may_follow(hop, &method, asked, &body, allowed));
            let Some(hop) = hop else {
                let followed = followed(asked, response.url(), redirects > 0, is_elsewhere);
                return Ok(received(response, followed));
            };
            let head = head_of(&response, &hop.url);
            if let Some(allowed) = allowed {
                allowed.mark_followed_from(head.clone());
            }
            last_head = Some(head);
            if hop.method != method {
                body = Body::empty();
                headers.remove(CONTENT_TYPE);
                headers.remove(CONTENT_LENGTH);
            }
            if hop.url.origin() != asked.origin() {
                headers = harmless(&headers);
                is_elsewhere = true;
            }
            (method, url) = (hop.method, hop.url);
            redirects += 1;
            opened = body.clone().open().await.map_err(TransportError::after_redirect)?;
        }
    }
}

/// Builds the client without redirects and retries, which callsheet does itself. Also returns the limit for connecting.
fn client_of(
    builder: reqwest::ClientBuilder,
    connect_timeout: Duration,
) -> Result<(reqwest::Client, ConnectLimit), ConfigError> {
    let limit = ConnectLimit::new(connect_timeout);
    let client = builder
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .connector_layer(limit.clone())
        .build()
        .map_err(|error| ConfigError::new(format!("the reqwest client cannot be built: {}", chain(&error))))?;
    Ok((client, limit))
}

/// Describes the redirects that were followed by this transport, or by a client of the user, which shows only the URL
/// of the response.
fn followed(asked: &Url, answered: &Url, by_transport: bool, is_elsewhere: bool) -> Option<Redirected> {
    if is_elsewhere || asked.origin() != answered.origin() {
        return Some(at(answered).without_credentials());
    }
    (by_transport || asked != answered).then(|| at(answered))
}

/// A redirect that led to the server of this URL.
fn at(url: &Url) -> Redirected {
    let redirected = Redirected::new();
    match (url.host_str(), url.port_or_known_default()) {
        (Some(host), Some(port)) => redirected.server(host, port),
        _ => redirected,
    }
}

fn received(response: reqwest::Response, followed: Option<Redirected>) -> Response<Body> {
    let mut response = Response::<reqwest::Body>::from(response);
    if let Some(followed) = followed {
        response.extensions_mut().insert(followed);
    }
    response.map(|body| Body::unpinned(body, cut_off))
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(self.exchange(request))
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(Arc::new(TokioClock::new()))
    }

    /// Sets the limit for this transport and its clones. It does not affect connections that are being opened.
    fn set_connect_timeout(&mut self, timeout: Duration) -> Result<(), ConfigError> {
        let Some(limit) = &self.connect_limit else {
            return Err(ConfigError::new(
                "`connect_timeout` has no effect on a transport from `reqwest_0_13::from_client`: set it on the \
                 builder of that `reqwest::Client`, or make the transport by `reqwest_0_13::from_builder`",
            ));
        };
        limit.set(timeout);
        Ok(())
    }
}

fn parsed(url: &str) -> Result<Url, TransportError> {
    url.parse()
        .map_err(|error| TransportError::new(TransportErrorKind::Request, Sent::No, format!("invalid URL: {error}")))
}

/// Where a redirect leads.
struct Hop {
    method: Method,
    url: Url,
}

/// Returns the next request, if the redirect may be followed (RFC 9110 section 15.4). The request was for `url`, and
/// the response is from `base`.
fn next_hop(method: &Method, url: &Url, base: &Url, status: StatusCode, headers: &HeaderMap) -> Option<Hop> {
    let is_read = *method == Method::GET || *method == Method::HEAD;
    let next_method = match status {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND | StatusCode::SEE_OTHER if is_read => method.clone(),
        StatusCode::SEE_OTHER => Method::GET,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => method.clone(),
        _ => return None,
    };
    let target = base.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    let elsewhere = target.origin() != url.origin();
    let stays_read = next_method == Method::GET || next_method == Method::HEAD;
    let allowed = match target.scheme() {
        "https" => true,
        "http" => url.scheme() == "http",
        _ => false,
    };
    (allowed && (!elsewhere || stays_read)).then_some(Hop { method: next_method, url: target })
}

/// The header fields that may be sent to another origin.
fn harmless(headers: &HeaderMap) -> HeaderMap {
    let kept = [ACCEPT, USER_AGENT];
    kept.into_iter().filter_map(|name| headers.get(&name).cloned().map(|value| (name, value))).collect()
}

/// The head of a redirect to this URL.
fn head_of(response: &reqwest::Response, target: &Url) -> Response<()> {
    let mut head = Response::new(());
    *head.status_mut() = response.status();
    head.headers_mut().clone_from(response.headers());
    // For traces: if no reply follows, this server failed.
    head.extensions_mut().insert(at(target));
    head
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::transport::reqwest_0_13;

    static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(reqwest::Client::new);

    proptest! {
        #[test]
        fn url_of_cached_origin_equals_the_parsed_url(
            path in "(/[a-zA-Z0-9._~!$&'()*+,;=:@%|{}^-]{0,8}){0,4}",
            query in proptest::option::of("[a-zA-Z0-9._~!$&'()*+,;=:@%|{}/?-]{0,16}"),
            origin in "(http|https)://(a\\.example|127\\.0\\.0\\.1|\\[::1\\]|UPPER\\.example)(:80|:443|:8080)?",
        ) {
            let text = format!("{origin}{path}{}", query.map(|query| format!("?{query}")).unwrap_or_default());
            if let Ok(uri) = text.parse::<Uri>() {
                let transport = reqwest_0_13::from_client(CLIENT.clone());
                // The first time, the origin is parsed and kept; the second time, the kept one is used.
                for _ in 0..2 {
                    prop_assert_eq!(transport.url_of(&uri).unwrap(), Url::parse(&uri.to_string()).unwrap());
                }
                let other: Uri = "http://other.example/x?y".parse().unwrap();
                prop_assert_eq!(transport.url_of(&other).unwrap().to_string(), "http://other.example/x?y");
            }
        }
    }

    #[test]
    fn connect_timeout_is_set_unless_the_client_was_built_elsewhere() {
        let built = [ReqwestTransport::new(), reqwest_0_13::from_builder(reqwest::Client::builder())];
        for transport in built {
            let limit = transport.unwrap().connect_limit.unwrap();
            assert_eq!(limit.get(), Duration::from_secs(10));
            limit.set(Duration::MAX);
            assert!(limit.get() > Duration::from_secs(1_000_000_000));
        }
        assert!(reqwest_0_13::from_client(CLIENT.clone()).connect_limit.is_none());
    }

    /// Method and URL of the next request, if any.
    fn next(method: &Method, status: u16, location: &str) -> Option<String> {
        let url = Url::parse("https://a.example/x/y?q").unwrap();
        let headers = HeaderMap::from_iter([(LOCATION, location.parse().unwrap())]);
        let hop = next_hop(method, &url, &url, StatusCode::from_u16(status).unwrap(), &headers)?;
        Some(format!("{} {}", hop.method, hop.url))
    }

    #[test]
    fn redirects_that_keep_the_request_safe_are_followed() {
        for (method, status, location, expected) in [
            (Method::GET, 301, "/z", Some("GET https://a.example/z")),
            (Method::GET, 302, "z", Some("GET https://a.example/x/z")),
            (Method::HEAD, 303, "https://a.example:443/z", Some("HEAD https://a.example/z")),
            (Method::PATCH, 307, "/z", Some("PATCH https://a.example/z")),
            (Method::PATCH, 303, "/z", Some("GET https://a.example/z")),
            (Method::PATCH, 301, "/z", None),
            (Method::POST, 302, "/z", None),
            (Method::GET, 304, "/z", None),
            (Method::GET, 300, "/z", None),
            (Method::GET, 302, "//b.example/z", Some("GET https://b.example/z")),
            (Method::PATCH, 308, "https://b.example/z", None),
            (Method::PATCH, 303, "https://b.example/z", Some("GET https://b.example/z")),
            (Method::GET, 302, "http://a.example/z", None),
            (Method::GET, 302, "file:///etc/passwd", None),
        ] {
            assert_eq!(next(&method, status, location).as_deref(), expected, "{method} {status} {location}");
        }
    }
}
