//! The header field `Link` (RFC 8288): the link to the next page.

use http::HeaderMap;
use http::header::LINK;

/// Why the links of a response are not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkError {
    /// A field value is not in the format of RFC 8288 section 3.
    Malformed,
    /// There are two `next` links with different targets.
    Several(String, String),
}

/// Returns the target of the link with the relation type `next`. Links with an `anchor` are about another resource.
pub(crate) fn next(headers: &HeaderMap) -> Result<Option<String>, LinkError> {
    let mut found: Option<String> = None;
    for value in headers.get_all(LINK) {
        let mut rest = Rest(value.to_str().map_err(|_| LinkError::Malformed)?);
        while rest.has_link() {
            let link = rest.link().ok_or(LinkError::Malformed)?;
            match found {
                _ if !link.is_next || link.has_anchor => {}
                Some(first) if first != link.target => return Err(LinkError::Several(first, link.target)),
                _ => found = Some(link.target),
            }
        }
    }
    Ok(found)
}

struct Link {
    target: String,
    is_next: bool,
    has_anchor: bool,
}

/// The text that was not parsed yet.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn skip(&mut self, skipped: &[char]) {
        self.0 = self.0.trim_start_matches(skipped);
    }

    fn take(&mut self, prefix: char) -> bool {
        self.0.strip_prefix(prefix).map(|rest| self.0 = rest).is_some()
    }

    fn until(&mut self, ends: &[char]) -> &'a str {
        let (taken, rest) = self.0.split_at(self.0.find(ends).unwrap_or(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Whether there is another link. A list may have empty elements: RFC 9110 section 5.6.1.
    fn has_link(&mut self) -> bool {
        self.skip(&[' ', '\t', ',']);
        !self.0.is_empty()
    }

    /// Parses a link and the comma after it. `None` if it is malformed.
    fn link(&mut self) -> Option<Link> {
        self.take('<').then_some(())?;
        let target = self.until(&['>']).to_owned();
        self.take('>').then_some(())?;
        let (mut relation, mut has_anchor) = (None, false);
        loop {
            self.skip(&[' ', '\t']);
            if self.0.is_empty() || self.take(',') {
                let is_next = relation.is_some_and(|relation: String| has_next(&relation));
                return Some(Link { target, is_next, has_anchor });
            }
            self.take(';').then_some(())?;
            self.skip(&[' ', '\t']);
            if self.0.is_empty() || self.0.starts_with([';', ',']) {
                continue;
            }
            let (name, value) = self.parameter()?;
            has_anchor |= name.eq_ignore_ascii_case("anchor");
            // Only the first one counts: RFC 8288 section 3.3.
            if name.eq_ignore_ascii_case("rel") && relation.is_none() {
                relation = Some(value);
            }
        }
    }

    /// Parses `name`, `name=value` or `name="value"`.
    fn parameter(&mut self) -> Option<(&'a str, String)> {
        let name = self.until(&['=', ';', ',', ' ', '\t']);
        if name.is_empty() || !name.bytes().all(is_token_byte) {
            return None;
        }
        self.skip(&[' ', '\t']);
        if !self.take('=') {
            return Some((name, String::new()));
        }
        self.skip(&[' ', '\t']);
        let value = if self.take('"') { self.quoted()? } else { self.until(&[';', ',', ' ', '\t']).to_owned() };
        Some((name, value))
    }

    /// Parses a quoted string after its first quote: RFC 9110 section 5.6.4.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.0.char_indices();
        while let Some((at, char)) = chars.next() {
            match char {
                '"' => {
                    self.0 = &self.0[at + 1..];
                    return Some(text);
                }
                '\\' => text.push(chars.next()?.1),
                char => text.push(char),
            }
        }
        None
    }
}

/// Whether a list of relation types contains `next`. Their case makes no difference: RFC 8288 section 2.1.1.
fn has_next(relation: &str) -> bool {
    relation.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"))
}

/// Whether a name may contain this byte: RFC 9110 section 5.6.2.
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[&str]) -> Result<Option<String>, LinkError> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(LINK, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        next(&headers)
    }

    #[test]
    fn next_link_is_found() {
        for (values, expected) in [
            (&[][..], None),
            (&[""], None),
            (&["</a>; rel=next"], Some("/a")),
            (&["</a>; rel=\"next\""], Some("/a")),
            (&["</a>;rel=\"NEXT\""], Some("/a")),
            (&["</a> ; rel = next "], Some("/a")),
            (&["</p>; rel=prev, </a,b;c>; rel=\"last next\""], Some("/a,b;c")),
            (&["</p>; rel=\"prev\"", "</a>; rel=\"next\""], Some("/a")),
            (&["</a>; rel=next, </a>; rel=next"], Some("/a")),
            (&[", </a>; rel=next,,"], Some("/a")),
            (&["</a>; title=\"a, b; rel=x \\\" <\"; rel=next"], Some("/a")),
            (&["</a>; title*=UTF-8''a%20b; crossorigin; rel=next;"], Some("/a")),
            (&["</a>; rel=prev; rel=next"], None),
            (&["</a>; rel=nextish"], None),
            (&["</a>; rev=next"], None),
            (&["</a>; rel=next; anchor=\"#part\"", "</b>; rel=next"], Some("/b")),
            (&["</a>; ANCHOR=\"/x\"; rel=next"], None),
            (&["<>; rel=next"], Some("")),
        ] {
            assert_eq!(of(values), Ok(expected.map(str::to_owned)), "{values:?}");
        }
    }

    #[test]
    fn malformed_link_is_an_error() {
        for value in [
            "/a; rel=next",
            "</a; rel=next",
            "</a> rel=next",
            "</a>; rel=\"next",
            "</a>; =next",
            "</a>x",
            "<é>; rel=next",
        ] {
            assert_eq!(of(&[value]), Err(LinkError::Malformed), "{value}");
        }
    }

    #[test]
    fn two_different_next_links_are_an_error() {
        let expected = Err(LinkError::Several("/a".to_owned(), "/b".to_owned()));
        assert_eq!(of(&["</a>; rel=next, </b>; rel=next"]), expected);
        assert_eq!(of(&["</a>; rel=next", "</p>; rel=prev", "</b>; rel=next"]), expected);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(value in "\\PC{0,40}") {
            let _ = of(&[&value]);
        }

        #[test]
        fn written_links_are_read(
            links in proptest::collection::vec(("[!-=?-~]{0,12}", "[a-z]{1,4}( next)?", any::<bool>(), "[ -~]{0,8}"), 0..5),
            split in any::<bool>(),
        ) {
            let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
            let written: Vec<String> = links.iter().map(|(target, relation, has_anchor, title)| {
                let anchor = if *has_anchor { "; anchor=\"/\"" } else { "" };
                format!("<{target}>; title=\"{}\"{anchor}; rel=\"{relation}\"", quoted(title))
            }).collect();
            let next: Vec<&String> = links.iter()
                .filter(|(_, relation, has_anchor, _)| relation.split(' ').any(|it| it == "next") && !has_anchor)
                .map(|(target, ..)| target)
                .collect();
            let found = if split {
                of(&written.iter().map(String::as_str).collect::<Vec<_>>())
            } else {
                of(&[&written.join(", ")])
            };
            match next.as_slice() {
                [] => prop_assert_eq!(found, Ok(None)),
                [first, rest @ ..] if rest.iter().all(|it| it == first) => prop_assert_eq!(found, Ok(Some((*first).clone()))),
                _ => prop_assert!(matches!(found, Err(LinkError::Several(..)))),
            }
        }
    }
}
