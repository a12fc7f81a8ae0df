//! What an error knows about its call.

use super::call::FailedCall;
use super::reply::ErrorReply;
use crate::response::received::Received;

/// A complete reply, or a call without one.
pub(super) enum Known<'a> {
    Reply(&'a ErrorReply),
    Call(&'a FailedCall),
}

impl Known<'_> {
    /// How much of a stream had arrived.
    pub(super) fn received(&self) -> Option<Received> {
        match self {
            Self::Reply(reply) => reply.received(),
            Self::Call(call) => call.received(),
        }
    }
}
