//! Reads the error object in one pass over the JSON.

use std::borrow::Cow;

use super::JsonFormat;
use crate::error_format::Problem;
use crate::error_format::pointer::Pointer;
use crate::error_format::scan::{InvalidJson, Scanner};

impl JsonFormat {
    /// Reads the object at this place of a JSON text in one pass, without building a tree.
    pub(super) fn read_object<'a>(&self, place: Pointer, json: &'a str) -> Option<Problem<'a>> {
        let mut scanner = Scanner::new(json);
        let mut found = None;
        self.find_object(place, &mut scanner, &mut found).ok()?;
        // The text must end after the value, otherwise it is not valid JSON.
        if scanner.is_at_end() { found } else { None }
    }

    /// Finds the object at this place of the next value. If a member occurs twice, the last one is used.
    fn find_object<'a>(
        &self,
        place: Pointer,
        scanner: &mut Scanner<'a>,
        found: &mut Option<Problem<'a>>,
    ) -> Result<(), InvalidJson> {
        *found = None;
        let Some((token, rest)) = place.split() else {
            if scanner.enters_object() {
                return self.members(scanner, found.insert(Problem::default()));
            }
            return scanner.value().map(drop);
        };
        if scanner.enters_object() {
            while let Some(key) = scanner.next_key()? {
                if token.is(scanner.unescaped(key).as_deref().unwrap_or(key)) {
                    self.find_object(rest, scanner, found)?;
                } else {
                    scanner.value()?;
                }
            }
        } else if scanner.enters_list() {
            let (index, mut at) = (token.index(), 0);
            while scanner.has_element()? {
                if index == Some(at) {
                    self.find_object(rest, scanner, found)?;
                } else {
                    scanner.value()?;
                }
                at += 1;
            }
        } else {
            scanner.value()?;
        }
        Ok(())
    }

    /// Reads the members of the object that was entered. Only text with escapes is copied.
    fn members<'a>(&self, scanner: &mut Scanner<'a>, problem: &mut Problem<'a>) -> Result<(), InvalidJson> {
        // The index of the place that the message came from. A smaller one takes precedence.
        let mut rank = usize::MAX;
        while let Some(key) = scanner.next_key()? {
            let unescaped = scanner.unescaped(key);
            let key = unescaped.as_deref().unwrap_or(key);
            let value = scanner.value()?;
            if let Some(code) = self.code.and_then(|place| place.find_under(key, value)) {
                problem.code = self.code_text(code, scanner);
            }
            for (at, place) in self.messages.iter().enumerate() {
                if at > rank {
                    break;
                }
                if let Some(message) = Pointer(place).find_under(key, value).and_then(|json| scanner.string_in(json)) {
                    (problem.message, rank) = (Some(message), at);
                    break;
                }
            }
            if let Some(detail) = self.detail.find_under(key, value) {
                problem.detail = Some(Cow::Borrowed(detail));
            }
        }
        Ok(())
    }

    fn code_text<'a>(&self, json: &'a str, scanner: &Scanner<'a>) -> Option<Cow<'a, str>> {
        let is_number = json.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        if is_number && self.numeric_code {
            return Some(Cow::Borrowed(json));
        }
        scanner.string_in(json).map(|code| self.cut.apply(code))
    }
}
