//! The host prefix, and the fields in it.

use syn::LitStr;

use super::row::{host_name, placement};
use crate::attr::EndpointArgs;
use crate::attr::fields::Place;
use crate::attr::form::Form;
use crate::attr::key;
use crate::diag::Diagnostics;
use crate::diag::message::{Message, fields as of_fields, grammar, path as of_paths};
use crate::host;
use crate::model::Struct;
use crate::path::{Parameter, Piece};
use crate::spelled::written;
use crate::types::Presence;

/// The pieces of a host prefix, and whether it has no mistakes.
pub(super) fn check<'a>(
    prefix: &'a str,
    args: &EndpointArgs,
    shape: &Struct,
    diag: &mut Diagnostics,
) -> (Vec<Piece<'a>>, bool) {
    let Some(literal) = args.host_prefix.given() else { return (Vec::new(), args.host_prefix.is_missing()) };
    if prefix.is_empty() {
        diag.on(literal, grammar::empty_text(key::HOST_PREFIX, Form::HOST_PREFIX.example));
        return (Vec::new(), false);
    }
    let (pieces, mistakes) = host::parse(prefix);
    let before = diag.len();
    for mistake in mistakes {
        diag.in_path(literal, mistake.range, &shape.ident, mistake.message);
    }
    check_parameters(&pieces, literal, shape, diag);
    (pieces, diag.len() == before)
}

fn check_parameters(pieces: &[Piece<'_>], literal: &LitStr, shape: &Struct, diag: &mut Diagnostics) {
    let parameters: Vec<&Parameter<'_>> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Parameter(parameter) => Some(parameter),
            Piece::Text(_) => None,
        })
        .collect();
    let names: Vec<String> = shape.fields.iter().map(host_name).collect();
    let is_free = |name: &&String| parameters.iter().all(|parameter| parameter.name != **name);
    let free: Vec<&str> = names.iter().filter(is_free).map(String::as_str).collect();
    for parameter in &parameters {
        if let Some(message) = check_parameter(parameter.name, &free, shape, diag) {
            diag.in_path(literal, parameter.range.clone(), &shape.ident, message);
        }
    }
}

fn check_parameter(name: &str, free: &[&str], shape: &Struct, diag: &mut Diagnostics) -> Option<Message> {
    const PREFIX: &str = "host prefix";
    let Some(field) = shape.fields.iter().find(|field| host_name(field) == name) else {
        // A field that could not be parsed may have this name.
        let message = of_paths::parameter_without_field(PREFIX, name, free);
        return (!diag.is_incomplete()).then_some(message);
    };
    if !field.placements.is_empty() && placement(field, Place::Host).is_none() {
        return Some(of_paths::parameter_placed_elsewhere(PREFIX, "host", name));
    }
    match &field.presence {
        Presence::Required => {}
        Presence::Optional(inner) => diag.on(&field.ty, of_fields::optional_in_host("Option", &written(inner))),
        Presence::Patch(inner) => diag.on(&field.ty, of_fields::optional_in_host("Patch", &written(inner))),
    }
    None
}
