//! Parsers for what all attributes share: items separated by commas, keys and their values.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseBuffer, ParseStream, Parser as _};
use syn::{Attribute, LitStr, Meta, Path, Token, Type, parenthesized, token};

use super::form::Form;
use super::key;
use super::written::{Written, ends_item};
use crate::diag::message::{grammar as message, response};
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::spelled::{spelled, written};
use crate::types::value_of_result;

/// The value of a key.
#[derive(Default)]
pub(crate) enum Value<T> {
    #[default]
    Missing,
    /// Present, but already reported as wrong.
    Broken,
    Given(T),
}

impl<T> Value<T> {
    pub(crate) fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Missing | Self::Broken => None,
        }
    }

    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    pub(crate) fn is_broken(&self) -> bool {
        matches!(self, Self::Broken)
    }

    /// Replaces a value in a wrong form by the meant value, if that is known.
    pub(crate) fn guess(&mut self, value: Option<T>) {
        if self.is_missing() {
            *self = value.map_or(Self::Broken, Self::Given);
        }
    }
}

/// Whether this key occurs anywhere in the remaining input.
pub(super) fn stands_in(input: ParseStream<'_>, key: &str) -> bool {
    let rest = input.fork().parse::<TokenStream>().unwrap_or_default();
    rest.into_iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == key))
}

/// Parses items that are separated by commas. A mistake in one item does not hide mistakes in the others.
pub(super) fn each_item(
    input: ParseStream<'_>,
    diag: &mut Diagnostics,
    mut item: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> Parsed<()>,
) {
    while !input.is_empty() {
        if ends_item(input) {
            let (span, separator) = (input.span(), if input.peek(Token![;]) { ";" } else { "," });
            let _ = input.parse::<TokenTree>();
            diag.at(span, message::needless_separator(separator));
            continue;
        }
        match item(input, diag) {
            Ok(()) if input.is_empty() || input.peek(Token![,]) => {}
            Ok(()) if input.peek(Token![#]) => refuse_attributes(input, diag),
            Ok(()) => {
                let found = Written::behind(input).first().map_or_else(|| ";".to_owned(), |(_, found)| found);
                diag.at(input.span(), message::expected_comma(&found));
                if input.peek(Ident::peek_any) || input.peek(LitStr) {
                    continue;
                }
            }
            Err(mistake) => diag.push(mistake),
        }
        while !ends_item(input) {
            let _ = input.parse::<TokenTree>();
        }
        let _ = input.parse::<TokenTree>();
    }
}

/// Reports attributes after a value.
fn refuse_attributes(input: ParseStream<'_>, diag: &mut Diagnostics) {
    for attribute in input.call(Attribute::parse_outer).unwrap_or_default() {
        let found = attribute_of(&attribute.meta.to_token_stream());
        diag.on(&attribute, message::needless_attribute(&found));
    }
}

/// An attribute as the user wrote it, from the tokens inside.
pub(super) fn attribute_of(inside: &TokenStream) -> String {
    let inside = spelled(inside);
    if inside.starts_with("doc = ") { "a doc comment".to_owned() } else { format!("`#[{inside}]`") }
}

/// Parses the value of a misspelt key like that of the meant key, so that later checks can use it. If the value is wrong
/// too, the help shows both corrected.
pub(super) fn with_meant_key(
    told: Mistake,
    diag: &mut Diagnostics,
    parse: impl FnOnce(&mut Diagnostics) -> Parsed<()>,
) -> Parsed<()> {
    let at = diag.len();
    parse(diag).map_err(|value| told.with_help_of(value))?;
    diag.insert(at, told);
    Ok(())
}

/// Parses all of the given tokens as such items.
pub(crate) fn each_item_of(
    tokens: TokenStream,
    diag: &mut Diagnostics,
    item: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> Parsed<()>,
) {
    let all = |input: ParseStream<'_>| {
        each_item(input, diag, item);
        Ok(())
    };
    // If a group was not parsed completely, syn reports it again here. The mistake is already reported.
    let _ = all.parse2(tokens);
}

pub(crate) fn parse_key_name(input: ParseStream<'_>, known: &[&str]) -> Parsed<Ident> {
    let (span, found) = Written::behind(input).first().unwrap_or((input.span(), ",".to_owned()));
    input.call(Ident::parse_any).map_err(|_| Mistake::at(span, message::expected_key(&found, known)))
}

/// Parses the value of a key and stores it. Reports the key if it was already set.
pub(super) fn set<T>(
    place: &mut Value<T>,
    key: &Ident,
    form: Form,
    input: ParseStream<'_>,
    diag: &mut Diagnostics,
    parse: impl FnOnce(ParseStream<'_>, &mut Diagnostics) -> syn::Result<T>,
) -> Parsed<()> {
    let name = key.to_string();
    if matches!(place, Value::Given(_)) {
        return Err(Mistake::at(key.span(), message::doubled_key(&name)));
    }
    *place = Value::Broken;
    let written = Written::behind(input);
    if let Err(told) = check_separator(&name, form, key.span(), &written) {
        // Store the meant value, so that later checks can use it.
        let meant = |input: ParseStream<'_>| parse(input, diag);
        if let Some(Ok(value)) = form.separated(&written).map(|tokens| meant.parse2(tokens)) {
            *place = Value::Given(value);
        }
        return Err(told);
    }
    // If tokens follow the value, the value has another form, unless the tokens start the next key.
    let goes_on = |input: ParseStream<'_>| {
        let is_attribute = input.peek(Token![#]) && input.peek2(token::Bracket);
        !(ends_item(input) || input.peek(Ident::peek_any) || is_attribute)
    };
    match parse(input, diag) {
        Ok(value) if !goes_on(input) => {
            *place = Value::Given(value);
            Ok(())
        }
        _ => {
            let value = match form.separator() {
                "=" => written.unparted(),
                _ => written.value().into_iter().collect(),
            };
            let corrected = form.corrected(&name, &written);
            Err(Mistake::on(&value, message::wrong_value(form.expected(), &spelled(&value), &corrected)))
        }
    }
}

/// Parses the name of a generated item. If it has another form, the name is still used, so that its uses cause no
/// further errors.
pub(super) fn set_name(
    place: &mut Value<Ident>,
    key: &Ident,
    form: Form,
    input: ParseStream<'_>,
    diag: &mut Diagnostics,
) -> Parsed<()> {
    let meant = Written::behind(input).meant_name();
    let parsed = set(place, key, form, input, diag, assigned);
    if let (true, Some(name)) = (place.is_broken(), meant) {
        *place = Value::Given(name);
    }
    parsed
}

/// Checks that the tokens after a key start with the separator that this form needs.
pub(super) fn check_separator(key: &str, form: Form, span: Span, written: &Written) -> Parsed<()> {
    let Some((first, found)) = written.first() else {
        return Err(Mistake::at(span, message::without_value(key, form.example)));
    };
    let is_empty_list = form.separator() == "(" && written.value().is_empty();
    if written.has_no_value() {
        Err(Mistake::at(first, message::without_value(key, &form.corrected(key, written))))
    } else if found != form.separator() {
        let corrected = form.corrected(key, written);
        Err(Mistake::at(first, message::wrong_separator(form.separator(), &found, &corrected)))
    } else if is_empty_list {
        Err(Mistake::at(span, message::nothing_inside(&format!("{key}()"), form.example)))
    } else {
        Ok(())
    }
}

pub(super) fn assigned<T: Parse>(input: ParseStream<'_>, _: &mut Diagnostics) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

/// A type that is read from a reply. Refuses a `Result`, of which only the value of a success is in the reply.
pub(super) fn assigned_reply(input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<Type> {
    let ty: Type = assigned(input, diag)?;
    let Some(value) = value_of_result(&ty) else { return Ok(ty) };
    diag.on(&ty, response::result(&written(&value)));
    Ok(value)
}

pub(super) fn assigned_path(input: ParseStream<'_>, _: &mut Diagnostics) -> syn::Result<Path> {
    input.parse::<Token![=]>()?;
    Path::parse_mod_style(input)
}

/// Parses values in parentheses. Reports wrong separators between them.
pub(super) fn listed<T: Parse>(input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<Vec<T>> {
    let content = in_parentheses(input)?;
    let mut values = Vec::new();
    let mut wrong = None;
    let mut separators = Diagnostics::new();
    each_item(&content, &mut separators, |input, _| {
        match input.parse() {
            Ok(value) if ends_item(input) || input.peek(LitStr) => values.push(value),
            Ok(_) => wrong = Some(input.error("")),
            Err(error) => wrong = Some(error),
        }
        while wrong.is_some() && !ends_item(input) {
            let _ = input.parse::<TokenTree>();
        }
        Ok(())
    });
    match wrong {
        // The whole list is reported.
        Some(error) => {
            separators.discard();
            Err(error)
        }
        None => {
            diag.append(separators);
            Ok(values)
        }
    }
}

/// A key that is a single word. Reports a value after it.
pub(super) fn check_alone(key: &Ident, input: ParseStream<'_>) -> Parsed<()> {
    match Written::behind(input).first() {
        Some((span, found)) if matches!(found.as_str(), "=" | ":" | "=>" | "(" | "[" | "{" | "?" | "!") => {
            Err(Mistake::at(span, message::value_of_a_word(&key.to_string(), &found)))
        }
        _ => Ok(()),
    }
}

pub(super) fn in_parentheses<'a>(input: &'a ParseBuffer<'_>) -> syn::Result<ParseBuffer<'a>> {
    let content;
    parenthesized!(content in input);
    Ok(content)
}

/// The keys in a derive's own attribute, such as `#[arguments(crate = path)]`.
#[derive(Default)]
pub(crate) struct OwnKeys {
    krate: Value<Path>,
    /// Only `Arguments` has this key.
    pub(crate) builder: Value<Ident>,
    /// Only `Event` has this key.
    pub(crate) rename_all: Value<LitStr>,
}

impl OwnKeys {
    /// Reads the attributes with this name. `known` are the keys of this derive.
    pub(crate) fn parse(attributes: &[Attribute], name: &str, known: &[&str], diag: &mut Diagnostics) -> Self {
        let mut keys = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
            let Meta::List(list) = &attribute.meta else {
                diag.on(attribute.path(), message::without_value(name, &format!("{name}(crate = path)")));
                continue;
            };
            each_item_of(list.tokens.clone(), diag, |input, diag| {
                let key = parse_key_name(input, known)?;
                match key.to_string().as_str() {
                    key::CRATE => set(&mut keys.krate, &key, Form::CRATE, input, diag, assigned_path),
                    key::BUILDER if known.contains(&key::BUILDER) => {
                        set_name(&mut keys.builder, &key, Form::BUILDER, input, diag)
                    }
                    key::RENAME_ALL if known.contains(&key::RENAME_ALL) => {
                        set(&mut keys.rename_all, &key, Form::RENAME_ALL, input, diag, assigned)
                    }
                    other => Err(Mistake::at(key.span(), message::unknown_key(other, known, &key::ALIASES))),
                }
            });
        }
        keys
    }

    /// The path of the runtime.
    pub(crate) fn krate(&self) -> Option<&Path> {
        self.krate.given()
    }
}
