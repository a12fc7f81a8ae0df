//! The path of a request: text and values, segment by segment.

use std::fmt::Write as _;

use crate::request::build_error::BuildError;
use crate::request::refused::ValueError;
use crate::request::text::{TextWriter, is_dots};
use crate::request::value::Value;
use crate::spec::{Field, Piece, Place, Spec};

/// Writes the path of the endpoint, after that of the base URL.
pub(super) fn write(url: &mut String, spec: &Spec, values: &[Value<'_>]) -> Result<(), BuildError> {
    // Where the segment that is being written begins, and the field in it.
    let mut segment = url.len();
    let mut in_segment: Option<&Field> = None;
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
                let (Some(field), Some(value)) = (spec.fields.get(row), values.get(row)) else {
                    return Err(BuildError::request("the path names a value that was not given"));
                };
                let last = write_value(url, spec, field, *value)?;
                segment = last.unwrap_or(segment);
                in_segment = Some(field);
            }
        }
    }
    check_segment(&url[segment..], in_segment)
}

/// Writes a value into the path. If it has several segments, returns where the last one begins.
fn write_value(url: &mut String, spec: &Spec, field: &Field, value: Value<'_>) -> Result<Option<usize>, BuildError> {
    let refused = |reason: ValueError| BuildError::field(field.name, reason);
    let start = url.len();
    match (value, field.place) {
        (Value::PathTail(value), Place::PathTail { allow_empty }) => {
            let segments = value.segments().map_err(refused)?;
            write_tail(url, field, &segments, allow_empty)?;
            Ok(url[start..].rfind('/').map(|slash| start + slash + 1))
        }
        (Value::PathList(list), Place::PathList { separator }) => {
            list.write_list(separator, url).map_err(refused)?;
            Ok(None)
        }
        (Value::Path(value), place) => {
            let elsewhere = |other: &Field| other.name == field.name && !other.is_in_path();
            let is_elsewhere = matches!(place, Place::Lookup { .. }) || spec.fields.iter().any(elsewhere);
            let is_placeholder = value.as_lookup().is_some_and(|lookup| !lookup.is_whole_in_path());
            if is_placeholder && !is_elsewhere {
                return Err(refused(ValueError::new(
                    "only the first key of a lookup has a place in a path: write `#[path] #[body]` or `#[path] #[query]`",
                )));
            }
            value.write_path(&mut TextWriter::url(url)).map_err(refused)?;
            if url.len() == start && place != (Place::Path { allow_empty: true }) {
                return Err(refused(ValueError::new("an empty value has no place in a path")));
            }
            Ok(None)
        }
        _ => Err(BuildError::request("the path names a value that stands elsewhere")),
    }
}

/// Writes the segments at the end of a path, and checks all except the last, which the caller checks like any segment.
///
/// A value without any text is always refused: the request would go to the parent resource.
fn write_tail(url: &mut String, field: &Field, segments: &[String], allow_empty: bool) -> Result<(), BuildError> {
    let refused = |reason| Err(BuildError::field(field.name, ValueError::new(reason)));
    if segments.iter().map(String::as_str).eq([""]) || segments.is_empty() {
        return refused("an empty value has no place in a path");
    }
    for (at, segment) in segments.iter().enumerate() {
        if at > 0 {
            url.push('/');
        }
        let begins = url.len();
        // The encoding into a string cannot fail.
        let _ = TextWriter::url(url).write_str(segment);
        if segment.is_empty() && !allow_empty {
            return refused("an empty segment has no place in a path without `allow_empty`");
        }
        if at + 1 < segments.len() {
            check_segment(&url[begins..], Some(field))?;
        }
    }
    Ok(())
}

/// Refuses a segment that would not arrive: URL libraries and servers collapse `.` and `..`, even when they are encoded
/// (RFC 3986 section 5.2.4, and the WHATWG URL standard for `%2e`).
fn check_segment(segment: &str, field: Option<&Field>) -> Result<(), BuildError> {
    match field {
        Some(field) if is_dots(segment) => {
            let reason = format!("`{segment}` is no path segment of its own: it would be taken for a directory");
            Err(BuildError::field(field.name, ValueError::new(reason)))
        }
        _ => Ok(()),
    }
}
