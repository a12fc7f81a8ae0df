//! The docs of an endpoint: the user's docs, followed by a reference of the endpoint.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{PathArguments, Type, Visibility};

use super::surface::Surface;
use crate::attr::fields::Place;
use crate::http::header::SECRET;
use crate::spelled::written;
use crate::types::Presence;
use crate::validate::errors::{self, ErrorCase};
use crate::validate::lookups;
use crate::validate::{BodyConstants, Request, Row};
use crate::{docs, names, types};

/// The struct as it was written. After the user's docs come sections about the request, a call, and the errors.
pub(super) fn item(surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let sections = [request_section(surface, request), call_section(surface), errors_section(surface)];
    surface.shape.with_attributes(&docs::attribute(&sections.concat()))
}

fn request_section(surface: &Surface<'_>, request: &Request<'_>) -> String {
    let status = request.success.as_deref().map_or_else(|| "2xx".to_owned(), errors::words);
    let response = surface.response.map_or_else(|| "`()`".to_owned(), linked);
    let mut text = format!(
        "\n# Request\n\n`{} {}`\n\nA success (status {status}) returns {response}.\n",
        request.method, request.path
    );
    text.push_str(&fields_table(surface, request));
    text.push_str(&constants(request));
    if surface.name != names::plain(&surface.shape.ident) {
        text.push_str(&format!("\nThe name in traces is `{}`.\n", surface.name));
    }
    if let Some((place, name)) = &request.idempotency_key {
        let place = match place {
            Place::Query => "the query parameter",
            Place::Body => "the member of the JSON body",
            Place::Form => "the form parameter",
            _ => "the header field",
        };
        text.push_str(&format!("\nEvery attempt of a call sends the same idempotency key in {place} `{name}`.\n"));
    }
    if !surface.scopes.is_empty() {
        let scopes: Vec<String> = surface.scopes.iter().map(|scope| format!("`{scope}`")).collect();
        text.push_str(&format!("\nThe caller needs one of these scopes: {}.\n", scopes.join(", ")));
    }
    text
}

/// A row for each field: its type, where it is sent, and whether it is required.
fn fields_table(surface: &Surface<'_>, request: &Request<'_>) -> String {
    if surface.shape.fields.is_empty() {
        return String::new();
    }
    let mut text = "\n| field | type | sent in | |\n| --- | --- | --- | --- |\n".to_owned();
    for field in &surface.shape.fields {
        let places: Vec<String> = request.rows.iter().filter(|row| row.is_of(field)).map(place).collect();
        let (ty, when) = match &field.presence {
            Presence::Required => (&field.ty, "required"),
            Presence::Optional(ty) => (ty, "optional"),
            Presence::Patch(ty) => (ty, "optional, can be null"),
        };
        let default = field.default().map_or_else(String::new, |json| format!(", default `{json}`"));
        // The type of a private field may be private, and rustdoc warns about links to private types.
        let ty = if matches!(field.vis, Visibility::Inherited) { format!("`{}`", written(ty)) } else { linked(ty) };
        let cells = [format!("`{}`", field.name), ty, places.join("; "), format!("{when}{default}")];
        text.push_str(&format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | ")));
    }
    text
}

/// The place of a value, with its name there if it differs from the field's: `query as pageSize`.
fn place(row: &Row<'_>) -> String {
    let place = match row.place {
        Place::Host => "host",
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => return format!("header `{}`", row.wire),
        Place::Body => "JSON body",
        Place::Form => "form",
        Place::Part => "part",
        Place::Payload => return "body".to_owned(),
    };
    let name = if row.wire == row.field.name { String::new() } else { format!(" as `{}`", row.wire) };
    let is_beside = row.beside_path && row.place != Place::Path && lookups::may_be_lookup(&row.field.ty);
    let beside = match row.lookup {
        // The macro does not know whether the type is a lookup.
        Some((_, Place::Query)) => "; a lookup also in the query, unless the path contains it",
        Some((_, Place::Form)) => "; a lookup also in the form, unless the path contains it",
        Some(_) => "; a lookup also in the JSON body, unless the path contains it",
        None if is_beside => ", unless the path contains it",
        None => "",
    };
    format!("{place}{name}{beside}")
}

/// The parts of the request that are the same in every call.
fn constants(request: &Request<'_>) -> String {
    let mut lines = Vec::new();
    if !request.host_prefix.is_empty() {
        lines.push(format!("- in front of the host: `{}`", request.host_prefix));
    }
    if !request.query.is_empty() {
        lines.push(format!("- in the query: `{}`", request.query));
    }
    for (name, value) in &request.headers {
        let value = if SECRET.contains(&name.as_str()) { ".." } else { value };
        lines.push(format!("- in the headers: `{name}: {value}`"));
    }
    match &request.body {
        BodyConstants::None => {}
        BodyConstants::Members(json) => lines.push(format!("- in the JSON body: `{json}`")),
        BodyConstants::Parts(parts) => {
            lines.extend(parts.iter().map(|(name, text)| format!("- the part `{name}`: `{text}`")));
        }
        BodyConstants::Parameters(form) => lines.push(format!("- in the form: `{form}`")),
    }
    if lines.is_empty() { String::new() } else { format!("\nEvery request contains:\n\n{}\n", lines.join("\n")) }
}

/// A call with all setters; optional ones are comments. The block is marked as text: as a doc test of the user's crate
/// it would need values and a client, and with `ignore` every test run would list it.
fn call_section(surface: &Surface<'_>) -> String {
    let mut text = format!("\n# Example\n\n```text\n{}::builder()\n", names::plain(&surface.shape.ident));
    for field in &surface.shape.fields {
        let comment = if field.is_required() { "" } else { "// " };
        text.push_str(&format!("    {comment}.{}({})\n", field.setter, field.ident));
    }
    text.push_str("    .send(&client)\n    .await?\n```\n");
    text
}

/// A type as it was written. A type that is a single name is a link.
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

/// A table of the endpoint's own errors, followed by the included sets.
fn errors_section(surface: &Surface<'_>) -> String {
    let mut rows: Vec<String> = surface.errors.cases.iter().map(|case| case_row(surface, case)).collect();
    let set_row = |variant: &str, meaning: String| row(surface, "", "", variant, &meaning);
    for set in &surface.errors.includes {
        let path = set.path.to_token_stream().to_string().replace(' ', "");
        rows.push(set_row(&set.variant.to_string(), format!("An error of [`{path}`].")));
    }
    if let Some(api) = surface.api {
        rows.push(set_row("Shared", format!("An error that any endpoint of {} can return.", linked(api))));
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
