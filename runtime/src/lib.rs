//! One annotated struct is one HTTP endpoint.
//!
//! ```
//! use callsheet::{Client, Error, endpoint};
//!
//! /// Read an organization.
//! #[endpoint(
//!     method = "GET",
//!     path = "/organizations/<organization>",
//!     response = Organization,
//!     errors(
//!         /// No organization has this id.
//!         organization_not_found = 404,
//!     ),
//! )]
//! pub struct GetOrganization {
//!     /// Its id.
//!     pub organization: String,
//! }
//!
//! #[derive(Debug, serde::Deserialize)]
//! pub struct Organization {
//!     pub name: String,
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let client = Client::builder("https://api.example.com/v1").bearer("TOKEN").build()?;
//! match GetOrganization::builder().organization("org_1").send(&client).await {
//!     Ok(organization) => println!("{}", organization.name),
//!     Err(Error::Api { error: GetOrganizationError::OrganizationNotFound { .. }, .. }) => println!("none"),
//!     Err(other) => return Err(other.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! From the struct, [`#[endpoint]`](macro@endpoint) makes a builder whose required fields are held at compile time, and
//! an error enum with one variant per documented error. What the server says beyond its documentation is kept whole:
//! see [`Error`].
//!
//! # Features
//!
//! | feature | default | what it brings |
//! | --- | --- | --- |
//! | `rustls` | yes | the default transport, over `reqwest` with rustls |
//! | `native-tls` | no | the default transport, with the platform's TLS |
//! | `reqwest` | by either | the default transport, without TLS |
//! | `tokio` | by `reqwest` | the timeout of a call, for a transport of your own too |
//! | `blocking` | no | `blocking::Client`, whose calls block the thread |
//! | `with` | no | bytes as text, `with::base64` and `with::base64url`; the rest of [`with`] is always there |
//!
//! Without any, building requests and reading replies ([`Endpoint`]) works, and so does a [`Client`] with a
//! [`Transport`](transport::Transport) of your own.

mod any;
mod api;
mod base;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod builder;
mod call;
mod client;
mod clock;
mod decode;
#[doc = include_str!("diagnostics.md")]
pub mod diagnostics {}
mod endpoint;
mod error;
mod finite;
mod format;
mod members;
mod object;
mod patch;
mod query;
mod reading;
mod reply;
mod request;
mod set;
pub mod spec;
pub mod transport;
mod value;
pub mod with;

pub use callsheet_macros::{Arguments, Lookup, Response, Scalar, endpoint, errors};

pub use crate::any::{AnyDocumented, AnyError};
pub use crate::api::{Api, JsonApi};
pub use crate::base::BaseUrl;
pub use crate::call::{Call, CallFull};
pub use crate::client::{Client, ClientBuilder};
pub use crate::decode::{FromJson, FromReply, Text};
pub use crate::endpoint::Endpoint;
pub use crate::error::{BoxError, BuildError, ConfigError, DecodeError, Error, Exchange, Sent};
pub use crate::format::{
    ErrorFormat, FirstFormat, HeaderFormat, JsonFormat, Problem, ProblemDetailsFormat, StandardFormat,
};
pub use crate::members::{FromHeader, FromMember, FromStatus};
pub use crate::object::ToJson;
pub use crate::patch::{ByPatch, ByValue, IntoPatch, Patch};
pub use crate::query::QueryWriter;
pub use crate::reply::{Full, Reply};
pub use crate::request::Draft;
pub use crate::set::{DocumentedError, ErrorSet, NoErrors};
pub use crate::value::{
    BytesValue, HeaderFieldValue, HeaderMapValue, JsonValue, PathTailValue, PathValue, QueryMapValue, QueryValue,
    Scalar, TextValue, TextWriter, Value, ValueError,
};

/// The programs of the README, so that they compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// What expansions name, and nothing else does: the one path between the two crates. No part of the public interface.
#[doc(hidden)]
pub mod __private;
