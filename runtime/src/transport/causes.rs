//! Errors and their causes as text.

use std::error::Error;
use std::iter;

/// Formats an error and its causes as one line. The causes contain the details, and error types of the transport stay
/// private.
#[cfg(feature = "reqwest")]
pub(super) fn chain(error: &dyn Error) -> String {
    joined(iter::once(error.to_string()).chain(causes(error).map(ToString::to_string)))
}

/// Joins these texts into one line.
#[cfg(feature = "reqwest")]
pub(super) fn joined(texts: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    for text in texts {
        // Layers of HTTP libraries repeat the text of their cause.
        if !line.contains(&text) {
            let separator = if line.is_empty() { "" } else { ": " };
            line.push_str(separator);
            line.push_str(&text);
        }
    }
    line
}

/// Returns the causes of an error, without the error itself.
pub(super) fn causes<'a>(error: &'a (dyn Error + 'a)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(error.source(), |error: &&'a (dyn Error + 'static)| (*error).source())
}
