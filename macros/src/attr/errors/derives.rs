//! `derive(..)` among the documented errors.

use proc_macro2::Ident;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token, token};

use super::listed::{listed, skip};
use crate::attr::key;
use crate::attr::written::Written;
use crate::diag::message::grammar;
use crate::diag::{Mistake, Parsed};
use crate::spelled::{spelled, written};

const FORM: &str = "derive(Clone, PartialEq)";

/// The derives of an error set's enum.
pub(crate) struct Derives {
    /// The word `derive`.
    pub(crate) key: Ident,
    pub(crate) paths: Vec<Path>,
}

impl Derives {
    /// Parses the part after the word `derive`. In another form, the macros are still derived.
    pub(super) fn parse(key: Ident, input: ParseStream<'_>) -> (Self, Parsed<()>) {
        let written = Written::behind(input);
        let (paths, content) = listed(&written);
        let form = if paths.is_empty() { FORM.to_owned() } else { form_of(&paths) };
        let is_in_parentheses = input.peek(token::Paren);
        skip(input);
        let is_right = || Punctuated::<Path, Token![,]>::parse_terminated.parse2(content.clone()).is_ok();
        let told = match written.first() {
            _ if content.is_empty() => Err(Mistake::at(key.span(), grammar::without_value(key::DERIVE, FORM))),
            Some((span, found)) if !is_in_parentheses => {
                Err(Mistake::at(span, grammar::wrong_separator("(", &found, &form)))
            }
            _ if !is_right() => {
                Err(Mistake::on(&content, grammar::wrong_value("derive macros", &spelled(&content), &form)))
            }
            _ => Ok(()),
        };
        (Self { key, paths }, told)
    }

    /// Takes `#[derive(..)]` from the attributes of an entry, where it has no effect.
    pub(super) fn take(attributes: &mut Vec<Attribute>) -> Option<(Attribute, Self)> {
        let at = attributes.iter().position(|attribute| attribute.path().is_ident(key::DERIVE))?;
        let attribute = attributes.remove(at);
        let Meta::List(list) = &attribute.meta else { return None };
        let paths = Punctuated::<Path, Token![,]>::parse_terminated.parse2(list.tokens.clone()).ok()?;
        let key = attribute.path().get_ident()?.clone();
        Some((attribute, Self { key, paths: paths.into_iter().collect() }))
    }

    /// The entry in its usual form.
    pub(super) fn form(&self) -> String {
        form_of(&self.paths)
    }
}

fn form_of(paths: &[Path]) -> String {
    let paths: Vec<String> = paths.iter().map(written).collect();
    format!("derive({})", paths.join(", "))
}
