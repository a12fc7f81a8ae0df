//! Method and path without their keys, as in other frameworks' attributes such as `#[get("/a")]`.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;
use syn::{LitStr, Token};

use super::form::Written;
use super::key;
use super::parse::in_parentheses;
use crate::diag::Mistake;
use crate::diag::message::grammar as message;
use crate::http::method::METHODS;
use crate::path::foreign;

/// A part that was written without its key, and its corrected form.
pub(super) struct Positional {
    pub(super) method: Option<LitStr>,
    pub(super) path: Option<LitStr>,
    pub(super) told: Mistake,
}

/// Parses `PATCH, "/a"`, `"/a"`, `get = "/a"` and similar forms.
pub(super) fn parse(input: ParseStream<'_>) -> Option<Positional> {
    let start = input.fork();
    let method = method(&start);
    let behind = start.fork();
    let path = path(&behind, method.is_some());
    let (span, found) = Written::behind(input).first()?;
    let (taken, form) = match (&method, &path) {
        (Some(method), Some(path)) => (behind, format!("method = \"{}\", path = {:?}", method.value(), path.value())),
        (Some(method), None) => (start, format!("method = \"{}\"", method.value())),
        (None, Some(path)) => (behind, format!("path = {:?}", path.value())),
        (None, None) => return None,
    };
    input.advance_to(&taken);
    Some(Positional { method, path, told: Mistake::at(span, message::without_key(&found, &form)) })
}

/// A method at the position of a key.
fn method(input: ParseStream<'_>) -> Option<LitStr> {
    let fork = input.fork();
    let (name, span) = if fork.peek(LitStr) {
        let literal: LitStr = fork.parse().ok()?;
        (literal.value(), literal.span())
    } else {
        let ident: Ident = fork.call(Ident::parse_any).ok()?;
        (ident.to_string(), ident.span())
    };
    let upper = name.to_ascii_uppercase();
    if key::OF_ENDPOINT.contains(&name.as_str()) || !METHODS.contains(&upper.as_str()) {
        return None;
    }
    input.advance_to(&fork);
    Some(LitStr::new(&upper, span))
}

/// A path at the position of a key, or after a method.
fn path(input: ParseStream<'_>, is_behind_method: bool) -> Option<LitStr> {
    if is_behind_method {
        if input.peek(syn::token::Paren) {
            return in_parentheses(input).and_then(|content| content.parse()).ok().map(corrected);
        }
        let _ = input.parse::<Option<Token![=]>>();
        let _ = input.parse::<Option<Token![,]>>();
    }
    let is_text = input.peek(LitStr);
    let literal = if is_text { input.parse::<LitStr>().ok()? } else { return None };
    // Any other string is not a path.
    literal.value().starts_with(['/', '\\']).then(|| corrected(literal))
}

/// The path with parameters in our notation, so that the help needs no further correction.
fn corrected(literal: LitStr) -> LitStr {
    let corrected = foreign::corrected(&literal.value());
    if corrected == literal.value() { literal } else { LitStr::new(&corrected, literal.span()) }
}
