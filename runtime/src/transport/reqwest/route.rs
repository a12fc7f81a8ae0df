//! The route of a request: its server, and a proxy in front of it.

use std::fmt;
use std::sync::Arc;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

/// The proxies of a client.
#[derive(Clone)]
pub(super) enum Proxies {
    /// From the environment or from the settings, with the same rules that `reqwest` applies.
    Known(Arc<Matcher>),
    /// Unknown: a `reqwest::Client` that was configured elsewhere does not report its proxies.
    Unknown,
}

/// The route to a server.
pub(super) struct Route {
    /// Host and port of the server.
    server: String,
    proxy: Proxy,
}

enum Proxy {
    None,
    /// Host and port, without credentials.
    At(String),
    Unknown,
}

impl Proxies {
    pub(super) fn known(matcher: Matcher) -> Self {
        Self::Known(Arc::new(matcher))
    }

    /// Returns the route to the server of this URL.
    pub(super) fn route(&self, url: &Url) -> Route {
        let host = url.host_str().unwrap_or_default();
        let server = match url.port_or_known_default() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let proxy = match self {
            Self::Unknown => Proxy::Unknown,
            Self::Known(matcher) => match origin(url).and_then(|origin| matcher.intercept(&origin)) {
                Some(proxy) => Proxy::At(address(proxy.uri())),
                None => Proxy::None,
            },
        };
        Route { server, proxy }
    }
}

/// Only scheme, host and port: the rules for proxies use nothing else.
fn origin(url: &Url) -> Option<Uri> {
    url.origin().ascii_serialization().parse().ok()
}

fn address(proxy: &Uri) -> String {
    let port = proxy.port_u16().unwrap_or(if proxy.scheme_str() == Some("https") { 443 } else { 80 });
    format!("{}:{port}", proxy.host().unwrap_or_default())
}

impl Route {
    pub(super) fn server(&self) -> &str {
        &self.server
    }

    /// Returns the peer of the connection: the proxy, if there is one.
    pub(super) fn first(&self) -> First<'_> {
        First(self)
    }

    /// Returns the proxy, if it is known.
    pub(super) fn proxy(&self) -> ProxyName<'_> {
        ProxyName(self)
    }
}

/// Prints `a.example:443`, and the proxy.
impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.server)?;
        match &self.proxy {
            Proxy::At(proxy) => write!(f, " through the proxy {proxy}"),
            Proxy::None | Proxy::Unknown => Ok(()),
        }
    }
}

pub(super) struct First<'a>(&'a Route);

impl fmt::Display for First<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Route { server, proxy } = self.0;
        match proxy {
            Proxy::None => f.write_str(server),
            Proxy::At(_) => fmt::Display::fmt(&self.0.proxy(), f),
            Proxy::Unknown => write!(f, "{server}, or to a proxy of the `reqwest::Client`"),
        }
    }
}

pub(super) struct ProxyName<'a>(&'a Route);

impl fmt::Display for ProxyName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.proxy {
            Proxy::At(proxy) => write!(f, "the proxy {proxy}"),
            Proxy::None | Proxy::Unknown => f.write_str("the proxy"),
        }
    }
}
