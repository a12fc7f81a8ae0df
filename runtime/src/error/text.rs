//! The one line that an error is.

use std::fmt::{self, Write as _};

use super::Exchange;
use super::view::View;

/// How many characters of a code and of a message are printed: a line stays one that a log takes. The accessors give all.
pub(super) const MAX_CODE: usize = 100;
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

/// The first characters of a text of the server's, escaped, and an ellipsis if there are more.
pub(super) struct Cut<'a>(pub(super) &'a str, pub(super) usize);

impl fmt::Display for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(self.1) {
            Some((at, _)) => write!(f, "{}…", Escaped(&self.0[..at])),
            None => write!(f, "{}", Escaped(self.0)),
        }
    }
}

/// Text of the server's, fit for a log line and a terminal: control characters, line separators and characters that
/// turn the direction of text are escaped.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            let turns_direction = matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
            if char.is_control() || turns_direction || matches!(char, '\u{2028}' | '\u{2029}') {
                write!(f, "{}", char.escape_default())?;
            } else {
                f.write_char(char)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_on_a_character() {
        assert_eq!(Cut("äöü", 3).to_string(), "äöü");
        assert_eq!(Cut("äöü", 2).to_string(), "äö…");
    }

    #[test]
    fn nothing_of_the_servers_reaches_the_terminal_raw() {
        let text = "a\r\nb\u{1b}[31m\u{2028}\u{202e}é\u{7f}";
        assert_eq!(Escaped(text).to_string(), r"a\r\nb\u{1b}[31m\u{2028}\u{202e}é\u{7f}");
    }
}
