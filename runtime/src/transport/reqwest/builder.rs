//! [`ReqwestTransportBuilder`]: the settings of the default transport.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{ClientBuilder, NoProxy, Proxy, Url};

use super::route::Proxies;
use super::{DEFAULT_CONNECT_TIMEOUT, ReqwestTransport};
use crate::config_error::ConfigError;
use crate::transport::causes::chain;

/// Builds a [`ReqwestTransport`] with other settings than the default: see [`ReqwestTransport::builder`].
///
/// | setting | default |
/// | --- | --- |
/// | [`connect_timeout`](Self::connect_timeout) | 10 seconds |
/// | [`proxy`](Self::proxy) | the proxies of the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY` |
/// | [`pool_idle_timeout`](Self::pool_idle_timeout) | 90 seconds |
/// | [`pool_max_idle_per_host`](Self::pool_max_idle_per_host) | no limit |
/// | [`tcp_keepalive`](Self::tcp_keepalive) | 15 seconds |
/// | `root_certificate` (features `rustls`, `native-tls`) | the certificates that the platform trusts |
/// | `identity` | no client certificate |
/// | `min_tls_version` | TLS 1.2 |
///
/// The `User-Agent` is set by [`ClientBuilder::user_agent`](crate::ClientBuilder::user_agent), which applies to every
/// transport. For other settings, configure a `reqwest::Client` and use
/// [`reqwest_0_13`](crate::transport::reqwest_0_13).
#[must_use = "a builder does nothing until `.build()`"]
pub struct ReqwestTransportBuilder {
    pub(super) client: ClientBuilder,
    connect_timeout: Duration,
    proxies: ProxyRules,
    /// The first setting that was refused.
    pub(super) refused: Option<ConfigError>,
}

/// The proxies that were set. If there are none, those of the environment are used.
#[derive(Default)]
struct ProxyRules {
    is_set: bool,
    http: Option<String>,
    https: Option<String>,
    except: Option<String>,
}

impl ReqwestTransport {
    /// Creates the transport with its default settings.
    ///
    /// It uses HTTP/2 if the feature `http2` of this crate is enabled and the server offers it during the TLS handshake
    /// (ALPN), otherwise HTTP/1.1. Features of `reqwest` that other crates enable do not change this.
    ///
    /// # Errors
    ///
    /// If `reqwest` cannot build a client, for example because the machine has no TLS root certificates.
    pub fn new() -> Result<Self, ConfigError> {
        Self::builder().build()
    }

    /// Returns a builder that changes single settings, such as the proxy or a root certificate. All others keep their
    /// defaults.
    ///
    /// ```
    /// # fn main() -> Result<(), callsheet::ConfigError> {
    /// use std::time::Duration;
    ///
    /// use callsheet::Client;
    /// use callsheet::transport::reqwest::ReqwestTransport;
    ///
    /// let transport = ReqwestTransport::builder()
    ///     .proxy("http://proxy.example:3128")
    ///     .pool_idle_timeout(Duration::from_secs(20))
    ///     .build()?;
    /// let client = Client::builder("https://api.example.com/v1").transport(transport).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder::new()
    }
}

impl ReqwestTransportBuilder {
    fn new() -> Self {
        let client = with_default_backend(ClientBuilder::new());
        let client = if cfg!(feature = "http2") { client } else { client.http1_only() };
        Self { client, connect_timeout: DEFAULT_CONNECT_TIMEOUT, proxies: ProxyRules::default(), refused: None }
    }

    /// Sets how long opening a connection may take: name resolution, TCP, TLS and proxy. By default 10 seconds.
    ///
    /// [`ClientBuilder::connect_timeout`](crate::ClientBuilder::connect_timeout) takes precedence over it.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends every request through this HTTP proxy, such as `http://user:password@proxy.example:3128`. The scheme must
    /// be `http` or `https`.
    ///
    /// It replaces the proxies of the environment. Errors never contain the password.
    pub fn proxy(self, url: impl AsRef<str>) -> Self {
        self.http_proxy(url.as_ref()).https_proxy(url)
    }

    /// Sends requests to `http` URLs through this proxy: see [`proxy`](Self::proxy).
    pub fn http_proxy(mut self, url: impl AsRef<str>) -> Self {
        self.proxies.http = self.checked_proxy("http_proxy", url.as_ref());
        self
    }

    /// Sends requests to `https` URLs through a tunnel (`CONNECT`) of this proxy: see [`proxy`](Self::proxy).
    pub fn https_proxy(mut self, url: impl AsRef<str>) -> Self {
        self.proxies.https = self.checked_proxy("https_proxy", url.as_ref());
        self
    }

    /// Connects to these hosts directly, in the form of the environment variable `NO_PROXY`: `localhost,.internal,10.0.0.0/8`.
    ///
    /// It applies to the proxies that are set on this builder. If there are none, [`build`](Self::build) returns an
    /// error.
    pub fn proxy_except(mut self, hosts: impl Into<String>) -> Self {
        self.proxies.except = Some(hosts.into());
        self
    }

    /// Uses no proxy, not even from the environment.
    pub fn no_proxy(mut self) -> Self {
        self.proxies = ProxyRules { is_set: true, ..ProxyRules::default() };
        self
    }

    fn checked_proxy(&mut self, setting: &str, url: &str) -> Option<String> {
        self.proxies.is_set = true;
        // `http` is the default scheme, as in the environment variables.
        let whole = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
        let refusal = match Url::parse(&whole) {
            Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => return Some(whole),
            // Does not print the URL, which may contain a password.
            Ok(_) => "the scheme of the proxy is not `http` or `https`".to_owned(),
            Err(error) => format!("the URL of the proxy is invalid: {error}"),
        };
        self.refuse(setting, refusal);
        None
    }

    /// Sets how long an idle connection is kept for the next call. By default 90 seconds.
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.client = self.client.pool_idle_timeout(timeout);
        self
    }

    /// Sets how many idle connections to a host are kept. By default there is no limit. With 0, each call opens its own
    /// connection.
    pub fn pool_max_idle_per_host(mut self, max: usize) -> Self {
        self.client = self.client.pool_max_idle_per_host(max);
        self
    }

    /// Sets after how much time without data TCP checks whether the peer is still there. By default 15 seconds.
    pub fn tcp_keepalive(mut self, interval: Duration) -> Self {
        self.client = self.client.tcp_keepalive(interval);
        self
    }

    /// Connects from this local address. By default the system chooses one.
    pub fn local_address(mut self, address: IpAddr) -> Self {
        self.client = self.client.local_address(address);
        self
    }

    /// Connects to this address for a host, instead of resolving its name. The port of the URL takes precedence over
    /// the port of the address.
    pub fn resolve(mut self, host: impl AsRef<str>, address: SocketAddr) -> Self {
        self.client = self.client.resolve(host.as_ref(), address);
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    ///
    /// If a setting is invalid or has no effect, or `reqwest` cannot build a client with these settings.
    pub fn build(self) -> Result<ReqwestTransport, ConfigError> {
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let (client, proxies) = self.proxies.on(self.client)?;
        ReqwestTransport::over(client, self.connect_timeout, proxies)
    }

    pub(super) fn refuse(&mut self, setting: &str, reason: impl fmt::Display) {
        self.refused.get_or_insert_with(|| ConfigError::new(format!("`{setting}`: {reason}")));
    }
}

/// Selects the TLS library by the features of this crate. Otherwise another crate could change it, by enabling
/// `native-tls` of `reqwest`.
fn with_default_backend(client: ClientBuilder) -> ClientBuilder {
    #[cfg(feature = "rustls")]
    return client.tls_backend_rustls();
    #[cfg(all(feature = "native-tls", not(feature = "rustls")))]
    return client.tls_backend_native();
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    client
}

impl ProxyRules {
    fn on(self, client: ClientBuilder) -> Result<(ClientBuilder, Proxies), ConfigError> {
        if self.except.is_some() && self.http.is_none() && self.https.is_none() {
            return Err(ConfigError::new("`proxy_except` has no effect: set the proxy by `proxy`"));
        }
        if !self.is_set {
            return Ok((client, Proxies::known(Matcher::from_system())));
        }
        let mut client = client.no_proxy();
        let except = || self.except.as_deref().and_then(NoProxy::from_string);
        let refused = |error: reqwest::Error| ConfigError::new(format!("proxy: {}", chain(&error.without_url())));
        if let Some(url) = &self.http {
            client = client.proxy(Proxy::http(url).map_err(refused)?.no_proxy(except()));
        }
        if let Some(url) = &self.https {
            client = client.proxy(Proxy::https(url).map_err(refused)?.no_proxy(except()));
        }
        let matcher = Matcher::builder()
            .http(self.http.unwrap_or_default())
            .https(self.https.unwrap_or_default())
            .no(self.except.unwrap_or_default());
        Ok((client, Proxies::known(matcher.build())))
    }
}

impl fmt::Debug for ReqwestTransportBuilder {
    /// Does not print the settings: a proxy may have a password, and an identity has a private key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransportBuilder").finish_non_exhaustive()
    }
}
