//! The texts of all messages.
//!
//! Messages follow the style of rustc: lower case, no period, backticks around code, what was found and what was
//! expected; then `help:` in the imperative with the corrected text. Only these functions create a message, and each of
//! them has a fixture in `tests/ui`.

pub(crate) mod endpoint_lists;
pub(crate) mod errors;
pub(crate) mod fields;
pub(crate) mod grammar;
pub(crate) mod host;
pub(crate) mod items;
pub(crate) mod pages;
pub(crate) mod path;
pub(crate) mod response;

use std::fmt;
use std::ops::Range;

use crate::suggest;
use crate::text::part;

/// The message for a mistake.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// The name of the function that created the message.
    #[cfg(test)]
    pub(crate) rule: &'static str,
    pub(crate) what: String,
    pub(crate) help: String,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.what, self.help)
    }
}

impl Message {
    /// The message for the whole literal that contains the place: the help shows the whole literal too.
    pub(crate) fn around(&self, text: &str, at: &Range<usize>) -> Self {
        let corrected = self.help.strip_prefix("write `").and_then(|help| help.strip_suffix('`'));
        let corrected = corrected.filter(|it| !it.contains(['`', '"', ' ']));
        let whole = corrected.map(|it| format!("{}{it}{}", part(text, ..at.start), part(text, at.end..)));
        let help = whole.map_or_else(|| self.help.clone(), |whole| format!("write `{whole:?}`"));
        Self { help, ..self.clone() }
    }

    /// The message with a copy of the path and a marker under the place.
    pub(crate) fn drawn(&self, path: &str, at: &Range<usize>) -> String {
        if path.is_empty() {
            return self.to_string();
        }
        let before = part(path, ..at.start).chars().count();
        let under = part(path, at.clone()).chars().count().max(1);
        let caret = format!("{}{}", " ".repeat(before), "^".repeat(under));
        format!("{}\n\n  {path}\n  {caret}\n\nhelp: {}", self.what, self.help)
    }
}

/// Declares messages: functions that return what is wrong and how to correct it, and the list of their names.
macro_rules! messages {
    ($($(#[$attribute:meta])* fn $name:ident($($argument:ident: $ty:ty),* $(,)?) $body:block)*) => {
        $(
            $(#[$attribute])*
            pub(crate) fn $name($($argument: $ty),*) -> $crate::diag::message::Message {
                let (what, help): (String, String) = $body;
                $crate::diag::message::Message {
                    #[cfg(test)]
                    rule: stringify!($name),
                    what,
                    help,
                }
            }
        )*

        #[cfg(test)]
        pub(crate) const RULES: &[&str] = &[$(stringify!($name)),*];
    };
}
use messages;

/// A panic in a macro. This is a defect of the macro, not a mistake of the user, so no fixture can show it.
pub(crate) fn panicked(name: &str, place: &str, reason: &str) -> Message {
    Message {
        #[cfg(test)]
        rule: "panicked",
        what: format!("the macro `{name}` panicked at {place}: {reason}"),
        help: "this is a bug in callsheet: report it together with this definition".to_owned(),
    }
}

/// The message for a name that is not in `known`. It suggests the meant name or the nearest one; if there are few
/// names, it lists all of them.
///
/// `aliases` are names that other tools use for the same things.
fn unknown(what: &str, found: &str, known: &[&str], aliases: &[(&str, &str)]) -> (String, String) {
    let help = match suggest::meant(found, known, aliases) {
        Some(near) => format!("write `{near}`"),
        None => format!("expected one of {}", list(known)),
    };
    (format!("unknown {what} `{found}`"), help)
}

/// `` `a`, `b` or `c` ``.
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A help in which all names are strings.
fn in_quotes(help: &str) -> String {
    let mut parts = help.split('`').enumerate();
    let text = parts.next().map_or("", |(_, text)| text).to_owned();
    parts.fold(text, |text, (at, part)| text + if at % 2 == 1 { "`\"" } else { "\"`" } + part)
}

/// The two texts of a message.
fn said(what: impl Into<String>, help: impl Into<String>) -> (String, String) {
    (what.into(), help.into())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::RefCell;
    use std::ops::Range;

    use super::{Message, endpoint_lists, errors, fields, grammar, host, items, pages, path, response};

    thread_local! {
        /// The messages that were created on this thread.
        static TOLD: RefCell<Vec<(Message, Range<usize>)>> = const { RefCell::new(Vec::new()) };
    }

    /// Records a message and its place, for the tests of all fixtures.
    pub(crate) fn record(message: &Message, range: Range<usize>) {
        TOLD.with_borrow_mut(|told| told.push((message.clone(), range)));
    }

    /// Takes the messages that were recorded on this thread.
    pub(crate) fn told() -> Vec<(Message, Range<usize>)> {
        TOLD.with_borrow_mut(std::mem::take)
    }

    /// The names of all messages.
    pub(crate) fn all() -> Vec<&'static str> {
        [
            grammar::RULES,
            host::RULES,
            path::RULES,
            fields::RULES,
            errors::RULES,
            items::RULES,
            response::RULES,
            pages::RULES,
            endpoint_lists::RULES,
        ]
        .concat()
    }

    #[test]
    fn place_is_drawn_in_characters_not_bytes() {
        let message = Message { rule: "", what: "what".into(), help: "help".into() };
        assert_eq!(message.drawn("/ä/<b>", &(4..7)), "what\n\n  /ä/<b>\n     ^^^\n\nhelp: help");
    }

    #[test]
    fn unknown_name_is_reported_with_the_meant_one() {
        let help = |found| super::unknown("key", found, &["method", "path"], &[("verb", "method")]).1;
        assert_eq!(help("zzz"), "expected one of `method` or `path`");
        assert_eq!((help("metod"), help("verb")), ("write `method`".into(), "write `method`".into()));
    }

    #[test]
    fn message_names_are_unique() {
        let mut all = all();
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
