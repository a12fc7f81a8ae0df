//! Collecting mistakes, and the words for each.
//!
//! A message is in rustc's manner: lower case, no period, backticks round code, what was found and what was expected;
//! then `help:` in the imperative with the corrected text.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes of one item. Whoever makes one must ask it in the end: dropped unasked, it panics.
pub(crate) struct Diagnostics {
    errors: Option<Vec<syn::Error>>,
}

impl Diagnostics {
    pub(crate) fn new() -> Self {
        Self { errors: Some(Vec::new()) }
    }

    /// A mistake on these tokens, all of them underlined.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl Into<String>) {
        self.push(syn::Error::new_spanned(tokens, message.into()));
    }

    /// A mistake at this place.
    pub(crate) fn at(&mut self, span: Span, message: impl Into<String>) {
        self.push(syn::Error::new(span, message.into()));
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.as_mut().expect("not asked yet").push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.as_ref().is_none_or(Vec::is_empty)
    }

    /// All mistakes as `compile_error!`s; nothing where there are none.
    pub(crate) fn finish(mut self) -> TokenStream {
        let errors = self.errors.take().unwrap_or_default();
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        let asked = self.errors.is_none() || std::thread::panicking();
        assert!(asked, "mistakes were collected and nobody asked for them");
    }
}

/// The words.
pub(crate) mod message {
    use std::fmt::Write as _;
    use std::ops::{Range, RangeInclusive};

    use crate::suggest;

    /// A name that is none of `known`: with the nearest one, else all of them where they are few.
    fn unknown(what: &str, found: &str, known: &[&str]) -> String {
        let mut message = format!("unknown {what} `{found}`");
        match suggest::nearest(found, known) {
            Some(near) => write!(message, "\nhelp: write `{near}`").expect("a string takes it"),
            None if known.len() < 10 => {
                write!(message, "\nhelp: expected one of {}", list(known)).expect("a string takes it");
            }
            None => {}
        }
        message
    }

    /// `` `a`, `b` or `c` ``.
    fn list(names: &[&str]) -> String {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        match quoted.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        }
    }

    pub(crate) fn unknown_key(found: &str, known: &[&str]) -> String {
        unknown("key", found, known)
    }

    pub(crate) fn doubled_key(key: &str) -> String {
        format!("`{key}` is given twice\nhelp: keep one of them")
    }

    pub(crate) fn expected_key(known: &[&str]) -> String {
        format!("expected a key\nhelp: write one of {}", list(known))
    }

    pub(crate) fn expected_value(key: &str, form: &str) -> String {
        format!("wrong form of `{key}`\nhelp: write `{form}`")
    }

    pub(crate) fn expected_comma() -> String {
        "expected `,` before this".to_owned()
    }

    pub(crate) fn missing_key(key: &str, form: &str) -> String {
        format!("this endpoint has no `{key}`\nhelp: add `{form}` to `#[endpoint(..)]`")
    }

    pub(crate) fn unknown_method(found: &str, known: &[&str]) -> String {
        let upper = found.to_uppercase();
        if known.contains(&upper.as_str()) {
            return format!("methods are written in capitals, found `{found}`\nhelp: write `\"{upper}\"`");
        }
        let near = suggest::nearest(&upper, known).unwrap_or("GET");
        format!("unknown HTTP method `{found}`\nhelp: write `\"{near}\"`")
    }

    /// A mistake inside the path, with the place drawn under a copy of it.
    pub(crate) fn in_path(path: &str, at: &Range<usize>, what: &str, help: &str) -> String {
        let before = path[..at.start].chars().count();
        let under = path[at.clone()].chars().count().max(1);
        format!("{what}\n\n  {path}\n  {}{}\n\nhelp: {help}", " ".repeat(before), "^".repeat(under))
    }

    pub(crate) fn parameter_without_field(name: &str, fields: &[&str]) -> (String, String) {
        let what = format!("the path names `<{name}>`, and the struct has no such field");
        let help = match suggest::nearest(name, fields) {
            Some(near) => format!("write `<{near}>`"),
            None => format!("add the field `{name}: String`"),
        };
        (what, help)
    }

    pub(crate) fn parameter_placed_elsewhere(name: &str) -> (String, String) {
        let what = format!("the path names `<{name}>`, and its field is placed elsewhere alone");
        (what, format!("add `#[path]` to the field `{name}`"))
    }

    pub(crate) fn field_not_in_path(name: &str, path: &str) -> String {
        format!("the path does not name `{name}`\nhelp: write `path = \"{}/<{name}>\"`", path.trim_end_matches('/'))
    }

    pub(crate) fn optional_in_path(ty: &str) -> String {
        format!("a field in the path cannot be left out, found `{ty}`\nhelp: write its type without `{ty}`")
    }

    pub(crate) fn patch_in_query() -> String {
        "a query has no null, found `Patch`\nhelp: write `Option` instead".to_owned()
    }

    pub(crate) fn body_on(method: &str) -> String {
        format!("a {method} request has no body\nhelp: write `#[query]`")
    }

    pub(crate) fn doubled_placement(place: &str) -> String {
        format!("`#[{place}]` is given twice\nhelp: keep one of them")
    }

    pub(crate) fn doubled_wire_name(name: &str, place: &str, other: &str) -> String {
        format!("two fields travel in the {place} as `{name}`: this one and `{other}`\nhelp: give one another name")
    }

    pub(crate) fn serde_on_endpoint() -> String {
        "serde's attributes mean nothing to an endpoint\nhelp: write `#[body(name = \"..\")]` to name a field on the wire"
            .to_owned()
    }

    pub(crate) fn empty_code() -> String {
        "a code is not empty\nhelp: write `code = none` to tell the error by its status alone".to_owned()
    }

    pub(crate) fn empty_name() -> String {
        "a name is not empty\nhelp: remove `name`, and the endpoint goes by that of its struct".to_owned()
    }

    pub(crate) fn borrowed(what: &str) -> String {
        format!("{what} owns what it holds\nhelp: write owned types, such as `String`")
    }

    pub(crate) fn cfg_inside() -> String {
        "`#[cfg]` cannot stand inside of an endpoint\nhelp: write it before the whole item, once for each form"
            .to_owned()
    }

    pub(crate) fn not_a_struct(found: &str) -> String {
        format!("an endpoint is a struct with named fields, found {found}\nhelp: write `struct Name {{ .. }}`")
    }

    pub(crate) fn no_arguments(found: &str) -> String {
        format!("`Arguments` is for structs with named fields, found {found}\nhelp: write `struct Name {{ .. }}`")
    }

    pub(crate) fn generic(what: &str) -> String {
        format!("{what} cannot be generic: one struct is one shape on the wire\nhelp: write out the types")
    }

    pub(crate) fn no_lookup(found: &str) -> String {
        format!("`Lookup` is for enums whose variants hold one value each, found {found}\nhelp: write `Id(String)`")
    }

    pub(crate) fn no_response(found: &str) -> String {
        format!("`Response` is for structs with named fields, found {found}\nhelp: write `struct Name {{ .. }}`")
    }

    pub(crate) fn only_a_name(place: &str) -> String {
        format!("in a response, `#[{place}]` has no other option than `name`\nhelp: remove the others")
    }

    pub(crate) fn two_sources() -> String {
        "a member comes from one place\nhelp: keep one of `#[header]`, `#[status]` and `#[payload]`".to_owned()
    }

    pub(crate) fn no_scalar(found: &str) -> String {
        format!(
            "`Scalar` is for structs with one field and enums whose variants hold one value or none, found {found}\n\
             help: write `struct Name(String)`"
        )
    }

    pub(crate) fn status_out_of_range(found: &str, allowed: &RangeInclusive<u16>) -> String {
        let what = if *allowed.start() == 200 { "a success" } else { "an error" };
        format!("`{found}` is no status of {what}\nhelp: write a status from {} to {}", allowed.start(), allowed.end())
    }

    pub(crate) fn status_is_a_number(found: &str) -> String {
        format!("expected a status, found `{found}`\nhelp: write `404`, `[400, 415]`, `400..=499` or `\"4XX\"`")
    }

    pub(crate) fn entry_without_status(name: &str) -> String {
        format!("`{name}` has no status\nhelp: write `{name} = 404` or `{name}(status = 404)`")
    }

    pub(crate) fn doubled_error(code: Option<&str>, status: u16, other: &str) -> String {
        match code {
            Some(code) => format!(
                "the error `{code}` with status {status} is documented twice: here and as `{other}`\n\
                 help: remove one of them"
            ),
            None => format!(
                "status {status} without a code is documented twice: here and as `{other}`\n\
                 help: give one of them a code"
            ),
        }
    }

    pub(crate) fn unreachable_error(name: &str) -> String {
        format!("no reply is left for `{name}`: entries with a more exact status take them all\nhelp: remove it")
    }

    pub(crate) fn empty_range(first: &str, last: &str) -> String {
        format!("the range from {first} to {last} holds no status\nhelp: write `{last}..={first}`")
    }

    pub(crate) fn detail_and_body() -> String {
        "`detail` and `body` cannot stand together\nhelp: keep `body` to read the whole body, else `detail`".to_owned()
    }

    pub(crate) fn default_with_status() -> String {
        "`default` takes what is left and has no status\nhelp: write `default` or `default(body = Type)`".to_owned()
    }

    pub(crate) fn not_an_empty_enum(found: &str) -> String {
        format!("an error set is an enum without variants, found {found}\nhelp: write `enum Name {{}}`")
    }

    pub(crate) fn doubled_variant(variant: &str, first: &str, second: &str) -> String {
        format!(
            "`{first}` and `{second}` are both the variant `{variant}`\n\
             help: give one another name and write `code = \"{second}\"`"
        )
    }

    pub(crate) fn no_variant_name(name: &str) -> String {
        format!("`{name}` makes no name of a variant\nhelp: write a name with letters and `code = \"{name}\"`")
    }

    pub(crate) fn unknown_placement_option(found: &str, known: &[&str]) -> String {
        unknown("option", found, known)
    }

    pub(crate) fn unknown_style(found: &str, known: &[&str]) -> String {
        unknown("style", found, known)
    }

    pub(crate) fn no_header_name(found: &str) -> String {
        format!("`{found}` is no name of a header\nhelp: write letters, digits and `-`, such as `If-Match`")
    }

    pub(crate) fn patch_in_form() -> String {
        "a form has no null, found `Patch`\nhelp: write `Option` instead".to_owned()
    }

    pub(crate) fn two_bodies(place: &str, other: &str, other_place: &str) -> String {
        format!(
            "a request has one body, and `{other}` is in it as `#[{other_place}]`\n\
             help: write `#[query]` instead of `#[{place}]`, or on `{other}`"
        )
    }

    pub(crate) fn patch_in_header() -> String {
        "a header has no null, found `Patch`\nhelp: write `Option` instead".to_owned()
    }

    pub(crate) fn serde_key_of_no_use(key: &str) -> String {
        let help = match key {
            "skip_serializing_if" => "remove it: what is absent is left out already",
            "skip" | "skip_serializing" => "remove the field, or derive serde's `Serialize` instead of `Arguments`",
            _ => "derive serde's `Serialize` instead of `Arguments`",
        };
        format!("`Arguments` has no `{key}`\nhelp: {help}")
    }

    pub(crate) fn unknown_rename_rule(found: &str, known: &[&str]) -> String {
        unknown("rule", found, known)
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_place_is_drawn_in_characters_not_bytes() {
            let path = "/ä/<b>";
            let text = in_path(path, &(4..7), "what", "help");
            assert_eq!(text, "what\n\n  /ä/<b>\n     ^^^\n\nhelp: help");
        }

        #[test]
        fn a_short_list_is_given_whole() {
            assert_eq!(unknown_key("zzz", &["name"]), "unknown key `zzz`\nhelp: expected one of `name`");
            assert_eq!(unknown_key("metod", &["method", "path"]), "unknown key `metod`\nhelp: write `method`");
        }
    }
}
