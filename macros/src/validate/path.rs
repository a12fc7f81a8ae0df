//! The path, and the fields in it.

use syn::LitStr;

use super::row::{path_name, placement};
use crate::attr::fields::Place;
use crate::attr::{EndpointArgs, key};
use crate::diag::Diagnostics;
use crate::diag::message::{Message, fields as of_fields, grammar, path as message};
use crate::model::Struct;
use crate::path;
use crate::spelled::written;
use crate::types::Presence;

pub(super) fn check_given<'a>(args: &'a EndpointArgs, shape: &Struct, diag: &mut Diagnostics) -> Option<&'a LitStr> {
    if args.path.is_missing() {
        let fields = shape.fields.iter().find(|field| placement(field, Place::Path).is_some());
        let parameter = fields.map_or_else(|| "/".to_owned(), |field| format!("/<{}>", path_name(field)));
        let form = format!("path = {parameter:?}");
        let message = if args.method.is_missing() {
            grammar::missing_keys(&format!("method = \"GET\", {form}"))
        } else {
            grammar::missing_key(key::PATH, &form)
        };
        diag.on(&shape.ident, message);
    }
    args.path.given()
}

/// The pieces of a path, and whether it has no mistakes.
pub(super) fn check<'a>(
    path: &'a str,
    literal: &LitStr,
    shape: &Struct,
    diag: &mut Diagnostics,
) -> (Vec<path::Piece<'a>>, bool) {
    let (pieces, mistakes) = path::parse(path);
    let mut is_right = mistakes.is_empty();
    for path::Mistake { range, message } in mistakes {
        diag.in_path(literal, range, &shape.ident, message);
    }
    let fields: Vec<String> = shape.fields.iter().map(path_name).collect();
    let named =
        |name: &str| pieces.iter().any(|piece| matches!(piece, path::Piece::Parameter(other) if other.name == name));
    // A field that the path already names is not a candidate for a misspelt parameter.
    let free: Vec<&str> = fields.iter().map(String::as_str).filter(|field| !named(field)).collect();
    for piece in &pieces {
        let path::Piece::Parameter(parameter) = piece else { continue };
        if let Some(message) = check_parameter(parameter, &free, shape, diag) {
            is_right = false;
            diag.in_path(literal, parameter.range.clone(), &shape.ident, message);
        }
    }
    (pieces, is_right)
}

/// Checks that a parameter of the path is a field that can be in a path. Returns the message if it is not.
fn check_parameter(
    parameter: &path::Parameter<'_>,
    free: &[&str],
    shape: &Struct,
    diag: &mut Diagnostics,
) -> Option<Message> {
    let Some(field) = shape.fields.iter().find(|field| path_name(field) == parameter.name) else {
        // A field that could not be parsed may have this name.
        let message = message::parameter_without_field("path", parameter.name, free);
        return (!diag.is_incomplete()).then_some(message);
    };
    if !field.placements.is_empty() && placement(field, Place::Path).is_none() {
        return Some(message::parameter_placed_elsewhere("path", "path", parameter.name));
    }
    let options = placement(field, Place::Path).map(|path| &path.options);
    if let (true, Some(list)) = (parameter.is_multi, options.and_then(|options| options.list.given())) {
        diag.on(list, of_fields::list_in_segments(parameter.name));
    }
    match &field.presence {
        Presence::Required => {}
        Presence::Optional(inner) => diag.on(&field.ty, of_fields::optional_in_path("Option", &written(inner))),
        Presence::Patch(inner) => diag.on(&field.ty, of_fields::optional_in_path("Patch", &written(inner))),
    }
    None
}
