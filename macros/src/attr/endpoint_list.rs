//! The grammar of `endpoints!`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Path, Token, Visibility};

use super::parse::each_item;
use super::written::Written;
use crate::diag::message::endpoint_lists as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::spelled::written;

/// `pub mod identity: CreateInvite, organizations::ListOrganizations`
pub(crate) struct List {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) module: Ident,
    pub(crate) entries: Vec<Entry>,
}

pub(crate) struct Entry {
    pub(crate) cfg: Vec<Attribute>,
    pub(crate) path: Path,
}

impl List {
    /// Reads a list; `None` if its module has no name.
    pub(crate) fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Option<Self> {
        let mut list = None;
        let parser = |input: ParseStream<'_>| {
            match head(input) {
                Ok((attrs, vis, module)) => {
                    let mut entries = Vec::new();
                    match colon(input, &module) {
                        Ok(()) => entries = parse_entries(input, &module, diag),
                        Err(told) => diag.push(told),
                    }
                    list = Some(Self { attrs, vis, module, entries });
                }
                Err(told) => diag.push(told),
            }
            // The list has a mistake. Skip the rest of it.
            input.parse::<TokenStream>().map(drop)
        };
        // All mistakes are already reported.
        let _ = parser.parse2(tokens);
        list
    }
}

/// The part before the colon.
fn head(input: ParseStream<'_>) -> Parsed<(Vec<Attribute>, Visibility, Ident)> {
    let attrs = input.call(Attribute::parse_outer);
    let vis = input.parse::<Visibility>();
    let (Ok(attrs), Ok(vis), true) = (attrs, vis, input.peek(Token![mod])) else {
        return Err(Mistake::at(input.span(), message::no_module(&found(input))));
    };
    let _ = input.parse::<Token![mod]>();
    match input.parse::<Ident>() {
        Ok(module) => Ok((attrs, vis, module)),
        Err(_) => Err(Mistake::at(input.span(), message::no_name(&found(input)))),
    }
}

fn colon(input: ParseStream<'_>, module: &Ident) -> Parsed<()> {
    if input.peek(Token![:]) && !input.peek(Token![::]) {
        let _ = input.parse::<Token![:]>();
        return Ok(());
    }
    if input.is_empty() {
        return Err(Mistake::on(module, message::no_endpoints(&module.to_string())));
    }
    let span = Written::behind(input).first().map_or(input.span(), |(span, _)| span);
    Err(Mistake::at(span, message::no_colon(&found(input), &module.to_string())))
}

fn parse_entries(input: ParseStream<'_>, module: &Ident, diag: &mut Diagnostics) -> Vec<Entry> {
    if input.is_empty() {
        diag.on(module, message::no_endpoints(&module.to_string()));
    }
    let mut entries = Vec::new();
    let mut listed = BTreeSet::new();
    each_item(input, diag, |input, diag| {
        let mut cfg = input.call(Attribute::parse_outer).unwrap_or_default();
        cfg.retain(|attribute| {
            let is_cfg = attribute.path().is_ident("cfg");
            if !is_cfg {
                diag.on(attribute.path(), message::attribute_of_an_entry(&written(attribute.path())));
            }
            is_cfg
        });
        if !(input.peek(Ident::peek_any) || input.peek(Token![::])) {
            return Err(Mistake::at(input.span(), message::not_a_path(&found(input))));
        }
        let path =
            input.call(Path::parse_mod_style).map_err(|_| Mistake::at(input.span(), message::not_a_path("`::`")))?;
        // Entries with `#[cfg]` may be listed twice, because they can exclude each other.
        if cfg.is_empty() && !listed.insert(path.to_token_stream().to_string()) {
            return Err(Mistake::on(&path, message::listed_twice(&written(&path))));
        }
        entries.push(Entry { cfg, path });
        Ok(())
    });
    entries
}

fn found(input: ParseStream<'_>) -> String {
    Written::behind(input).first().map_or_else(|| "the end".to_owned(), |(_, found)| format!("`{found}`"))
}
