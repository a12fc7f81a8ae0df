//! Endpoints for clients of Identity: applications with their own token.

pub mod organizations;
pub mod users;
