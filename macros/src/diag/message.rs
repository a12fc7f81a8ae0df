//! The words for each mistake.
//!
//! A message is in rustc's manner: lower case, no period, backticks round code, what was found and what was expected;
//! then `help:` in the imperative with the corrected text. A mistake can only be reported by one of these
//! functions, and each has a fixture in `tests/ui`.

pub(crate) mod endpoint_lists;
pub(crate) mod errors;
pub(crate) mod fields;
pub(crate) mod grammar;
pub(crate) mod host;
pub(crate) mod items;
pub(crate) mod path;
pub(crate) mod response;

use std::fmt;
use std::ops::Range;

use crate::suggest;
use crate::text::part;

/// What to say of a mistake.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// Which one it is: the function that made it.
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
    /// The message with the place drawn under a copy of the path.
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

/// Declares messages: functions that give what is wrong and what to do about it, and the list of their names.
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

/// A panic of a macro, which is a defect of ours and no mistake of the user's: no fixture can show it.
pub(crate) fn panicked(name: &str, reason: &str) -> Message {
    Message {
        #[cfg(test)]
        rule: "panicked",
        what: format!("the macro `{name}` panicked: {reason}"),
        help: "this is a bug in callsheet: report it together with this definition".to_owned(),
    }
}

/// A name that is none of `known`: with the one that is meant, the nearest, or all of them where they are few.
///
/// `aliases` are names that others use for the same.
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

/// Two texts, as a message has them.
fn said(what: impl Into<String>, help: impl Into<String>) -> (String, String) {
    (what.into(), help.into())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::RefCell;

    use super::{Message, endpoint_lists, errors, fields, grammar, host, items, path, response};

    thread_local! {
        /// The mistakes that were collected on this thread.
        static TOLD: RefCell<Vec<Message>> = const { RefCell::new(Vec::new()) };
    }

    /// Records a message, for the test that looks for messages without a fixture.
    pub(crate) fn record(message: &Message) {
        TOLD.with_borrow_mut(|told| told.push(message.clone()));
    }

    /// The messages on this thread since the last call.
    pub(crate) fn told() -> Vec<Message> {
        TOLD.with_borrow_mut(std::mem::take)
    }

    /// Every message there is.
    pub(crate) fn all() -> Vec<&'static str> {
        [
            grammar::RULES,
            host::RULES,
            path::RULES,
            fields::RULES,
            errors::RULES,
            items::RULES,
            response::RULES,
            endpoint_lists::RULES,
        ]
        .concat()
    }

    #[test]
    fn the_place_is_drawn_in_characters_not_bytes() {
        let message = Message { rule: "", what: "what".into(), help: "help".into() };
        assert_eq!(message.drawn("/ä/<b>", &(4..7)), "what\n\n  /ä/<b>\n     ^^^\n\nhelp: help");
    }

    #[test]
    fn a_name_is_told_with_the_one_that_is_meant() {
        let help = |found| super::unknown("key", found, &["method", "path"], &[("verb", "method")]).1;
        assert_eq!(help("zzz"), "expected one of `method` or `path`");
        assert_eq!((help("metod"), help("verb")), ("write `method`".into(), "write `method`".into()));
    }

    #[test]
    fn no_two_messages_have_one_name() {
        let mut all = all();
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
