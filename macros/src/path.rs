//! The template of a path: `/organizations/<organization>`. Pure, on `&str`.

use std::ops::Range;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Text(&'a str),
    Parameter(Parameter<'a>),
}

/// A `<name>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    /// Where it stands in the path, brackets included.
    pub(crate) range: Range<usize>,
    /// Whether it stands for several segments: `<name..>`.
    pub(crate) is_tail: bool,
}

/// A mistake in a path: where, what, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) range: Range<usize>,
    pub(crate) what: String,
    pub(crate) help: String,
}

/// Takes a path apart; with every mistake that is in it.
pub(crate) fn parse(path: &str) -> (Vec<Piece<'_>>, Vec<Mistake>) {
    let mut parser = Parser { path, at: 0, pieces: Vec::new(), mistakes: Vec::new() };
    parser.run();
    parser.check_doubled();
    (parser.pieces, parser.mistakes)
}

/// What follows behind some text.
#[derive(PartialEq, Eq)]
enum Rest {
    Path,
    /// A query or a fragment, told already.
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
        if !self.path.starts_with('/') {
            let help = format!("write `\"/{}\"`", self.path);
            self.mistake(0..self.first_char(0), "a path begins with `/`", help);
        }
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

    /// Text up to the next `<`.
    fn text(&mut self, range: Range<usize>) -> Rest {
        let text = &self.path[range.clone()];
        self.pieces.push(Piece::Text(text));
        if let Some(at) = text.find(['?', '#']) {
            let (what, help) = if text[at..].starts_with('?') {
                ("a path has no query", "make its parameters fields with `#[query]`")
            } else {
                ("a path has no fragment: it would never be sent", "remove it")
            };
            self.mistake(range.start + at..self.path.len(), what, help.to_owned());
            return Rest::NoPath;
        }
        for (at, char) in text.char_indices() {
            let here = range.start + at..range.start + at + char.len_utf8();
            match char {
                '>' => self.mistake(here, "this `>` closes nothing", "write `<name>`".to_owned()),
                '{' => self.braced(here.start),
                ':' if text[..at].ends_with('/') || (at == 0 && range.start == 0) => self.colon(here.start),
                '}' => {}
                '%' if !is_encoded(&text[at..]) => {
                    self.mistake(
                        here,
                        "two hexadecimal digits stand behind `%`",
                        "write `%25` for `%` itself".to_owned(),
                    );
                }
                _ if is_path_char(char) => {}
                _ => {
                    let bytes = char.to_string().into_bytes();
                    let encoded = bytes.iter().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
                    self.mistake(here, "this character does not stand in a path", format!("write `{encoded}`"));
                }
            }
        }
        self.check_dots(range);
        Rest::Path
    }

    /// `{name}`, as people write who come from OpenAPI, axum or Retrofit.
    fn braced(&mut self, start: usize) {
        let end = self.path[start..].find(['}', '/']).map_or(self.path.len(), |end| start + end);
        let closed = self.path[end..].starts_with('}');
        let name = &self.path[start + 1..end];
        self.mistake(
            start..end + usize::from(closed),
            "a parameter stands in `<` and `>`",
            format!("write `<{name}>`"),
        );
    }

    /// `:name`, as people write who come from Rails or Express.
    fn colon(&mut self, start: usize) {
        let end = self.path[start..].find('/').map_or(self.path.len(), |end| start + end);
        let name = &self.path[start + 1..end];
        if is_identifier(name) {
            self.mistake(start..end, "a parameter stands in `<` and `>`", format!("write `<{name}>`"));
        }
    }

    /// A segment that servers and URL libraries collapse.
    fn check_dots(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for segment in self.path[range.clone()].split('/') {
            let end = start + segment.len();
            let alone = self.path[..start].ends_with('/') && matches!(self.path.as_bytes().get(end), None | Some(b'/'));
            let dots = segment.to_ascii_lowercase().replace("%2e", ".");
            if alone && matches!(dots.as_str(), "." | "..") {
                self.mistake(start..end, "this segment would be collapsed", "write the path that is meant".to_owned());
            }
            start = end + 1;
        }
    }

    /// A `<name>`, of which `self.at` is the `<`.
    fn parameter(&mut self) {
        let start = self.at;
        let inner = &self.path[start + 1..];
        let end = inner.find(['>', '<', '/']).unwrap_or(inner.len());
        let name = &inner[..end];
        self.at = start + 1 + end;
        if !inner[end..].starts_with('>') {
            self.mistake(start..self.at, "this `<` is not closed", format!("write `<{name}>`"));
            return;
        }
        self.at += 1;
        let range = start..self.at;
        let (name, is_tail) = name.strip_suffix("..").map_or((name, false), |name| (name, true));
        if is_tail && (self.at < self.path.len() || !self.path[..start].ends_with('/')) {
            let help = format!("write `/<{name}..>` at the end of the path");
            self.mistake(range.clone(), "several segments stand at the end of a path alone", help);
        }
        if name.is_empty() {
            self.mistake(range, "this parameter has no name", "write the name of a field".to_owned());
        } else if !is_identifier(name) {
            self.mistake(range, "a parameter is the name of a field", "write an identifier".to_owned());
        } else {
            if let Some(Piece::Parameter(before)) = self.pieces.last() {
                let help = format!("write `<{}>/<{name}>`", before.name);
                self.mistake(range.clone(), "nothing tells this parameter from the one before it", help);
            }
            self.pieces.push(Piece::Parameter(Parameter { name, range, is_tail }));
        }
    }

    fn check_doubled(&mut self) {
        let mut seen: Vec<&str> = Vec::new();
        let mut doubled = Vec::new();
        for piece in &self.pieces {
            let Piece::Parameter(parameter) = piece else { continue };
            if seen.contains(&parameter.name) {
                doubled.push(parameter.clone());
            }
            seen.push(parameter.name);
        }
        for Parameter { name, range, .. } in doubled {
            let help = "give the second one a field of its own".to_owned();
            self.mistake(range, format!("the path names `<{name}>` twice"), help);
        }
    }

    fn mistake(&mut self, range: Range<usize>, what: impl Into<String>, help: String) {
        self.mistakes.push(Mistake { range, what: what.into(), help });
    }

    /// The end of the character at `at`.
    fn first_char(&self, at: usize) -> usize {
        self.path[at..].chars().next().map_or(at, |char| at + char.len_utf8())
    }
}

/// What may stand in a path as it is: RFC 3986 section 3.3, with `%` for what is encoded already.
fn is_path_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@%".contains(char)
}

/// Whether text begins with a percent-encoded byte.
fn is_encoded(text: &str) -> bool {
    text.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok() || syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The template that the pieces make up.
    fn printed(pieces: &[Piece<'_>]) -> String {
        let piece = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Parameter(parameter) => format!("<{}{}>", parameter.name, if parameter.is_tail { ".." } else { "" }),
        };
        pieces.iter().map(piece).collect()
    }

    #[test]
    fn a_path_is_taken_apart() {
        let (pieces, mistakes) = parse("/a/<b>...<type>/c");
        assert_eq!(mistakes, []);
        let parameter = |name, range| Piece::Parameter(Parameter { name, range, is_tail: false });
        let expected =
            [Piece::Text("/a/"), parameter("b", 3..6), Piece::Text("..."), parameter("type", 9..15), Piece::Text("/c")];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn every_mistake_is_found_where_it_is() {
        for (path, expected) in [
            ("", &["a path begins with `/`@"] as &[_]),
            ("a", &["a path begins with `/`@a"]),
            ("/<a", &["this `<` is not closed@<a"]),
            ("/<a/<b>", &["this `<` is not closed@<a"]),
            ("/<>", &["this parameter has no name@<>"]),
            ("/<a-b>", &["a parameter is the name of a field@<a-b>"]),
            ("/<a>/<a>", &["the path names `<a>` twice@<a>"]),
            ("/<a><b>", &["nothing tells this parameter from the one before it@<b>"]),
            ("/a>", &["this `>` closes nothing@>"]),
            ("/<a..>/b", &["several segments stand at the end of a path alone@<a..>"]),
            ("/x<a..>", &["several segments stand at the end of a path alone@<a..>"]),
            ("/<..>", &["this parameter has no name@<..>"]),
            ("/a?b=c", &["a path has no query@?b=c"]),
            ("/a#b", &["a path has no fragment: it would never be sent@#b"]),
            ("/{a}/:b", &["a parameter stands in `<` and `>`@{a}", "a parameter stands in `<` and `>`@:b"]),
            ("/a b/ä", &["this character does not stand in a path@ ", "this character does not stand in a path@ä"]),
            ("/../<a>/.", &["this segment would be collapsed@..", "this segment would be collapsed@."]),
            (
                "/%2e%2E/a%2e/%zz",
                &["two hexadecimal digits stand behind `%`@%", "this segment would be collapsed@%2e%2E"],
            ),
        ] {
            let found: Vec<String> =
                parse(path).1.iter().map(|m| format!("{}@{}", m.what, &path[m.range.clone()])).collect();
            assert_eq!(found, expected, "{path}");
        }
    }

    #[test]
    fn a_colon_inside_of_a_segment_is_text() {
        assert_eq!(parse("/v1/<name>:cancel").1, []);
        assert_eq!(parse("/a:b/:").1, []);
    }

    proptest! {
        #[test]
        fn never_panics_and_stays_on_characters(path in ".{0,40}|[/<>{}:?#.a-cä%]{0,40}") {
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
