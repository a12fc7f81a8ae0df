//! `derive(..)` among the documented errors.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Path, Token};

use crate::attr::key;
use crate::attr::written::Written;
use crate::diag::message::grammar;
use crate::diag::{Mistake, Parsed};
use crate::spelled::spelled;

/// The derives of an error set's enum.
pub(crate) struct Derives {
    /// The word `derive`.
    pub(crate) key: Ident,
    pub(crate) paths: Vec<Path>,
}

impl Derives {
    /// Parses the part after the word `derive`.
    pub(super) fn parse(key: Ident, input: ParseStream<'_>) -> Parsed<Self> {
        const FORM: &str = "derive(Clone, PartialEq)";
        let content: TokenStream = Written::behind(input).value().into_iter().collect();
        if content.is_empty() {
            return Err(Mistake::at(key.span(), grammar::without_value(key::DERIVE, FORM)));
        }
        let paths = Punctuated::<Path, Token![,]>::parse_terminated.parse2(content.clone());
        let _ = input.parse::<TokenTree>();
        match paths {
            Ok(paths) => Ok(Self { key, paths: paths.into_iter().collect() }),
            Err(_) => Err(Mistake::on(&content, grammar::wrong_value("derive macros", &spelled(&content), FORM))),
        }
    }
}
