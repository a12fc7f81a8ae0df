//! Removes the parts of an error code that are not compared.

use std::borrow::Cow;

/// The parts to remove from the value that contains the code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// Everything up to the first `#`.
    pub(super) namespace: bool,
    /// Everything from the first `:` on.
    pub(super) uri: bool,
}

impl Cut {
    pub(super) fn apply(self, code: Cow<'_, str>) -> Cow<'_, str> {
        if self == Self::default() {
            return code;
        }
        part(code, |code| {
            // The URI is removed first, because it may contain a `#`.
            let code = code.split_once(':').filter(|_| self.uri).map_or(code, |(code, _)| code);
            code.split_once('#').filter(|_| self.namespace).map_or(code, |(_, code)| code)
        })
    }
}

/// Returns a part of a text, borrowed if the text is borrowed.
pub(super) fn part(text: Cow<'_, str>, part: impl FnOnce(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).to_owned()),
    }
}
