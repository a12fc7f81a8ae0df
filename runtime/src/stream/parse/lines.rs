//! Lines, each of which is one item: JSON lines.

use bytes::{Buf as _, Bytes};

use super::{BYTE_ORDER_MARK, TooLarge};

/// Splits a body into lines. A line ends with LF or CRLF; the last one may also end with the body. A byte order mark at
/// the start of the body is removed. Lines that are empty, or that contain only spaces and tabs, are skipped.
#[derive(Debug, Default)]
pub(crate) struct LineParser {
    /// The start of a line whose end has not arrived.
    line: Vec<u8>,
    is_after_first: bool,
}

impl LineParser {
    /// Takes bytes from `input` up to the end of the next item. Returns `None` if the end has not arrived; `input` is then
    /// empty.
    pub(crate) fn next(&mut self, input: &mut Bytes, limit: usize) -> Result<Option<Bytes>, TooLarge> {
        while let Some(end) = input.iter().position(|&byte| byte == b'\n') {
            let rest = input.split_to(end);
            input.advance(1);
            if let Some(line) = self.complete(rest, limit)? {
                return Ok(Some(line));
            }
        }
        self.line.extend_from_slice(input);
        input.clear();
        // A line that is only as large with its CR, or with the mark before it, may still have the right size.
        let slack = if self.is_after_first { 1 } else { BYTE_ORDER_MARK.len() + 1 };
        if self.line.len() > limit.saturating_add(slack) { Err(TooLarge) } else { Ok(None) }
    }

    /// Returns the last line of a body that does not end with LF.
    pub(crate) fn end(&mut self, limit: usize) -> Result<Option<Bytes>, TooLarge> {
        self.complete(Bytes::new(), limit)
    }

    /// Returns the start of the item whose end has not arrived.
    pub(crate) fn partial(&self) -> &[u8] {
        &self.line
    }

    /// Makes a line of its start and its last bytes. `None` if it is skipped.
    fn complete(&mut self, rest: Bytes, limit: usize) -> Result<Option<Bytes>, TooLarge> {
        let mut line = if self.line.is_empty() {
            rest
        } else {
            self.line.extend_from_slice(&rest);
            Bytes::from(std::mem::take(&mut self.line))
        };
        if !self.is_after_first && line.starts_with(BYTE_ORDER_MARK) {
            line.advance(BYTE_ORDER_MARK.len());
        }
        self.is_after_first = true;
        if line.ends_with(b"\r") {
            line.truncate(line.len() - 1);
        }
        if line.len() > limit {
            self.line = line.into();
            return Err(TooLarge);
        }
        Ok(Some(line).filter(|line| !line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'))))
    }
}

#[cfg(test)]
mod tests;
