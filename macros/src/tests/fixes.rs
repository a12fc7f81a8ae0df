//! Applies the help of each message to its fixture, and expands the result: the mistake is gone, and no other appears.

use std::collections::BTreeSet;
use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

use super::fixtures::{fixtures, messages_of};
use crate::diag::message::Message;

/// Why a help is not a text to insert at the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Only the author knows the value, the type or the name.
    Author,
    /// The help changes another place, or moves something to it.
    Elsewhere,
}
use Why::{Author, Elsewhere};

/// All messages that have such a help, possibly beside others.
const WITHOUT_TEXT: [(&str, Why); 60] = [
    ("arguments_before_an_endpoint", Elsewhere),
    ("attribute_twice", Elsewhere),
    ("base_url_key", Elsewhere),
    ("body_of_constants", Elsewhere),
    ("borrowed", Author),
    ("cfg_inside", Elsewhere),
    ("constants_without_a_body", Author),
    ("detail_and_body", Author),
    ("doubled_key", Elsewhere),
    ("doubled_parameter", Author),
    ("doubled_status", Author),
    ("doubled_variant", Author),
    ("doubled_variant_name", Author),
    ("doubled_wire_name", Author),
    ("empty_text", Author),
    ("error_in_success_of_api", Elsewhere),
    ("expected_key", Author),
    ("generic", Author),
    ("items_of_another_response", Author),
    ("header_of_the_transport", Author),
    ("key_of_a_call", Elsewhere),
    ("no_arguments", Elsewhere),
    ("no_colon", Elsewhere),
    ("no_endpoints", Author),
    ("no_host_character", Author),
    ("no_event", Elsewhere),
    ("no_lookup", Elsewhere),
    ("no_module", Author),
    ("no_name", Author),
    ("no_open_enum", Elsewhere),
    ("no_payload", Elsewhere),
    ("no_response", Elsewhere),
    ("no_scalar", Elsewhere),
    ("no_variant_name", Author),
    ("not_a_path", Author),
    ("nothing_inside", Author),
    ("not_a_struct", Elsewhere),
    ("not_an_empty_enum", Elsewhere),
    ("option_in_a_payload", Elsewhere),
    ("payload_on_the_value", Elsewhere),
    ("query_in_path", Elsewhere),
    ("retry_of_what_is_not_repeatable", Author),
    ("serde_form", Author),
    ("serde_key_of_no_use", Elsewhere),
    ("serde_on_endpoint", Elsewhere),
    ("status_out_of_range", Author),
    ("stream_with_errors_in_success", Elsewhere),
    ("tail_not_last", Elsewhere),
    ("two_sources", Author),
    ("two_variants_of_an_event", Author),
    ("unknown_key", Author),
    ("unknown_key_beside", Elsewhere),
    ("unknown_method", Author),
    ("unknown_option", Author),
    ("unknown_style", Author),
    ("unnamed_parameter", Author),
    ("unusable_reply", Author),
    ("unusable_type", Author),
    ("without_value", Author),
    ("wrong_value", Author),
];

/// Those of them whose help shows a form that is not meant for the place at the caret.
const FORMS: [&str; 16] = [
    "base_url_key",
    "no_arguments",
    "no_colon",
    "no_endpoints",
    "no_event",
    "no_lookup",
    "no_module",
    "no_name",
    "no_open_enum",
    "no_payload",
    "no_response",
    "no_scalar",
    "not_a_struct",
    "not_an_empty_enum",
    "retry_of_what_is_not_repeatable",
    "tail_not_last",
];

/// Fixtures in which the help cannot be applied at the caret, and why.
const NOT_HERE: [(&str, &str); 4] = [
    ("path-before-method", "the help corrects more than the caret shows"),
    ("over-two-lines", "the literal has an escape, and the help corrects a part of it"),
    ("open-enum-with-content-alone", "the help adds a key to an attribute above the caret"),
    ("body-as-a-type", "the help shows a field"),
];

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

/// The new source; `None` if the help has no text to apply.
fn applied(source: &str, message: &Message, range: &Range<usize>) -> Option<String> {
    let help = message.help.as_str();
    if range.is_empty() {
        return None;
    }
    if help.starts_with("remove") || help.starts_with("keep one of them") {
        return Some(removed(source, range, help));
    }
    let is_moved = [" on the whole type", " on the variant", " on each field"].iter().any(|place| help.contains(place));
    if is_moved || FORMS.contains(&message.rule) {
        return None;
    }
    let (verb, rest) = help.split_once('`')?;
    let (text, after) = rest.split_once('`')?;
    if !matches!(verb, "write " | "add " | "add the field ") || text.contains("..)") || text.contains("\"..\"") {
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
                None if field(source, range).is_some_and(|_| attribute(source, range).is_none()) => {
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
                let start = field(source, range).unwrap_or(range.clone()).start;
                let head = text.split(['(', ']']).next().unwrap_or(text);
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
    if is_empty {
        let around = before.len() - 1..before.len();
        return removed(source, &around, help);
    }
    format!("{}{after}", &source[..here.start])
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
    let is_key = |part: &[TokenTree], head: &str| {
        let is_at_caret = part[0].span().byte_range().start == range.start;
        has_value && part.len() > 1 && (is_at_caret || (first.starts_with(head) && part[1].to_string() == "-"))
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

/// The messages for the corrected source, if each of them is also one for the source, and this one is not among them.
fn rest_of<'a>(before: &'a [(Message, Range<usize>)], at: usize, fixed: &str) -> Option<Vec<&'a str>> {
    fixed.parse::<TokenStream>().ok()?;
    let mut others: Vec<&str> =
        before.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, (it, _))| it.what.as_str()).collect();
    let count = others.len();
    for (message, _) in messages_of(fixed) {
        others.remove(others.iter().position(|what| *what == message.what)?);
    }
    // A correction may correct several mistakes.
    (others.len() <= count).then_some(others)
}

#[test]
fn each_help_removes_its_mistake_and_adds_none() {
    let (mut wrong, mut without, mut count) = (Vec::new(), BTreeSet::new(), 0);
    for (path, source, _) in fixtures() {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if NOT_HERE.iter().any(|(fixture, _)| *fixture == name) {
            continue;
        }
        let before = messages_of(&source);
        for (at, (message, range)) in before.iter().enumerate() {
            let Some(fixed) = applied(&source, message, range) else {
                without.insert(message.rule);
                continue;
            };
            count += 1;
            let is_item = syn::parse_file(&source).is_err() || syn::parse_file(&fixed).is_ok();
            if rest_of(&before, at, &fixed).is_none() || !is_item {
                let line = fixed.lines().zip(source.lines()).find(|(new, old)| new != old).map_or("", |(new, _)| new);
                wrong.push(format!("{name}: {}: {}: {line}", message.rule, message.help));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 380, "{count}");
    let expected: BTreeSet<&str> = WITHOUT_TEXT.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(without, expected);
}
