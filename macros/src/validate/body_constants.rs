//! The constant parts of a body, and its other parts.

use std::fmt::Write as _;

use super::row::{Row, placement};
use crate::attr::fields::Place;
use crate::attr::{BodyConstant, ConstantValue as Value, EndpointArgs, key, quoted};
use crate::diag::Diagnostics;
use crate::diag::message::{Message, fields as of_fields, grammar as message};

/// The parts of the body that are the same in every call.
pub(crate) enum BodyConstants {
    None,
    /// Members of a JSON object, without its braces.
    Members(String),
    /// Parameters of a form.
    Parameters(String),
    /// Parts: names and texts.
    Parts(Vec<(String, String)>),
}

/// Checks the constants against each other, against the method and against the fields.
pub(super) fn check(
    args: &EndpointArgs,
    method: Option<&str>,
    rows: &[Row<'_>],
    diag: &mut Diagnostics,
) -> BodyConstants {
    let members = args.body.given().map_or(&[][..], Vec::as_slice);
    let parameters = args.form.given().map_or(&[][..], Vec::as_slice);
    // Next to parts, parameters of a form are parts too.
    let has_parts = rows.iter().any(|row| row.place == Place::Part);
    let form_place = if has_parts { Place::Part } else { Place::Form };
    for (key, place, constants) in [(key::BODY, Place::Body, members), (key::FORM, form_place, parameters)] {
        let Some(first) = constants.first() else { continue };
        if let Some(method @ ("GET" | "HEAD")) = method {
            diag.on(&first.name, message::constants_without_a_body(method));
        } else if place != Place::Body && !members.is_empty() {
            diag.on(&first.name, message::two_kinds_of_constants());
        } else {
            check_names(key, place, constants, rows, diag);
            refuse_other_bodies(place, rows, diag, |row| of_fields::body_of_constants(key, row.place.attribute()));
        }
    }
    match (members, parameters) {
        ([], []) => BodyConstants::None,
        ([], parameters) if has_parts => BodyConstants::Parts(parts(parameters)),
        ([], parameters) => BodyConstants::Parameters(form(parameters)),
        (members, _) => BodyConstants::Members(json(members)),
    }
}

/// Reports the first field that is in the body in another form than `place`.
pub(super) fn refuse_other_bodies(
    place: Place,
    rows: &[Row<'_>],
    diag: &mut Diagnostics,
    told: impl FnOnce(&Row<'_>) -> Message,
) {
    let Some(row) = rows.iter().find(|row| row.place.is_body() && row.place != place) else { return };
    let message = told(row);
    match placement(row.field, row.place) {
        Some(placement) => diag.at(placement.span, message),
        None => diag.on(&row.field.ident, message),
    }
}

fn check_names(key: &str, place: Place, constants: &[BodyConstant], rows: &[Row<'_>], diag: &mut Diagnostics) {
    for (at, BodyConstant { name, .. }) in constants.iter().enumerate() {
        let text = name.value();
        let is_same = |other: &BodyConstant| other.name.value() == text;
        if text.is_empty() {
            diag.on(name, message::empty_text(&format!("{key}(..)"), &format!("{key}(\"name\" = \"value\")")));
        } else if let Some(row) = rows.iter().find(|row| row.place == place && row.wire == text) {
            diag.on(name, message::constant_and_field(&text, key, &row.field.name));
        } else if place == Place::Body && constants.iter().take(at).any(is_same) {
            // In a form, a name may occur more than once.
            diag.on(name, message::doubled_key(&text));
        }
    }
}

/// `"stream":true,"mode":"fast"`
fn json(members: &[BodyConstant]) -> String {
    let member = |BodyConstant { name, value }: &BodyConstant| {
        let value = match value {
            Value::Text(text) => quoted(text),
            Value::Word(word) => word.clone(),
        };
        format!("{}:{value}", quoted(&name.value()))
    };
    members.iter().map(member).collect::<Vec<_>>().join(",")
}

fn parts(constants: &[BodyConstant]) -> Vec<(String, String)> {
    let part = |BodyConstant { name, value }: &BodyConstant| {
        let (Value::Text(text) | Value::Word(text)) = value;
        (name.value(), text.clone())
    };
    constants.iter().map(part).collect()
}

/// `grant_type=client_credentials`, in the form encoding of the WHATWG URL standard.
fn form(parameters: &[BodyConstant]) -> String {
    let parameter = |BodyConstant { name, value }: &BodyConstant| {
        let (Value::Text(text) | Value::Word(text)) = value;
        format!("{}={}", form_encoded(&name.value()), form_encoded(text))
    };
    parameters.iter().map(parameter).collect::<Vec<_>>().join("&")
}

fn form_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for &byte in text.as_bytes() {
        match byte {
            b' ' => encoded.push('+'),
            byte if byte.is_ascii_alphanumeric() || b"*-._".contains(&byte) => encoded.push(char::from(byte)),
            byte => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}
