//! What an error knows about its call.

use super::call::FailedCall;
use super::reply::ErrorReply;

/// A complete reply, or a call without one.
pub(super) enum Known<'a> {
    Reply(&'a ErrorReply),
    Call(&'a FailedCall),
}
