//! Prints text from a server so that it is safe in a log line.

use std::fmt::{self, Write as _};

/// How many characters of a code are printed, so that log lines stay short.
pub(crate) const MAX_CODE: usize = 100;

/// The first characters of a text from the server, escaped, with an ellipsis if there are more.
pub(crate) struct Cut<'a>(pub(crate) &'a str, pub(crate) usize);

impl fmt::Display for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(self.1) {
            Some((at, _)) => write!(f, "{}…", Escaped(&self.0[..at])),
            None => write!(f, "{}", Escaped(self.0)),
        }
    }
}

/// Text from the server that is safe in a log line and a terminal: control characters, line separators and characters
/// that change the direction of text are escaped.
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

/// Prints by calling a function, like `std::fmt::from_fn` of Rust 1.93.
pub(crate) struct Printed<F>(pub(crate) F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Printed<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(Cut("äöü", 3).to_string(), "äöü");
        assert_eq!(Cut("äöü", 2).to_string(), "äö…");
    }

    #[test]
    fn control_characters_of_the_server_are_escaped() {
        let text = "a\r\nb\u{1b}[31m\u{2028}\u{202e}é\u{7f}";
        assert_eq!(Escaped(text).to_string(), r"a\r\nb\u{1b}[31m\u{2028}\u{202e}é\u{7f}");
    }
}
