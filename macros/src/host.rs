//! The template of a host prefix: `<bucket>.`. Works on `&str`, without tokens.

use std::ops::Range;

use crate::diag::message::{Message, host as message, path as of_paths};
use crate::names::{identifier, is_identifier};
use crate::path::{Mistake, Parameter, Piece, foreign};
use crate::text::part;

/// The maximum length of a label: RFC 1035 section 2.3.4.
const MAX_LABEL: usize = 63;

/// Parses a host prefix and collects all mistakes in it.
pub(crate) fn parse(prefix: &str) -> (Vec<Piece<'_>>, Vec<Mistake>) {
    let mut parser = Parser { prefix, pieces: Vec::new(), mistakes: Vec::new() };
    let mut at = 0;
    while at < prefix.len() {
        at = if part(prefix, at..).starts_with('<') { parser.parameter(at) } else { parser.text(at) };
    }
    // A wrong character or parameter also makes its label wrong. Report it once.
    if parser.mistakes.is_empty() {
        parser.check_labels();
    }
    (parser.pieces, parser.mistakes)
}

struct Parser<'a> {
    prefix: &'a str,
    pieces: Vec<Piece<'a>>,
    mistakes: Vec<Mistake>,
}

impl Parser<'_> {
    /// Parses text from here up to the next `<`. Returns its end.
    fn text(&mut self, start: usize) -> usize {
        let end = part(self.prefix, start..).find('<').map_or(self.prefix.len(), |end| start + end);
        let text = part(self.prefix, start..end);
        self.pieces.push(Piece::Text(text));
        let mut told = start;
        for (at, char) in text.char_indices().map(|(at, char)| (start + at, char)) {
            if at < told {
                continue;
            }
            if let Some(foreign) = foreign::parameter(self.prefix, at, start).filter(|_| matches!(char, '{' | '$')) {
                told = foreign.range.end;
                self.mistake(foreign.range, of_paths::foreign_parameter(&foreign.written));
                continue;
            }
            let here = at..at + char.len_utf8();
            match char {
                '>' => self.mistake(here, of_paths::unopened(&identifier(part(text, ..at - start)))),
                'A'..='Z' => self.mistake(here, message::upper_case(char)),
                'a'..='z' | '0'..='9' | '-' | '.' => {}
                _ => self.mistake(here, message::no_host_character(char)),
            }
        }
        end
    }

    /// Parses the `<name>` that begins here. Returns its end.
    fn parameter(&mut self, start: usize) -> usize {
        let inner = part(self.prefix, start + 1..);
        let end = inner.find(['>', '<', '.']).unwrap_or(inner.len());
        let (name, end) = (part(inner, ..end), start + 1 + end);
        if !part(self.prefix, end..).starts_with('>') {
            self.mistake(start..end, of_paths::unclosed(&identifier(name)));
            return end;
        }
        let range = start..end + 1;
        if name.is_empty() {
            self.mistake(range, of_paths::unnamed_parameter());
        } else if !is_identifier(name) {
            self.mistake(range, of_paths::no_field_name(&identifier(name)));
        } else {
            if let Some(Piece::Parameter(_)) = self.pieces.last() {
                let told = of_paths::adjacent_parameters('.', &format!("<{name}>"));
                self.mistake(range.clone(), told);
            }
            self.pieces.push(Piece::Parameter(Parameter { name, range, is_multi: false }));
        }
        end + 1
    }

    /// Checks that each label is valid and that the last one ends with a dot, before the host of the base URL.
    fn check_labels(&mut self) {
        let Some(labels) = self.prefix.strip_suffix('.') else {
            let last = self.prefix.char_indices().next_back().map_or(0, |(at, _)| at);
            let told = message::no_dot_at_the_end(self.prefix);
            return self.mistake(last..self.prefix.len(), told);
        };
        let mut start = 0;
        for label in labels.split('.') {
            let end = start + label.len();
            let is_text = !label.contains('<');
            let ends_in_hyphen = label.starts_with('-') || label.ends_with('-');
            if label.is_empty() || ends_in_hyphen || (is_text && label.len() > MAX_LABEL) {
                self.mistake(start..end.max(start + 1), message::no_label(label));
            }
            start = end + 1;
        }
    }

    fn mistake(&mut self, range: Range<usize>, message: Message) {
        self.mistakes.push(Mistake { range, message });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_mistake_has_its_range() {
        for (prefix, expected) in [
            ("<a>.", &[] as &[_]),
            ("uploads.", &[]),
            ("<a>-x.eu-1.", &[]),
            ("<a>", &["a host prefix must end with `.`@>"]),
            ("data-", &["a host prefix must end with `.`@-"]),
            ("Data.", &["a host must be in lower case@D"]),
            ("a_b.", &["this character is not allowed in a host@_"]),
            (
                "https://a.",
                &[
                    "this character is not allowed in a host@:",
                    "this character is not allowed in a host@/",
                    "this character is not allowed in a host@/",
                ],
            ),
            ("{a}.", &["a parameter is written in `<` and `>`@{a}"]),
            ("<a.", &["unclosed `<`@<a"]),
            ("a>.", &["unmatched `>`@>"]),
            ("<>.", &["this parameter has no name@<>"]),
            ("<a><b>.", &["no text separates this parameter from the one before it@<b>"]),
            ("a..", &["`` is not a valid host label@."]),
            (".a.", &["`` is not a valid host label@."]),
            ("-a.", &["`-a` is not a valid host label@-a"]),
        ] {
            let found: Vec<String> =
                parse(prefix).1.iter().map(|m| format!("{}@{}", m.message.what, &prefix[m.range.clone()])).collect();
            assert_eq!(found, expected, "{prefix}");
        }
    }

    proptest! {
        #[test]
        fn parser_never_panics_and_ranges_are_on_character_boundaries(prefix in ".{0,20}|[<>{}:.a-cB$é-]{0,20}") {
            for mistake in parse(&prefix).1 {
                prop_assert!(prefix.get(mistake.range.clone()).is_some(), "{:?}", mistake.range);
            }
        }
    }
}
