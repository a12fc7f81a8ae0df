//! `include(..)` among the documented errors.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::Path;
use syn::parse::{ParseStream, Parser as _};
use syn::token;

use super::listed::{listed, skip};
use crate::attr::key;
use crate::attr::written::Written;
use crate::diag::message::grammar;
use crate::diag::{Mistake, Parsed};
use crate::spelled::{spelled, written_path};

const FORM: &str = "include(AuthErrors)";

/// Parses the part after the word `include`. In another form, the sets are still included.
pub(super) fn parse(name: &Ident, input: ParseStream<'_>) -> (Vec<Path>, Parsed<()>) {
    let written = Written::behind(input);
    let (sets, content) = listed(&written);
    let each: Vec<String> =
        sets.iter().map(|set| format!("include({})", written_path(&set.to_token_stream()))).collect();
    let form = if each.is_empty() { FORM.to_owned() } else { each.join(", ") };
    let is_in_parentheses = input.peek(token::Paren);
    skip(input);
    let told = match written.first() {
        _ if content.is_empty() => Err(Mistake::at(name.span(), grammar::without_value(key::INCLUDE, FORM))),
        Some((span, found)) if !is_in_parentheses => {
            Err(Mistake::at(span, grammar::wrong_separator("(", &found, &form)))
        }
        _ if !is_one_set(&content) => {
            Err(Mistake::on(&content, grammar::wrong_value("one error set", &spelled(&content), &form)))
        }
        _ => Ok(()),
    };
    (sets, told)
}

/// Whether this is a path, perhaps with a comma after it.
fn is_one_set(content: &TokenStream) -> bool {
    let mut tokens: Vec<TokenTree> = content.clone().into_iter().collect();
    tokens.pop_if(|last| last.to_string() == ",");
    Path::parse_mod_style.parse2(tokens.into_iter().collect()).is_ok()
}
