//! Writes the path of a request: text and values, segment by segment.

use std::fmt::Write as _;

use crate::request::build_error::BuildError;
use crate::request::places::PathValue;
use crate::request::refused::ValueError;
use crate::request::text::{TextWriter, is_dots};
use crate::request::value::Value;
use crate::spec::placed::{PathField, PathTailField};
use crate::spec::{Field, Piece, Spec};

/// Writes the path of the endpoint, after the path of the base URL.
pub(super) fn write(url: &mut String, spec: &Spec, values: &[Value<'_>]) -> Result<(), BuildError> {
    // The start of the current segment, and the field in it.
    let mut segment = url.len();
    let mut in_segment: Option<&'static str> = None;
    for piece in spec.pieces {
        match *piece {
            Piece::Text(text) => {
                let end_of_segment = text.find('/').map(|slash| url.len() + slash);
                let last_slash = text.rfind('/').map(|slash| url.len() + slash);
                url.push_str(text);
                if let (Some(end), Some(last)) = (end_of_segment, last_slash) {
                    check_segment(&url[segment..end], in_segment.take())?;
                    segment = last + 1;
                }
            }
            Piece::Value(row) => {
                let Some(value) = values.get(row) else {
                    return Err(BuildError::request("the path names a value that was not given"));
                };
                let (field, last) = write_value(url, spec, *value)?;
                segment = last.unwrap_or(segment);
                in_segment = Some(field);
            }
        }
    }
    check_segment(&url[segment..], in_segment)
}

/// Writes a value into the path. Returns the name of its field, and the start of the last segment if the value has
/// several.
fn write_value(url: &mut String, spec: &Spec, value: Value<'_>) -> Result<(&'static str, Option<usize>), BuildError> {
    match value {
        Value::Path(field, value) => {
            write_segment(url, spec, field, value)?;
            Ok((field.row.name, None))
        }
        Value::PathList(field, list) => {
            let written = list.write_list(field.place.separator, url);
            written.map_err(|reason| BuildError::field(field.row.name, reason))?;
            Ok((field.row.name, None))
        }
        Value::PathTail(field, value) => {
            let start = url.len();
            let segments = value.segments().map_err(|reason| BuildError::field(field.row.name, reason))?;
            write_tail(url, field, &segments)?;
            Ok((field.row.name, url[start..].rfind('/').map(|slash| start + slash + 1)))
        }
        Value::Host(..)
        | Value::Query(..)
        | Value::QueryMap(..)
        | Value::Header(..)
        | Value::HeaderMap(..)
        | Value::Member(..)
        | Value::Form(..)
        | Value::Part(..)
        | Value::WholePart(..)
        | Value::Payload(..)
        | Value::Absent => Err(BuildError::request("the path names a value that is not sent in the path")),
    }
}

/// Writes a value as a segment or as a part of one.
fn write_segment(url: &mut String, spec: &Spec, field: &PathField, value: &dyn PathValue) -> Result<(), BuildError> {
    let refused = |reason| BuildError::field(field.row.name, reason);
    let is_elsewhere = || {
        let is_same = |other: &Field| other.name == field.row.name && !other.place.is_in_path();
        field.place.beside.is_some() || spec.fields.iter().any(is_same)
    };
    if value.as_lookup().is_some_and(|lookup| !lookup.is_whole_in_path()) && !is_elsewhere() {
        return Err(refused(ValueError::new(
            "only the first key of a lookup has a place in a path: write `#[path] #[body]` or `#[path] #[query]`",
        )));
    }
    let start = url.len();
    value.write_path(&mut TextWriter::url(url)).map_err(refused)?;
    if url.len() == start && !field.place.allow_empty {
        return Err(refused(ValueError::new("an empty value cannot be sent in a path")));
    }
    Ok(())
}

/// Writes the segments at the end of a path. The last one is not checked here, because the caller checks it like any
/// segment.
///
/// A value without any text is always refused, because the request would go to the parent resource.
fn write_tail(url: &mut String, field: &PathTailField, segments: &[String]) -> Result<(), BuildError> {
    let refused = |reason| Err(BuildError::field(field.row.name, ValueError::new(reason)));
    if segments.iter().map(String::as_str).eq([""]) || segments.is_empty() {
        return refused("an empty value cannot be sent in a path");
    }
    for (at, segment) in segments.iter().enumerate() {
        if at > 0 {
            url.push('/');
        }
        let begins = url.len();
        // Writing to a string cannot fail.
        let _ = TextWriter::url(url).write_str(segment);
        if segment.is_empty() && !field.place.allow_empty_segments {
            return refused("an empty segment cannot be sent in a path without `allow_empty`");
        }
        if at + 1 < segments.len() {
            check_segment(&url[begins..], Some(field.row.name))?;
        }
    }
    Ok(())
}

/// Refuses a segment that would be removed: URL libraries and servers resolve `.` and `..`, even if they are
/// percent-encoded (RFC 3986 section 5.2.4, and the WHATWG URL standard for `%2e`).
fn check_segment(segment: &str, field: Option<&'static str>) -> Result<(), BuildError> {
    match field {
        Some(field) if is_dots(segment) => {
            let reason = format!("`{segment}` cannot be a path segment: it would be read as a directory");
            Err(BuildError::field(field, ValueError::new(reason)))
        }
        Some(_) | None => Ok(()),
    }
}
