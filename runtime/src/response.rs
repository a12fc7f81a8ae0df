//! Reads responses: the reply, and the types that are read from it.

pub(crate) mod at;
pub(crate) mod charset;
pub(crate) mod decode_error;
pub(crate) mod earlier;
pub(crate) mod from_reply;
pub(crate) mod header;
pub(crate) mod link;
pub(crate) mod members;
pub(crate) mod open_enum;
pub(crate) mod rate_limit;
pub(crate) mod raw;
pub(crate) mod received;
pub(crate) mod reply;
pub(crate) mod retry_after;
pub(crate) mod seen;
pub(crate) mod unknown;

pub use self::at::FromJsonAt;
pub use self::from_reply::{FromJson, FromReply, Text};
pub use self::header::{FromHeader, FromHeaderMap};
pub use self::members::{FromMember, FromStatus};
pub use self::rate_limit::RateLimit;
pub use self::received::Received;
pub use self::reply::{Reply, WithReply};
#[doc(hidden)]
pub use self::seen::{ItemList, ListEnds, ListOf, PageFlag, PageNumber, PageText};
