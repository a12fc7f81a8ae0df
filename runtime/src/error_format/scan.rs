//! JSON text, read from the front without decoding: where its values begin and end.
//!
//! An error's code and message stand somewhere in a body of which nothing else is wanted. All of the text is checked
//! against the grammar of RFC 8259 on the way, since what breaks off is no JSON; nothing is allocated but for text with
//! escapes and for values that are nested more than 64 deep.

use std::borrow::Cow;

/// The text is no JSON.
#[derive(Debug)]
pub(super) struct NoJson;

/// What is still to be read of some JSON text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether an object or a list was entered and nothing of it was read so far.
    is_fresh: bool,
    /// Whether the last key or value that was asked for holds escapes, however deep in it.
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

    /// The key of the next member of the object that was entered, without its quotes; `None` behind the last one.
    pub(super) fn next_key(&mut self) -> Result<Option<&'a str>, NoJson> {
        self.has_escapes = false;
        if self.has_next(b'}')? { self.key().map(Some) } else { Ok(None) }
    }

    /// The key that came last, where it holds escapes.
    #[inline]
    pub(super) fn unescaped(&self, key: &str) -> Option<String> {
        // Half a surrogate has no other spelling.
        self.has_escapes.then(|| serde_json::from_str(&format!("\"{key}\"")).unwrap_or_else(|_| key.to_owned()))
    }

    /// Whether the list that was entered has another element, which is read next.
    pub(super) fn has_element(&mut self) -> Result<bool, NoJson> {
        self.has_next(b']')
    }

    fn has_next(&mut self, close: u8) -> Result<bool, NoJson> {
        self.skip_space();
        let is_first = std::mem::take(&mut self.is_fresh);
        if self.takes(close) {
            return Ok(false);
        }
        if is_first || self.takes(b',') { Ok(true) } else { Err(NoJson) }
    }

    /// The text of the next value, whatever it is.
    pub(super) fn value(&mut self) -> Result<&'a str, NoJson> {
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

    /// The text of a string that the last value is, or that stands in it, borrowed where it holds no escapes; `None` for any
    /// other JSON, and for half a surrogate.
    #[inline]
    pub(super) fn string_in(&self, json: &'a str) -> Option<Cow<'a, str>> {
        match json.as_bytes() {
            [b'"', .., b'"'] if !self.has_escapes => Some(Cow::Borrowed(&json[1..json.len() - 1])),
            [b'"', ..] => serde_json::from_str(json).ok().map(Cow::Owned),
            _ => None,
        }
    }

    /// Whether nothing but white space is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.at == self.text.len()
    }

    /// A key, with the colon behind it.
    fn key(&mut self) -> Result<&'a str, NoJson> {
        self.skip_space();
        let start = self.at + 1;
        self.string()?;
        let key = &self.text[start..self.at - 1];
        self.skip_space();
        if self.takes(b':') { Ok(key) } else { Err(NoJson) }
    }

    fn skip_value(&mut self) -> Result<(), NoJson> {
        let mut open = Nesting::default();
        loop {
            self.skip_space();
            match self.peek().ok_or(NoJson)? {
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
            // Behind a value: out of all that ends with it, to the next one.
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
                    return Err(NoJson);
                }
                open.pop();
            }
        }
    }

    /// A string, with its quotes.
    #[inline]
    fn string(&mut self) -> Result<(), NoJson> {
        if !self.takes(b'"') {
            return Err(NoJson);
        }
        self.at += plain(&self.text.as_bytes()[self.at..]);
        if self.takes(b'"') { Ok(()) } else { self.string_with_escapes() }
    }

    /// The rest of a string, from an escape on.
    #[cold]
    fn string_with_escapes(&mut self) -> Result<(), NoJson> {
        self.has_escapes = true;
        // Where none comes it breaks off, or a control character stands there.
        while self.takes(b'\\') {
            self.escape()?;
            self.at += plain(&self.text.as_bytes()[self.at..]);
            if self.takes(b'"') {
                return Ok(());
            }
        }
        Err(NoJson)
    }

    /// What follows the backslash of an escape.
    fn escape(&mut self) -> Result<(), NoJson> {
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                let digits = self.text.as_bytes().get(self.at + 1..self.at + 5);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return Err(NoJson);
                }
                self.at += 5;
            }
            _ => return Err(NoJson),
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), NoJson> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(NoJson);
        }
        self.at += word.len();
        Ok(())
    }

    fn number(&mut self) -> Result<(), NoJson> {
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

    /// One digit and more.
    fn digits(&mut self) -> Result<(), NoJson> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(NoJson) }
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

/// How many bytes come before the first that ends a string, begins an escape or is a control character.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    // Eight at a time. A byte of ASCII has no high bit, and gets one by taking `n` from it where it is less than `n`; the
    // lowest such bit is not one that another byte borrowed.
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

/// The objects and lists that are open, as bits: of an object 1.
#[derive(Default)]
struct Nesting {
    depth: u32,
    innermost: u64,
    /// Those further out, 64 of them each.
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
