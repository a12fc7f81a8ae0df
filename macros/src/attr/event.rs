//! The grammar of `#[event(..)]` on a variant of `#[derive(Event)]`.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Meta, Token, bracketed, token};

use super::form::Form;
use super::key;
use super::parse::{Value, check_alone, parse_key_name, set, stands_in, with_meant_key};
use super::stray::{Keys, each_key_of};
use crate::diag::message::grammar as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::suggest;

/// What the attributes of a variant say.
#[derive(Default)]
pub(crate) struct EventArgs {
    /// The names of the events that the variant holds.
    pub(crate) names: Value<Vec<LitStr>>,
    /// The word `other`, if the variant holds the events that no variant names.
    pub(crate) other: Option<Ident>,
    /// The key `name`, if it is present.
    pub(crate) name_key: Option<Ident>,
}

impl EventArgs {
    /// Parses the attributes of a variant.
    pub(crate) fn parse(attributes: &[Attribute], diag: &mut Diagnostics) -> Self {
        let mut args = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("event")) {
            let Meta::List(list) = &attribute.meta else {
                diag.on(attribute.path(), message::without_value("event", "event(name = \"..\")"));
                continue;
            };
            if list.tokens.is_empty() {
                diag.on(attribute.path(), message::nothing_inside("event()", "event(name = \"..\")"));
            }
            each_key_of(list.tokens.clone(), Keys::Known(&key::OF_EVENT), diag, &mut |input, diag| {
                args.parse_key(input, diag)
            });
        }
        args
    }

    fn parse_key(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let known = &key::OF_EVENT;
        let key = parse_key_name(input, known)?;
        let name = key.to_string();
        if known.contains(&name.as_str()) {
            return self.parse_value(&key, input, diag);
        }
        let told = Mistake::at(key.span(), message::unknown_key(&name, known, &key::ALIASES_OF_EVENT));
        match suggest::meant(&name, known, &key::ALIASES_OF_EVENT) {
            Some(meant) if self.is_missing(meant) && !stands_in(input, meant) => {
                let key = Ident::new(meant, key.span());
                with_meant_key(told, diag, |diag| self.parse_value(&key, input, diag))
            }
            Some(meant) => Err(Mistake::at(key.span(), message::unknown_key_beside(&name, meant))),
            None => Err(told),
        }
    }

    fn parse_value(&mut self, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        if *key == key::NAME {
            self.name_key = Some(key.clone());
            return set(&mut self.names, key, Form::EVENT_NAME, input, diag, assigned_names);
        }
        if self.other.is_some() {
            return Err(Mistake::at(key.span(), message::doubled_key(key::OTHER)));
        }
        self.other = Some(key.clone());
        check_alone(key, input)
    }

    fn is_missing(&self, name: &str) -> bool {
        if name == key::NAME { self.names.is_missing() } else { self.other.is_none() }
    }
}

/// One string, or several in brackets.
fn assigned_names(input: ParseStream<'_>, _: &mut Diagnostics) -> syn::Result<Vec<LitStr>> {
    input.parse::<Token![=]>()?;
    if !input.peek(token::Bracket) {
        return Ok(vec![input.parse()?]);
    }
    let content;
    bracketed!(content in input);
    let names = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
    if names.is_empty() { Err(content.error("")) } else { Ok(names.into_iter().collect()) }
}
