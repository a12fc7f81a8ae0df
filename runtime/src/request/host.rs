//! Writes the host of a request with a host prefix.

use std::borrow::Cow;

use crate::request::base_url::BaseUrl;
use crate::request::base_url::grammar::{MAX_LABEL, MAX_NAME};
use crate::request::build_error::BuildError;
use crate::request::refused::ValueError;
use crate::request::text::TextWriter;
use crate::request::value::Value;
use crate::spec::placed::HostField;
use crate::spec::{Piece, Spec};

/// Writes the prefix, which ends with a dot. A value is a part of one label, so every host is a subdomain of the base
/// URL's host.
pub(super) fn prefix(base: &BaseUrl, spec: &Spec, values: &[Value<'_>]) -> Result<String, BuildError> {
    if base.is_at_an_address() {
        return Err(BuildError::request(format!(
            "the host prefix `{}` cannot come before the address `{}`: the base URL needs a host name",
            spec.host_prefix,
            base.host()
        )));
    }
    let mut prefix = String::new();
    // The last field so far, and the start of the current label.
    let mut last: Option<&HostField> = None;
    let mut label = 0;
    for piece in spec.host {
        match *piece {
            Piece::Text(text) => {
                for part in text.split_inclusive('.') {
                    prefix.push_str(part);
                    if part.ends_with('.') {
                        check_label(&prefix[label..prefix.len() - 1], last)?;
                        label = prefix.len();
                    }
                }
            }
            Piece::Value(row) => {
                let Some(Value::Host(field, value)) = values.get(row) else {
                    return Err(BuildError::request("the host prefix names a value that was not given"));
                };
                let start = prefix.len();
                let refused = |reason| BuildError::field(field.row.name, reason);
                value.write_host(&mut TextWriter::plain(&mut prefix)).map_err(refused)?;
                check_value(&prefix[start..]).map_err(|reason| refused(ValueError::new(reason)))?;
                last = Some(field);
            }
        }
    }
    if prefix.len() + base.host().len() > MAX_NAME {
        return Err(refused(last, format!("the host is longer than {MAX_NAME} characters")));
    }
    Ok(prefix)
}

/// Checks a value: lower-case letters, because hosts are case-insensitive and the value would arrive changed; digits
/// and hyphens (RFC 1123 section 2.1). A dot would start another label.
fn check_value(value: &str) -> Result<(), &'static str> {
    let is_in_label = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if value.is_empty() {
        Err("an empty value cannot be sent in a host")
    } else if value.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Err("a host cannot contain upper-case letters")
    } else if !value.bytes().all(is_in_label) {
        Err("a label of a host contains only letters, digits and hyphens")
    } else {
        Ok(())
    }
}

/// Checks a whole label, including the values in it.
fn check_label(label: &str, field: Option<&HostField>) -> Result<(), BuildError> {
    if label.len() > MAX_LABEL {
        Err(refused(field, format!("a label of a host is longer than {MAX_LABEL} characters")))
    } else if label.starts_with('-') || label.ends_with('-') {
        Err(refused(field, "a label of a host begins or ends with a hyphen"))
    } else {
        Ok(())
    }
}

fn refused(field: Option<&HostField>, reason: impl Into<Cow<'static, str>>) -> BuildError {
    match field {
        Some(field) => BuildError::field(field.row.name, ValueError::new(reason)),
        None => BuildError::request(reason),
    }
}
