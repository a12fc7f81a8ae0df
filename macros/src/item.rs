//! Parses the item of a macro, one field and one variant at a time.
//!
//! rustc parses an item before it calls a macro for it. It reports what it cannot parse, and passes all tokens on. So
//! this parser reports nothing: it keeps every field and variant that it can parse, and the names of the others.

mod scan;
#[cfg(test)]
mod tests;
pub(crate) mod twice;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DataEnum, DataStruct, DataUnion, DeriveInput, Field, FieldModifiers, Fields, FieldsNamed,
    FieldsUnnamed, Generics, LitStr, Token, Type, Variant, Visibility, WhereClause, braced, token,
};

use self::scan::{is_boundary, starts_field, up_to_boundary, without_expressions};
use crate::diag::Diagnostics;
use crate::names;

/// An item, as far as it could be parsed.
pub(crate) struct Item {
    pub(crate) input: DeriveInput,
    /// The fields that could not be parsed.
    pub(crate) unfinished: Vec<Unfinished>,
}

/// A field that could not be parsed.
pub(crate) struct Unfinished {
    pub(crate) name: Ident,
    /// The field without its attributes, if only rustc can decide whether its type is a type.
    pub(crate) written: TokenStream,
}

/// Parses a struct, an enum or a union. If parts of it cannot be parsed, marks the definition as incomplete.
pub(crate) fn parse(tokens: TokenStream, diag: &mut Diagnostics) -> Option<Item> {
    if let Ok(input) = syn::parse2(tokens.clone()) {
        return Some(Item { input, unfinished: Vec::new() });
    }
    let mut item = None;
    let kept = |input: ParseStream<'_>| {
        item = Some(lenient(input)?);
        Ok(())
    };
    // If a group was not parsed completely, syn reports it again here.
    let _ = kept.parse2(tokens);
    diag.incomplete();
    item
}

/// Removes the fields and variants whose name an earlier one has, and returns their names. The names inside a variant
/// are not compared.
pub(crate) fn take_doubled(input: &mut DeriveInput) -> Vec<Ident> {
    let mut taken = BTreeSet::new();
    let mut doubled = Vec::new();
    let mut is_first = |ident: &Ident| {
        let is_first = taken.insert(names::plain(ident));
        doubled.extend((!is_first).then(|| ident.clone()));
        is_first
    };
    match &mut input.data {
        Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => {
            retain(&mut fields.named, |field| field.ident.as_ref().is_none_or(&mut is_first));
        }
        Data::Enum(data) => retain(&mut data.variants, |variant| is_first(&variant.ident)),
        Data::Struct(_) | Data::Union(_) => {}
    }
    doubled
}

fn retain<T>(all: &mut Punctuated<T, Token![,]>, mut is_kept: impl FnMut(&T) -> bool) {
    let pairs = std::mem::take(all).into_pairs().filter(|pair| is_kept(pair.value()));
    *all = pairs.collect();
}

fn lenient(input: ParseStream<'_>) -> syn::Result<Item> {
    let attrs = attributes(input);
    let vis = visibility(input);
    let keyword = input.fork();
    if !(input.peek(Token![struct]) || input.peek(Token![enum]) || input.peek(Token![union])) {
        return Err(input.error(""));
    }
    input.parse::<TokenTree>()?;
    let ident: Ident = input.parse()?;
    let mut generics = parsed::<Generics>(input).unwrap_or_default();
    generics.where_clause = parsed::<Option<WhereClause>>(input).flatten();
    let mut unfinished = Vec::new();
    let data = if keyword.peek(Token![enum]) {
        let (brace_token, variants) = variants(input)?;
        Data::Enum(DataEnum { enum_token: keyword.parse()?, brace_token, variants })
    } else if keyword.peek(Token![union]) {
        let fields = fields(input, &mut unfinished)?;
        Data::Union(DataUnion { union_token: keyword.parse()?, fields })
    } else {
        let fields = match () {
            () if input.peek(token::Brace) => Fields::Named(fields(input, &mut unfinished)?),
            () if input.peek(token::Paren) => parsed::<FieldsUnnamed>(input).map_or(Fields::Unit, Fields::Unnamed),
            () => Fields::Unit,
        };
        Data::Struct(DataStruct { struct_token: keyword.parse()?, fields, semi_token: None })
    };
    input.parse::<TokenStream>()?;
    Ok(Item { input: DeriveInput { attrs, vis, ident, generics, data }, unfinished })
}

/// Parses a part of the item. If that fails, nothing is consumed.
fn attempt<T>(input: ParseStream<'_>, parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>) -> Option<T> {
    let fork = input.fork();
    let parsed = parse(&fork).ok()?;
    input.advance_to(&fork);
    Some(parsed)
}

fn parsed<T: Parse>(input: ParseStream<'_>) -> Option<T> {
    attempt(input, T::parse)
}

/// The attributes that can be parsed. Consumes the others as well.
fn attributes(input: ParseStream<'_>) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    while input.peek(Token![#]) {
        let hash = input.parse::<TokenTree>().into_iter();
        let _ = input.parse::<Option<Token![!]>>();
        if input.peek(token::Bracket) {
            let tokens: TokenStream = hash.chain(input.parse::<TokenTree>()).collect();
            attributes.extend(Attribute::parse_outer.parse2(tokens).into_iter().flatten());
        }
    }
    attributes
}

fn visibility(input: ParseStream<'_>) -> Visibility {
    parsed(input).unwrap_or_else(|| {
        let _ = input.parse::<Token![pub]>();
        Visibility::Inherited
    })
}

/// The fields in braces.
fn fields(input: ParseStream<'_>, unfinished: &mut Vec<Unfinished>) -> syn::Result<FieldsNamed> {
    let content;
    let brace_token = braced!(content in input);
    let mut named = Punctuated::new();
    while !content.is_empty() {
        if content.peek(Token![,]) || content.peek(Token![;]) {
            content.parse::<TokenTree>()?;
            continue;
        }
        if let Some(field) = field(&content, unfinished) {
            named.push_value(field);
            let comma = if content.peek(Token![,]) { content.parse()? } else { Token![,](Span::call_site()) };
            named.push_punct(comma);
        }
    }
    Ok(FieldsNamed { brace_token, named })
}

/// Parses the tokens up to the next field.
fn field(input: ParseStream<'_>, unfinished: &mut Vec<Unfinished>) -> Option<Field> {
    let whole = |input: ParseStream<'_>| {
        let field = Field::parse_named(input)?;
        if is_boundary(input) { Ok(field) } else { Err(input.error("")) }
    };
    if let Some(field) = attempt(input, whole) {
        return Some(field);
    }
    let attrs = attributes(input);
    keywords(input);
    let vis = visibility(input);
    keywords(input);
    let Some(ident) = name(input) else {
        take_names(up_to_boundary(input), unfinished);
        return None;
    };
    // `name?: Type` is an optional field in other languages.
    let _ = input.parse::<Option<Token![?]>>();
    let Some(ty) = attempt(input, ty) else {
        take_unfinished(&vis, ident, input, unfinished);
        return None;
    };
    let colon_token = Some(Token![:](Span::call_site()));
    let (modifiers, ident, default) = (FieldModifiers::default(), Some(ident), None);
    Some(Field { attrs, vis, modifiers, ident, colon_token, ty, default })
}

/// Takes the rest of a field whose type is missing or cannot be parsed.
///
/// rustc certainly reports a missing type, one whose `<` is not closed, and one that is followed by another field.
fn take_unfinished(vis: &Visibility, name: Ident, input: ParseStream<'_>, unfinished: &mut Vec<Unfinished>) {
    let has_colon = input.peek(Token![:]) && !input.peek(Token![::]);
    let rest: Vec<TokenTree> = if is_boundary(input) { Vec::new() } else { up_to_boundary(input).collect() };
    let is_separated = input.is_empty() || input.peek(Token![,]);
    let mut written = TokenStream::new();
    if has_colon && is_separated && rest.len() > 1 && scan::is_closed(&rest) {
        let comma = input.fork().parse::<Option<Token![,]>>().ok().flatten();
        written = quote!(#vis #name #(#rest)* #comma);
    }
    unfinished.push(Unfinished { name, written });
    if !has_colon {
        take_names(rest, unfinished);
    }
}

/// Takes the words of tokens that are not a field: one of them may be the name, as in `String name`.
fn take_names(tokens: impl IntoIterator<Item = TokenTree>, unfinished: &mut Vec<Unfinished>) {
    let names = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => syn::parse2(ident.into_token_stream()).ok(),
        TokenTree::Literal(literal) => syn::parse2::<LitStr>(literal.into_token_stream()).ok()?.parse().ok(),
        _ => None,
    });
    unfinished.extend(names.map(|name| Unfinished { name, written: TokenStream::new() }));
}

/// Words in front of a name that Rust has only for variables and items.
fn keywords(input: ParseStream<'_>) {
    while input.peek(Token![let])
        || input.peek(Token![mut])
        || input.peek(Token![ref])
        || input.peek(Token![const])
        || input.peek(Token![static])
    {
        let _ = input.parse::<TokenTree>();
    }
}

/// The name of a field. A keyword before a colon becomes a raw identifier, as in the correction that rustc prints.
fn name(input: ParseStream<'_>) -> Option<Ident> {
    if let Some(ident) = parsed::<Ident>(input) {
        return Some(ident);
    }
    let starts_field = starts_field(input);
    let raw = |input: ParseStream<'_>| {
        let word = input.call(Ident::parse_any)?;
        let can_be_raw = starts_field && !["self", "Self", "super", "crate", "_"].iter().any(|other| word == other);
        if can_be_raw { Ok(Ident::new_raw(&word.to_string(), word.span())) } else { Err(input.error("")) }
    };
    attempt(input, raw)
}

/// A separator and a type, up to the next field.
fn ty(input: ParseStream<'_>) -> syn::Result<Type> {
    if input.peek(Token![::]) || !(input.peek(Token![:]) || input.peek(Token![=])) {
        return Err(input.error(""));
    }
    input.parse::<TokenTree>()?;
    let _ = input.parse::<Option<Token![>]>>();
    if let Some(ty) = attempt(input, typed) {
        return Ok(ty);
    }
    // Without syn's feature `full`, a block inside a type cannot be parsed.
    let tokens: TokenStream = up_to_boundary(input).collect();
    typed.parse2(without_expressions(tokens.clone()))?;
    Ok(Type::Verbatim(tokens))
}

/// A type, and the tokens after which rustc continues: `String?` and `Option<String>>`.
fn typed(input: ParseStream<'_>) -> syn::Result<Type> {
    let ty: Type = input.parse()?;
    while input.peek(Token![?]) || input.peek(Token![>]) {
        input.parse::<TokenTree>()?;
    }
    if is_boundary(input) { Ok(ty) } else { Err(input.error("")) }
}

/// The variants in braces.
fn variants(input: ParseStream<'_>) -> syn::Result<(token::Brace, Punctuated<Variant, Token![,]>)> {
    let content;
    let brace = braced!(content in input);
    let mut variants = Punctuated::new();
    let whole = |input: ParseStream<'_>| {
        let variant = input.parse::<Variant>()?;
        if input.is_empty() || input.peek(Token![,]) { Ok(variant) } else { Err(input.error("")) }
    };
    while !content.is_empty() {
        if let Some(variant) = attempt(&content, whole) {
            variants.push_value(variant);
            variants.push_punct(Token![,](Span::call_site()));
        }
        while !content.is_empty() && !content.peek(Token![,]) {
            content.parse::<TokenTree>()?;
        }
        content.parse::<Option<Token![,]>>()?;
    }
    Ok((brace, variants))
}
