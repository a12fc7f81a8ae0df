//! The grammar of attributes: `#[endpoint(..)]`, and what all attributes have in common.

pub(crate) mod errors;
pub(crate) mod fields;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Path, Token, Type, parenthesized};

use self::errors::{Entry, StatusPattern};
use crate::diag::{Diagnostics, message};
use crate::suggest;

/// Names of the grammar, so that a typo here does not compile.
pub(crate) mod key {
    pub(crate) const ALLOW_EMPTY: &str = "allow_empty";
    pub(crate) const API: &str = "api";
    pub(crate) const BODY: &str = "body";
    pub(crate) const BYTES: &str = "bytes";
    pub(crate) const CODE: &str = "code";
    pub(crate) const CONTENT_TYPE: &str = "content_type";
    pub(crate) const CRATE: &str = "crate";
    pub(crate) const DEFAULT: &str = "default";
    pub(crate) const DETAIL: &str = "detail";
    pub(crate) const ERRORS: &str = "errors";
    pub(crate) const FLATTEN: &str = "flatten";
    pub(crate) const INCLUDE: &str = "include";
    pub(crate) const METHOD: &str = "method";
    pub(crate) const LIST: &str = "list";
    pub(crate) const NAME: &str = "name";
    pub(crate) const OBJECT: &str = "object";
    pub(crate) const PATH: &str = "path";
    pub(crate) const RESPONSE: &str = "response";
    pub(crate) const SCOPES: &str = "scopes";
    pub(crate) const PREFIX: &str = "prefix";
    pub(crate) const QUERY: &str = "query";
    pub(crate) const SENSITIVE: &str = "sensitive";
    pub(crate) const STATUS: &str = "status";

    pub(crate) const SUCCESS: &str = "success";
    pub(crate) const TEXT: &str = "text";
    pub(crate) const WITH: &str = "with";

    pub(crate) const OF_ENDPOINT: [&str; 10] =
        [METHOD, PATH, QUERY, RESPONSE, SUCCESS, ERRORS, SCOPES, API, NAME, CRATE];
    pub(crate) const OF_ERROR: [&str; 4] = [STATUS, CODE, DETAIL, BODY];
    pub(crate) const OF_DEFAULT: [&str; 2] = [DETAIL, BODY];
}

/// What stands in `#[endpoint(..)]`, as far as it could be read.
#[derive(Default)]
pub(crate) struct EndpointArgs {
    pub(crate) method: Value<LitStr>,
    pub(crate) path: Value<LitStr>,
    pub(crate) query: Value<Vec<Constant>>,
    pub(crate) response: Value<Type>,
    pub(crate) success: Value<StatusPattern>,
    pub(crate) errors: Value<Vec<Entry>>,
    pub(crate) scopes: Value<Vec<LitStr>>,
    pub(crate) api: Value<Type>,
    pub(crate) name: Value<LitStr>,
    pub(crate) krate: Value<Path>,
}

/// A parameter that is sent with every call: `"list-type" = "2"` or `"acl"`.
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
}

impl EndpointArgs {
    pub(crate) fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Self {
        let mut args = Self::default();
        let parsed = (|input: ParseStream<'_>| {
            each_item(input, diag, |input, diag| args.parse_key(input, diag));
            Ok(())
        })
        .parse2(tokens);
        if let Err(error) = parsed {
            diag.push(error);
        }
        args
    }

    fn parse_key(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> syn::Result<()> {
        let key = parse_key_name(input, &key::OF_ENDPOINT)?;
        let name = key.to_string();
        match name.as_str() {
            key::METHOD => {
                let form = form_of_method(input);
                set(&mut self.method, &key, &form, input, diag, assigned)
            }
            key::PATH => set(&mut self.path, &key, "path = \"/a/<b>\"", input, diag, assigned),
            key::QUERY => {
                set(&mut self.query, &key, "query(\"list-type\" = \"2\", \"acl\")", input, diag, |input, _| {
                    let content;
                    parenthesized!(content in input);
                    Ok(Punctuated::<Constant, Token![,]>::parse_terminated(&content)?.into_iter().collect())
                })
            }
            key::RESPONSE => set(&mut self.response, &key, "response = Type", input, diag, assigned),
            key::SUCCESS => set(&mut self.success, &key, "success = 200..=299", input, diag, |input, _| {
                input.parse::<Token![=]>()?;
                errors::parse_pattern(input)
            }),
            key::API => set(&mut self.api, &key, "api = Type", input, diag, assigned),
            key::NAME => set(&mut self.name, &key, "name = \"organizations.update\"", input, diag, assigned),
            key::CRATE => set(&mut self.krate, &key, "crate = path", input, diag, |input, _| {
                input.parse::<Token![=]>()?;
                Path::parse_mod_style(input)
            }),
            key::SCOPES => set(&mut self.scopes, &key, "scopes(\"read\", \"write\")", input, diag, |input, _| {
                let content;
                parenthesized!(content in input);
                Ok(Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?.into_iter().collect())
            }),
            key::ERRORS => set(&mut self.errors, &key, "errors(not_found = 404)", input, diag, |input, diag| {
                let content;
                parenthesized!(content in input);
                Ok(errors::parse(&content, diag))
            }),
            _ => {
                self.take_for(&name);
                Err(syn::Error::new(key.span(), message::unknown_key(&name, &key::OF_ENDPOINT)))
            }
        }
    }

    /// A key that was misspelt is not missing as well.
    fn take_for(&mut self, misspelt: &str) {
        match suggest::nearest(misspelt, &key::OF_ENDPOINT) {
            Some(key::METHOD) if self.method.is_missing() => self.method = Value::Broken,
            Some(key::PATH) if self.path.is_missing() => self.path = Value::Broken,
            _ => {}
        }
    }
}

/// How the method is written; the one that stands there, where it only lacks its quotes.
fn form_of_method(input: ParseStream<'_>) -> String {
    let fork = input.fork();
    let bare = fork.parse::<Token![=]>().and_then(|_| fork.parse::<Ident>()).map(|method| method.to_string());
    format!("method = \"{}\"", bare.unwrap_or_else(|_| "PATCH".to_owned()))
}

/// Parses items that commas part. A mistake in one of them hides none in another.
fn each_item(
    input: ParseStream<'_>,
    diag: &mut Diagnostics,
    mut item: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> syn::Result<()>,
) {
    while !input.is_empty() {
        match item(input, diag) {
            Ok(()) if input.is_empty() || input.peek(Token![,]) => {}
            Ok(()) => {
                diag.at(input.span(), message::expected_comma());
                if input.peek(Ident::peek_any) {
                    continue;
                }
            }
            Err(error) => diag.push(error),
        }
        while !input.is_empty() && !input.peek(Token![,]) {
            let _ = input.parse::<TokenTree>();
        }
        let _ = input.parse::<Option<Token![,]>>();
    }
}

fn parse_key_name(input: ParseStream<'_>, known: &[&str]) -> syn::Result<Ident> {
    let span = input.span();
    input.call(Ident::parse_any).map_err(|_| syn::Error::new(span, message::expected_key(known)))
}

/// Reads the value of a key into its place, and tells a second one.
fn set<T>(
    place: &mut Value<T>,
    key: &Ident,
    form: &str,
    input: ParseStream<'_>,
    diag: &mut Diagnostics,
    parse: impl FnOnce(ParseStream<'_>, &mut Diagnostics) -> syn::Result<T>,
) -> syn::Result<()> {
    if matches!(place, Value::Given(_)) {
        return Err(syn::Error::new(key.span(), message::doubled_key(&key.to_string())));
    }
    *place = Value::Broken;
    // At the end of its input, syn says the whole attribute; the key, or what stands behind it, is nearer.
    let before_end = if input.is_empty() || input.peek(Token![,]) { key.span() } else { input.span() };
    let value = parse(input, diag).map_err(|error| {
        let span = if input.is_empty() { before_end } else { error.span() };
        syn::Error::new(span, message::expected_value(&key.to_string(), form))
    })?;
    *place = Value::Given(value);
    Ok(())
}

fn assigned<T: Parse>(input: ParseStream<'_>, _: &mut Diagnostics) -> syn::Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

/// The `crate = path` of a derive's own attribute, such as `#[arguments(crate = path)]`.
pub(crate) fn parse_crate(attributes: &[Attribute], name: &str, diag: &mut Diagnostics) -> Option<Path> {
    let mut krate = Value::Missing;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let parsed = attribute.parse_args_with(|input: ParseStream<'_>| {
            each_item(input, diag, |input, diag| {
                let key = parse_key_name(input, &[key::CRATE])?;
                match key.to_string().as_str() {
                    key::CRATE => set(&mut krate, &key, "crate = path", input, diag, |input, _| {
                        input.parse::<Token![=]>()?;
                        Path::parse_mod_style(input)
                    }),
                    other => Err(syn::Error::new(key.span(), message::unknown_key(other, &[key::CRATE]))),
                }
            });
            Ok(())
        });
        if let Err(error) = parsed {
            diag.push(error);
        }
    }
    match krate {
        Value::Given(path) => Some(path),
        Value::Missing | Value::Broken => None,
    }
}
