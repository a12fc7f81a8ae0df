//! What tells the server that a request is a repetition.

use super::Row;
use super::fields;
use crate::attr::fields::Place;
use crate::attr::form::Form;
use crate::attr::{EndpointArgs, key};
use crate::diag::Diagnostics;
use crate::diag::message::{fields as message, grammar};
use crate::header::{OF_THE_TRANSPORT, is_token};

/// The header of the idempotency key: that of a field which says so, else the endpoint's own.
pub(super) fn check_key(args: &EndpointArgs, rows: &[Row<'_>], diag: &mut Diagnostics) -> Option<String> {
    let mut of_fields = rows.iter().filter(|row| row.place == Place::Header && row.has(key::IDEMPOTENCY_KEY));
    let first = of_fields.next();
    for row in of_fields {
        let word = fields::placement(row.field, Place::Header).and_then(|it| it.options.word(key::IDEMPOTENCY_KEY));
        diag.on(word, grammar::doubled_key(key::IDEMPOTENCY_KEY));
    }
    let given = args.idempotency_key.given();
    if let (Some(literal), Some(_)) = (given, first) {
        diag.on(literal, grammar::doubled_key(key::IDEMPOTENCY_KEY));
    }
    if let Some(row) = first {
        return Some(row.wire.clone());
    }
    let literal = given?;
    let name = literal.value();
    if name.is_empty() {
        diag.on(literal, grammar::empty_text(key::IDEMPOTENCY_KEY, Form::IDEMPOTENCY_KEY.example));
    } else if !is_token(&name) {
        diag.on(literal, message::no_header_name(&name));
    } else if OF_THE_TRANSPORT.contains(&name.to_ascii_lowercase().as_str()) {
        let told =
            message::header_of_the_transport(&name.to_ascii_lowercase(), "write the name that the API documents");
        diag.on(literal, told);
    }
    Some(name.to_ascii_lowercase())
}
