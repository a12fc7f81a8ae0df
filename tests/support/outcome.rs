//! How a stream failed, in one word.

use callsheet::transport::{TimeLimit, TransportErrorKind};
use callsheet::{AnyError, Error};

/// The outcome of a stream that failed, as the tables of the tests name it.
///
/// # Panics
///
/// If a documented error has no code.
#[must_use]
pub fn outcome(error: &AnyError) -> String {
    match error {
        Error::Documented { .. } => format!("documented:{}", error.code().unwrap()),
        Error::Undocumented { .. } => format!("undocumented:{}", error.code().unwrap_or_default()),
        Error::UnexpectedBody { .. } => "unexpected_body".to_owned(),
        Error::Decode { .. } if error.received().is_none() => "not_a_stream".to_owned(),
        Error::Decode { .. } => "decode".to_owned(),
        Error::Timeout { source, .. } => match source.time_limit() {
            Some(TimeLimit::Idle) => "idle".to_owned(),
            Some(TimeLimit::Total) => "total".to_owned(),
            other => format!("{other:?}"),
        },
        Error::Transport { source, .. } => match source.kind() {
            TransportErrorKind::CutOff => "cut_off".to_owned(),
            TransportErrorKind::Range => "range".to_owned(),
            TransportErrorKind::TooLarge => "too_large".to_owned(),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    }
}
