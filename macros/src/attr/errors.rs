//! The grammar of `errors(..)`, of an endpoint and of a set of its own.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, LitInt, LitStr, Path, Token, Type, bracketed, parenthesized};

use super::fields::refuse_cfg;
use super::{Value, assigned, each_item, key, parse_key_name, set};
use crate::diag::{Diagnostics, message};
use crate::names;

/// An entry of `errors(..)`.
pub(crate) enum Entry {
    Case(Box<CaseEntry>),
    /// `include(AuthErrors)`.
    Include(Path),
}

/// An entry that documents an error.
pub(crate) struct CaseEntry {
    pub(crate) docs: Vec<Attribute>,
    pub(crate) name: Ident,
    /// Nothing for `default`, which takes what is left.
    pub(crate) status: Value<StatusPattern>,
    pub(crate) code: Value<CodePattern>,
    pub(crate) detail: Value<Type>,
    pub(crate) body: Value<Type>,
    pub(crate) is_default: bool,
}

/// What a `status` says: the statuses, as ranges, and in which form.
pub(crate) struct StatusPattern {
    pub(crate) ranges: Vec<(LitInt, LitInt)>,
    pub(crate) footing: Footing,
    /// As written, for messages.
    pub(crate) tokens: TokenStream,
}

/// How exactly an entry tells its statuses; the more exact one goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Footing {
    Exact,
    List,
    Range,
    Class,
    Default,
}

/// What a `code` says.
pub(crate) enum CodePattern {
    Is(String, TokenStream),
    /// `code = none`: told by the status alone.
    None,
}

/// The errors of a set of its own, `#[errors(..)]`: entries, and the path of the runtime crate.
pub(crate) fn parse_set(tokens: TokenStream, diag: &mut Diagnostics) -> (Vec<Entry>, Value<Path>) {
    let mut krate = Value::Missing;
    let mut entries = Vec::new();
    let parsed = (|input: ParseStream<'_>| {
        each_item(input, diag, |input, diag| {
            if input.peek(Token![crate]) && input.peek2(Token![=]) {
                let key = input.call(Ident::parse_any)?;
                return set(&mut krate, &key, "crate = path", input, diag, |input, _| {
                    input.parse::<Token![=]>()?;
                    Path::parse_mod_style(input)
                });
            }
            entries.push(parse_entry(input, diag)?);
            Ok(())
        });
        Ok(())
    })
    .parse2(tokens);
    if let Err(error) = parsed {
        diag.push(error);
    }
    (entries, krate)
}

/// The entries of `errors(..)`.
pub(crate) fn parse(content: ParseStream<'_>, diag: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = Vec::new();
    each_item(content, diag, |input, diag| {
        entries.push(parse_entry(input, diag)?);
        Ok(())
    });
    entries
}

fn parse_entry(input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<Entry> {
    let mut docs = input.call(Attribute::parse_outer)?;
    refuse_cfg(&mut docs, diag);
    let span = input.span();
    let name = input
        .call(Ident::parse_any)
        .map_err(|_| syn::Error::new(span, message::expected_value(key::ERRORS, "errors(not_found = 404)")))?;
    if name == key::INCLUDE && input.peek(syn::token::Paren) {
        let content;
        parenthesized!(content in input);
        let wrong = |_| syn::Error::new(name.span(), message::expected_value(key::INCLUDE, "include(AuthErrors)"));
        let path = content.call(Path::parse_mod_style).map_err(wrong)?;
        return if content.is_empty() { Ok(Entry::Include(path)) } else { Err(wrong(content.error(""))) };
    }
    let is_default = name == key::DEFAULT;
    let (status, code, detail, body) = (Value::Missing, Value::Missing, Value::Missing, Value::Missing);
    let mut entry = CaseEntry { docs, name, status, code, detail, body, is_default };
    if input.peek(syn::token::Paren) {
        let content;
        parenthesized!(content in input);
        each_item(&content, diag, |input, diag| entry.parse_key(input, diag));
    } else if input.peek(Token![=]) {
        let equals = input.parse::<Token![=]>()?;
        entry.status = parse_status(input, diag);
        if is_default {
            diag.on(equals, message::default_with_status());
        }
    }
    if entry.status.is_missing() && !is_default {
        diag.at(entry.name.span(), message::entry_without_status(&names::plain(&entry.name)));
        entry.status = Value::Broken;
    }
    if let (Value::Given(_), Value::Given(body)) = (&entry.detail, &entry.body) {
        diag.on(body, message::detail_and_body());
        entry.body = Value::Broken;
    }
    Ok(Entry::Case(Box::new(entry)))
}

impl CaseEntry {
    fn parse_key(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<()> {
        let known: &[&str] = if self.is_default { &key::OF_DEFAULT } else { &key::OF_ERROR };
        let key = parse_key_name(input, known)?;
        let name = key.to_string();
        match name.as_str() {
            name if !known.contains(&name) => Err(syn::Error::new(key.span(), message::unknown_key(name, known))),
            key::STATUS => self.parse_status_key(&key, input, diag),
            key::CODE => set(&mut self.code, &key, "code = \"not_found\"", input, diag, |input, _| parse_code(input)),
            key::DETAIL => set(&mut self.detail, &key, "detail = Type", input, diag, assigned),
            _ => set(&mut self.body, &key, "body = Type", input, diag, assigned),
        }
    }

    fn parse_status_key(&mut self, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<()> {
        if !self.status.is_missing() {
            return Err(syn::Error::new(key.span(), message::doubled_key(key::STATUS)));
        }
        self.status = Value::Broken;
        input
            .parse::<Token![=]>()
            .map_err(|_| syn::Error::new(key.span(), message::expected_value(key::STATUS, "status = 404")))?;
        self.status = parse_status(input, diag);
        Ok(())
    }
}

fn parse_code(input: ParseStream<'_>) -> syn::Result<CodePattern> {
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
    if word == "none" { Ok(CodePattern::None) } else { Err(syn::Error::new(word.span(), "expected `none`")) }
}

/// `404`, `[400, 415]`, `400..=499` or `"4XX"`; what is none of them is passed over up to the next comma.
fn parse_status(input: ParseStream<'_>, diag: &mut Diagnostics) -> Value<StatusPattern> {
    let span = input.span();
    let fork = input.fork();
    if let Ok(pattern) = parse_pattern(input) {
        return Value::Given(pattern);
    }
    let mut found = String::new();
    while !fork.is_empty() && !fork.peek(Token![,]) {
        if let Ok(token) = fork.parse::<TokenTree>() {
            found.push_str(&token.to_string());
        }
    }
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
    diag.at(span, message::status_is_a_number(&found));
    Value::Broken
}

pub(super) fn parse_pattern(input: ParseStream<'_>) -> syn::Result<StatusPattern> {
    if input.peek(syn::token::Bracket) {
        let content;
        let bracket = bracketed!(content in input);
        let list = Punctuated::<LitInt, Token![,]>::parse_terminated(&content)?;
        let first = list.first().ok_or_else(|| syn::Error::new(bracket.span.join(), "empty"))?;
        let tokens = first.to_token_stream();
        let ranges = list.into_iter().map(|status| (status.clone(), status)).collect();
        return Ok(StatusPattern { ranges, footing: Footing::List, tokens });
    }
    if input.peek(LitStr) {
        let class: LitStr = input.parse()?;
        let [digit @ b'1'..=b'9', b'X', b'X'] = *class.value().as_bytes() else {
            return Err(syn::Error::new(class.span(), "no class"));
        };
        let hundred = u16::from(digit - b'0') * 100;
        let status = |status: u16| LitInt::new(&status.to_string(), class.span());
        let ranges = vec![(status(hundred), status(hundred + 99))];
        return Ok(StatusPattern { ranges, footing: Footing::Class, tokens: class.to_token_stream() });
    }
    let first: LitInt = input.parse()?;
    if input.peek(Token![..=]) {
        let dots: Token![..=] = input.parse()?;
        let last: LitInt = input.parse()?;
        let tokens = quote!(#first #dots #last);
        return Ok(StatusPattern { ranges: vec![(first, last)], footing: Footing::Range, tokens });
    }
    let tokens = first.to_token_stream();
    Ok(StatusPattern { ranges: vec![(first.clone(), first)], footing: Footing::Exact, tokens })
}

/// Where a code stands, for messages: its own token, else the entry's name.
pub(crate) fn place_of_code(entry: &CaseEntry) -> Span {
    match &entry.code {
        Value::Given(CodePattern::Is(_, tokens)) => {
            tokens.clone().into_iter().next().map_or(entry.name.span(), |token| token.span())
        }
        _ => entry.name.span(),
    }
}
