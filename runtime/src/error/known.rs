//! What an error knows of its call.

use super::call::FailedCall;
use super::reply::ErrorReply;

/// A whole reply, or a call that brought none.
pub(super) enum Known<'a> {
    Reply(&'a ErrorReply),
    Call(&'a FailedCall),
}
