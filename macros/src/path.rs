//! The template of a path: `/organizations/<organization>`. Works on `&str`, without tokens.

pub(crate) mod foreign;

use std::ops::Range;

use crate::diag::message::Message;
use crate::diag::message::path as message;
use crate::names::{identifier, is_identifier};
use crate::text::part;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Parameter(Parameter<'a>),
}

/// A `<name>` in the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    /// Its range in the path, including the brackets.
    pub(crate) range: Range<usize>,
    /// Whether it fills several segments: `<name..>`.
    pub(crate) is_multi: bool,
}

/// A mistake in a path: its place and its message.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) range: Range<usize>,
    pub(crate) message: Message,
}

/// Parses a path and collects all mistakes in it.
pub(crate) fn parse(path: &str) -> (Vec<Piece<'_>>, Vec<Mistake>) {
    let mut parser = Parser { path, at: 0, pieces: Vec::new(), mistakes: Vec::new() };
    parser.run();
    parser.check_parameters();
    (parser.pieces, parser.mistakes)
}

/// The kind of the part after a text.
#[derive(PartialEq, Eq)]
enum Rest {
    Path,
    /// A query or a fragment. It is already reported.
    NoPath,
}

struct Parser<'a> {
    path: &'a str,
    at: usize,
    pieces: Vec<Piece<'a>>,
    mistakes: Vec<Mistake>,
}

impl Parser<'_> {
    fn run(&mut self) {
        if let Some(at) = self.path.find('\\') {
            let corrected = foreign::corrected(self.path);
            self.mistake(at..at + 1, message::backslash(&format!("/{}", corrected.trim_start_matches('/'))));
            return;
        }
        self.check_start();
        while let Some(rest) = self.path.get(self.at..).filter(|rest| !rest.is_empty()) {
            let end = rest.find('<').unwrap_or(rest.len());
            if end > 0 && self.text(self.at..self.at + end) == Rest::NoPath {
                return;
            }
            self.at += end;
            if self.at < self.path.len() {
                self.parameter();
            }
        }
    }

    /// Checks the start of the path: it begins with a slash, not with a server.
    fn check_start(&mut self) {
        if self.path.is_empty() {
            self.mistake(0..0, message::empty_path());
        } else if let Some(scheme) = self.path.find("://") {
            let host = scheme + "://".len();
            self.at = part(self.path, host..).find('/').map_or(self.path.len(), |end| host + end);
            let path = if self.at == self.path.len() { "/" } else { part(self.path, self.at..) };
            self.mistake(0..self.at, message::whole_url(path));
        } else if !self.path.starts_with('/') {
            self.mistake(0..self.first_char(0), message::no_leading_slash(self.path));
        }
    }

    /// Text up to the next `<`.
    fn text(&mut self, range: Range<usize>) -> Rest {
        let text = part(self.path, range.clone());
        self.pieces.push(Piece::Text(text));
        let end = self.end_of_path(range.clone());
        let range = range.start..range.start + end;
        self.characters(range.clone());
        self.check_dots(range.clone());
        let Some(first) = part(text, end..).chars().next() else { return Rest::Path };
        let message = if first == '?' { message::query_in_path() } else { message::fragment_in_path() };
        self.mistake(range.end..self.path.len(), message);
        Rest::NoPath
    }

    /// The length of the text before a query or a fragment. A foreign parameter such as `{id:?}` contains neither.
    fn end_of_path(&self, range: Range<usize>) -> usize {
        let mut at = range.start;
        while let Some(char) = part(self.path, at..range.end).chars().next().filter(|char| !matches!(char, '?' | '#')) {
            let foreign = foreign::parameter(self.path, at, range.start);
            at = foreign.map_or(at + char.len_utf8(), |foreign| foreign.range.end.min(range.end));
        }
        at - range.start
    }

    fn characters(&mut self, range: Range<usize>) {
        // The end of the part with a reported mistake.
        let mut told = range.start;
        for (at, char) in part(self.path, range.clone()).char_indices() {
            let here = range.start + at..range.start + at + char.len_utf8();
            if here.start < told {
                continue;
            }
            if let Some(foreign) = foreign::parameter(self.path, here.start, range.start) {
                told = foreign.range.end;
                self.mistake(foreign.range, message::foreign_parameter(&foreign.written));
                continue;
            }
            match char {
                '>' => {
                    let segment = part(self.path, ..here.start).rfind('/').map_or(0, |slash| slash + 1);
                    let start = segment.max(range.start);
                    let name = identifier(part(self.path, start..here.start));
                    self.mistake(start..here.end, message::unopened(&name));
                }
                '%' if !is_encoded(part(self.path, here.start..)) => {
                    let digits =
                        part(self.path, here.end..).chars().take(2).take_while(char::is_ascii_alphanumeric).count();
                    let behind = part(self.path, here.end..here.end + digits);
                    self.mistake(here.start..here.end + digits, message::no_digits_behind_percent(behind));
                }
                _ if is_path_char(char) => {}
                _ => {
                    let bytes = char.to_string().into_bytes();
                    let encoded = bytes.iter().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
                    self.mistake(here, message::no_path_character(&encoded));
                }
            }
        }
    }

    /// Refuses a segment that servers and URL libraries collapse.
    fn check_dots(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for segment in part(self.path, range.clone()).split('/') {
            let end = start + segment.len();
            let alone = part(self.path, ..start).ends_with('/')
                && matches!(self.path.as_bytes().get(end), None | Some(b'/' | b'?' | b'#'));
            let dots = segment.to_ascii_lowercase().replace("%2e", ".");
            if alone && matches!(dots.as_str(), "." | "..") {
                self.mistake(start..end, message::collapsed_segment(&without_dots(self.path)));
            }
            start = end + 1;
        }
    }

    /// Parses a `<name>`. `self.at` is the position of the `<`.
    fn parameter(&mut self) {
        let start = self.at;
        let inner = part(self.path, start + 1..);
        let mut end = inner.find(['>', '<', '/']).unwrap_or(inner.len());
        if part(inner, ..end).contains('=') {
            // A pattern, which can contain slashes.
            end = inner.find(['>', '<']).unwrap_or(end);
        }
        let name = part(inner, ..end);
        self.at = start + 1 + end;
        if !part(inner, end..).starts_with('>') {
            self.mistake(start..self.at, message::unclosed(&identifier(name)));
            return;
        }
        self.at += 1;
        let range = start..self.at;
        if let Some(message) = foreign::inside(name) {
            self.mistake(range, message);
            return;
        }
        let (name, is_multi) = name.strip_suffix("..").map_or((name, false), |name| (name, true));
        if name.is_empty() {
            self.mistake(range, message::unnamed_parameter());
        } else if !is_identifier(name) {
            self.mistake(range, message::no_field_name(&identifier(name)));
        } else {
            if let Some(Piece::Parameter(_)) = self.pieces.last() {
                let message = message::adjacent_parameters('/', part(self.path, range.clone()));
                self.mistake(range.clone(), message);
            }
            self.pieces.push(Piece::Parameter(Parameter { name, range, is_multi }));
        }
    }

    /// Checks that each name occurs once, and that at most one parameter fills several segments.
    ///
    /// Any other parameter fills one segment or a part of one. So the segments from the end of the path show where
    /// the value of several segments ends. With two such values, several readings of one path would be possible.
    fn check_parameters(&mut self) {
        let mut seen: Vec<&Parameter<'_>> = Vec::new();
        let mut found = Vec::new();
        for piece in &self.pieces {
            let Piece::Parameter(parameter) = piece else { continue };
            let message = if seen.iter().any(|other| other.name == parameter.name) {
                Some(message::doubled_parameter(parameter.name))
            } else if parameter.is_multi {
                let first = seen.iter().find(|other| other.is_multi);
                first.map(|first| message::second_of_several_segments(parameter.name, first.name))
            } else {
                None
            };
            found.extend(message.map(|message| Mistake { range: parameter.range.clone(), message }));
            seen.push(parameter);
        }
        self.mistakes.extend(found);
    }

    fn mistake(&mut self, range: Range<usize>, message: Message) {
        self.mistakes.push(Mistake { range, message });
    }

    /// The end of the character at `at`.
    fn first_char(&self, at: usize) -> usize {
        part(self.path, at..).chars().next().map_or(at, |char| at + char.len_utf8())
    }
}

/// Characters that are allowed in a path: RFC 3986 section 3.3, with `%` for percent-encoded bytes.
fn is_path_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%".contains(char)
}

/// The path that URL libraries make of one with the segments `.` and `..`: RFC 3986 section 5.2.4.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (at, segment) in segments.iter().enumerate() {
        let dots = segment.to_ascii_lowercase().replace("%2e", ".");
        let is_dots = matches!(dots.as_str(), "." | "..");
        if dots == ".." {
            kept.pop();
        }
        match is_dots {
            false => kept.push(segment),
            true if at + 1 == segments.len() => kept.push(""),
            true => {}
        }
    }
    format!("/{}", kept.join("/"))
}

/// Whether text begins with a percent-encoded byte.
fn is_encoded(text: &str) -> bool {
    text.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The template that consists of these pieces.
    fn printed(pieces: &[Piece<'_>]) -> String {
        let piece = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Parameter(parameter) => {
                format!("<{}{}>", parameter.name, if parameter.is_multi { ".." } else { "" })
            }
        };
        pieces.iter().map(piece).collect()
    }

    #[test]
    fn path_is_split_into_text_and_parameters() {
        let (pieces, mistakes) = parse("/a/<b>...<type>/c");
        assert!(mistakes.is_empty());
        let parameter = |name, range| Piece::Parameter(Parameter { name, range, is_multi: false });
        let expected =
            [Piece::Text("/a/"), parameter("b", 3..6), Piece::Text("..."), parameter("type", 9..15), Piece::Text("/c")];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn each_mistake_has_its_range() {
        for (path, expected) in [
            ("", &["the path is empty@"] as &[_]),
            ("a", &["a path must begin with `/`@a"]),
            ("/<a", &["unclosed `<`@<a"]),
            ("/<a/<b>", &["unclosed `<`@<a"]),
            ("/<>", &["this parameter has no name@<>"]),
            ("/<a-b>", &["expected the name of a field@<a-b>"]),
            ("/<a>/<a>", &["the path names `<a>` twice@<a>"]),
            ("/<a><b>", &["no text separates this parameter from the one before it@<b>"]),
            ("/a>", &["unmatched `>`@a>"]),
            ("/<a..>/<b..>", &["only one parameter of a path can fill several segments, and `<a..>` does@<b..>"]),
            (
                "/<a..>/<b..>/c/<d..>",
                &[
                    "only one parameter of a path can fill several segments, and `<a..>` does@<b..>",
                    "only one parameter of a path can fill several segments, and `<a..>` does@<d..>",
                ],
            ),
            ("/<a..>/<a..>", &["the path names `<a>` twice@<a..>"]),
            ("/<a..><b>", &["no text separates this parameter from the one before it@<b>"]),
            ("/<a><b..>", &["no text separates this parameter from the one before it@<b..>"]),
            ("/<..>", &["this parameter has no name@<..>"]),
            ("/a?b=c", &["a path cannot have a query@?b=c"]),
            ("/a#b", &["a path cannot have a fragment: it is never sent@#b"]),
            ("/{a}/:b", &["a parameter is written in `<` and `>`@{a}", "a parameter is written in `<` and `>`@:b"]),
            ("/a b/ä", &["this character is not allowed in a path@ ", "this character is not allowed in a path@ä"]),
            ("/../<a>/.", &["URL libraries remove this segment@..", "URL libraries remove this segment@."]),
            (
                "/%2e%2E/a%2e/%zz",
                &[
                    "expected two hexadecimal digits after `%`, which is `%25` itself@%zz",
                    "URL libraries remove this segment@%2e%2E",
                ],
            ),
        ] {
            let found: Vec<String> =
                parse(path).1.iter().map(|m| format!("{}@{}", m.message.what, &path[m.range.clone()])).collect();
            assert_eq!(found, expected, "{path}");
        }
    }

    #[test]
    fn parameter_of_several_segments_can_be_anywhere() {
        for path in
            ["/<a..>/b", "/x<a..>", "/<a..>:cancel", "/<a..>/", "/<a..>/<b>/<c>", "/x-<a>/<b..>@<c>/d", "/<a..>"]
        {
            let (pieces, mistakes) = parse(path);
            assert!(mistakes.is_empty(), "{path}: {mistakes:?}");
            let multi = pieces.iter().filter(|piece| matches!(piece, Piece::Parameter(it) if it.is_multi));
            assert_eq!((printed(&pieces).as_str(), multi.count()), (path, 1));
        }
    }

    #[test]
    fn help_for_an_adjacent_parameter_keeps_its_several_segments() {
        for (path, help) in [("/<a><b..>", "write `/<b..>`"), ("/<a..><b>", "write `/<b>`")] {
            let mistakes = parse(path).1;
            assert_eq!(mistakes.iter().map(|it| it.message.help.as_str()).collect::<Vec<_>>(), [help]);
        }
    }

    #[test]
    fn colon_or_star_inside_a_segment_is_text() {
        for path in ["/v1/<name>:cancel", "/a:b/:", "/a/*", "/a*b"] {
            assert!(parse(path).1.is_empty(), "{path}");
        }
    }

    proptest! {
        #[test]
        fn parser_never_panics_and_ranges_are_on_character_boundaries(path in ".{0,40}|[/<>{}:?#.a-cä%]{0,40}") {
            let (pieces, mistakes) = parse(&path);
            for mistake in &mistakes {
                prop_assert!(path.get(mistake.range.clone()).is_some());
            }
            if mistakes.is_empty() {
                prop_assert_eq!(printed(&pieces), path);
            }
        }
    }
}
