//! What clients of Identity may call: applications, with a token of their own.

pub mod organizations;
pub mod users;
