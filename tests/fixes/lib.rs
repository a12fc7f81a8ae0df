//! Applies the help of a message to the source that it is about, as its author would.
//!
//! `macros/src/tests/fixes.rs` applies each help alone and expands the result. `compile.rs` applies all helps of a
//! fixture and compiles the result.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// What a help changes, relative to the tokens at the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// The whole literal that contains them.
    Literal,
    /// The entry between two commas that contains them, at the depth at which it begins with the same word as the help;
    /// or else these tokens.
    Entry,
    /// The attribute that contains them, or a new attribute on the field.
    Attribute,
    /// A new key of the attribute above them.
    Key,
    /// A new field or variant of the item below them.
    NewEntry,
    /// The place before them.
    Before,
}

/// Starts of texts that show a form, and are not meant for the place at the caret.
const FORMS: [&str; 9] = [
    "Client::builder(",
    "struct Name",
    "enum Name",
    "enum State",
    "enum Change",
    "Id(String)",
    "endpoints! {",
    "mod ",
    "idempotent` to the endpoint if",
];

/// The source after the help of the message at this place; `None` if the help has no text to apply there.
///
/// # Panics
///
/// If the source has no place to which the help belongs, such as an attribute.
#[must_use]
pub fn applied(source: &str, help: &str, range: &Range<usize>) -> Option<String> {
    if range.is_empty() {
        return None;
    }
    if help.starts_with("remove") || help.starts_with("keep one of them") {
        return Some(removed(source, range, help));
    }
    let places = [" on the whole type", " on the variant", " on each field"];
    if places.iter().any(|place| help.contains(place)) {
        return None;
    }
    let (verb, rest) = help.split_once('`')?;
    let (text, after) = rest.split_once('`')?;
    let is_form = FORMS.iter().any(|form| rest.starts_with(form));
    if is_form || !matches!(verb, "write " | "add " | "add the field ") {
        return None;
    }
    if text.contains("..)") || text.contains("\"..\"") {
        return None;
    }
    let target = match verb {
        "add " if text.starts_with("#[") => {
            let name = after.strip_prefix(" to the field `")?.split('`').next()?;
            let start = source.find(&format!("pub {name}:")).expect("the field");
            return Some(format!("{}{text} {}", &source[..start], &source[start..]));
        }
        "add " if text.contains(" = ") => Target::Key,
        "add " | "add the field " => Target::NewEntry,
        _ if after.starts_with(" before") => Target::Before,
        _ if text.starts_with("#[") => Target::Attribute,
        _ if syn::parse_str::<syn::LitStr>(text).is_ok() => Target::Literal,
        _ => Target::Entry,
    };
    let source =
        if help.ends_with("instead of both attributes") { without_placement(source, range) } else { source.to_owned() };
    Some(replaced(&source, range, text, target))
}

/// The source without the attribute before the one that contains this place, at the same length.
fn without_placement(source: &str, range: &Range<usize>) -> String {
    let here = attribute(source, range).expect("an attribute");
    let before = source[..here.start].rfind("#[").expect("an attribute");
    let end = before + source[before..here.start].find(']').expect("its end") + 1;
    format!("{}{}{}", &source[..before], " ".repeat(end - before), &source[end..])
}

fn replaced(source: &str, range: &Range<usize>, text: &str, target: Target) -> String {
    let put = |range: Range<usize>, text: &str| format!("{}{text}{}", &source[..range.start], &source[range.end..]);
    match target {
        Target::Literal => put(literal(source, range).unwrap_or(range.clone()), text),
        Target::Entry => {
            let mut entry = match entry(source, range, text) {
                Some(entry) => entry,
                // A key at a field, or at its whole attribute, is one of the endpoint.
                None if field(source, range).is_some()
                    && (attribute(source, range).is_none() || source[..range.start].ends_with("#[")) =>
                {
                    return with_key(source, range, text);
                }
                None => range.clone(),
            };
            // `get, "/a"` is one mistake.
            if text.contains(", path = ") && source[entry.end..].starts_with(", \"") {
                let start = entry.end + 3;
                entry.end = start + source[start..].find('"').expect("the end of the path") + 1;
            }
            put(entry, text)
        }
        Target::Attribute => match attribute(source, range) {
            Some(range) => put(range, text),
            None => {
                let head = text.split(['(', ']']).next().unwrap_or(text);
                if let (None, Some(start)) = (field(source, range), source[..range.start].rfind(head)) {
                    let end = start + source[start..].find(']').expect("its end") + 1;
                    return put(start..end, text);
                }
                let start = field(source, range).unwrap_or(range.clone()).start;
                if let Some(at) = source[start..range.start].find(head) {
                    let end = start + at + source[start + at..].find(']').expect("its end") + 1;
                    return put(start + at..end, text);
                }
                put(start..start, &format!("{text} "))
            }
        },
        Target::Key => {
            let start = source[..range.start].rfind("#[endpoint(").expect("the attribute") + "#[endpoint(".len();
            put(start..start, &format!("{text}, "))
        }
        Target::NewEntry => {
            let end = range.end + source[range.end..].find("struct ").filter(|_| text.contains(':')).unwrap_or(0);
            let end = end + source[end..].find(['{', ';']).expect("its fields");
            let brace = end + 1;
            if source[end..].starts_with(';') {
                put(end..brace, &format!(" {{ {text} }}"))
            } else {
                put(brace..brace, &format!(" {text}, "))
            }
        }
        Target::Before => put(range.start..range.start, &format!("{text} ")),
    }
}

/// The source with this key in the attribute above the field, or with this type of the field.
fn with_key(source: &str, range: &Range<usize>, text: &str) -> String {
    let Some((key, _)) = text.split_once(" = ") else {
        return format!("{}{text}{}", &source[..range.start], &source[range.end..]);
    };
    let start = source[..range.start].rfind("#[endpoint(").expect("the attribute") + "#[endpoint(".len();
    match source[start..range.start].find(&format!("{key} = ")) {
        Some(at) => {
            let here = entry(source, &(start + at..start + at + key.len()), "").expect("the key");
            format!("{}{text}{}", &source[..here.start], &source[here.end..])
        }
        None => format!("{}{text}, {}", &source[..start], &source[start..]),
    }
}

/// The source without what is at the caret: a part of a literal, a field, an attribute or an entry.
fn removed(source: &str, range: &Range<usize>, help: &str) -> String {
    if help.contains("` and `") {
        return without_delimiters(source, range);
    }
    // `remove `let`` is about these tokens alone, if they are only the start of an entry.
    let is_start = || entry(source, range, "").is_none_or(|entry| entry.end > range.end && entry.start == range.start);
    if matches!(&source[range.clone()], "," | ";")
        || (help == format!("remove `{}`", &source[range.clone()]) && is_start())
    {
        return format!("{}{}", &source[..range.start], &source[range.end..]);
    }
    let is_inside =
        literal(source, range).is_some_and(|literal| literal.start < range.start && range.end < literal.end);
    let here = match () {
        () if is_inside => range.clone(),
        () if help.starts_with("remove the field") || help.starts_with("remove this field") => {
            field(source, range).expect("a field")
        }
        () => match entry(source, range, "") {
            Some(entry) if !source[..entry.start].ends_with("#[") => with_attributes(source, entry),
            _ => attribute(source, range).unwrap_or(range.clone()),
        },
    };
    let rest = source[here.end..].trim_start();
    let comma = if rest.starts_with(',') && !is_inside { source.len() - rest.len() + 1 - here.end } else { 0 };
    let (before, after) = (source[..here.start].trim_end(), &source[here.end + comma..]);
    // Without entries, the list or the attribute goes too.
    let is_empty = before.ends_with('(') && after.trim_start().starts_with(')') && !is_inside;
    if is_empty && source[..before.len() - 1].ends_with("default") {
        return format!("{}{}", &source[..before.len() - 1], &after.trim_start()[1..]);
    }
    if is_empty {
        let around = before.len() - 1..before.len();
        return removed(source, &around, help);
    }
    format!("{}{after}", &source[..here.start])
}

/// The source without the delimiters of the group that starts at the caret.
fn without_delimiters(source: &str, range: &Range<usize>) -> String {
    let tokens = groups(source, range).pop().unwrap_or_default();
    let mut spans = tokens.into_iter().map(|token| token.span().byte_range());
    let end = spans.find(|span| span.start == range.start).expect("a group").end;
    format!("{}{}{}", &source[..range.start], &source[range.end..end - 1], &source[end..])
}

/// An entry and the attributes above it.
fn with_attributes(source: &str, mut entry: Range<usize>) -> Range<usize> {
    while let Some(before) = source[..entry.start].trim_end().strip_suffix(']') {
        let Some(start) = before.rfind("#[") else { break };
        entry.start = start;
    }
    entry
}

fn literal(source: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let groups = groups(source, range);
    let tokens = groups.last()?.clone();
    let literals = tokens.into_iter().filter(|token| matches!(token, TokenTree::Literal(_)));
    literals.map(|token| token.span().byte_range()).find(|it| it.start <= range.start && range.end <= it.end)
}

/// The tokens of the groups that contain a place, from the outermost to the innermost.
fn groups(source: &str, range: &Range<usize>) -> Vec<TokenStream> {
    let mut groups: Vec<TokenStream> = vec![source.parse().expect("tokens")];
    loop {
        let inner = groups.last().cloned().unwrap_or_default().into_iter().find_map(|token| match token {
            TokenTree::Group(group) => {
                let place = group.span().byte_range();
                (place.start < range.start && range.end < place.end).then(|| group.stream())
            }
            _ => None,
        });
        match inner {
            Some(inner) => groups.push(inner),
            None => return groups,
        }
    }
}

/// The innermost entry that contains a place and begins with the same token as `text`; without one, the place itself.
/// With an empty text, the innermost entry.
fn entry(source: &str, range: &Range<usize>, text: &str) -> Option<Range<usize>> {
    let first: String =
        text.parse::<TokenStream>().ok()?.into_iter().next().map_or_else(String::new, |it| it.to_string());
    // The help corrects key and value: `method = "GET"` for `verb = GET`, and `a_b(status = 403)` for `a-b = 403`.
    let has_value = text.contains(" = ") || text.ends_with(')');
    let is_sign = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() != '=');
    let is_key = |part: &[TokenTree], head: &str| {
        let is_at_caret = part[0].span().byte_range().start == range.start;
        has_value && part.len() > 1 && (is_at_caret || (first.starts_with(head) && is_sign(&part[1])))
    };
    let find = |is_meant: &dyn Fn(&[TokenTree], &str) -> bool| {
        groups(source, range).iter().skip(1).rev().find_map(|tokens| {
            let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
            let parts = tokens.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','));
            let mut parts = parts.filter_map(|part| {
                let after = part.iter().rposition(|token| token.to_string() == "#").map_or(0, |at| at + 2);
                let part = part.get(after..)?;
                let (start, end) = (part.first()?.span().byte_range().start, part.last()?.span().byte_range().end);
                let is_here = start <= range.start && range.end <= end;
                (is_here && is_meant(part, &part[0].to_string())).then_some(start..end)
            });
            parts.next()
        })
    };
    find(&|_, head| first.is_empty() || head == first).or_else(|| find(&is_key))
}

fn attribute(source: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let groups = groups(source, range);
    let mut found = None;
    for tokens in &groups {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        for pair in tokens.windows(2) {
            let (hash, group) = (pair[0].span().byte_range(), pair[1].span().byte_range());
            if pair[0].to_string() == "#" && group.start <= range.start && range.end <= group.end {
                found = Some(hash.start..group.end);
            }
        }
    }
    found
}

/// The field that contains a place, without its comma.
fn field(source: &str, range: &Range<usize>) -> Option<Range<usize>> {
    struct Fields<'a>(&'a Range<usize>, Option<Range<usize>>);
    impl Visit<'_> for Fields<'_> {
        fn visit_field(&mut self, field: &syn::Field) {
            let place: Vec<Range<usize>> =
                quote::ToTokens::to_token_stream(field).into_iter().map(|token| token.span().byte_range()).collect();
            let place = place[0].start..place[place.len() - 1].end;
            if place.start <= self.0.start && self.0.end <= place.end {
                self.1 = Some(place);
            }
        }
    }
    let mut fields = Fields(range, None);
    fields.visit_file(&syn::parse_file(source).ok()?);
    fields.1
}
