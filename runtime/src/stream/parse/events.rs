//! Event streams, as the WHATWG HTML standard section 9.2.6 defines them.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf as _, Bytes};

use super::{BYTE_ORDER_MARK, TooLarge};

/// The name of an event without the field `event`.
pub(crate) const DEFAULT_NAME: &str = "message";

/// An event of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawEvent {
    /// Its name, `message` by default.
    pub(crate) name: String,
    /// Its lines of data, joined with LF.
    pub(crate) data: String,
    /// The last event id that the stream has set; may be empty.
    pub(crate) id: Arc<str>,
}

/// Splits a body into events. Comments, unknown fields and events without data are skipped. Invalid UTF-8 is replaced.
///
/// The size of an event is that of its fields without the comments, as they arrived.
#[derive(Debug, Default)]
pub(crate) struct EventParser {
    /// The start of a line whose end has not arrived.
    line: Vec<u8>,
    is_after_first: bool,
    /// Whether the last line ended with CR, so that a LF is a part of its end.
    is_after_cr: bool,
    name: String,
    data: String,
    has_data: bool,
    /// The last id in the stream. It becomes the last event id at the end of its event.
    id: Option<Arc<str>>,
    /// `None` if the stream has never set one.
    last_id: Option<Arc<str>>,
    retry: Option<Duration>,
}

impl EventParser {
    /// Starts a stream that continues another one, whose last event id it keeps until it sets one.
    pub(crate) fn after(last_id: Arc<str>) -> Self {
        let last_id = Some(last_id).filter(|id| !id.is_empty());
        Self { id: last_id.clone(), last_id, ..Self::default() }
    }

    /// Starts another response of the same stream.
    pub(crate) fn restart(&mut self) {
        let last_id = self.last_id.take();
        *self = Self { id: last_id.clone(), last_id, retry: self.retry, ..Self::default() };
    }

    /// Takes bytes from `input` up to the end of the next event. Returns `None` if the end has not arrived; `input` is
    /// then empty. An event whose end never arrives is not an event.
    pub(crate) fn next(&mut self, input: &mut Bytes, limit: usize) -> Result<Option<RawEvent>, TooLarge> {
        loop {
            if self.is_after_cr && !input.is_empty() {
                self.is_after_cr = false;
                if input[0] == b'\n' {
                    input.advance(1);
                }
            }
            let Some(end) = input.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.line.extend_from_slice(input);
                input.clear();
                // The mark is not a part of the event.
                let slack = if self.is_after_first { 0 } else { BYTE_ORDER_MARK.len() };
                self.check_size(self.line.len(), limit.saturating_add(slack))?;
                return Ok(None);
            };
            let rest = input.split_to(end);
            self.is_after_cr = input[0] == b'\r';
            input.advance(1);
            if let Some(event) = self.line(&rest, limit)? {
                return Ok(Some(event));
            }
        }
    }

    /// Returns the fields of the event whose end has not arrived.
    pub(crate) fn partial(&self) -> Vec<u8> {
        let mut fields = String::new();
        if !self.name.is_empty() {
            fields.push_str(&format!("event: {}\n", self.name));
        }
        for line in self.data.split('\n').filter(|_| self.has_data) {
            fields.push_str(&format!("data: {line}\n"));
        }
        let mut partial = fields.into_bytes();
        partial.extend_from_slice(&self.line);
        partial
    }

    /// Returns the last event id: that of the last complete event that has one; empty if none has one.
    pub(crate) fn last_id(&self) -> &str {
        self.last_id.as_deref().unwrap_or_default()
    }

    /// Whether the last event id was set. It may still be empty: the stream has taken an earlier one back.
    pub(crate) fn has_last_id(&self) -> bool {
        self.last_id.is_some()
    }

    /// Returns the wait before a reconnection, if the stream has set one.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Processes a line. `rest` are its last bytes.
    fn line(&mut self, rest: &[u8], limit: usize) -> Result<Option<RawEvent>, TooLarge> {
        if self.line.is_empty() {
            return self.whole_line(rest, limit);
        }
        self.line.extend_from_slice(rest);
        let line = std::mem::take(&mut self.line);
        let event = self.whole_line(&line, limit);
        // Keep the buffer.
        self.line = line;
        if event.is_ok() {
            self.line.clear();
        }
        event
    }

    fn whole_line(&mut self, line: &[u8], limit: usize) -> Result<Option<RawEvent>, TooLarge> {
        let is_first = !std::mem::replace(&mut self.is_after_first, true);
        let line = if is_first { line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line) } else { line };
        if line.is_empty() {
            return Ok(self.dispatch());
        }
        self.check_size(line.len(), limit)?;
        // No sequence of UTF-8 contains a line end, so decoding each line is the same as decoding the stream.
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        self.field(field, value.strip_prefix(' ').unwrap_or(value));
        Ok(None)
    }

    fn field(&mut self, name: &str, value: &str) {
        match name {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                if self.has_data {
                    self.data.push('\n');
                }
                self.data.push_str(value);
                self.has_data = true;
            }
            "id" if !value.contains('\0') => self.id = Some(Arc::from(value)),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = Some(Duration::from_millis(value.parse().unwrap_or(u64::MAX)));
            }
            // A comment, which has an empty name, or an unknown field.
            _ => {}
        }
    }

    /// Ends an event. `None` if it has no data.
    fn dispatch(&mut self) -> Option<RawEvent> {
        self.last_id.clone_from(&self.id);
        let (mut name, data) = (std::mem::take(&mut self.name), std::mem::take(&mut self.data));
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        if name.is_empty() {
            DEFAULT_NAME.clone_into(&mut name);
        }
        Some(RawEvent { name, data, id: self.last_id.clone().unwrap_or_default() })
    }

    fn check_size(&self, line: usize, limit: usize) -> Result<(), TooLarge> {
        let size = self.name.len().saturating_add(self.data.len()).saturating_add(line);
        if size > limit { Err(TooLarge) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
