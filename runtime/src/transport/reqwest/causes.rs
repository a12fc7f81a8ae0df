//! Errors and their causes as text.

use std::error::Error;
use std::iter;

/// An error and its causes as one line: the causes say what matters, and no error type of the transport becomes public.
pub(super) fn chain(error: &dyn Error) -> String {
    joined(iter::once(error.to_string()).chain(causes(error).map(ToString::to_string)))
}

/// These texts as one line.
pub(super) fn joined(texts: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    for text in texts {
        // Layers of HTTP libraries repeat what is below them.
        if !line.contains(&text) {
            let separator = if line.is_empty() { "" } else { ": " };
            line.push_str(separator);
            line.push_str(&text);
        }
    }
    line
}

/// The causes of an error, without itself.
pub(super) fn causes<'a>(error: &'a (dyn Error + 'a)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(error.source(), |error: &&'a (dyn Error + 'static)| (*error).source())
}
