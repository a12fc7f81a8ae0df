//! The grammar of `#[endpoint(..)]`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{LitBool, LitStr, Path, Token, Type};

use super::constants::{self, BodyConstant};
use super::errors::{self, Entry};
use super::fields::Place;
use super::form::Form;
use super::items::{self, ItemArgs};
use super::key::{self, EndpointKey};
use super::meant::Values;
use super::pages::{self, PageArgs};
use super::parse::{
    Value, assigned, assigned_path, assigned_reply, in_parentheses, listed, parse_key_name, set, set_name, stands_in,
    with_meant_key,
};
use super::positional::{self, Positional};
use super::status::{self, StatusPattern};
use super::stray::{Keys, each_key_of};
use super::written::{Written, ends_item};
use crate::diag::message::grammar as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::suggest;

/// The arguments of `#[endpoint(..)]`, as far as they could be read.
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
    pub(crate) at: Value<LitStr>,
    pub(crate) success: Value<StatusPattern>,
    pub(crate) errors: Value<Vec<Entry>>,
    /// The entries of another `errors(..)`, which is a mistake.
    more_errors: Vec<Entry>,
    pub(crate) events: Value<ItemArgs>,
    pub(crate) lines: Value<ItemArgs>,
    pub(crate) pages: Value<PageArgs>,
    pub(crate) scopes: Value<Vec<LitStr>>,
    pub(crate) api: Value<Type>,
    pub(crate) idempotent: Value<bool>,
    pub(crate) idempotency_key: Value<IdempotencyKey>,
    pub(crate) name: Value<LitStr>,
    pub(crate) error: Value<Ident>,
    pub(crate) builder: Value<Ident>,
    /// Whether `builder` is after `error`.
    pub(crate) builder_is_last: bool,
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

/// Where an idempotency key is sent, and under which name: `"Idempotency-Key"` or `query("token")`.
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

/// The arguments without needless parentheses or braces around all of them.
fn ungrouped(tokens: TokenStream, diag: &mut Diagnostics) -> TokenStream {
    let mut all = tokens.clone().into_iter();
    match (all.next(), all.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() != Delimiter::None => {
            let (open, close) = match group.delimiter() {
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                _ => ("(", ")"),
            };
            diag.at(group.span_open(), message::needless_delimiters("a key", open, close));
            group.stream()
        }
        _ => tokens,
    }
}

/// A type that is not borrowed.
fn assigned_api(input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<Type> {
    match assigned(input, diag)? {
        Type::Reference(reference) => Err(syn::Error::new_spanned(reference, "")),
        ty => Ok(ty),
    }
}

/// Header fields. Two strings without `=` are one field, because a field needs a value.
fn header_fields(input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<Vec<Constant>> {
    let mut separators = Diagnostics::new();
    let fields = listed::<Constant>(input, &mut separators);
    if let Ok([first, second]) = fields.as_deref()
        && first.value.is_none()
        && second.value.is_none()
    {
        separators.discard();
        return Err(input.error(""));
    }
    diag.append(separators);
    fields
}

impl EndpointArgs {
    pub(crate) fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Self {
        let mut args = Self::default();
        each_key_of(ungrouped(tokens, diag), Keys::Known(&key::OF_ENDPOINT), diag, &mut |input, diag| {
            if input.peek(Token![->]) || input.peek(Token![=>]) || input.peek(Token![:]) {
                return Err(args.parse_arrow(input));
            }
            let (has_method, has_path) = (!args.method.is_missing(), !args.path.is_missing());
            if let Some(positional) = positional::parse(input, has_method, has_path) {
                return Err(args.guess(positional));
            }
            args.parse_key(input, diag)
        });
        args.split_texts(diag);
        if let Value::Given(errors) = &mut args.errors {
            errors.append(&mut args.more_errors);
        }
        args
    }

    /// Uses a method or path that was written without its key, and returns the mistake.
    fn guess(&mut self, Positional { method, path, told }: Positional) -> Mistake {
        // The form shows both, so that neither is reported as missing too.
        self.method.guess(method);
        self.path.guess(path);
        told
    }

    /// `-> Type`, as after a function, or `=> Type`.
    fn parse_arrow(&mut self, input: ParseStream<'_>) -> Mistake {
        let written = Written::behind(input);
        let (_, found) = written.first().unwrap_or((input.span(), String::new()));
        let form = Form::RESPONSE.corrected(key::RESPONSE, &written);
        self.response.guess(syn::parse2(written.unparted()).ok());
        let tokens: TokenStream = written.tokens().iter().cloned().collect();
        Mistake::on(tokens, message::without_key(&found, &form))
    }

    /// Separates a method and a path in one text, such as `method = "GET /a"`.
    fn split_texts(&mut self, diag: &mut Diagnostics) {
        let texts = [self.method.given(), self.path.given()];
        let found =
            texts.into_iter().flatten().find_map(|literal| Some((literal.clone(), positional::of_text(literal)?)));
        let Some((literal, (method, path))) = found else { return };
        diag.on(&literal, message::method_and_path(&method.value(), &path.value()));
        // A text of one part is right as it is.
        let is_open =
            |value: &Value<LitStr>| value.given().is_none_or(|literal| positional::of_text(literal).is_some());
        if is_open(&self.method) {
            self.method = Value::Given(method);
        }
        if is_open(&self.path) {
            self.path = Value::Given(path);
        }
    }

    fn parse_key(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let key = parse_key_name(input, &key::OF_ENDPOINT)?;
        let name = key.to_string();
        let known = key::of_endpoint(Written::behind(input).lists_entries());
        if let Some(known) = EndpointKey::of(&name).filter(|_| known.contains(&name.as_str())) {
            return self.parse_value(known, &key, input, diag);
        }
        if key::OF_CLIENT.contains(&name.as_str()) {
            return Err(Mistake::at(key.span(), message::base_url_key(&name)));
        }
        if let Some((_, method)) = key::OF_CALL.iter().find(|(known, _)| *known == name) {
            return Err(Mistake::at(key.span(), message::key_of_a_call(&name, method)));
        }
        let told = Mistake::at(key.span(), message::unknown_key(&name, &known, &key::ALIASES));
        let meant = suggest::meant(&name, &known, &key::ALIASES);
        match meant.and_then(|meant| Some((meant, EndpointKey::of(meant)?))) {
            // The key is then not reported as missing too, and later checks can use the value.
            Some((meant, known)) if self.is_missing(known) && !stands_in(input, meant) => {
                let key = Ident::new(meant, key.span());
                with_meant_key(told, diag, |diag| self.parse_value(known, &key, input, diag))
            }
            Some((_, EndpointKey::Errors)) => {
                diag.push(Mistake::at(key.span(), message::unknown_key_beside(&name, key::ERRORS)));
                self.more_errors
                    .extend(in_parentheses(input).map_or_else(|_| Vec::new(), |it| errors::parse(&it, diag)));
                Ok(())
            }
            Some((meant, _)) => Err(Mistake::at(key.span(), message::unknown_key_beside(&name, meant))),
            None if self.is_response(&name, input) => {
                self.response.guess(syn::parse_str(&name).ok());
                Err(Mistake::at(key.span(), message::without_key(&name, &format!("response = {name}"))))
            }
            None => Err(told),
        }
    }

    /// Whether a word without a value is probably the type of the response.
    fn is_response(&self, name: &str, input: ParseStream<'_>) -> bool {
        let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
        is_type && ends_item(input) && self.response.is_missing() && !stands_in(input, key::RESPONSE)
    }

    /// `idempotent`, or `idempotent = false` for a method that is idempotent by default.
    fn parse_idempotent(&mut self, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        if self.idempotent.is_missing() && Written::behind(input).first().is_none() {
            self.idempotent = Value::Given(true);
            return Ok(());
        }
        set(&mut self.idempotent, key, Form::IDEMPOTENT, input, diag, |input, diag| {
            assigned::<LitBool>(input, diag).map(|literal| literal.value)
        })
    }

    fn parse_value(
        &mut self,
        known: EndpointKey,
        key: &Ident,
        input: ParseStream<'_>,
        diag: &mut Diagnostics,
    ) -> Parsed<()> {
        match known {
            EndpointKey::Method => set(&mut self.method, key, Form::METHOD, input, diag, assigned),
            EndpointKey::Path => set(&mut self.path, key, Form::PATH, input, diag, assigned),
            EndpointKey::HostPrefix => set(&mut self.host_prefix, key, Form::HOST_PREFIX, input, diag, assigned),
            EndpointKey::Query => set(&mut self.query, key, Form::QUERY, input, diag, listed::<Constant>),
            EndpointKey::Headers => set(&mut self.headers, key, Form::HEADERS, input, diag, header_fields),
            EndpointKey::Body => set(&mut self.body, key, Form::MEMBERS, input, diag, |input, diag| {
                constants::parse(Values::Members, input, diag)
            }),
            EndpointKey::Form => set(&mut self.form, key, Form::PARAMETERS, input, diag, |input, diag| {
                constants::parse(Values::Parameters, input, diag)
            }),
            EndpointKey::Response => set(&mut self.response, key, Form::RESPONSE, input, diag, assigned_reply),
            EndpointKey::At => set(&mut self.at, key, Form::AT, input, diag, assigned),
            EndpointKey::Success => set(&mut self.success, key, Form::SUCCESS, input, diag, |input, _| {
                input.parse::<Token![=]>()?;
                status::parse(input)
            }),
            EndpointKey::Api => set(&mut self.api, key, Form::API, input, diag, assigned_api),
            EndpointKey::Idempotent => self.parse_idempotent(key, input, diag),
            EndpointKey::IdempotencyKey => {
                set(&mut self.idempotency_key, key, Form::IDEMPOTENCY_KEY, input, diag, assigned)
            }
            EndpointKey::Name => set(&mut self.name, key, Form::ENDPOINT_NAME, input, diag, assigned),
            EndpointKey::Error => set_name(&mut self.error, key, Form::ERROR, input, diag),
            EndpointKey::Builder => {
                self.builder_is_last = !self.error.is_missing();
                set_name(&mut self.builder, key, Form::BUILDER, input, diag)
            }
            EndpointKey::Crate => set(&mut self.krate, key, Form::CRATE, input, diag, assigned_path),
            EndpointKey::Events => {
                set(&mut self.events, key, Form::EVENTS, input, diag, |input, diag| items::parse(key, input, diag))
            }
            EndpointKey::Lines => {
                set(&mut self.lines, key, Form::LINES, input, diag, |input, diag| items::parse(key, input, diag))
            }
            EndpointKey::Scopes => self.parse_scopes(key, input, diag),
            EndpointKey::Pages => {
                set(&mut self.pages, key, Form::PAGES, input, diag, |input, diag| pages::parse(key, input, diag))
            }
            EndpointKey::Errors => self.parse_errors(key, input, diag),
        }
    }

    /// `scopes("a", "b")`. In `scopes = "a", "b"`, all strings are scopes.
    fn parse_scopes(&mut self, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let written = Written::behind(input);
        let parsed = set(&mut self.scopes, key, Form::SCOPES, input, diag, listed::<LitStr>);
        let (Some((_, found)), Value::Given(scopes)) = (written.first(), &mut self.scopes) else { return parsed };
        while parsed.is_err() && !ends_item(input) {
            let _ = input.parse::<TokenTree>();
        }
        let count = scopes.len();
        while parsed.is_err() && input.peek(Token![,]) && input.peek2(LitStr) {
            let _ = input.parse::<Token![,]>();
            scopes.extend(input.parse::<LitStr>());
        }
        if scopes.len() == count {
            return parsed;
        }
        let all: Vec<String> = scopes.iter().map(|scope| format!("{:?}", scope.value())).collect();
        let form = format!("{key}({})", all.join(", "));
        Err(Mistake::on(quote!(#key #(#scopes)*), message::wrong_separator("(", &found, &form)))
    }

    /// `errors(..)`. If it is given twice, the error enum has the variants of both, so that their uses cause no errors.
    fn parse_errors(&mut self, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        if self.errors.given().is_some() {
            diag.at(key.span(), message::doubled_key(key::ERRORS));
            self.more_errors.extend(in_parentheses(input).map_or_else(|_| Vec::new(), |it| errors::parse(&it, diag)));
            while !ends_item(input) {
                let _ = input.parse::<TokenTree>();
            }
            return Ok(());
        }
        set(&mut self.errors, key, Form::ERRORS, input, diag, |input, diag| {
            Ok(errors::parse(&in_parentheses(input)?, diag))
        })
    }

    fn is_missing(&self, key: EndpointKey) -> bool {
        match key {
            EndpointKey::Method => self.method.is_missing(),
            EndpointKey::Path => self.path.is_missing(),
            EndpointKey::HostPrefix => self.host_prefix.is_missing(),
            EndpointKey::Query => self.query.is_missing(),
            EndpointKey::Headers => self.headers.is_missing(),
            EndpointKey::Body => self.body.is_missing(),
            EndpointKey::Form => self.form.is_missing(),
            EndpointKey::Response => self.response.is_missing(),
            EndpointKey::At => self.at.is_missing(),
            EndpointKey::Success => self.success.is_missing(),
            EndpointKey::Api => self.api.is_missing(),
            EndpointKey::Idempotent => self.idempotent.is_missing(),
            EndpointKey::IdempotencyKey => self.idempotency_key.is_missing(),
            EndpointKey::Name => self.name.is_missing(),
            EndpointKey::Error => self.error.is_missing(),
            EndpointKey::Builder => self.builder.is_missing(),
            EndpointKey::Crate => self.krate.is_missing(),
            EndpointKey::Events => self.events.is_missing(),
            EndpointKey::Lines => self.lines.is_missing(),
            EndpointKey::Pages => self.pages.is_missing(),
            EndpointKey::Scopes => self.scopes.is_missing(),
            EndpointKey::Errors => self.errors.is_missing(),
        }
    }
}
