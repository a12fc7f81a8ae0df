//! Decides the place of each field, and checks that the field is allowed there.

use proc_macro2::Ident;
use syn::LitStr;

use super::default;
use super::media_type::check_media_type;
use super::row::{Row, default_place, host_name, path_name, placement, wire_name};
use super::templates::Templates;
use crate::attr::fields::{Options, Place};
use crate::attr::form::Form;
use crate::attr::key;
use crate::diag::Diagnostics;
use crate::diag::message::{fields as message, grammar};
use crate::http::header::{OF_THE_TRANSPORT, is_token};
use crate::model::{Field, Struct};
use crate::spelled::written;
use crate::types::{Presence, is_bytes};

/// The places of all fields.
///
/// A missing method or path is already reported. The place of a field without an attribute is then unknown, and nothing
/// is reported about it.
pub(super) fn check_places<'a>(
    method: Option<&str>,
    templates: &Templates<'_>,
    shape: &'a Struct,
    diag: &mut Diagnostics,
) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for field in shape.fields.iter().filter(|field| !field.is_misplaced) {
        let parameter = templates.in_path.iter().find(|parameter| parameter.name == path_name(field));
        let is_in_host = templates.in_host.iter().any(|parameter| parameter.name == host_name(field));
        let mut places: Vec<Place> = field.placements.iter().map(|placement| placement.place).collect();
        if places.is_empty() {
            let known = method.filter(|_| templates.path.is_some() && templates.is_host_known);
            places.extend(parameter.map(|_| Place::Path));
            places.extend(is_in_host.then_some(Place::Host));
            if places.is_empty() {
                places.extend(known.map(default_place));
            }
        }
        places.sort_unstable();
        let is_in_path = places.contains(&Place::Path);
        let is_multi = parameter.is_some_and(|parameter| parameter.is_multi);
        // A tail or a list in a path may not contain the whole value, so it does not replace the value in another
        // place.
        let is_list = placement(field, Place::Path).is_some_and(|path| !path.options.list.is_missing());
        let beside_path = is_in_path && !is_multi && !is_list;
        for place in places {
            if let (Place::Path, None, Some(path)) = (place, parameter, templates.path) {
                diag.on(&field.ident, message::field_not_in_path(&path_name(field), path));
            }
            if place == Place::Host && !is_in_host && templates.is_host_known {
                diag.on(&field.ident, message::field_not_in_host(&host_name(field)));
            }
            let before = diag.len();
            check_place(field, place, method, is_in_path, diag);
            check_content_type(field, place, &shape.ident, diag);
            default::check(field, place, diag);
            let style = check_style(field, place, diag);
            // An optional field in the path or host is already reported together with the template.
            let is_template = matches!(place, Place::Path | Place::Host);
            let is_right = diag.len() == before && (!is_template || field.is_required());
            let wire = wire_name(field, place);
            rows.push(Row { field, place, wire, lookup: None, beside_path, style, is_multi, is_right });
        }
    }
    rows
}

/// Checks that a field can be in this place of a request with this method.
fn check_place(field: &Field, place: Place, method: Option<&str>, is_in_path: bool, diag: &mut Diagnostics) {
    if let Some(placement) = placement(field, place) {
        check_options(&placement.options, diag);
        if let (true, Some(method @ ("GET" | "HEAD"))) = (place.is_body(), method) {
            diag.at(placement.span, message::body_on(method, place.attribute()));
            return;
        }
    }
    if field.refuses_double_option(diag) {
        return;
    }
    match place {
        Place::Form => refuse_null(field, "form", diag),
        Place::Query if !is_in_path => refuse_null(field, "query", diag),
        Place::Part => {
            refuse_null(field, "part", diag);
            check_part(field, diag);
        }
        Place::Header => check_header(field, diag),
        _ => {}
    }
}

fn check_content_type(field: &Field, place: Place, owner: &Ident, diag: &mut Diagnostics) {
    if let Some(literal) = placement(field, place).and_then(|placement| placement.options.content_type.given()) {
        check_media_type(literal, owner, diag);
    }
}

/// Refuses options that exclude each other, and values without a meaning.
fn check_options(options: &Options, diag: &mut Diagnostics) {
    if let Some(name) = options.name.given() {
        if name.value().is_empty() {
            diag.on(name, grammar::empty_text(key::NAME, Form::NAME.example));
        }
        let others = [(options.has(key::FLATTEN), key::FLATTEN), (!options.prefix.is_missing(), key::PREFIX)];
        if let Some((_, other)) = others.into_iter().find(|(stands, _)| *stands) {
            diag.on(name, message::contradicting(other, key::NAME));
        }
    }
    if let Some(word) = options.word(key::IDEMPOTENCY_KEY) {
        // The key is a single value with a single name.
        let others = [
            (!options.prefix.is_missing(), key::PREFIX),
            (options.has(key::FLATTEN), key::FLATTEN),
            (!options.list.is_missing(), key::LIST),
            (!options.object.is_missing(), key::OBJECT),
        ];
        if let Some((_, other)) = others.into_iter().find(|(stands, _)| *stands) {
            diag.on(word, message::contradicting(other, key::IDEMPOTENCY_KEY));
        }
    }
    if let Some(name) = options.file_name.given().filter(|name| name.value().is_empty()) {
        diag.on(name, grammar::empty_text(key::FILE_NAME, Form::FILE_NAME.example));
    }
    if let Some(bytes) = options.word(key::BYTES) {
        let others = [(options.has(key::JSON), key::JSON), (!options.with.is_missing(), key::WITH)];
        if let Some((_, other)) = others.into_iter().find(|(stands, _)| *stands) {
            diag.on(bytes, message::contradicting(other, key::BYTES));
        }
    }
    // An empty list would look like a list with one empty element.
    if let (Some(word), Some(_)) = (options.word(key::ALLOW_EMPTY), options.list.given()) {
        diag.on(word, message::contradicting(key::LIST, key::ALLOW_EMPTY));
    }
    if let (true, Some(object)) = (options.has(key::FLATTEN), options.object.given()) {
        diag.on(object, message::contradicting(key::FLATTEN, key::OBJECT));
    }
    if let (Some(_), Some(_), Some(second)) = (options.word(key::TEXT), options.word(key::BYTES), options.words.last())
    {
        diag.on(second, message::contradicting(key::TEXT, key::BYTES));
    }
}

/// Checks that bytes are sent as one part, and not one part for each byte.
fn check_part(field: &Field, diag: &mut Diagnostics) {
    let options = placement(field, Place::Part).map(|placement| &placement.options);
    let is_one = options.is_some_and(|it| it.has(key::BYTES) || it.has(key::JSON) || !it.with.is_missing());
    let ty = match &field.presence {
        Presence::Required => &field.ty,
        Presence::Optional(inner) | Presence::Patch(inner) => inner,
    };
    if !is_one && is_bytes(ty) {
        diag.on(&field.ty, message::part_for_each_byte(&written(ty)));
    }
}

/// Checks that the name of a header field is a token, that it is not set by the transport, and that its value is never
/// null.
fn check_header(field: &Field, diag: &mut Diagnostics) {
    let name = wire_name(field, Place::Header);
    let options = placement(field, Place::Header).map(|placement| &placement.options);
    let given = options.and_then(|options| options.name.given().or(options.prefix.given()));
    // An empty name is already reported.
    let is_empty = given.is_some_and(|literal| literal.value().is_empty());
    let wrong = match name.as_str() {
        of_transport if OF_THE_TRANSPORT.contains(&of_transport) => {
            Some(message::header_of_the_transport(&name, "remove this field"))
        }
        _ if is_empty || is_token(&name) => None,
        _ => Some(match given {
            Some(given) => message::no_header_name(&given.value()),
            None => message::no_header_name_of_a_field(&name),
        }),
    };
    if let Some(message) = wrong {
        match given {
            Some(literal) => diag.on(literal, message),
            None => diag.on(&field.ident, message),
        }
    }
    refuse_null(field, "header", diag);
}

/// Refuses a `Patch` in a place that cannot contain null.
fn refuse_null(field: &Field, place: &str, diag: &mut Diagnostics) {
    if let Presence::Patch(inner) = &field.presence {
        diag.on(&field.ty, message::no_null(place, &written(inner)));
    }
}

/// The style of lists and objects: for a query, the name in Rust; for a list in a path, the separator of the elements.
fn check_style(field: &Field, place: Place, diag: &mut Diagnostics) -> (&'static str, &'static str) {
    let options = placement(field, place).map(|placement| &placement.options);
    let mut style = |given: Option<&LitStr>, known: &[(&str, &'static str)]| {
        let default = known.first().map_or("", |(_, style)| *style);
        let Some(literal) = given else { return default };
        let found = known.iter().find(|(name, _)| *name == literal.value());
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            diag.on(literal, message::unknown_style(&literal.value(), &names, &key::ALIASES_OF_STYLE));
        }
        found.map_or(default, |(_, style)| style)
    };
    let list = style(options.and_then(|options| options.list.given()), place.list_styles());
    (list, style(options.and_then(|options| options.object.given()), &key::OBJECT_STYLES))
}

/// Checks that no two fields have the same name in the same place.
pub(super) fn check_wire_names(rows: &[Row<'_>], diag: &mut Diagnostics) {
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.place != Place::Payload && !row.has(key::FLATTEN)) {
        let same = |other: &&Row<'_>| other.place == row.place && other.wire == row.wire;
        if let Some(other) = rows.iter().take(at).find(same) {
            let message = message::doubled_wire_name(&row.wire, row.place.attribute(), &other.field.name);
            match placement(row.field, row.place).and_then(|placement| placement.options.name.given()) {
                Some(name) => diag.on(name, message),
                None => diag.on(&row.field.ident, message),
            }
        }
    }
}

/// Checks that the body is only one of these: an object of members, a form, or a payload.
pub(super) fn check_one_body(rows: &[Row<'_>], diag: &mut Diagnostics) {
    let mut in_body = rows.iter().filter(|row| row.place.is_body());
    let Some(first) = in_body.next() else { return };
    for row in in_body.filter(|row| row.place != first.place || row.place == Place::Payload) {
        // Report the field with an attribute, not the one that is in the body by default.
        let meant = if placement(row.field, row.place).is_some() { row } else { first };
        let other = if std::ptr::eq(meant, row) { first } else { row };
        let is_default = placement(other.field, other.place).is_none();
        let (place, other_place) = (meant.place.attribute(), other.place.attribute());
        let message = message::two_bodies(place, &other.field.name, other_place, is_default);
        match placement(meant.field, meant.place) {
            Some(placement) => diag.at(placement.span, message),
            None => diag.on(&meant.field.ident, message),
        }
    }
}

/// Checks that no field sets the content type of parts, which contains their boundary.
pub(super) fn check_content_type_of_parts(rows: &[Row<'_>], diag: &mut Diagnostics) {
    if !rows.iter().any(|row| row.place == Place::Part) {
        return;
    }
    for row in rows.iter().filter(|row| row.place == Place::Header && row.wire == "content-type") {
        diag.on(&row.field.ident, message::content_type_of_parts());
    }
}
