//! Idempotency keys: how the server recognizes a repeated request.

use syn::LitStr;

use super::body_constants::refuse_other_bodies;
use super::row::{Row, placement};
use crate::attr::fields::Place;
use crate::attr::form::Form;
use crate::attr::{EndpointArgs, IdempotencyKey, key};
use crate::diag::Diagnostics;
use crate::diag::message::{fields as message, grammar};
use crate::http::header::{OF_THE_TRANSPORT, is_token};
use crate::spelled::written;
use crate::types::Presence;

/// The place and the name of the idempotency key: those of a field with this option, or else those of the endpoint's
/// key.
pub(super) fn check_key(
    args: &EndpointArgs,
    method: Option<&str>,
    rows: &[Row<'_>],
    diag: &mut Diagnostics,
) -> Option<(Place, String)> {
    let mut of_fields = rows.iter().filter(|row| row.has(key::IDEMPOTENCY_KEY));
    let first = of_fields.next();
    for row in of_fields {
        let word = placement(row.field, row.place).and_then(|it| it.options.word(key::IDEMPOTENCY_KEY));
        diag.on(word, grammar::doubled_key(key::IDEMPOTENCY_KEY));
    }
    let given = args.idempotency_key.given();
    if let (Some(given), Some(_)) = (given, first) {
        diag.on(&given.name, grammar::doubled_key(key::IDEMPOTENCY_KEY));
    }
    let found = match (first, given) {
        (Some(row), _) => (row.place, row.wire.clone()),
        (None, Some(given)) => (given.place, check_given(given, method, rows, diag)),
        (None, None) => return None,
    };
    check_constants(args, &found, diag);
    // The value of the field takes precedence, and null is not a key.
    let same = |row: &&Row<'_>| row.place == Place::Body && (row.place, &row.wire) == (found.0, &found.1);
    for row in rows.iter().filter(same) {
        if let Presence::Patch(inner) = &row.field.presence {
            diag.on(&row.field.ty, message::idempotency_key_with_null(&written(inner)));
        }
    }
    Some(found)
}

/// Checks the endpoint's `idempotency_key`, and returns its name.
fn check_given(given: &IdempotencyKey, method: Option<&str>, rows: &[Row<'_>], diag: &mut Diagnostics) -> String {
    let IdempotencyKey { place, name: literal } = given;
    let name = literal.value();
    match (place, method) {
        _ if name.is_empty() => {
            diag.on(literal, grammar::empty_text(key::IDEMPOTENCY_KEY, Form::IDEMPOTENCY_KEY.example));
        }
        (Place::Header, _) if !is_token(&name) => diag.on(literal, message::no_header_name(&name)),
        (Place::Header, _) => return check_header(literal, &name, diag),
        (Place::Query, _) => {}
        (_, Some(method @ ("GET" | "HEAD"))) => {
            diag.on(literal, grammar::idempotency_key_without_a_body(method, &name));
        }
        (place, _) => refuse_other_bodies(*place, rows, diag, |_| {
            grammar::idempotency_key_in_another_body(place.attribute(), &name)
        }),
    }
    name
}

fn check_header(literal: &LitStr, name: &str, diag: &mut Diagnostics) -> String {
    let name = name.to_ascii_lowercase();
    if OF_THE_TRANSPORT.contains(&name.as_str()) {
        diag.on(literal, message::header_of_the_transport(&name, "write the name that the API documents"));
    }
    name
}

/// Checks that no constant has the name of the key.
fn check_constants(args: &EndpointArgs, key: &(Place, String), diag: &mut Diagnostics) {
    let (place, name) = key;
    let query = args.query.given().into_iter().flatten().map(|constant| &constant.name);
    let body = args.body.given().into_iter().flatten().map(|constant| &constant.name);
    let form = args.form.given().into_iter().flatten().map(|constant| &constant.name);
    let mut same = match place {
        Place::Query => query.collect::<Vec<_>>(),
        Place::Body => body.collect(),
        Place::Form => form.collect(),
        _ => Vec::new(),
    };
    same.retain(|constant| constant.value() == *name);
    if let Some(constant) = same.first() {
        diag.on(constant, grammar::constant_and_idempotency_key(name, place.attribute()));
    }
}
