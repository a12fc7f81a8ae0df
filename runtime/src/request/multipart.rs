//! Writes parts as a `multipart/form-data` body (RFC 7578).

use std::fmt::Write as _;

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use crate::random::{Random, SeededRandom, SystemRandom};
use crate::request::build_error::BuildError;
use crate::request::header;
use crate::request::part::Part;
use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::text::TextWriter;
use crate::spec::placed::PartField;
use crate::transport::Body;

/// The parts in memory are copied into one piece up to this length. Longer ones are not copied.
const ONE_PIECE: u64 = 1 << 20;

/// How many boundaries are tried. Only content that was made for it contains more than the first one.
const TRIES: usize = 8;

/// The parts of a body that were written so far.
#[derive(Default)]
pub(super) struct Multipart {
    parts: Vec<Written>,
}

/// A part as it is sent, without the boundary.
struct Written {
    /// The header fields and the empty line after them.
    head: String,
    body: Body,
}

/// Writes the parts of one field. A list writes several parts of the same name.
pub struct PartWriter<'a> {
    field: &'static PartField,
    to: &'a mut Multipart,
}

impl PartWriter<'_> {
    /// Writes a text.
    pub(super) fn text<T: Scalar + ?Sized>(&mut self, value: &T) -> Result<(), ValueError> {
        let mut text = String::new();
        value.write_scalar(&mut TextWriter::plain(&mut text))?;
        self.part(Part::text(text))
    }

    pub(super) fn part(&mut self, part: Part) -> Result<(), ValueError> {
        let options = self.field.place;
        let part = Part {
            file_name: part.file_name.or_else(|| options.file_name.map(str::to_owned)),
            default_type: options.part_type.or(part.default_type),
            ..part
        };
        self.to.add(self.field.row.wire, part)
    }
}

impl Multipart {
    pub(super) fn of(&mut self, field: &'static PartField) -> PartWriter<'_> {
        PartWriter { field, to: self }
    }

    /// Adds a part under this name.
    pub(super) fn add(&mut self, name: &str, part: Part) -> Result<(), ValueError> {
        if let Some(refused) = part.refused {
            return Err(refused);
        }
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escaped(name));
        if let Some(file_name) = &part.file_name {
            // A `String` accepts every write.
            let _ = write!(head, "; filename=\"{}\"", escaped(file_name));
        }
        head.push_str("\r\n");
        let content_type = part.content_type.as_deref().or(part.default_type);
        if let Some(content_type) = content_type {
            header::exact_value(&CONTENT_TYPE, content_type, false)
                .map_err(|refusal| ValueError::new(format!("the content type of the part: {refusal}")))?;
            let _ = write!(head, "Content-Type: {content_type}\r\n");
        }
        for (name, value) in &part.headers {
            let value = std::str::from_utf8(value.as_bytes())
                .map_err(|_| ValueError::new(format!("the header field `{name}` is not valid UTF-8")))?;
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        self.parts.push(Written { head, body: part.body });
        Ok(())
    }

    /// Returns the body and its content type. `random` is the source for the boundary. Without one, content in memory
    /// always gets the same boundary.
    pub(super) fn finish(self, random: Option<&dyn Random>) -> Result<(Body, String), BuildError> {
        let boundary = self.boundary(random)?;
        let content_type = format!("multipart/form-data; boundary={boundary}");
        let mut length = 0_u64;
        let mut pieces: Vec<Body> = Vec::with_capacity(2 * self.parts.len() + 1);
        let mut before = String::new();
        for Written { head, body } in self.parts {
            let _ = write!(before, "--{boundary}\r\n{head}");
            length = length.saturating_add(body.as_bytes().map_or(u64::MAX, |bytes| bytes.len() as u64));
            pieces.push(std::mem::replace(&mut before, "\r\n".to_owned()).into());
            pieces.push(body);
        }
        let _ = write!(before, "--{boundary}--\r\n");
        pieces.push(before.into());
        let body = if length <= ONE_PIECE { joined(&pieces) } else { Body::chain(pieces) };
        Ok((body, content_type))
    }

    /// Returns a text that no part in memory contains (RFC 2046 section 5.1.1). Nobody can predict it if a part is not
    /// in memory, because such a part cannot be searched before it is sent.
    fn boundary(&self, random: Option<&dyn Random>) -> Result<String, BuildError> {
        let is_in_memory = self.parts.iter().all(|part| part.body.as_bytes().is_some());
        let (fixed, system) = (SeededRandom::new(0), SystemRandom::new());
        let random = match random {
            Some(random) => random,
            None if is_in_memory => &fixed,
            None => &system,
        };
        for _ in 0..TRIES {
            let mut bytes = [0; 16];
            match random.fill(&mut bytes) {
                Ok(()) => {}
                Err(_) if is_in_memory => fixed.fill(&mut bytes).map_err(no_boundary)?,
                Err(error) => return Err(no_boundary(error)),
            }
            let boundary = format!("callsheet-{:032x}", u128::from_be_bytes(bytes));
            let mut contents = self.parts.iter().filter_map(|part| part.body.as_bytes());
            if !contents.any(|content| contains(content, boundary.as_bytes())) {
                return Ok(boundary);
            }
        }
        Err(no_boundary("the parts contain every boundary that was tried"))
    }
}

fn no_boundary(reason: impl std::fmt::Display) -> BuildError {
    BuildError::request(format!("no boundary for the parts of the body: {reason}"))
}

/// Copies pieces that are in memory into one.
fn joined(pieces: &[Body]) -> Body {
    let pieces: Vec<&[u8]> = pieces.iter().filter_map(|piece| piece.as_bytes()).map(Bytes::as_ref).collect();
    pieces.concat().into()
}

/// A name or a file name between quotes (WHATWG HTML, "multipart/form-data encoding algorithm").
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for char in name.chars() {
        match char {
            '\n' => escaped.push_str("%0A"),
            '\r' => escaped.push_str("%0D"),
            '"' => escaped.push_str("%22"),
            char => escaped.push(char),
        }
    }
    escaped
}

/// Whether the content contains this text, by the algorithm of Boyer, Moore and Horspool.
fn contains(content: &[u8], text: &[u8]) -> bool {
    let Some(last) = text.len().checked_sub(1) else { return true };
    let mut shifts = [text.len(); 256];
    for (at, &byte) in text[..last].iter().enumerate() {
        shifts[usize::from(byte)] = last - at;
    }
    let mut end = last;
    while let Some(&byte) = content.get(end) {
        if &content[end - last..=end] == text {
            return true;
        }
        end += shifts[usize::from(byte)];
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finished(parts: Vec<Part>, random: Option<&dyn Random>) -> Result<(Body, String), BuildError> {
        let mut multipart = Multipart::default();
        for part in parts {
            multipart.add("a", part).unwrap();
        }
        multipart.finish(random)
    }

    proptest! {
        #[test]
        fn search_agrees_with_a_comparison_at_every_place(content in "[abc]{0,30}", text in "[abc]{0,4}") {
            prop_assert_eq!(contains(content.as_bytes(), text.as_bytes()), content.contains(&text));
        }
    }

    #[test]
    fn boundary_never_occurs_in_content_in_memory() {
        let (_, first) = finished(vec![Part::text("a")], None).unwrap();
        let taken = first.split_once('=').unwrap().1.to_owned();
        let (body, other) =
            finished(vec![Part::text("a"), Part::bytes(format!("x\r\n--{taken}--\r\n"))], None).unwrap();
        let other = other.split_once('=').unwrap().1.to_owned();
        assert_ne!(taken, other);
        assert!(body.as_bytes().is_some_and(|body| contains(body, other.as_bytes())));
        let (_, of_seed) = finished(vec![Part::text("a")], Some(&SeededRandom::new(7))).unwrap();
        assert_ne!(first, of_seed);
    }

    #[test]
    fn content_that_contains_every_boundary_is_refused() {
        struct Constant;
        impl Random for Constant {
            fn fill(&self, bytes: &mut [u8]) -> Result<(), crate::boxed::BoxError> {
                bytes.fill(0);
                Ok(())
            }
        }
        let content = format!("callsheet-{:032}", 0);
        let error = finished(vec![Part::text(content)], Some(&Constant)).unwrap_err();
        assert!(error.to_string().contains("no boundary"), "{error}");
    }

    #[test]
    fn boundary_of_content_that_is_not_in_memory_differs_from_call_to_call() {
        let boundary = || finished(vec![Part::file("a")], None).unwrap().1;
        assert_ne!(boundary(), boundary());
        let in_memory = || finished(vec![Part::text("a")], None).unwrap().1;
        assert_eq!(in_memory(), in_memory());
    }

    #[test]
    fn source_without_random_bytes_is_an_error_unless_all_parts_are_in_memory() {
        struct Broken;
        impl Random for Broken {
            fn fill(&self, _: &mut [u8]) -> Result<(), crate::boxed::BoxError> {
                Err("none".into())
            }
        }
        assert!(finished(vec![Part::text("a")], Some(&Broken)).is_ok());
        let error = finished(vec![Part::text("a"), Part::file("a")], Some(&Broken)).unwrap_err();
        assert!(error.to_string().ends_with(": none"), "{error}");
    }

    #[test]
    fn long_content_in_memory_is_not_copied() {
        let content = Bytes::from(vec![0; 1 << 20]);
        let (short, _) = finished(vec![Part::bytes(content.clone())], None).unwrap();
        let (long, _) = finished(vec![Part::bytes(content), Part::text("a")], None).unwrap();
        assert!(short.as_bytes().is_some() && long.as_bytes().is_none());
    }
}
