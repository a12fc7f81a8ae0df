//! serde's own attributes, where our derives write `Serialize`, or read a reply, in serde's place.

use proc_macro2::TokenTree;
use quote::ToTokens as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, ExprPath, LitStr, Meta, MetaNameValue, Token, parenthesized};

use crate::attr::{each_item_of, parse_key_name};
use crate::diag::message::items as message;
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::names::RenameRule;

/// Keys that only matter where a type is read.
const OF_DESERIALIZE: [&str; 4] = ["alias", "deny_unknown_fields", "other", "expecting"];

/// Keys of serde's that our derives do not have.
const OF_NO_USE: [&str; 19] = [
    "skip",
    "skip_serializing",
    "skip_deserializing",
    "skip_serializing_if",
    "tag",
    "content",
    "untagged",
    "bound",
    "transparent",
    "from",
    "try_from",
    "into",
    "remote",
    "getter",
    "borrow",
    "serialize",
    "crate",
    "rename_all_fields",
    "variant_identifier",
];

/// Keys that are read.
const KNOWN: [&str; 7] = ["rename", "rename_all", "with", "serialize_with", "deserialize_with", "default", "flatten"];

/// What serde's attributes say about writing.
#[derive(Default)]
pub(crate) struct SerdeAttrs {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<RenameRule>,
    /// The function that writes the value.
    pub(crate) serialize_with: Option<ExprPath>,
    pub(crate) flatten: bool,
    /// The member that says which variant an open enum is, and the one that holds its value.
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    /// Whether a variant holds what no other one knows.
    pub(crate) is_other: bool,
    /// The name for reading.
    pub(crate) read_name: Option<String>,
    /// The function that reads the value.
    pub(crate) deserialize_with: Option<ExprPath>,
    /// Whether a member that is missing is its type's default.
    pub(crate) has_default: bool,
}

impl SerdeAttrs {
    /// Reads those of an item under one of our derives.
    pub(crate) fn of(attributes: &[Attribute], derive: &str, diag: &mut Diagnostics) -> Self {
        let mut read = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            // What is no list is told by serde's own derive where it stands there too, and means nothing to us.
            let Meta::List(list) = &attribute.meta else {
                diag.on(attribute.path(), message::serde_form("serde", "#[serde(rename = \"..\")]"));
                continue;
            };
            each_item_of(list.tokens.clone(), diag, |input, diag| read.parse(input, derive, diag));
        }
        read
    }

    fn parse(&mut self, input: ParseStream<'_>, derive: &str, diag: &mut Diagnostics) -> Parsed<()> {
        let key = parse_key_name(input, &KNOWN)?;
        let name = key.to_string();
        let wrong = |form: &str| Mistake::at(key.span(), message::serde_form(&name, form));
        match name.as_str() {
            "rename" => {
                let [written, read] = names(input).map_err(|_| wrong("rename = \"..\""))?;
                self.rename = written.map(|name| name.value()).or(self.rename.take());
                self.read_name = read.map(|name| name.value()).or(self.read_name.take());
            }
            "rename_all" => {
                let [written, read] = names(input).map_err(|_| wrong("rename_all = \"camelCase\""))?;
                if let Some(rule) = written.or(read) {
                    self.rename_all = RenameRule::from_name(&rule.value());
                    if self.rename_all.is_none() {
                        diag.on(&rule, message::unknown_rename_rule(&rule.value(), &RenameRule::NAMES));
                    }
                }
            }
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
            "default" => {
                self.has_default = true;
                skip_value(input);
            }
            "flatten" => self.flatten = true,
            "tag" if derive == "OpenEnum" => {
                self.tag = Some(text(input).map_err(|_| wrong("tag = \"type\""))?);
            }
            "content" if derive == "OpenEnum" => {
                self.content = Some(text(input).map_err(|_| wrong("content = \"value\""))?);
            }
            "other" if derive == "OpenEnum" => self.is_other = true,
            other if OF_DESERIALIZE.contains(&other) => skip_value(input),
            other => {
                let told = if OF_NO_USE.contains(&other) {
                    message::serde_key_of_no_use(derive, other)
                } else {
                    message::unknown_serde_key(other, &KNOWN)
                };
                diag.at(key.span(), told);
                skip_value(input);
            }
        }
        Ok(())
    }
}

/// The names for writing and reading in `rename = "x"` or `rename(serialize = "x", deserialize = "y")`.
fn names(input: ParseStream<'_>) -> syn::Result<[Option<LitStr>; 2]> {
    if input.parse::<Option<Token![=]>>()?.is_some() {
        let name: LitStr = input.parse()?;
        return Ok([Some(name.clone()), Some(name)]);
    }
    let content;
    parenthesized!(content in input);
    let (mut written, mut read) = (None, None);
    for (is_written, value) in Punctuated::<MetaNameValue, Token![,]>::parse_terminated(&content)?
        .into_iter()
        .map(|pair| (pair.path.is_ident("serialize"), pair.value))
    {
        let name = Some(syn::parse2(value.to_token_stream())?);
        *if is_written { &mut written } else { &mut read } = name;
    }
    Ok([written, read])
}

fn text(input: ParseStream<'_>) -> syn::Result<String> {
    input.parse::<Token![=]>()?;
    input.parse::<LitStr>().map(|literal| literal.value())
}

fn path(input: ParseStream<'_>) -> syn::Result<ExprPath> {
    input.parse::<Token![=]>()?;
    input.parse::<LitStr>()?.parse()
}

/// Passes over a value, whatever it is.
fn skip_value(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _ = input.parse::<TokenTree>();
    }
}
