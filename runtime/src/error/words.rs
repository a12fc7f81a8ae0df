//! Describes an error in a few words.

use std::borrow::Cow;

use super::pages::PageError;
use crate::request::build_error::BuildError;
use crate::response::decode_error::{DecodeError, explain};
use crate::response::received::Received;
use crate::response::reply::Reply;
use crate::text::{Cut, Escaped, MAX_CODE};
use crate::transport::error::{TimeLimit, TransportError};

/// An error without the type of its endpoint, so that the code that describes it is compiled only once.
pub(super) enum View<'a> {
    Documented,
    Undocumented,
    UnexpectedBody(Option<&'a DecodeError>),
    Decode(&'a DecodeError),
    Pages(&'a PageError),
    Transport(&'a TransportError),
    Timeout(&'a TransportError),
    Build(&'a BuildError),
}

impl View<'_> {
    /// Describes what happened, in a few words, and how much of a stream had arrived.
    pub(super) fn what(&self, reply: Option<&Reply>, received: Option<Received>) -> Option<Cow<'static, str>> {
        match (self, received) {
            (_, None) => self.of_reply(reply),
            (Self::Documented, Some(received)) => Some(format!("error after {received}").into()),
            (Self::Undocumented, Some(received)) => Some(format!("undocumented error after {received}").into()),
            (Self::Decode(source), Some(Received { items: Some(number), .. })) => {
                let at = match source.path() {
                    "" => String::new(),
                    path => format!(" at `{}`", Escaped(path)),
                };
                let event =
                    source.event().map(|name| format!(" (event `{}`)", Cut(name, MAX_CODE))).unwrap_or_default();
                Some(format!("item {number}{event} does not decode{at}").into())
            }
            (_, Some(received)) => self.of_reply(reply).map(|what| format!("{what} after {received}").into()),
        }
    }

    /// Describes what happened to a reply, in a few words.
    fn of_reply(&self, reply: Option<&Reply>) -> Option<Cow<'static, str>> {
        let explained = |words: &str, explanation: Option<&str>| match explanation {
            Some(explanation) => format!("{words} ({explanation})"),
            None => words.to_owned(),
        };
        let words = match self {
            Self::Documented => return None,
            Self::Undocumented => "undocumented reply",
            Self::UnexpectedBody(None) => {
                let words = "documented status, but the body is not in the documented format";
                let explanation = reply.and_then(|reply| explain::not_the_format(reply.raw()));
                return Some(explained(words, explanation.as_deref()).into());
            }
            Self::UnexpectedBody(Some(_)) => "documented error, but its detail does not match the documented type",
            Self::Decode(source) if !source.path().is_empty() => {
                let at = format!("the reply does not decode at `{}`", Escaped(source.path()));
                return Some(at.into());
            }
            Self::Decode(source) => {
                return Some(explained("the reply does not decode", source.explanation()).into());
            }
            Self::Pages(source) => return Some(source.words().into()),
            Self::Timeout(source) => {
                let limit = source.time_limit().unwrap_or(TimeLimit::Attempt);
                return Some(format!("timed out: {limit}").into());
            }
            Self::Transport(source) => source.kind().words(),
            Self::Build(source) => match source.field_name() {
                Some(field) => return Some(format!("the field `{field}` cannot be sent").into()),
                None => "the request cannot be built",
            },
        };
        Some(words.into())
    }
}
