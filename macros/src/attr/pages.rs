//! The grammar of `pages(..)`, which describes how the pages of a response follow each other.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{LitInt, LitStr, Token, Type};

use super::form::Form;
use super::key;
use super::parse::{Value, assigned, check_alone, in_parentheses, parse_key_name, set, stands_in, with_meant_key};
use super::stray::{Keys, each_key};
use crate::diag::message::grammar as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::suggest;

/// What an endpoint says about its pages.
pub(crate) struct PageArgs {
    /// `pages`.
    pub(crate) key: Ident,
    /// The keys in the order in which they are written.
    pub(crate) order: Vec<Ident>,
    pub(crate) number: Value<Ident>,
    pub(crate) cursor: Value<Ident>,
    pub(crate) offset: Value<Ident>,
    pub(crate) size: Value<Ident>,
    pub(crate) url: Value<Members>,
    pub(crate) next: Value<Members>,
    pub(crate) last: Value<Members>,
    pub(crate) total: Value<Members>,
    pub(crate) more: Value<Members>,
    pub(crate) items: Value<Members>,
    pub(crate) url_header: Value<LitStr>,
    pub(crate) next_header: Value<LitStr>,
    pub(crate) item: Value<Type>,
    pub(crate) first: Value<LitInt>,
    pub(crate) short: Value<LitStr>,
    pub(crate) repeat: Value<LitStr>,
}

/// A path into the response: `meta.next_cursor`, or `self` for the response itself.
#[derive(Clone)]
pub(crate) struct Members {
    /// The span of `self`.
    pub(crate) whole: Option<Span>,
    pub(crate) names: Vec<Ident>,
}

impl Members {
    /// The path as written.
    pub(crate) fn text(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| name.unraw().to_string()).collect();
        if names.is_empty() { "self".to_owned() } else { names.join(".") }
    }

    /// The span of the last word.
    pub(crate) fn last_span(&self) -> Span {
        self.names.last().map(Ident::span).or(self.whole).unwrap_or_else(Span::call_site)
    }
}

impl Parse for Members {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut members = Self { whole: None, names: Vec::new() };
        loop {
            let name: Ident = input.call(Ident::parse_any)?;
            if name == "self" && members.whole.is_none() && members.names.is_empty() {
                members.whole = Some(name.span());
            } else if syn::parse_str::<Ident>(&name.to_string()).is_ok() {
                members.names.push(name);
            } else {
                // The field of a keyword's name is a raw identifier.
                members.names.push(Ident::new_raw(&name.to_string(), name.span()));
            }
            if input.parse::<Option<Token![.]>>()?.is_none() {
                return Ok(members);
            }
        }
    }
}

/// Parses what is in the parentheses after the key.
pub(super) fn parse(key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<PageArgs> {
    let content = in_parentheses(input)?;
    let mut args = PageArgs {
        key: key.clone(),
        order: Vec::new(),
        number: Value::Missing,
        cursor: Value::Missing,
        offset: Value::Missing,
        size: Value::Missing,
        url: Value::Missing,
        next: Value::Missing,
        last: Value::Missing,
        total: Value::Missing,
        more: Value::Missing,
        items: Value::Missing,
        url_header: Value::Missing,
        next_header: Value::Missing,
        item: Value::Missing,
        first: Value::Missing,
        short: Value::Missing,
        repeat: Value::Missing,
    };
    each_key(&content, Keys::Known(&key::OF_PAGES), diag, &mut |input, diag| args.parse_key(input, diag));
    Ok(args)
}

impl PageArgs {
    /// Whether the key is present, even with a wrong value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.order.iter().any(|given| given == key)
    }

    /// The key as written.
    pub(crate) fn given(&self, key: &str) -> Option<&Ident> {
        self.order.iter().find(|given| *given == key)
    }

    fn parse_key(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let known = &key::OF_PAGES;
        let key = parse_key_name(input, known)?;
        let name = key.to_string();
        if known.contains(&name.as_str()) {
            return self.parse_value(&key, input, diag);
        }
        let told = Mistake::at(key.span(), message::unknown_key(&name, known, &key::ALIASES_OF_PAGES));
        match suggest::meant(&name, known, &key::ALIASES_OF_PAGES) {
            Some(meant) if !self.has(meant) && !stands_in(input, meant) => {
                let key = Ident::new(meant, key.span());
                with_meant_key(told, diag, |diag| self.parse_value(&key, input, diag))
            }
            Some(meant) => Err(Mistake::at(key.span(), message::unknown_key_beside(&name, meant))),
            None => Err(told),
        }
    }

    fn parse_value(&mut self, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let name = key.to_string();
        if self.has(&name) {
            return Err(Mistake::at(key.span(), message::doubled_key(&name)));
        }
        self.order.push(key.clone());
        match name.as_str() {
            key::NUMBER => set(&mut self.number, key, Form::PAGE_NUMBER, input, diag, assigned),
            key::CURSOR => set(&mut self.cursor, key, Form::PAGE_CURSOR, input, diag, assigned),
            key::OFFSET => set(&mut self.offset, key, Form::PAGE_OFFSET, input, diag, assigned),
            key::SIZE => set(&mut self.size, key, Form::PAGE_SIZE, input, diag, assigned),
            key::LINK => check_alone(key, input),
            key::URL => set(&mut self.url, key, Form::PAGE_URL, input, diag, assigned),
            key::NEXT => set(&mut self.next, key, Form::PAGE_NEXT, input, diag, assigned),
            key::LAST => set(&mut self.last, key, Form::PAGE_LAST, input, diag, assigned),
            key::TOTAL => set(&mut self.total, key, Form::PAGE_TOTAL, input, diag, assigned),
            key::MORE => set(&mut self.more, key, Form::PAGE_MORE, input, diag, assigned),
            key::ITEMS => set(&mut self.items, key, Form::PAGE_ITEMS, input, diag, assigned),
            key::URL_HEADER => set(&mut self.url_header, key, Form::URL_HEADER, input, diag, assigned),
            key::NEXT_HEADER => set(&mut self.next_header, key, Form::NEXT_HEADER, input, diag, assigned),
            key::ITEM => set(&mut self.item, key, Form::PAGE_ITEM, input, diag, assigned),
            key::FIRST => set(&mut self.first, key, Form::PAGE_FIRST, input, diag, assigned),
            key::SHORT => set(&mut self.short, key, Form::PAGE_SHORT, input, diag, assigned),
            _ => set(&mut self.repeat, key, Form::PAGE_REPEAT, input, diag, assigned),
        }
    }
}
