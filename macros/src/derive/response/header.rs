//! Members of a response that come from header fields.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, LitStr, Type};

use crate::attr::fields::{Options, Place};
use crate::attr::form::Form;
use crate::attr::key;
use crate::diag::Diagnostics;
use crate::diag::message::{fields as of_fields, grammar, items as message};
use crate::http::header::is_token;
use crate::model::Field;
use crate::types::{self, Presence};

/// The names of all header fields that have a member, in lower case.
pub(super) fn named(fields: &[Field]) -> Vec<String> {
    let of_headers = fields.iter().filter_map(|field| Some((field, options(field)?)));
    of_headers.filter(|(_, options)| options.prefix.is_missing()).map(|(field, options)| name(field, options)).collect()
}

fn options(field: &Field) -> Option<&Options> {
    let placement = field.placements.iter().find(|placement| placement.place == Place::Header);
    placement.map(|placement| &placement.options)
}

/// The name of the header field: the given one, or the name of the member with `-` for `_`.
fn name(field: &Field, options: &Options) -> String {
    options.name.given().map_or_else(|| field.name.replace('_', "-"), LitStr::value).to_ascii_lowercase()
}

/// Checks the options, and that the names are valid header field names.
pub(super) fn check(field: &Field, options: &Options, diag: &mut Diagnostics) {
    let given = [options.name.given(), options.prefix.given()];
    for literal in given.into_iter().flatten() {
        let text = literal.value();
        if text.is_empty() && options.prefix.is_missing() {
            diag.on(literal, grammar::empty_text(key::NAME, Form::NAME.example));
        } else if !text.is_empty() && !is_token(&text) {
            diag.on(literal, of_fields::no_header_name(&text));
        }
    }
    if given.iter().all(Option::is_none) && !is_token(&name(field, options)) {
        diag.on(&field.ident, of_fields::no_header_name_of_a_field(&name(field, options)));
    }
    if let Some(prefix) = options.prefix.given() {
        let others = [(!options.name.is_missing(), key::NAME), (!options.with.is_missing(), key::WITH)];
        if let Some((_, other)) = others.into_iter().find(|(is_there, _)| *is_there) {
            diag.on(prefix, of_fields::contradicting(key::PREFIX, other));
        }
    }
    if let Some(default) = options.default.given() {
        diag.on(&default.tokens, message::option_of_a_request(key::DEFAULT));
    }
    for word in &options.words {
        diag.on(word, message::option_of_a_request(&word.to_string()));
    }
}

/// The expression that reads a member, such as `<String as FromHeader>::read_option(reply, "etag")?`.
pub(super) fn read(field: &Field, options: &Options, named: &[String]) -> TokenStream {
    let (ty, is_optional) = match &field.presence {
        Presence::Optional(inner) => (inner, true),
        _ => (&field.ty, false),
    };
    if let Some(prefix) = options.prefix.given() {
        let prefix = prefix.value().to_ascii_lowercase();
        let read = types::of_trait(ty, "FromHeaderMap", if is_optional { "read_map_option" } else { "read_map" });
        return quote!(#read(__reply, #prefix, &[#(#named),*])?);
    }
    let name = name(field, options);
    if let Some(module) = options.with.given() {
        let read = if is_optional { quote!(read_with_option) } else { quote!(read_with) };
        // If the module lacks this function, rustc reports it at the module.
        let deserialize = Ident::new("deserialize", types::ends(module).1);
        return quote!(__callsheet::#read(__reply, #name, |__text| #module::#deserialize(__text))?);
    }
    let (ty, item) = match (element(ty), is_optional) {
        (Some(element), false) => (element, "read_list"),
        (Some(element), true) => (element, "read_list_option"),
        (None, false) => (ty, "read_header"),
        (None, true) => (ty, "read_option"),
    };
    let read = types::of_trait(ty, "FromHeader", item);
    quote!(#read(__reply, #name)?)
}

/// The `T` of a `Vec<T>`. An alias of `Vec` is not recognized. It fails to compile, because a `Vec` cannot be parsed
/// from text.
fn element(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = types::ungrouped(ty) else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Vec")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(element)) if arguments.args.len() == 1 => Some(element),
        _ => None,
    }
}
