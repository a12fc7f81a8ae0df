//! The values of the keys `code` and `status`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;
use syn::{LitInt, LitStr, Token};

use crate::attr::form::Written;
use crate::attr::key;
use crate::attr::parse::Value;
use crate::attr::status::{self, Short, StatusPattern};
use crate::diag::Diagnostics;
use crate::diag::message::{errors as message, grammar};
use crate::spelled::spelled;

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
        && (fork.is_empty() || fork.peek(Token![,]))
    {
        input.advance_to(&fork);
        return Value::Given(pattern);
    }
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
    let found = written.unparted();
    if found.is_empty() {
        diag.at(equals, grammar::without_value(key::STATUS, "status = 404"));
    } else {
        let meant = status::meant(&written.value()).map(|status| short.with(&status));
        diag.on(&found, message::status_is_a_number(&spelled(&found), meant.as_deref()));
    }
    Value::Broken
}
