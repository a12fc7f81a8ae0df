//! Prints an error as one line.

use std::fmt;

use super::known::Known;
use super::words::View;
use crate::response::reply::Reply;
use crate::text::{Cut, Escaped, MAX_CODE, Printed};

/// How many characters of a message are printed, so that the line is not too long for a log. The accessors return the
/// whole message.
const MAX_MESSAGE: usize = 1000;

/// Returns the URL of the endpoint with its templates. Without a client, it is the path template only.
pub(super) fn url_template<'a>(known: &Known<'a>) -> impl fmt::Display + use<'a> {
    let (spec, target) = match *known {
        Known::Reply(reply) => (reply.spec(), reply.target()),
        Known::Call(call) => (call.spec(), call.target()),
    };
    Printed(move |f: &mut fmt::Formatter<'_>| match target {
        Some(target) => write!(f, "{}", target.template(spec)),
        None => f.write_str(spec.path),
    })
}

/// Writes `PATCH https://api.example.com/organizations/<organization>: what: 422 code: message (request id ..);
/// earlier attempts: ..`. Unknown parts are left out.
pub(super) fn write_line(
    f: &mut fmt::Formatter<'_>,
    known: &Known<'_>,
    view: &View<'_>,
    code: Option<&str>,
    message: Option<&str>,
) -> fmt::Result {
    let (spec, target, reply, earlier, is_stopped) = match known {
        Known::Reply(reply) => {
            (reply.spec(), reply.target(), Some(&***reply), reply.earlier(), reply.is_stopped_by_body())
        }
        Known::Call(call) => (call.spec(), call.target(), call.reply(), call.earlier(), call.is_stopped_by_body()),
    };
    write!(f, "{} {}", spec.method, url_template(known))?;
    if let Some(reply) = reply.filter(|reply| reply.is_after_redirect()) {
        match reply.redirected_to() {
            Some((host, port)) if target.is_some_and(|target| target.is_elsewhere(host, port)) => {
                write!(f, " (redirected to {}:{port})", Escaped(host))?;
            }
            _ => f.write_str(" (redirected)")?,
        }
    }
    if let Some(what) = view.what(reply, known.received()) {
        write!(f, ": {what}")?;
    }
    if let Some(reply) = reply {
        write!(f, ": {}", reply.status().as_u16())?;
        match (code, reply.status().canonical_reason()) {
            (Some(code), _) => write!(f, " {}", Cut(code, MAX_CODE))?,
            (None, Some(reason)) => write!(f, " {reason}")?,
            (None, None) => {}
        }
    }
    if let Some(message) = message {
        write!(f, ": {}", Cut(message, MAX_MESSAGE))?;
    }
    if let Some(id) = reply.and_then(Reply::request_id) {
        write!(f, " (request id {})", Cut(id, MAX_CODE))?;
    }
    write!(f, "{earlier}")?;
    if is_stopped {
        f.write_str("; not sent again: the body can be read only once (use `Body::file` or `Body::from_fn`)")?;
    }
    Ok(())
}
