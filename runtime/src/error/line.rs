//! The one line that an error is.

use std::fmt;

use super::Known;
use super::view::View;
use crate::response::reply::Reply;
use crate::text::{Cut, MAX_CODE};

/// How many characters of a message are printed: a line stays one that a log accepts. The accessors return all.
const MAX_MESSAGE: usize = 1000;

/// `PATCH /organizations/<organization>: what: 422 code: message (request id ..); earlier attempts: ..`, each where it is
/// known.
pub(super) fn write_line(
    f: &mut fmt::Formatter<'_>,
    known: &Known<'_>,
    view: &View<'_>,
    code: Option<&str>,
    message: Option<&str>,
) -> fmt::Result {
    let (spec, reply, earlier) = match known {
        Known::Reply(reply) => (reply.spec(), Some(&***reply), reply.earlier()),
        Known::Call(call) => (call.spec(), call.reply(), call.earlier()),
    };
    write!(f, "{} {}", spec.method, spec.path)?;
    if let Some(what) = view.what(reply) {
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
    write!(f, "{earlier}")
}
