//! What is cut off a code before it is compared.

use std::borrow::Cow;

/// Which ends of a code are not part of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// All up to the first `#`.
    pub(super) namespace: bool,
    /// All from the first `:` on.
    pub(super) uri: bool,
}

impl Cut {
    pub(super) fn apply(self, code: Cow<'_, str>) -> Cow<'_, str> {
        if self == Self::default() {
            return code;
        }
        part(code, |code| {
            // The URI goes first: it may hold a `#` of its own.
            let code = code.split_once(':').filter(|_| self.uri).map_or(code, |(code, _)| code);
            code.split_once('#').filter(|_| self.namespace).map_or(code, |(_, code)| code)
        })
    }
}

/// A part of a text, borrowed where the text is.
pub(super) fn part(text: Cow<'_, str>, part: impl FnOnce(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).to_owned()),
    }
}
