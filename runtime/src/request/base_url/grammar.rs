//! Parses the parts of an `http` or `https` URL as RFC 3986 defines them, and as strictly as HTTP libraries.
//!
//! A base URL is accepted only if every library sends it exactly as it is written here.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::request::text::{encoded, is_dots};

/// The reason why a part is invalid. It follows after the words "the base URL".
type Refused = Cow<'static, str>;

/// The maximum length of a host name, and of one of its labels (RFC 1035 section 2.3.4).
pub(crate) const MAX_NAME: usize = 253;
pub(crate) const MAX_LABEL: usize = 63;

/// Normalizes host and port. The default port of the scheme is left out.
pub(super) fn authority(text: &str, default_port: u16) -> Result<String, Refused> {
    if text.contains('@') {
        return Err("has a user name or password, which would appear in logs; send them as a header".into());
    }
    let end_of_host = match text.find(']') {
        Some(bracket) if text.starts_with('[') => bracket + 1,
        _ => text.find(':').unwrap_or(text.len()),
    };
    let (host, port) = text.split_at(end_of_host);
    let mut authority = self::host(host)?;
    if let Some(port) = self::port(port)?.filter(|port| *port != default_port) {
        authority.push_str(&format!(":{port}"));
    }
    Ok(authority)
}

/// Normalizes a port, with the colon before it.
fn port(text: &str) -> Result<Option<u16>, Refused> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.strip_prefix(':') {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            match digits.parse() {
                Ok(port) => Ok(Some(port)),
                Err(_) => Err(format!("has the port {digits}, but the highest one is 65535").into()),
            }
        }
        // The text is not printed: if the URL contains a user name with an invalid character, the text may be a
        // password.
        _ => Err("has a port that is not a number".into()),
    }
}

/// Normalizes a host (RFC 3986 section 3.2.2): an address, or a name of letters, digits, `-`, `_` and `.`.
pub(crate) fn host(text: &str) -> Result<String, Refused> {
    if let Some(address) = text.strip_prefix('[') {
        let address = address.strip_suffix(']').unwrap_or(address);
        let parsed = address.parse().map_err(|_| {
            let known = address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":.".contains(&byte));
            let shown = if known { format!("`[{address}]`") } else { "a host in brackets".to_owned() };
            format!("has {shown}, which is not an IPv6 address")
        })?;
        return Ok(format!("[{}]", v6(parsed)));
    }
    if text.is_empty() {
        return Err("has no host".into());
    }
    let is_name = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
    if let Some(at) = text.find(|char| !is_name(char)) {
        let (found, char) = found(text, at);
        let remedy = match char {
            '{' if found.len() > "`{`".len() => "; replace this placeholder with a value",
            char if !char.is_ascii() => "; write an international name in its ASCII form, which begins with `xn--`",
            _ => "",
        };
        return Err(format!("has {found} in its host{remedy}").into());
    }
    let name = text.strip_suffix('.').unwrap_or(text);
    let last = name.rsplit('.').next().unwrap_or_default();
    // WHATWG URL, "ends in a number": such a host is read as an IPv4 address, also in obsolete forms.
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("0x"))
            && last[2..].bytes().all(|byte| byte.is_ascii_hexdigit());
    if name.split('.').any(str::is_empty) {
        return Err("has an empty label in its host".into());
    }
    if is_number {
        return match text.parse::<Ipv4Addr>() {
            Ok(address) => Ok(address.to_string()),
            Err(_) => Err(format!("has the host `{text}`, which is not an IPv4 address").into()),
        };
    }
    if name.len() > MAX_NAME || name.split('.').any(|label| label.len() > MAX_LABEL) {
        return Err(format!(
            "has a host name that is too long: at most {MAX_NAME} characters, and {MAX_LABEL} between two dots"
        )
        .into());
    }
    Ok(text.to_ascii_lowercase())
}

/// Formats an address as libraries write it into `Host` (WHATWG URL, "IPv6 serializer"): without an IPv4 address at
/// its end.
fn v6(address: Ipv6Addr) -> String {
    match (address.to_ipv4_mapped(), address.segments()) {
        (Some(_), [.., high, low]) => format!("::ffff:{high:x}:{low:x}"),
        _ => address.to_string(),
    }
}

/// Checks a path (RFC 3986 section 3.3).
pub(super) fn path(text: &str) -> Result<(), Refused> {
    for (at, char) in text.char_indices() {
        match char {
            '%' if !is_encoded(&text[at..]) => {
                let shown: String = text[at..].chars().take(3).take_while(|char| *char != '/').collect();
                return Err(
                    format!("has {} in its path, but `%` must be followed by two hex digits", quoted(&shown)).into()
                );
            }
            '%' => {}
            _ if is_path_char(char) => {}
            _ => {
                let (found, _) = found(text, at);
                let remedy = match char {
                    '{' if found.len() > "`{`".len() => "replace this placeholder with a value".to_owned(),
                    '\\' => "write `/`".to_owned(),
                    _ => format!("write `{}`", encoded(&char.to_string())),
                };
                return Err(format!("has {found} in its path; {remedy}").into());
            }
        }
    }
    match text.split('/').find(|segment| is_dots(segment)) {
        Some(dots) => Err(format!("has the segment `{dots}` in its path, which would be resolved").into()),
        None => Ok(()),
    }
}

/// Returns the invalid text at this position, and its first character. The text is a placeholder such as `{tenant}`,
/// or one character. It contains nothing around it, because that may be a secret.
fn found(text: &str, at: usize) -> (String, char) {
    let rest = &text[at..];
    let first = rest.chars().next().unwrap_or_default();
    let placeholder = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
    let is_name = |name: &&str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        (1..=40).contains(&name.len()) && name.bytes().all(is_letter)
    };
    match placeholder.filter(is_name) {
        Some(name) => (format!("`{{{name}}}`"), first),
        None => (quoted(&first.to_string()), first),
    }
}

fn quoted(text: &str) -> String {
    match text {
        " " => "a space".to_owned(),
        text if text.chars().any(char::is_control) => format!("`{}`", text.escape_default()),
        text => format!("`{text}`"),
    }
}

fn is_encoded(text: &str) -> bool {
    matches!(text.as_bytes(), [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Whether this is a `pchar` or a slash.
fn is_path_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(char)
}
