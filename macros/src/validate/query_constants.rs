//! The parameters of a query that are sent with every call.

use syn::LitStr;

use super::row::Row;
use crate::attr::fields::Place;
use crate::attr::meant::parted;
use crate::attr::{Constant, key};
use crate::diag::Diagnostics;
use crate::diag::message::grammar as message;

/// Checks the constants, and returns them percent-encoded.
pub(super) fn check(constants: &[Constant], rows: &[Row<'_>], diag: &mut Diagnostics) -> String {
    for Constant { name, value } in constants {
        let text = name.value();
        if text.is_empty() {
            diag.on(name, message::empty_text("query(..)", "query(\"list-type\" = \"2\")"));
        } else if text.contains(['=', '&', '?']) && value.is_none() {
            diag.on(name, message::delimiter_in_constant(&text, &format!("query({})", parted(&text))));
        }
        let is_same = |row: &&Row<'_>| row.place == Place::Query && row.wire == text && !row.has(key::FLATTEN);
        if let Some(row) = rows.iter().find(is_same) {
            diag.on(name, message::constant_and_field(&text, key::QUERY, &row.field.name));
        }
    }
    encoded(constants)
}

fn encoded(constants: &[Constant]) -> String {
    let encoded = |literal: &LitStr| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let text = literal.value().into_bytes();
        text.iter()
            .map(|&byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect::<Vec<_>>()
            .concat()
    };
    let parameters = constants.iter().map(|constant| match &constant.value {
        Some(value) => format!("{}={}", encoded(&constant.name), encoded(value)),
        None => encoded(&constant.name),
    });
    parameters.collect::<Vec<_>>().join("&")
}
