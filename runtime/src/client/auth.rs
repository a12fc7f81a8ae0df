//! Credentials. Their public path is `callsheet::auth`.

mod authorizer;
mod cache;
mod credentials;
mod failure;
mod fixed;
mod given;
mod outgoing;
mod refusal;
mod renewals;
mod token;
mod value;

pub use self::authorizer::{AfterRefusal, Authorization, Authorizer};
pub use self::cache::TokenCache;
pub(crate) use self::credentials::{CallCredentials, Credentials};
pub(crate) use self::given::{Given, authorizer, two_kinds};
pub use self::outgoing::Outgoing;
pub use self::refusal::Refusal;
pub use self::token::{Token, TokenSource};
pub(crate) use self::value::{basic, bearer};
