//! Writes the path of a request: text and values, segment by segment.

use std::fmt::Write as _;

use crate::request::build_error::BuildError;
use crate::request::places::PathValue;
use crate::request::refused::ValueError;
use crate::request::text::{TextWriter, is_dots};
use crate::request::value::Value;
use crate::spec::placed::{PathField, PathSegmentsField};
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
                in_segment = Some(write_value(url, spec, *value, &mut segment)?);
            }
        }
    }
    check_segment(&url[segment..], in_segment)
}

/// Writes a value into the path, where the current segment begins at `segment`. Returns the name of its field.
fn write_value(
    url: &mut String,
    spec: &Spec,
    value: Value<'_>,
    segment: &mut usize,
) -> Result<&'static str, BuildError> {
    match value {
        Value::Path(field, value) => {
            write_segment(url, spec, field, value)?;
            Ok(field.row.name)
        }
        Value::PathList(field, list) => {
            let written = list.write_list(field.place.separator, url);
            written.map_err(|reason| BuildError::field(field.row.name, reason))?;
            Ok(field.row.name)
        }
        Value::PathSegments(field, value) => {
            let segments = value.segments().map_err(|reason| BuildError::field(field.row.name, reason))?;
            write_segments(url, field, &segments, segment)?;
            Ok(field.row.name)
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
        | Value::New(..)
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

/// Writes several segments. The first one continues the segment that begins at `start`, which is then the start of the
/// last one. That one is not checked here, because text or a value may follow in the same segment.
///
/// A value without any text is always refused, because the request would go to another resource, such as the parent.
fn write_segments(
    url: &mut String,
    field: &PathSegmentsField,
    segments: &[String],
    start: &mut usize,
) -> Result<(), BuildError> {
    let refused = |reason| Err(BuildError::field(field.row.name, ValueError::new(reason)));
    if segments.iter().map(String::as_str).eq([""]) || segments.is_empty() {
        return refused("an empty value cannot be sent in a path");
    }
    for (at, segment) in segments.iter().enumerate() {
        if segment.is_empty() && !field.place.allow_empty_segments {
            return refused("an empty segment cannot be sent in a path without `allow_empty`");
        }
        if at > 0 {
            check_segment(&url[*start..], Some(field.row.name))?;
            url.push('/');
            *start = url.len();
        }
        // Writing to a string cannot fail.
        let _ = TextWriter::url(url).write_str(segment);
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
