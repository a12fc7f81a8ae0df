//! The values of the keys `code` and `status`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;
use syn::{LitInt, LitStr, Token};

use crate::attr::key;
use crate::attr::parse::Value;
use crate::attr::status::{self, Short, StatusPattern};
use crate::attr::written::{Written, ends_item};
use crate::diag::Diagnostics;
use crate::diag::message::{errors as message, grammar};
use crate::spelled::spelled;
use crate::{http, names};

/// The value of `code`.
pub(crate) enum CodePattern {
    Is(String, TokenStream),
    /// `code = none`: the status alone identifies it.
    None,
}

/// Parses the value of `code`.
pub(super) fn parse_code(input: ParseStream<'_>) -> syn::Result<CodePattern> {
    input.parse::<Token![=]>()?;
    if input.peek(LitStr) {
        let code: LitStr = input.parse()?;
        return Ok(CodePattern::Is(code.value(), code.to_token_stream()));
    }
    if input.peek(LitInt) {
        let code: LitInt = input.parse()?;
        return Ok(CodePattern::Is(code.base10_digits().to_owned(), code.to_token_stream()));
    }
    let word: Ident = input.call(Ident::parse_any)?;
    if word == "none" { Ok(CodePattern::None) } else { Err(syn::Error::new(word.span(), "")) }
}

/// Parses the pattern after the `=` at `equals`. If there is no pattern, skips to the next comma.
pub(super) fn parse_status(
    equals: Span,
    short: Short<'_>,
    input: ParseStream<'_>,
    diag: &mut Diagnostics,
) -> Value<StatusPattern> {
    let written = Written::behind(input);
    let fork = input.fork();
    if let Ok(pattern) = status::parse(&fork)
        && (ends_item(&fork) || starts_entry(&fork))
    {
        input.advance_to(&fork);
        return Value::Given(pattern);
    }
    while !ends_item(input) {
        let _ = input.parse::<TokenTree>();
    }
    let found = written.unparted();
    if found.is_empty() {
        diag.at(
            equals,
            match short {
                Short::Entry(name) => message::entry_without_status(&names::plain(name), http::status::of_error(name)),
                Short::Keys | Short::Coded => grammar::without_value(key::STATUS, "status = 404"),
            },
        );
    } else {
        let meant = status::meant(&written.value()).map(|status| short.with(&status));
        diag.on(&found, message::status_is_a_number(&spelled(&found), meant.as_deref()));
    }
    Value::Broken
}

/// Whether a comma is missing before another entry or key.
fn starts_entry(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && (input.peek2(Token![=]) || input.peek2(syn::token::Paren))
}

/// The status that was meant: `404`, or `"4XX"` for `4XX`.
pub(super) fn status_of(status: &LitInt) -> Option<String> {
    status::meant(&status.to_token_stream().into_iter().collect::<Vec<_>>())
}

/// The corrected form of an entry for this code.
pub(super) fn entry_form(code: &str, status: Option<&str>) -> String {
    let status = status.unwrap_or("404");
    match syn::parse_str::<Ident>(code) {
        Ok(name) => match Short::Entry(&name).with(status) {
            status_alone if status_alone == status => format!("{name} = {status}"),
            whole => whole,
        },
        Err(_) => format!("{}(status = {status}, code = {code:?})", names::snake(code)),
    }
}
