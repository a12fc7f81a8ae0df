//! The docs of an endpoint: the user's, followed by its page in the reference of its API.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{DeriveInput, PathArguments, Type};

use super::Surface;
use super::errors::written;
use crate::attr::fields::Place;
use crate::docs;
use crate::model;
use crate::validate::{Request, Row, errors};

/// The struct as it was written, its docs followed by the request and its errors.
pub(super) fn item(input: &DeriveInput, surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let mut input = input.clone();
    let text = docs::attribute(&[request_section(surface, request), errors_section(surface)].concat());
    let parser = syn::Attribute::parse_outer;
    input.attrs.extend(syn::parse::Parser::parse2(parser, text).unwrap_or_default());
    input.into_token_stream()
}

fn request_section(surface: &Surface<'_>, request: &Request<'_>) -> String {
    let mut text = format!("\n# Request\n\n`{} {}`\n", request.method, request.path);
    let status = request.success.as_deref().map_or_else(String::new, |ranges| format!(", {},", errors::words(ranges)));
    let response = surface.response.map_or_else(|| "`()`".to_owned(), linked);
    text.push_str(&format!("\nA success{status} gives {response}.\n"));
    for (place, words) in [
        (Place::Path, "path"),
        (Place::Query, "query"),
        (Place::Header, "headers"),
        (Place::Body, "JSON body"),
        (Place::Form, "form"),
        (Place::Payload, "body, whole"),
    ] {
        let fields: Vec<String> = request.rows.iter().filter(|row| row.place == place).map(field).collect();
        if !fields.is_empty() {
            text.push_str(&format!("\n- in the {words}: {}", fields.join(", ")));
        }
    }
    text.push('\n');
    if !surface.scopes.is_empty() {
        let scopes: Vec<String> = surface.scopes.iter().map(|scope| format!("`{scope}`")).collect();
        text.push_str(&format!("\nOne of these scopes is needed: {}.\n", scopes.join(", ")));
    }
    text
}

fn field(row: &Row<'_>) -> String {
    let optional = if row.field.is_required() { "" } else { " (optional)" };
    format!("`{}`{optional}", row.wire)
}

/// A type as it was written, with a link where it is one name.
fn linked(ty: &Type) -> String {
    let name = written(ty);
    match model::ungrouped(ty) {
        Type::Path(path)
            if path.path.leading_colon.is_none()
                && path.path.segments.iter().all(|segment| matches!(segment.arguments, PathArguments::None)) =>
        {
            format!("[`{name}`]")
        }
        _ => format!("`{name}`"),
    }
}

/// A table of its own errors, then where the others stand.
fn errors_section(surface: &Surface<'_>) -> String {
    let mut sets: Vec<String> = surface.errors.includes.iter().map(|set| format!("[`{}`]", set.variant)).collect();
    if let Some(api) = surface.api {
        sets.push(format!("the errors that any endpoint of {} may answer", linked(api)));
    }
    if surface.errors.cases.is_empty() && sets.is_empty() {
        return String::new();
    }
    let mut text = "\n# Errors\n".to_owned();
    if !surface.errors.cases.is_empty() {
        text.push_str("\n| status | code | variant | meaning |\n| --- | --- | --- | --- |\n");
    }
    for case in &surface.errors.cases {
        let meaning = docs::summary(&docs::text(case.docs));
        text.push_str(&format!(
            "| {} | {} | [`{variant}`]({}::{variant}) | {meaning} |\n",
            case.statuses(),
            case.code.as_ref().map_or_else(|| "any".to_owned(), |code| format!("`{code}`")),
            surface.error_ident,
            variant = case.variant
        ));
    }
    if !sets.is_empty() {
        let also = if surface.errors.cases.is_empty() { "" } else { "And " };
        text.push_str(&format!("\n{also}{}.\n", sets.join(", ")));
    }
    text
}
