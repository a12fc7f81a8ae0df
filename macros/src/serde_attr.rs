//! serde's own attributes, on types for which our derives provide the serialization or read a reply.
//!
//! No serde key is ignored. At each [`Site`], a key either has its effect, or affects only serde's own derive of the
//! other direction, which is then required, or is a mistake.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, ExprPath, LitStr, Meta, MetaNameValue, Token, parenthesized};

use crate::attr::parse::{each_item_of, parse_key_name};
use crate::diag::message::{fields, grammar, items as message};
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::names::RenameRule;
use crate::site::{self, Beside, Site};

/// The content of serde's attributes.
#[derive(Default)]
pub(crate) struct SerdeAttrs {
    pub(crate) rename: Option<String>,
    /// The name when reading.
    pub(crate) read_name: Option<String>,
    /// Additional names when reading.
    pub(crate) aliases: Vec<String>,
    pub(crate) rename_all: Option<RenameRule>,
    /// The rename rule when reading.
    pub(crate) read_all: Option<RenameRule>,
    /// The function that writes the value.
    pub(crate) serialize_with: Option<ExprPath>,
    /// The function that reads the value.
    pub(crate) deserialize_with: Option<ExprPath>,
    pub(crate) flatten: bool,
    /// The member that contains the name of the variant, and the one that contains the value of an open enum.
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    /// Whether the variant holds the values of unknown variants.
    pub(crate) is_other: bool,
    /// The value of a missing member.
    pub(crate) default: Option<Default>,
    /// The keys that are present.
    keys: Vec<Ident>,
}

/// The value of a missing member.
pub(crate) enum Default {
    OfType,
    Function(ExprPath),
}

impl SerdeAttrs {
    /// Parses the attributes at a site.
    pub(crate) fn of(attributes: &[Attribute], site: Site, diag: &mut Diagnostics) -> Self {
        let mut read = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let Meta::List(list) = &attribute.meta else {
                diag.on(attribute.path(), message::serde_form("serde", "#[serde(rename = \"..\")]"));
                continue;
            };
            each_item_of(list.tokens.clone(), diag, |input, diag| read.parse(input, site, diag));
        }
        read.check_flatten(diag);
        read
    }

    /// The key with this name, if it is present.
    pub(crate) fn key(&self, name: &str) -> Option<&Ident> {
        self.keys.iter().find(|key| *key == name)
    }

    /// The members of a flattened field have their own names and forms.
    fn check_flatten(&self, diag: &mut Diagnostics) {
        if !self.flatten {
            return;
        }
        for name in ["rename", "with", "serialize_with"] {
            if let Some(key) = self.key(name) {
                diag.at(key.span(), fields::contradicting("flatten", name));
            }
        }
    }

    fn parse(&mut self, input: ParseStream<'_>, site: Site, diag: &mut Diagnostics) -> Parsed<()> {
        let key = parse_key_name(input, site.supported())?;
        let name = key.to_string();
        if site.supported().contains(&name.as_str()) {
            if name != "alias" && !name.starts_with("rename") && self.key(&name).is_some() {
                diag.at(key.span(), grammar::doubled_key(&name));
            }
            self.keys.push(key.clone());
            return self.parse_supported(&key, input, site, diag);
        }
        match site.other_direction() {
            Some(beside) if site.beside().contains(&name.as_str()) => diag.beside(key, beside),
            _ if site::OF_SERDE.contains(&name.as_str()) => {
                diag.at(key.span(), message::serde_key_of_no_use(site, &name));
            }
            _ => diag.at(key.span(), message::unknown_serde_key(&name, site.supported())),
        }
        skip_value(input);
        Ok(())
    }

    fn parse_supported(
        &mut self,
        key: &Ident,
        input: ParseStream<'_>,
        site: Site,
        diag: &mut Diagnostics,
    ) -> Parsed<()> {
        let name = key.to_string();
        let wrong = |form: &str| Mistake::at(key.span(), message::serde_form(&name, form));
        match name.as_str() {
            "rename" => {
                let is_for_both = input.peek(Token![=]);
                let names = names(input).map_err(|_| wrong("rename = \"..\""))?;
                let values = names.map(|name| name.map(|name| name.value()));
                put_both(key, is_for_both, values, [&mut self.rename, &mut self.read_name], site, diag);
            }
            "rename_all" => {
                let is_for_both = input.peek(Token![=]);
                let names = names(input).map_err(|_| wrong("rename_all = \"camelCase\""))?;
                for rule in names.iter().flatten().take(if is_for_both { 1 } else { 2 }) {
                    if RenameRule::from_name(&rule.value()).is_none() {
                        diag.on(rule, message::unknown_rename_rule(&rule.value(), &RenameRule::NAMES));
                    }
                }
                let rules = names.map(|rule| RenameRule::from_name(&rule?.value()));
                put_both(key, is_for_both, rules, [&mut self.rename_all, &mut self.read_all], site, diag);
            }
            "alias" => self.aliases.push(text(input).map_err(|_| wrong("alias = \"..\""))?),
            "with" => {
                let module = path(input).map_err(|_| wrong("with = \"module\""))?;
                let function = |name: &str| {
                    let mut function = module.clone();
                    function.path.segments.push(syn::Ident::new(name, proc_macro2::Span::call_site()).into());
                    Some(function)
                };
                (self.serialize_with, self.deserialize_with) = (function("serialize"), function("deserialize"));
            }
            "deserialize_with" => {
                self.deserialize_with = Some(path(input).map_err(|_| wrong("deserialize_with = \"function\""))?);
            }
            "serialize_with" => {
                self.serialize_with = Some(path(input).map_err(|_| wrong("serialize_with = \"function\""))?);
            }
            "default" if input.peek(Token![=]) => {
                self.default = Some(Default::Function(path(input).map_err(|_| wrong("default = \"function\""))?));
            }
            "default" => self.default = Some(Default::OfType),
            "flatten" => self.flatten = true,
            "tag" => self.tag = Some(text(input).map_err(|_| wrong("tag = \"type\""))?),
            "content" => self.content = Some(text(input).map_err(|_| wrong("content = \"value\""))?),
            "other" => self.is_other = true,
            // `transparent` and `untagged` describe what the derive does by default.
            _ => {}
        }
        Ok(())
    }
}

/// Stores the values for writing and for reading. A value for a direction that our derive does not provide is left to
/// serde's own derive.
fn put_both<T>(
    key: &Ident,
    is_for_both: bool,
    values: [Option<T>; 2],
    places: [&mut Option<T>; 2],
    site: Site,
    diag: &mut Diagnostics,
) {
    for ((value, place), direction) in values.into_iter().zip(places).zip([Beside::Written, Beside::Read]) {
        let Some(value) = value else { continue };
        if site.other_direction() == Some(direction) && !is_for_both {
            diag.beside(key.clone(), direction);
        } else if place.is_some() {
            diag.at(key.span(), grammar::doubled_key(&key.to_string()));
            return;
        }
        *place = Some(value);
    }
}

/// Code that only compiles if serde's own derive is on the type too, for the keys that affect only that derive.
///
/// ```text
/// const _: () = <Properties as AlsoRead>::CHECK;
/// ```
pub(crate) fn checks(ident: &Ident, diag: &mut Diagnostics) -> TokenStream {
    let checks = diag.take_beside().into_iter().map(|(key, beside)| {
        let of = match beside {
            Beside::Read => quote!(AlsoRead),
            Beside::Written => quote!(AlsoWritten),
        };
        let span = key.span().resolved_at(proc_macro2::Span::call_site());
        let mut ident = ident.clone();
        ident.set_span(span);
        quote_spanned!(span=> const _: () = <#ident as __callsheet::#of>::CHECK;)
    });
    checks.collect()
}

/// The names when writing and reading, from `rename = "x"` or `rename(serialize = "x", deserialize = "y")`.
fn names(input: ParseStream<'_>) -> syn::Result<[Option<LitStr>; 2]> {
    if input.parse::<Option<Token![=]>>()?.is_some() {
        let name: LitStr = input.parse()?;
        return Ok([Some(name.clone()), Some(name)]);
    }
    let content;
    parenthesized!(content in input);
    let (mut written, mut read) = (None, None);
    for pair in Punctuated::<MetaNameValue, Token![,]>::parse_terminated(&content)? {
        let place = match () {
            () if pair.path.is_ident("serialize") => &mut written,
            () if pair.path.is_ident("deserialize") => &mut read,
            () => return Err(content.error("")),
        };
        if place.replace(syn::parse2(pair.value.to_token_stream())?).is_some() {
            return Err(content.error(""));
        }
    }
    if written.is_none() && read.is_none() { Err(content.error("")) } else { Ok([written, read]) }
}

fn text(input: ParseStream<'_>) -> syn::Result<String> {
    input.parse::<Token![=]>()?;
    input.parse::<LitStr>().map(|literal| literal.value())
}

fn path(input: ParseStream<'_>) -> syn::Result<ExprPath> {
    input.parse::<Token![=]>()?;
    input.parse::<LitStr>()?.parse()
}

/// Skips the value of a key.
fn skip_value(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
}
