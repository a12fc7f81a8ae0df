//! The grammar of `errors(..)` and of `#[errors(..)]`.

mod case;
mod derives;
mod include;
mod listed;
mod repeat;
mod reversed;
mod values;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::parse::discouraged::Speculative as _;
use syn::{Attribute, Path, Token, token};

pub(crate) use self::case::CaseEntry;
pub(crate) use self::derives::Derives;
pub(crate) use self::repeat::{Repeat, RepeatWord};
pub(crate) use self::values::CodePattern;
use super::fields::refuse_cfg;
use super::form::Form;
use super::key;
use super::parse::{Value, assigned_path, parse_key_name, set};
use super::status;
use super::stray::{Keys, each_key, each_key_of};
use super::written::{Written, ends_item};
use crate::diag::message::errors as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::spelled::written_path;

/// An entry of `errors(..)`.
pub(crate) enum Entry {
    Case(Box<CaseEntry>),
    /// `include(AuthErrors)`.
    Include(Path),
    /// `derive(Clone, PartialEq)`.
    Derive(Derives),
}

/// The arguments of `#[errors(..)]`: entries, and the path of the runtime crate.
pub(crate) fn parse_set(tokens: TokenStream, diag: &mut Diagnostics) -> (Vec<Entry>, Value<Path>) {
    let mut krate = Value::Missing;
    let mut entries = Vec::new();
    each_key_of(tokens, Keys::Names, diag, &mut |input, diag| {
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            let key = parse_key_name(input, &[key::CRATE])?;
            return set(&mut krate, &key, Form::CRATE, input, diag, assigned_path);
        }
        parse_entry(input, &mut entries, diag)
    });
    (entries, krate)
}

/// The entries of `errors(..)`.
pub(crate) fn parse(content: ParseStream<'_>, diag: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = Vec::new();
    each_key(content, Keys::Names, diag, &mut |input, diag| parse_entry(input, &mut entries, diag));
    entries
}

fn parse_entry(input: ParseStream<'_>, entries: &mut Vec<Entry>, diag: &mut Diagnostics) -> Parsed<()> {
    let mut docs = input.call(Attribute::parse_outer).unwrap_or_default();
    refuse_cfg(&mut docs, diag);
    if let Some((attribute, derives)) = Derives::take(&mut docs) {
        let comma = if ends_item(input) { "" } else { "," };
        diag.on(&attribute, message::derive_on_an_entry(&format!("{}{comma}", derives.form())));
        entries.push(Entry::Derive(derives));
        if ends_item(input) {
            return Ok(());
        }
    }
    if let Some(path) = path_alone(input) {
        let mut set = path.clone();
        if set.segments.first().is_some_and(|first| first.ident == key::INCLUDE) {
            set.segments = set.segments.into_iter().skip(1).collect();
        }
        let told = message::set_without_include(&written_path(&set.to_token_stream()));
        entries.push(Entry::Include(set));
        return Err(Mistake::on(&path, told));
    }
    let written = Written::behind(input);
    let Ok(name) = input.call(Ident::parse_any) else {
        let (span, found) = written.first().unwrap_or((input.span(), ",".to_owned()));
        let (entry, told) = reversed::parse(input, docs, span, &found);
        entries.extend(entry.map(|entry| Entry::Case(Box::new(entry))));
        return Err(told);
    };
    // `include = 404` and `derive = 404` document errors with these names.
    let has_status = || !input.peek(token::Paren) && status::meant(&Written::behind(input).value()).is_some();
    if name == key::INCLUDE && !has_status() {
        let (sets, told) = include::parse(&name, input);
        entries.extend(sets.into_iter().map(Entry::Include));
        return told;
    }
    if name == key::DERIVE && !has_status() {
        let (derives, told) = Derives::parse(name, input);
        entries.push(Entry::Derive(derives));
        return told;
    }
    let is_default = name == key::DEFAULT;
    let mut entry = CaseEntry::new(docs, name, is_default);
    let told = entry.parse_rest(input, diag);
    if let (Value::Given(_), Value::Given(body)) = (&entry.detail, &entry.body) {
        diag.on(body, message::detail_and_body());
        entry.body = Value::Broken;
    }
    entries.push(Entry::Case(Box::new(entry)));
    told
}

/// Skips a path of several segments that is a whole entry, such as `auth::AuthErrors`.
fn path_alone(input: ParseStream<'_>) -> Option<Path> {
    let fork = input.fork();
    let path = Path::parse_mod_style(&fork).ok()?;
    let is_alone = path.segments.len() > 1 && (fork.is_empty() || fork.peek(Token![,]));
    is_alone.then(|| input.advance_to(&fork))?;
    Some(path)
}

/// The token of the code, for messages. Without `code`, this is the name of the entry.
pub(crate) fn place_of_code(entry: &CaseEntry) -> Span {
    let code = match &entry.code {
        Value::Given(CodePattern::Is(_, tokens)) => tokens.clone().into_iter().next(),
        _ => None,
    };
    code.map_or(entry.name.span(), |token| token.span())
}
