//! The output and the exit code of the program.

use std::io::{self, Write as _};
use std::process::ExitCode;

use callsheet::AnyError;
use krystal_identity::{Error, ErrorKind};
use serde_json::json;

use crate::sentences;

pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  an undocumented reply, no such endpoint, or a failure of this program
  2  wrong usage
  3  there is no such object
  4  not permitted: by the token, its scopes or the object
  5  the input was refused
  6  too many requests
  7  the server failed
  8  no reply, or not in time";

/// Why the program failed.
pub(crate) enum Failure {
    Identity(Error),
    Server(io::Error),
    Output(io::Error),
    NoToken,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Identity(error)
    }
}

impl Failure {
    /// Prints the failure and returns its exit code.
    pub(crate) fn report(&self, json: bool) -> ExitCode {
        let text = if json { self.object().to_string() } else { format!("error: {}", plain(&self.sentence())) };
        // Ignore errors: standard error may be closed.
        let _ = writeln!(io::stderr(), "{text}");
        ExitCode::from(self.exit_code())
    }

    fn exit_code(&self) -> u8 {
        let kind = match self {
            Self::Identity(error) => error.kind(),
            Self::Server(_) | Self::Output(_) => return 1,
            Self::NoToken => return 2,
        };
        match kind {
            ErrorKind::NotFound => 3,
            ErrorKind::Denied => 4,
            ErrorKind::Refused => 5,
            ErrorKind::RateLimited => 6,
            ErrorKind::Server => 7,
            ErrorKind::Unreachable => 8,
            _ => 1,
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Identity(error) => sentences::sentence(error),
            Self::Server(error) => format!("The embedded server does not start: {error}."),
            Self::Output(error) => format!("The output cannot be written: {error}."),
            Self::NoToken => "--base-url needs --token.".to_owned(),
        }
    }

    fn object(&self) -> serde_json::Value {
        let call = match self {
            Self::Identity(error) => error.call(),
            _ => None,
        };
        json!({ "error": {
            "exit_code": self.exit_code(),
            "sentence": self.sentence(),
            "status": call.and_then(AnyError::status).map(|status| status.as_u16()),
            "code": call.and_then(AnyError::code),
            "message": call.and_then(AnyError::message),
            "request_id": call.and_then(AnyError::request_id),
        }})
    }
}

/// Escapes control characters in text from the server, so that they do not control the terminal.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => plain.push('\n'),
            control if control.is_control() => plain.extend(control.escape_default()),
            other => plain.push(other),
        }
    }
    plain
}

/// Prints to standard output. A reader that closes the pipe, such as `head`, is not a failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}
