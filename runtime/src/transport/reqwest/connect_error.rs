//! Describes a failed connection in one line: the server, the proxy, and the cause.

use std::error::Error;
use std::io;

use super::connecting::NotInTime;
use super::route::Route;
use crate::transport::causes::{causes, joined};

/// Formats the line for a connection error on this route.
pub(super) fn line(error: &(dyn Error + 'static), route: &Route, is_dns: bool) -> String {
    if let Some(late) = causes(error).find_map(<dyn Error>::downcast_ref::<NotInTime>) {
        return format!("no connection to {route} within {:?}", late.limit());
    }
    if let Some(line) = refused_by_proxy(error, route) {
        return line;
    }
    let (peer, cause) = match stage(error, is_dns) {
        Stage::Name => (route.first().to_string(), format!("cannot resolve the host name: {}", name_error(error))),
        Stage::Tcp => (route.first().to_string(), tcp_error(error)),
        // If there is no tunnel yet, the invalid certificate is that of the proxy.
        Stage::Tls if tunnel_error(error).is_some() => (route.first().to_string(), tls_error(error)),
        Stage::Tls => (route.to_string(), tls_error(error)),
        Stage::Other => (route.to_string(), rest(error)),
    };
    format!("cannot connect to {peer}: {cause}")
}

/// The stage at which a connection failed.
enum Stage {
    Name,
    Tcp,
    Tls,
    Other,
}

fn stage(error: &(dyn Error + 'static), is_dns: bool) -> Stage {
    if is_dns {
        return Stage::Name;
    }
    // The type is not public, but its texts start like this.
    if causes(error).any(|cause| cause.to_string().starts_with("tcp ")) {
        return Stage::Tcp;
    }
    let text = rest(error);
    let is_tls = ["certificate", "tls", "TLS", "SSL", "corrupt message", "fatal alert", "handshake"];
    if is_tls.iter().any(|word| text.contains(word)) { Stage::Tls } else { Stage::Other }
}

/// The error of a proxy that was asked for a tunnel. The type is not public, but its texts start like this.
fn tunnel_error(error: &(dyn Error + 'static)) -> Option<String> {
    let mut texts = causes(error).map(ToString::to_string);
    texts.find_map(|text| text.strip_prefix("tunnel error: ").map(str::to_owned))
}

/// Describes the answer of a proxy that was reached but did not connect to the server.
fn refused_by_proxy(error: &(dyn Error + 'static), route: &Route) -> Option<String> {
    let (proxy, server) = (route.proxy(), route.server());
    match &*tunnel_error(error)? {
        "failed to create underlying connection" => None,
        "proxy authorization required" => {
            Some(format!("{proxy} requires valid credentials (407 Proxy Authentication Required)"))
        }
        "unsuccessful" => Some(format!("{proxy} did not connect to {server}")),
        other => Some(format!("{proxy} did not connect to {server}: {other}")),
    }
}

/// Describes an error of the system by its kind, because its text depends on the system and the language.
fn tcp_error(error: &(dyn Error + 'static)) -> String {
    let Some(error) = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).last() else {
        return rest(error);
    };
    match (error.kind(), error.raw_os_error()) {
        (io::ErrorKind::Other, _) | (_, None) => error.to_string(),
        // A kind that the standard library does not name yet.
        (kind, _) if kind.to_string().contains("uncategorized") => error.to_string(),
        (kind, Some(code)) => format!("{kind} (os error {code})"),
    }
}

/// Finds the error of the resolver.
fn name_error(error: &(dyn Error + 'static)) -> String {
    let of_resolver = causes(error).skip_while(|cause| !cause.to_string().contains("resolving DNS")).skip(1);
    joined(of_resolver.map(ToString::to_string))
}

fn tls_error(error: &(dyn Error + 'static)) -> String {
    let text = rest(error);
    // rustls and OpenSSL report this if the peer answers in plain text.
    let is_plain = text.contains("InvalidContentType") || text.contains("wrong version number");
    let hint = if is_plain { " (the server may not use TLS on this port)" } else { "" };
    format!("TLS handshake failed: {text}{hint}")
}

/// Skips the layers that only report that there was no connection.
fn rest(error: &(dyn Error + 'static)) -> String {
    const LAYERS: [&str; 3] = ["client error (", "tunnel error: failed", "error trying to connect"];
    let texts = causes(error).map(ToString::to_string);
    joined(texts.filter(|text| !LAYERS.iter().any(|layer| text.starts_with(layer))))
}
