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
//! see [`Error`]. [`reference`](mod@reference) has every attribute, key and option; [`expansion`] shows what they become.
//!
//! # Features
//!
//! | feature | default | what it brings |
//! | --- | --- | --- |
//! | `rustls` | yes | the default transport, over `reqwest` with rustls |
//! | `charset` | yes | text, and JSON that is not valid UTF-8, in the encoding that the content type names, by `encoding_rs` |
//! | `native-tls` | no | the default transport, with the platform's TLS |
//! | `reqwest` | by either | the default transport, without TLS |
//! | `http2` | no | HTTP/2 for the default transport, where a server offers it by TLS |
//! | `tokio` | by `reqwest` | [`clock`]: `TokioClock`, for a transport of your own on tokio |
//! | `blocking` | no | `blocking::Client`, whose calls block the thread |
//! | `tower` | no | transports made of `tower` services and layers, and services made of transports |
//! | `tracing` | no | a span for each call and each attempt, with the field names of OpenTelemetry |
//!
//! Without any, building requests and reading replies ([`Endpoint`]) works, and so does a [`Client`] with a
//! [`Transport`](transport::Transport) of your own.

mod any;
mod api;
pub mod auth;
mod base;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod builder;
mod call;
mod charset;
mod client;
pub mod clock;
mod deadline;
mod decode;
#[doc = include_str!("diagnostics.md")]
pub mod diagnostics {}
mod drift;
mod endpoint;
mod error;
mod finite;
mod format;
mod header;
mod idempotency;
mod members;
mod object;
mod open_enum;
mod options;
mod patch;
mod query;
mod random;
mod reading;
mod reply;
mod request;
mod retry;
mod sending;
mod set;
pub mod spec;
#[doc(hidden)]
pub mod spelling;
mod trace;
pub mod transport;
mod value;
pub mod with;

/// The types of bodies.
pub use bytes;
/// The types of requests, replies, headers and statuses.
pub use http;

// Each stands before what the macro says of itself, as a paragraph of its own.
/// The derive of an object: see [`reference::derives`](reference::derives#arguments).
///
pub use callsheet_macros::Arguments;
/// The derive of a lookup: see [`reference::derives`](reference::derives#lookup).
///
pub use callsheet_macros::Lookup;
/// The derive of an open enum: see [`reference::derives`](reference::derives#openenum).
///
pub use callsheet_macros::OpenEnum;
/// The derive of a body of one of several content types: see [`reference::derives`](reference::derives#payload).
///
pub use callsheet_macros::Payload;
/// The derive of a response: see [`reference::derives`](reference::derives#response).
///
pub use callsheet_macros::Response;
/// The derive of a piece of text: see [`reference::derives`](reference::derives#scalar).
///
pub use callsheet_macros::Scalar;
/// The attribute of an endpoint: [`reference::endpoint`] has it key by key, [`reference::fields`] what stands on a field.
///
pub use callsheet_macros::endpoint;
/// The attribute of a set of errors: [`reference::errors`] has it entry by entry.
///
pub use callsheet_macros::errors;

pub use crate::any::{AnyDocumented, AnyError};
pub use crate::api::{Api, JsonApi};
pub use crate::base::BaseUrl;
pub use crate::call::{Call, CallFull};
pub use crate::client::{Client, ClientBuilder};
pub use crate::decode::{FromJson, FromReply, Text};
pub use crate::drift::{Drift, DriftKind};
pub use crate::endpoint::Endpoint;
pub use crate::error::{BoxError, BuildError, ConfigError, DecodeError, EarlierAttempt, Error, Exchange, Sent};
pub use crate::format::{
    ErrorFormat, ErrorsInSuccess, FirstFormat, HeaderFormat, JsonFormat, Problem, ProblemDetailsFormat, StandardFormat,
};
pub use crate::header::{FromHeader, FromHeaderMap};
pub use crate::members::{FromMember, FromStatus};
pub use crate::object::ToJson;
pub use crate::options::CallOptions;
pub use crate::patch::{ByPatch, ByValue, ExactPatch, IntoPatch, Patch};
pub use crate::query::QueryWriter;
pub use crate::reply::{Full, Reply};
pub use crate::request::Draft;
pub use crate::retry::RetryPolicy;
pub use crate::set::{Detail, DocumentedError, ErrorSet, Facts, NoErrors};
pub use crate::value::{
    BytesValue, HeaderFieldValue, HeaderMapValue, JsonValue, PathListValue, PathTailValue, PathValue, PayloadContent,
    PayloadValue, QueryElement, QueryMapValue, QueryValue, Scalar, TextValue, TextWriter, Value, ValueError,
};

#[cfg(any(doc, doctest))]
#[doc = include_str!("expansion.md")]
pub mod expansion {}

#[cfg(any(doc, doctest))]
#[doc = include_str!("reference/index.md")]
pub mod reference {
    #[doc = include_str!("reference/endpoint.md")]
    pub mod endpoint {}

    #[doc = include_str!("reference/fields.md")]
    pub mod fields {}

    #[doc = include_str!("reference/query.md")]
    pub mod query {}

    #[doc = include_str!("reference/bodies.md")]
    pub mod bodies {}

    #[doc = include_str!("reference/errors.md")]
    pub mod errors {}

    #[doc = include_str!("reference/derives.md")]
    pub mod derives {}

    #[doc = include_str!("reference/api.md")]
    pub mod api {}
}

/// The programs of the README, so that they compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// What expansions name, and nothing else does: the one path between the two crates. No part of the public interface.
#[doc(hidden)]
pub mod __private;
