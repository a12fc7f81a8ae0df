//! The header fields that are sent with every call.

use std::ops::Range;

use proc_macro2::Ident;
use syn::LitStr;

use super::media_type::check_media_type;
use super::row::{Row, placement};
use crate::attr::fields::Place;
use crate::attr::form::Form;
use crate::attr::meant::field;
use crate::attr::{Constant, EndpointArgs, key};
use crate::diag::Diagnostics;
use crate::diag::message::{fields as message, grammar};
use crate::http::header::{self, OF_THE_TRANSPORT, is_token};
use crate::http::media_type::{self, Flaw};
use crate::text::part;

/// Checks the constants, and returns their names in lower case and their values.
pub(super) fn check(
    args: &EndpointArgs,
    rows: &[Row<'_>],
    owner: &Ident,
    diag: &mut Diagnostics,
) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for constant in args.headers.given().into_iter().flatten() {
        let name = constant.name.value().to_ascii_lowercase();
        if !check_name(constant, &name, diag) {
            continue;
        }
        if headers.iter().any(|(other, _)| *other == name) {
            diag.on(&constant.name, grammar::doubled_key(&name));
        } else if let Some(other) = set_elsewhere(args, &name, rows) {
            diag.on(&constant.name, message::header_twice(&name, &other));
        }
        if let Some(value) = &constant.value {
            check_value(&name, value, owner, diag);
            headers.push((name, value.value()));
        }
    }
    headers
}

/// Checks that a name is allowed and has a value.
fn check_name(Constant { name: literal, value }: &Constant, name: &str, diag: &mut Diagnostics) -> bool {
    let text = literal.value();
    let told = if text.is_empty() {
        grammar::empty_text("headers(..)", Form::HEADERS.example)
    } else if value.is_none() {
        grammar::without_value(&text, &format!("headers({})", field(&text)))
    } else if !is_token(name) {
        message::no_header_name(&text)
    } else if OF_THE_TRANSPORT.contains(&name) {
        message::header_of_the_transport(name, "remove it")
    } else {
        return true;
    };
    diag.on(literal, told);
    false
}

/// A description of what else sets this header field.
fn set_elsewhere(args: &EndpointArgs, name: &str, rows: &[Row<'_>]) -> Option<String> {
    let is_same = |row: &&Row<'_>| row.place == Place::Header && !row.is_header_map() && row.wire == name;
    if let Some(row) = rows.iter().find(is_same) {
        return Some(format!("the field `{}`", row.field.name));
    }
    let key = args.idempotency_key.given().filter(|key| key.place == Place::Header);
    if key.is_some_and(|key| key.name.value().eq_ignore_ascii_case(name)) {
        return Some(format!("`{}`", key::IDEMPOTENCY_KEY));
    }
    let has_content_type = |row: &Row<'_>| {
        placement(row.field, row.place).is_some_and(|placement| !placement.options.content_type.is_missing())
    };
    if name == "content-type" && rows.iter().any(|row| row.place == Place::Part) {
        return Some("`#[part]`".to_owned());
    }
    (name == "content-type" && rows.iter().any(has_content_type)).then(|| format!("`{}`", key::CONTENT_TYPE))
}

/// Checks that a value can be sent unchanged, and that it is a media type if the header field needs one.
fn check_value(name: &str, literal: &LitStr, owner: &Ident, diag: &mut Diagnostics) {
    let text = literal.value();
    let kept: String = text.trim_matches([' ', '\t']).chars().filter(|&char| !header::is_control(char)).collect();
    if text.chars().any(header::is_control) {
        diag.on(literal, message::control_in_header(&kept));
    } else if kept != text {
        diag.on(literal, message::space_around_header(&kept));
    } else if name == "content-type" {
        check_media_type(literal, owner, diag);
    } else if name == "accept" {
        for range in header::elements(&text) {
            check_media_range(literal, range, owner, diag);
        }
    }
}

/// Checks an element of `Accept`, RFC 9110 section 12.5.1; it may be empty.
fn check_media_range(literal: &LitStr, range: Range<usize>, owner: &Ident, diag: &mut Diagnostics) {
    let text = literal.value();
    let element = part(&text, range.clone());
    match media_type::check(element) {
        Err(Flaw::Essence) if !element.is_empty() => {
            let told = message::no_content_type(part(&text, ..range.start), element, part(&text, range.end..));
            diag.in_path(literal, range, owner, told);
        }
        Err(Flaw::Parameter { range: inner, corrected }) => {
            let told = message::no_parameter(part(element, inner.clone()), &text.replacen(element, &corrected, 1));
            diag.in_path(literal, range.start + inner.start..range.start + inner.end, owner, told);
        }
        Ok(()) | Err(Flaw::Essence) => {}
    }
}
