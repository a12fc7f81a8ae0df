//! What an entry specifies about repeating the request: `retry`, `throttle` and `renew`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::Token;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;

use crate::attr::key;
use crate::attr::parse::Value;
use crate::attr::written::Written;
use crate::diag::message::{fields, grammar};
use crate::diag::{Mistake, Parsed};
use crate::spelled::spelled;

/// What an entry specifies about repeating the request.
pub(crate) struct RepeatWord {
    pub(crate) key: Ident,
    pub(crate) repeat: Repeat,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// `retry`
    Retry,
    /// `retry = never`
    Never,
    /// `throttle`
    Throttle,
    /// `renew`
    Renew,
}

impl Repeat {
    /// The key as the user writes it.
    pub(crate) fn written(self) -> &'static str {
        match self {
            Self::Retry => key::RETRY,
            Self::Never => RETRY_NEVER,
            Self::Throttle => key::THROTTLE,
            Self::Renew => key::RENEW,
        }
    }
}

const RETRY_NEVER: &str = "retry = never";

/// `retry`, or `retry = never`.
pub(super) fn parse(place: &mut Value<RepeatWord>, key: &Ident, input: ParseStream<'_>) -> Parsed<()> {
    let written = Written::behind(input);
    let Some((span, found)) = written.first() else { return take(place, key, Repeat::Retry) };
    let value = written.value();
    let told = match &value[..] {
        _ if found != "=" => Mistake::at(span, grammar::wrong_separator("=", &found, RETRY_NEVER)),
        [] => Mistake::at(span, grammar::without_value(key::RETRY, RETRY_NEVER)),
        [TokenTree::Ident(word)] if word == key::NEVER => {
            let _ = input.parse::<Token![=]>();
            let _ = input.call(Ident::parse_any);
            return take(place, key, Repeat::Never);
        }
        [first, ..] => {
            let form = if first.to_string() == "true" { key::RETRY } else { RETRY_NEVER };
            let value: TokenStream = value.iter().cloned().collect();
            Mistake::on(&value, grammar::wrong_value("`never`", &spelled(&value), form))
        }
    };
    *place = Value::Broken;
    Err(told)
}

/// Stores what an entry specifies.
pub(super) fn take(place: &mut Value<RepeatWord>, key: &Ident, repeat: Repeat) -> Parsed<()> {
    match &place {
        Value::Given(first) if first.repeat == repeat => {
            Err(Mistake::at(key.span(), grammar::doubled_key(repeat.written())))
        }
        Value::Given(first) => {
            let message = fields::contradicting(first.repeat.written(), repeat.written());
            Err(Mistake::at(key.span(), message))
        }
        Value::Broken => Ok(()),
        Value::Missing => {
            *place = Value::Given(RepeatWord { key: key.clone(), repeat });
            Ok(())
        }
    }
}
