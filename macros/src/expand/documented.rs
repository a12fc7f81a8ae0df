//! The docs of an endpoint: the user's, followed by its page in the reference of its API.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{PathArguments, Type};

use super::surface::Surface;
use crate::attr::fields::Place;
use crate::http::header::SECRET;
use crate::spelled::written;
use crate::validate::errors::{self, ErrorCase};
use crate::validate::{BodyConstants, Request, Row};
use crate::{docs, names, types};

/// The struct as it was written, its docs followed by the request and its errors.
pub(super) fn item(surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let docs = docs::attribute(&[request_section(surface, request), errors_section(surface)].concat());
    surface.shape.with_attributes(&docs)
}

fn request_section(surface: &Surface<'_>, request: &Request<'_>) -> String {
    let mut text = format!("\n# Request\n\n`{} {}`\n", request.method, request.path);
    if surface.name != names::plain(&surface.shape.ident) {
        text.push_str(&format!("\nIts name in traces is `{}`.\n", surface.name));
    }
    if !request.host_prefix.is_empty() {
        text.push_str(&format!("\nIts host begins with `{}`.\n", request.host_prefix));
    }
    let status = request.success.as_deref().map_or_else(String::new, |ranges| format!(", {},", errors::words(ranges)));
    let response = surface.response.map_or_else(|| "`()`".to_owned(), linked);
    text.push_str(&format!("\nA success{status} gives {response}.\n"));
    for (place, words) in [
        (Place::Host, "host"),
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
    for (name, value) in &request.headers {
        let value = if SECRET.contains(&name.as_str()) { ".." } else { value };
        text.push_str(&format!("\n- always in the headers: `{name}: {value}`"));
    }
    match &request.body {
        BodyConstants::None => {}
        BodyConstants::Members(json) => text.push_str(&format!("\n- always in the JSON body: `{json}`")),
        BodyConstants::Parameters(form) => text.push_str(&format!("\n- always in the form: `{form}`")),
    }
    text.push('\n');
    if let Some((place, name)) = &request.idempotency_key {
        let place = match place {
            Place::Query => " in the query",
            Place::Body => " in the JSON body",
            Place::Form => " in the form",
            _ => "",
        };
        text.push_str(&format!("\nAn idempotency key goes along as `{name}`{place}, the same on every attempt.\n"));
    }
    if !surface.scopes.is_empty() {
        let scopes: Vec<String> = surface.scopes.iter().map(|scope| format!("`{scope}`")).collect();
        text.push_str(&format!("\nOne of these scopes is needed: {}.\n", scopes.join(", ")));
    }
    text
}

fn field(row: &Row<'_>) -> String {
    let when = match (row.field.is_required(), row.field.default()) {
        (false, Some(default)) => &format!(" (optional, default `{default}`)"),
        (false, None) => " (optional)",
        (true, _) if row.beside_path && row.place != Place::Path => " (where the path does not say it)",
        (true, _) => "",
    };
    format!("`{}`{when}", row.wire)
}

/// A type as it was written, with a link where it is one name.
fn linked(ty: &Type) -> String {
    let name = written(ty);
    match types::ungrouped(ty) {
        Type::Path(path)
            if path.path.leading_colon.is_none()
                && path.path.segments.iter().all(|segment| matches!(segment.arguments, PathArguments::None)) =>
        {
            format!("[`{name}`]")
        }
        _ => format!("`{name}`"),
    }
}

/// A table of its own errors, then of the sets that it takes in.
fn errors_section(surface: &Surface<'_>) -> String {
    let mut rows: Vec<String> = surface.errors.cases.iter().map(|case| case_row(surface, case)).collect();
    let set_row = |variant: &str, meaning: String| row(surface, "", "", variant, &meaning);
    for set in &surface.errors.includes {
        let path = set.path.to_token_stream().to_string().replace(' ', "");
        rows.push(set_row(&set.variant.to_string(), format!("One of [`{path}`].")));
    }
    if let Some(api) = surface.api {
        rows.push(set_row("Shared", format!("What any endpoint of {} may answer.", linked(api))));
    }
    if rows.is_empty() {
        return String::new();
    }
    format!("\n# Errors\n\n| status | code | variant | meaning |\n| --- | --- | --- | --- |\n{}", rows.concat())
}

fn case_row(surface: &Surface<'_>, case: &ErrorCase<'_>) -> String {
    let code = case.code.as_ref().map_or_else(|| "any".to_owned(), |code| format!("`{code}`"));
    row(surface, &case.statuses(), &code, &case.variant.to_string(), &docs::summary(&docs::text(case.docs)))
}

fn row(surface: &Surface<'_>, status: &str, code: &str, variant: &str, meaning: &str) -> String {
    format!("| {status} | {code} | [`{variant}`]({}::{variant}) | {meaning} |\n", surface.error_ident)
}
