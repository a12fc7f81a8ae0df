//! The grammar of `events(..)` and `lines(..)`, which describe the items of a stream.

use proc_macro2::Ident;
use syn::LitStr;
use syn::parse::ParseStream;

use super::form::Form;
use super::key;
use super::parse::{Value, assigned, check_alone, in_parentheses, parse_key_name, set, stands_in, with_meant_key};
use super::stray::{Keys, each_key};
use crate::diag::message::grammar as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::suggest;

/// What an endpoint says about the items of its stream.
pub(crate) struct ItemArgs {
    /// `events` or `lines`.
    pub(crate) key: Ident,
    pub(crate) end: Value<LitStr>,
    pub(crate) end_event: Value<LitStr>,
    pub(crate) error_event: Value<LitStr>,
    pub(crate) error: Value<LitStr>,
    /// The word `reconnect`, if it is present.
    pub(crate) reconnect: Option<Ident>,
}

/// Parses what is in the parentheses after the key.
pub(super) fn parse(key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<ItemArgs> {
    let content = in_parentheses(input)?;
    let mut args = ItemArgs {
        key: key.clone(),
        end: Value::Missing,
        end_event: Value::Missing,
        error_event: Value::Missing,
        error: Value::Missing,
        reconnect: None,
    };
    each_key(&content, Keys::Known(args.known()), diag, &mut |input, diag| args.parse_key(input, diag));
    Ok(args)
}

impl ItemArgs {
    fn known(&self) -> &'static [&'static str] {
        if self.key == key::LINES { &key::OF_LINES } else { &key::OF_EVENTS }
    }

    fn parse_key(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let known = self.known();
        let key = parse_key_name(input, known)?;
        let name = key.to_string();
        if known.contains(&name.as_str()) {
            return self.parse_value(&name, &key, input, diag);
        }
        let told = Mistake::at(key.span(), message::unknown_key(&name, known, &key::ALIASES_OF_ITEMS));
        match suggest::meant(&name, known, &key::ALIASES_OF_ITEMS) {
            Some(meant) if self.is_missing(meant) && !stands_in(input, meant) => {
                let key = Ident::new(meant, key.span());
                with_meant_key(told, diag, |diag| self.parse_value(meant, &key, input, diag))
            }
            Some(meant) => Err(Mistake::at(key.span(), message::unknown_key_beside(&name, meant))),
            None => Err(told),
        }
    }

    fn parse_value(&mut self, name: &str, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        match name {
            key::END => set(&mut self.end, key, Form::END, input, diag, assigned),
            key::END_EVENT => set(&mut self.end_event, key, Form::END_EVENT, input, diag, assigned),
            key::ERROR_EVENT => set(&mut self.error_event, key, Form::ERROR_EVENT, input, diag, assigned),
            key::RECONNECT if self.reconnect.is_some() => Err(Mistake::at(key.span(), message::doubled_key(name))),
            key::RECONNECT => {
                self.reconnect = Some(Ident::new(key::RECONNECT, key.span()));
                check_alone(key, input)
            }
            _ => set(&mut self.error, key, Form::ERROR_MEMBER, input, diag, assigned),
        }
    }

    fn is_missing(&self, name: &str) -> bool {
        match name {
            key::END => self.end.is_missing(),
            key::END_EVENT => self.end_event.is_missing(),
            key::ERROR_EVENT => self.error_event.is_missing(),
            key::RECONNECT => self.reconnect.is_none(),
            _ => self.error.is_missing(),
        }
    }
}
