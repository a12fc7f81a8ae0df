//! Writes JSON. Strings and numbers are written by serde_json, so that the output is the same as that of serde_json.

use std::convert::Infallible;

use serde::Serialize;

use super::{Sink, write};
use crate::request::refused::{NOT_A_KEY, Refused};
use crate::request::scalar::Scalar;

/// Appends a value as JSON text.
pub(crate) fn append(value: &(impl Serialize + ?Sized), to: &mut Vec<u8>) -> Result<(), Refused> {
    write(value, &mut Json(to))
}

/// JSON text.
struct Json<'a>(&'a mut Vec<u8>);

/// An open list or object.
struct Open {
    is_first: bool,
    close: u8,
    /// The start and the end of the last key, including its quotes.
    key: (usize, usize),
}

impl Json<'_> {
    fn open(&mut self, open: u8, close: u8) -> Open {
        self.0.push(open);
        Open { is_first: true, close, key: (0, 0) }
    }

    fn next(&mut self, open: &mut Open) {
        if !std::mem::take(&mut open.is_first) {
            self.0.push(b',');
        }
    }
}

/// Writes a string or a number. This cannot fail: memory is not limited, and no `Serialize` of a user is called.
fn append_scalar(value: &(impl Serialize + ?Sized), to: &mut Vec<u8>) -> Result<(), Refused> {
    serde_json::to_writer(to, value).map_err(|_| Refused::because("it could not be written as JSON"))
}

impl Sink for Json<'_> {
    type Open = Open;

    const NAME: &'static str = "JSON";

    fn scalar<T: Scalar + Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        append_scalar(value, self.0)
    }

    fn null(&mut self, _: bool) -> Result<(), Refused> {
        self.0.extend(b"null");
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), Refused> {
        append_scalar(bytes, self.0)
    }

    fn verbatim(&mut self, json: &str) -> Result<(), Refused> {
        self.0.extend(json.as_bytes());
        Ok(())
    }

    fn open_list(&mut self) -> Result<Open, Refused> {
        Ok(self.open(b'[', b']'))
    }

    fn open_object(&mut self) -> Result<Open, Refused> {
        Ok(self.open(b'{', b'}'))
    }

    fn element(&mut self, open: &mut Open, _: usize) {
        self.next(open);
    }

    fn key<K: Serialize + ?Sized>(&mut self, open: &mut Open, key: &K) -> Result<(), Refused> {
        self.next(open);
        let start = self.0.len();
        write(key, &mut Key(self.0)).map_err(|_| Refused::because(NOT_A_KEY))?;
        open.key = (start, self.0.len());
        self.0.push(b':');
        Ok(())
    }

    fn last_key(&self, open: &Open) -> String {
        serde_json::from_slice(&self.0[open.key.0..open.key.1]).unwrap_or_default()
    }

    fn close(&mut self, open: Open) {
        self.0.push(open.close);
    }
}

/// Writes the key of an object: a string, or another scalar in quotes.
struct Key<'a>(&'a mut Vec<u8>);

impl Sink for Key<'_> {
    type Open = Infallible;

    const NAME: &'static str = "a key";

    fn scalar<T: Scalar + Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let start = self.0.len();
        append_scalar(value, self.0)?;
        if self.0.get(start) != Some(&b'"') {
            self.0.insert(start, b'"');
            self.0.push(b'"');
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "json/tests.rs"]
mod tests;
