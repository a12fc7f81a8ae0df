//! The one line that an error is.

use std::fmt;

use super::Exchange;
use super::view::View;
use crate::text::{Cut, MAX_CODE};

/// How many characters of a message are printed: a line stays one that a log accepts. The accessors return all.
const MAX_MESSAGE: usize = 1000;

/// `PATCH /organizations/<organization>: what: 422 code: message (request id ..); earlier attempts: ..`, each where it is
/// known.
pub(super) fn write_line(
    f: &mut fmt::Formatter<'_>,
    exchange: &Exchange,
    view: &View<'_>,
    code: Option<&str>,
    message: Option<&str>,
) -> fmt::Result {
    write!(f, "{} {}", exchange.spec.method, exchange.spec.path)?;
    if let Some(what) = view.what(exchange.reply.as_ref()) {
        write!(f, ": {what}")?;
    }
    if let Some(reply) = &exchange.reply {
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
    if let Some(id) = exchange.reply.as_ref().and_then(|reply| reply.request_id()) {
        write!(f, " (request id {})", Cut(id, MAX_CODE))?;
    }
    write!(f, "{}", exchange.earlier)
}
