//! The grammar of attributes: `#[endpoint(..)]`, and what all attributes have in common.

pub(crate) mod constants;
pub(crate) mod errors;
pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod key;
mod positional;
pub(crate) mod status;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseBuffer, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, LitBool, LitStr, Meta, Path, Token, Type, parenthesized};

use self::constants::BodyConstant;
use self::errors::Entry;
use self::fields::Place;
use self::form::{Form, Written};
use self::status::StatusPattern;
use crate::diag::message::grammar as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::suggest;

/// What stands in `#[endpoint(..)]`, as far as it could be read.
#[derive(Default)]
pub(crate) struct EndpointArgs {
    pub(crate) method: Value<LitStr>,
    pub(crate) path: Value<LitStr>,
    pub(crate) host_prefix: Value<LitStr>,
    pub(crate) query: Value<Vec<Constant>>,
    pub(crate) headers: Value<Vec<Constant>>,
    pub(crate) body: Value<Vec<BodyConstant>>,
    pub(crate) form: Value<Vec<BodyConstant>>,
    pub(crate) response: Value<Type>,
    pub(crate) success: Value<StatusPattern>,
    pub(crate) errors: Value<Vec<Entry>>,
    pub(crate) scopes: Value<Vec<LitStr>>,
    pub(crate) api: Value<Type>,
    pub(crate) idempotent: Value<bool>,
    pub(crate) idempotency_key: Value<IdempotencyKey>,
    pub(crate) name: Value<LitStr>,
    pub(crate) krate: Value<Path>,
}

/// A parameter or a header field that is sent with every call: `"list-type" = "2"` or `"acl"`.
pub(crate) struct Constant {
    pub(crate) name: LitStr,
    pub(crate) value: Option<LitStr>,
}

impl Parse for Constant {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        let value = if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
        Ok(Self { name, value })
    }
}

/// Where a key that marks a repetition is sent, and its name there: `"Idempotency-Key"` or `query("token")`.
pub(crate) struct IdempotencyKey {
    pub(crate) place: Place,
    pub(crate) name: LitStr,
}

impl Parse for IdempotencyKey {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return Ok(Self { place: Place::Header, name: input.parse()? });
        }
        let word: Ident = input.call(Ident::parse_any)?;
        let places = [Place::Header, Place::Query, Place::Body, Place::Form];
        let place = places.into_iter().find(|place| word == place.attribute());
        let place = place.ok_or_else(|| syn::Error::new(word.span(), ""))?;
        Ok(Self { place, name: in_parentheses(input)?.parse()? })
    }
}

/// The value of a key.
#[derive(Default)]
pub(crate) enum Value<T> {
    #[default]
    Missing,
    /// There, and told already to be wrong.
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

    /// Takes a value that was not written as it should be, or none where that is not known.
    pub(crate) fn guess(&mut self, value: Option<T>) {
        if self.is_missing() {
            *self = value.map_or(Self::Broken, Self::Given);
        }
    }
}

impl EndpointArgs {
    pub(crate) fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Self {
        let mut args = Self::default();
        each_item_of(tokens, diag, |input, diag| {
            if let Some(told) = positional::parse(&mut args, input) {
                return Err(told);
            }
            args.parse_key(input, diag)
        });
        args
    }

    fn parse_key(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let key = parse_key_name(input, &key::OF_ENDPOINT)?;
        let name = key.to_string();
        if key::OF_ENDPOINT.contains(&name.as_str()) {
            return self.parse_value(&name, &key, input, diag);
        }
        if key::OF_CLIENT.contains(&name.as_str()) {
            return Err(Mistake::at(key.span(), message::base_url_key(&name)));
        }
        let told = Mistake::at(key.span(), message::unknown_key(&name, &key::OF_ENDPOINT, &key::ALIASES));
        match suggest::meant(&name, &key::OF_ENDPOINT, &key::ALIASES) {
            // It is not missing as well, and what its value makes is there for whoever uses it.
            Some(meant) if self.is_missing(meant) && !stands_in(input, meant) => {
                diag.push(told);
                self.parse_value(meant, &Ident::new(meant, key.span()), input, diag)
            }
            _ => Err(told),
        }
    }

    /// `idempotent`, or `idempotent = false` of a method that would be.
    fn parse_idempotent(&mut self, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        if self.idempotent.is_missing() && Written::behind(input).first().is_none() {
            self.idempotent = Value::Given(true);
            return Ok(());
        }
        set(&mut self.idempotent, key, Form::IDEMPOTENT, input, diag, |input, diag| {
            assigned::<LitBool>(input, diag).map(|literal| literal.value)
        })
    }

    fn parse_value(&mut self, name: &str, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        match name {
            key::METHOD => set(&mut self.method, key, Form::METHOD, input, diag, assigned),
            key::PATH => set(&mut self.path, key, Form::PATH, input, diag, assigned),
            key::HOST_PREFIX => set(&mut self.host_prefix, key, Form::HOST_PREFIX, input, diag, assigned),
            key::QUERY => set(&mut self.query, key, Form::QUERY, input, diag, listed::<Constant>),
            key::HEADERS => set(&mut self.headers, key, Form::HEADERS, input, diag, listed::<Constant>),
            key::BODY => set(&mut self.body, key, Form::MEMBERS, input, diag, |input, diag| {
                constants::parse(constants::Kind::Members, input, diag)
            }),
            key::FORM => set(&mut self.form, key, Form::PARAMETERS, input, diag, |input, diag| {
                constants::parse(constants::Kind::Parameters, input, diag)
            }),
            key::RESPONSE => set(&mut self.response, key, Form::RESPONSE, input, diag, assigned),
            key::SUCCESS => set(&mut self.success, key, Form::SUCCESS, input, diag, |input, _| {
                input.parse::<Token![=]>()?;
                status::parse(input)
            }),
            key::API => set(&mut self.api, key, Form::API, input, diag, assigned),
            key::IDEMPOTENT => self.parse_idempotent(key, input, diag),
            key::IDEMPOTENCY_KEY => set(&mut self.idempotency_key, key, Form::IDEMPOTENCY_KEY, input, diag, assigned),
            key::NAME => set(&mut self.name, key, Form::ENDPOINT_NAME, input, diag, assigned),
            key::CRATE => set(&mut self.krate, key, Form::CRATE, input, diag, assigned_path),
            key::SCOPES => set(&mut self.scopes, key, Form::SCOPES, input, diag, listed::<LitStr>),
            _ => set(&mut self.errors, key, Form::ERRORS, input, diag, |input, diag| {
                let content = in_parentheses(input)?;
                Ok(errors::parse(&content, diag))
            }),
        }
    }

    fn is_missing(&self, name: &str) -> bool {
        match name {
            key::METHOD => self.method.is_missing(),
            key::PATH => self.path.is_missing(),
            key::HOST_PREFIX => self.host_prefix.is_missing(),
            key::QUERY => self.query.is_missing(),
            key::HEADERS => self.headers.is_missing(),
            key::BODY => self.body.is_missing(),
            key::FORM => self.form.is_missing(),
            key::RESPONSE => self.response.is_missing(),
            key::SUCCESS => self.success.is_missing(),
            key::API => self.api.is_missing(),
            key::IDEMPOTENT => self.idempotent.is_missing(),
            key::IDEMPOTENCY_KEY => self.idempotency_key.is_missing(),
            key::NAME => self.name.is_missing(),
            key::CRATE => self.krate.is_missing(),
            key::SCOPES => self.scopes.is_missing(),
            _ => self.errors.is_missing(),
        }
    }
}

/// Whether a key stands somewhere behind.
fn stands_in(input: ParseStream<'_>, key: &str) -> bool {
    let rest = input.fork().parse::<TokenStream>().unwrap_or_default();
    rest.into_iter().any(|token| matches!(token, TokenTree::Ident(ident) if ident == key))
}

/// Parses items that commas part. A mistake in one of them hides none in another.
fn each_item(
    input: ParseStream<'_>,
    diag: &mut Diagnostics,
    mut item: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> Parsed<()>,
) {
    while !input.is_empty() {
        match item(input, diag) {
            Ok(()) if input.is_empty() || input.peek(Token![,]) => {}
            Ok(()) => {
                let found = Written::behind(input).first().map_or_else(String::new, |(_, found)| found);
                diag.at(input.span(), message::expected_comma(&found));
                if input.peek(Ident::peek_any) {
                    continue;
                }
            }
            Err(mistake) => diag.push(mistake),
        }
        while !input.is_empty() && !input.peek(Token![,]) {
            let _ = input.parse::<TokenTree>();
        }
        let _ = input.parse::<Option<Token![,]>>();
    }
}

/// The same for all of some tokens.
pub(crate) fn each_item_of(
    tokens: TokenStream,
    diag: &mut Diagnostics,
    item: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> Parsed<()>,
) {
    let all = |input: ParseStream<'_>| {
        each_item(input, diag, item);
        Ok(())
    };
    // Of a group that was left in the middle syn tells here once more; why it was left is told already.
    let _ = all.parse2(tokens);
}

pub(crate) fn parse_key_name(input: ParseStream<'_>, known: &[&str]) -> Parsed<Ident> {
    let (span, found) = Written::behind(input).first().unwrap_or((input.span(), ",".to_owned()));
    input.call(Ident::parse_any).map_err(|_| Mistake::at(span, message::expected_key(&found, known)))
}

/// Reads the value of a key into its place, and tells a second one.
fn set<T>(
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
        // What is meant is there for whoever uses it.
        let meant = |input: ParseStream<'_>| parse(input, diag);
        if let Some(Ok(value)) = written.normal(form).map(|tokens| meant.parse2(tokens)) {
            *place = Value::Given(value);
        }
        return Err(told);
    }
    // What goes on behind a value is no value of this form, unless another key begins there.
    let goes_on = |input: ParseStream<'_>| {
        !input.is_empty() && !input.peek(Token![,]) && !input.peek(Ident::peek_any) && !input.peek(LitStr)
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
            Err(Mistake::on(&value, message::wrong_value(form.expected(), &form::spelled(&value), &corrected)))
        }
    }
}

/// Whether what stands behind a key begins as its value does.
fn check_separator(key: &str, form: Form, span: Span, written: &Written) -> Parsed<()> {
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

fn assigned<T: Parse>(input: ParseStream<'_>, _: &mut Diagnostics) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

fn assigned_path(input: ParseStream<'_>, _: &mut Diagnostics) -> syn::Result<Path> {
    input.parse::<Token![=]>()?;
    Path::parse_mod_style(input)
}

fn listed<T: Parse>(input: ParseStream<'_>, _: &mut Diagnostics) -> syn::Result<Vec<T>> {
    let content = in_parentheses(input)?;
    Ok(Punctuated::<T, Token![,]>::parse_terminated(&content)?.into_iter().collect())
}

fn in_parentheses<'a>(input: &'a ParseBuffer<'_>) -> syn::Result<ParseBuffer<'a>> {
    let content;
    parenthesized!(content in input);
    Ok(content)
}

/// The `crate = path` of a derive's own attribute, such as `#[arguments(crate = path)]`.
pub(crate) fn parse_crate(attributes: &[Attribute], name: &str, diag: &mut Diagnostics) -> Option<Path> {
    const KNOWN: [&str; 1] = [key::CRATE];
    let mut krate = Value::Missing;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let Meta::List(list) = &attribute.meta else {
            diag.on(attribute.path(), message::without_value(name, &format!("{name}(crate = path)")));
            continue;
        };
        each_item_of(list.tokens.clone(), diag, |input, diag| {
            let key = parse_key_name(input, &KNOWN)?;
            match key.to_string().as_str() {
                key::CRATE => set(&mut krate, &key, Form::CRATE, input, diag, assigned_path),
                other => Err(Mistake::at(key.span(), message::unknown_key(other, &KNOWN, &key::ALIASES))),
            }
        });
    }
    match krate {
        Value::Given(path) => Some(path),
        Value::Missing | Value::Broken => None,
    }
}
