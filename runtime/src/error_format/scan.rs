//! Scans JSON text without decoding, to find where its values begin and end.
//!
//! Error formats need only the code and the message out of a body. The scanner checks all text that it reads against
//! the grammar of RFC 8259, because truncated text is not JSON. It allocates only for strings with escapes and for
//! values that are nested more than 64 levels deep.

use std::borrow::Cow;

/// The text is not valid JSON.
#[derive(Debug)]
pub(super) struct InvalidJson;

/// The unread rest of some JSON text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether an object or a list was entered and nothing in it was read yet.
    is_fresh: bool,
    /// Whether the last key or value that was read contains escapes, at any depth.
    has_escapes: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, is_fresh: false, has_escapes: false }
    }

    /// Enters an object, if one comes next.
    pub(super) fn enters_object(&mut self) -> bool {
        self.enters(b'{')
    }

    /// Enters a list, if one comes next.
    pub(super) fn enters_list(&mut self) -> bool {
        self.enters(b'[')
    }

    fn enters(&mut self, open: u8) -> bool {
        self.skip_space();
        self.is_fresh = self.takes(open);
        self.is_fresh
    }

    /// Returns the key of the next member of the entered object, without quotes; `None` after the last one.
    pub(super) fn next_key(&mut self) -> Result<Option<&'a str>, InvalidJson> {
        self.has_escapes = false;
        if self.has_next(b'}')? { self.key().map(Some) } else { Ok(None) }
    }

    /// Returns the last key, unescaped, if it contains escapes.
    #[inline]
    pub(super) fn unescaped(&self, key: &str) -> Option<String> {
        // An unpaired surrogate cannot be unescaped.
        self.has_escapes.then(|| serde_json::from_str(&format!("\"{key}\"")).unwrap_or_else(|_| key.to_owned()))
    }

    /// Whether the entered list has another element, which is read next.
    pub(super) fn has_element(&mut self) -> Result<bool, InvalidJson> {
        self.has_next(b']')
    }

    fn has_next(&mut self, close: u8) -> Result<bool, InvalidJson> {
        self.skip_space();
        let is_first = std::mem::take(&mut self.is_fresh);
        if self.takes(close) {
            return Ok(false);
        }
        if is_first || self.takes(b',') { Ok(true) } else { Err(InvalidJson) }
    }

    /// Returns the text of the next value.
    pub(super) fn value(&mut self) -> Result<&'a str, InvalidJson> {
        self.skip_space();
        self.has_escapes = false;
        let start = self.at;
        if self.peek() == Some(b'"') {
            self.string()?;
        } else {
            self.skip_value()?;
        }
        Ok(&self.text[start..self.at])
    }

    /// Unescapes a string that is, or is inside, the last value. It is borrowed if it contains no escapes. Returns
    /// `None` for any other JSON, and for an unpaired surrogate.
    #[inline]
    pub(super) fn string_in(&self, json: &'a str) -> Option<Cow<'a, str>> {
        match json.as_bytes() {
            [b'"', .., b'"'] if !self.has_escapes => Some(Cow::Borrowed(&json[1..json.len() - 1])),
            [b'"', ..] => serde_json::from_str(json).ok().map(Cow::Owned),
            _ => None,
        }
    }

    /// Whether only white space is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.at == self.text.len()
    }

    /// Reads a key and the colon after it.
    fn key(&mut self) -> Result<&'a str, InvalidJson> {
        self.skip_space();
        let start = self.at + 1;
        self.string()?;
        let key = &self.text[start..self.at - 1];
        self.skip_space();
        if self.takes(b':') { Ok(key) } else { Err(InvalidJson) }
    }

    fn skip_value(&mut self) -> Result<(), InvalidJson> {
        let mut open = Nesting::default();
        loop {
            self.skip_space();
            match self.peek().ok_or(InvalidJson)? {
                b'{' => {
                    self.at += 1;
                    self.skip_space();
                    if !self.takes(b'}') {
                        open.push(true);
                        self.key()?;
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    self.skip_space();
                    if !self.takes(b']') {
                        open.push(false);
                        continue;
                    }
                }
                b'"' => self.string()?,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'n' => self.word("null")?,
                _ => self.number()?,
            }
            // After a value: leave all lists and objects that end here, then continue with the next value.
            loop {
                let Some(is_object) = open.innermost() else { return Ok(()) };
                self.skip_space();
                if self.takes(b',') {
                    if is_object {
                        self.key()?;
                    }
                    break;
                }
                if !self.takes(if is_object { b'}' } else { b']' }) {
                    return Err(InvalidJson);
                }
                open.pop();
            }
        }
    }

    /// Reads a string with its quotes.
    #[inline]
    fn string(&mut self) -> Result<(), InvalidJson> {
        if !self.takes(b'"') {
            return Err(InvalidJson);
        }
        self.at += plain(&self.text.as_bytes()[self.at..]);
        if self.takes(b'"') { Ok(()) } else { self.string_with_escapes() }
    }

    /// Reads the rest of a string, from an escape on.
    #[cold]
    fn string_with_escapes(&mut self) -> Result<(), InvalidJson> {
        self.has_escapes = true;
        // Without another escape, the string is truncated or contains a control character.
        while self.takes(b'\\') {
            self.escape()?;
            self.at += plain(&self.text.as_bytes()[self.at..]);
            if self.takes(b'"') {
                return Ok(());
            }
        }
        Err(InvalidJson)
    }

    /// Reads the rest of an escape after its backslash.
    fn escape(&mut self) -> Result<(), InvalidJson> {
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                let digits = self.text.as_bytes().get(self.at + 1..self.at + 5);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return Err(InvalidJson);
                }
                self.at += 5;
            }
            _ => return Err(InvalidJson),
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), InvalidJson> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(InvalidJson);
        }
        self.at += word.len();
        Ok(())
    }

    fn number(&mut self) -> Result<(), InvalidJson> {
        self.takes(b'-');
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            self.digits()?;
        }
        Ok(())
    }

    /// Reads one or more digits.
    fn digits(&mut self) -> Result<(), InvalidJson> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(InvalidJson) }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }
}

/// Returns the number of bytes before the first one that ends a string, starts an escape or is a control character.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    // Eight bytes at a time. An ASCII byte has no high bit. Subtracting `n` sets it if the byte is less than `n`. The
    // lowest such bit was not caused by a borrow from another byte.
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        let quote = (word ^ (ONES * u64::from(b'"'))).wrapping_sub(ONES);
        let escape = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
        let control = word.wrapping_sub(ONES * 0x20);
        let found = (quote | escape | control) & !word & HIGH;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += chunk.len();
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    bytes[at..].iter().position(ends).map_or(bytes.len(), |rest| at + rest)
}

/// The open objects and lists, as bits: 1 for an object.
#[derive(Default)]
struct Nesting {
    depth: u32,
    innermost: u64,
    /// The outer ones, 64 per element.
    outer: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(u64::BITS) {
            self.outer.push(self.innermost);
        }
        self.innermost = self.innermost << 1 | u64::from(is_object);
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.depth -= 1;
        self.innermost >>= 1;
        if self.depth.is_multiple_of(u64::BITS) {
            self.innermost = self.outer.pop().unwrap_or_default();
        }
    }

    fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.innermost & 1 == 1)
    }
}

#[cfg(test)]
mod tests;
