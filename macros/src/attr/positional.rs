//! Method and path without their keys, as in other frameworks' attributes such as `#[get("/a")]`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{LitStr, Token};

use super::key;
use super::meant;
use super::parse::{in_parentheses, stands_in};
use super::written::{Written, ends_item};
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

/// Parses `PATCH, "/a"`, `"/a"`, `get = "/a"`, `"GET /a"` and similar forms. If only one of method and path is written,
/// and the other one does not follow under its key, the form shows both.
pub(super) fn parse(input: ParseStream<'_>, has_method: bool, has_path: bool) -> Option<Positional> {
    let (_, found) = Written::behind(input).first()?;
    let start = input.fork();
    let (method, path) = both(&start)?;
    let tokens = tokens_before(input, &start);
    let form = |key: &str, given: Option<String>, is_elsewhere: bool, example: &str| match given {
        Some(value) => Some(format!("{key} = {value}")),
        None => (!is_elsewhere && !stands_in(&start, key)).then(|| format!("{key} = {example}")),
    };
    let written = |literal: &LitStr| format!("{:?}", literal.value());
    let forms = [
        form(key::METHOD, method.as_ref().map(written), has_method, "\"GET\""),
        form(key::PATH, path.as_ref().map(written), has_path, "\"/a/<b>\""),
    ];
    let form = forms.into_iter().flatten().collect::<Vec<_>>().join(", ");
    input.advance_to(&start);
    Some(Positional { method, path, told: Mistake::on(tokens, message::without_key(&found, &form)) })
}

/// The tokens up to another place in the same input.
fn tokens_before(input: ParseStream<'_>, end: &ParseBuffer<'_>) -> TokenStream {
    let fork = input.fork();
    let mut tokens = TokenStream::new();
    while fork.cursor() < end.cursor() {
        let Ok(token) = fork.parse::<TokenTree>() else { break };
        tokens.extend([token]);
    }
    tokens
}

fn both(input: &ParseBuffer<'_>) -> Option<(Option<LitStr>, Option<LitStr>)> {
    if let Some(literal) = input.fork().parse::<LitStr>().ok()
        && let Some((method, path)) = of_text(&literal)
    {
        let _ = input.parse::<LitStr>();
        return Some((Some(method), Some(path)));
    }
    if let Some(method) = method(input) {
        let behind = input.fork();
        let path = path(&behind, true);
        if path.is_some() {
            input.advance_to(&behind);
        }
        return Some((Some(method), path));
    }
    let path = path(input, false)?;
    // The method may follow: `"/a", GET`.
    let behind = input.fork();
    let _ = behind.parse::<Option<Token![,]>>();
    let method = method(&behind);
    if method.is_some() {
        input.advance_to(&behind);
    }
    Some((method, Some(path)))
}

/// The method and the path in one text, such as `"GET /a"`.
pub(crate) fn of_text(literal: &LitStr) -> Option<(LitStr, LitStr)> {
    let text = foreign::corrected(&literal.value());
    let (method, path) = text.split_once(char::is_whitespace)?;
    let (method, path) = (method.to_ascii_uppercase(), path.trim_start());
    let is_right = METHODS.contains(&method.as_str()) && path.starts_with('/');
    is_right.then(|| (LitStr::new(&method, literal.span()), LitStr::new(path, literal.span())))
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
        let _ = input.parse::<Option<Token![:]>>();
        let _ = input.parse::<Option<Token![>]>>();
        let _ = input.parse::<Option<Token![,]>>();
    }
    if input.peek(Token![/]) {
        // A path without quotes.
        let written = Written::behind(input);
        let text = meant::path(written.tokens())?;
        let span = input.span();
        while !ends_item(input) {
            let _ = input.parse::<TokenTree>();
        }
        return Some(corrected(LitStr::new(&text, span)));
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
