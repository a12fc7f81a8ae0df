//! One annotated struct is one HTTP endpoint.
//!
//! ```no_run
//! use callsheet::{Client, Error, endpoint};
//!
//! /// Read an organization.
//! #[endpoint(method = "GET", path = "/organizations/<organization>", response = Organization, errors(
//!     /// No organization has this id.
//!     organization_not_found = 404,
//! ))]
//! pub struct GetOrganization {
//!     pub organization: String,
//! }
//!
//! #[derive(Debug, serde::Deserialize)]
//! pub struct Organization {
//!     pub name: String,
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//!     let client = Client::builder("https://api.example.com/v1").bearer("TOKEN").build()?;
//!     match GetOrganization::builder().organization("org_1").send(&client).await {
//!         Ok(organization) => println!("{}", organization.name),
//!         Err(Error::Documented { error: GetOrganizationError::OrganizationNotFound { .. }, .. }) => println!("not found"),
//!         Err(other) => return Err(other.into()),
//!     }
//!     Ok(())
//! }
//! ```
//!
//! From the struct, [`#[endpoint]`](macro@endpoint) generates a builder that checks required fields at compile time, and an
//! error enum with one variant for each documented error. If the server sends an undocumented reply, the error contains the
//! whole reply: see [`Error`].
//!
//! | page | contents |
//! | --- | --- |
//! | [`reference`](mod@reference) | every attribute, key and option |
//! | [`operating`] | proxies, certificates, timeouts, retries, traces, metrics |
//! | [`diagnostics`] | every compile-time error, with the code that causes it and the fix |
//! | [`expansion`] | what the attributes generate |
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `rustls` | yes | the default transport, over `reqwest` with rustls |
//! | `charset` | yes | text and JSON in other encodings than UTF-8, by `encoding_rs` |
//! | `native-tls` | no | the default transport with the TLS library of the platform, unless `rustls` is enabled too |
//! | `reqwest` | enabled by `rustls` or `native-tls` | the default transport without TLS |
//! | `http2` | no | HTTP/2 for the default transport |
//! | `tokio` | enabled by `reqwest` | `TokioClock`, for a transport of your own on tokio |
//! | `blocking` | no | `blocking::Client`, whose calls block the thread |
//! | `tower` | no | conversions between transports and `tower` services |
//! | `tracing` | no | a span for each call and each attempt, with the field names of OpenTelemetry |
//! | `stream` | no | `futures_core::Stream` for [`Download`], [`JsonLines`] and [`Events`] |
//! | `jiff`, `time`, `chrono` | no | instants and dates of these crates in a request, and in the modules of [`with`] |
//!
//! On `wasm32-unknown-unknown` the feature `reqwest` sends requests with the browser's `fetch`. No feature for TLS is
//! needed. Futures and transports need not be [`Send`] there.
//!
//! Without any feature, the crate builds requests and reads responses ([`Endpoint`]). A [`Client`] then needs your own
//! [`Transport`](transport::Transport).

// On docs.rs each item shows the features that it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
mod boxed;
pub mod builder;
pub mod client;
pub mod clock;
mod config_error;
#[doc = include_str!("docs/diagnostics.md")]
pub mod diagnostics {}
mod editor;
pub mod endpoint;
pub mod error;
pub mod error_format;
mod etag;
pub mod random;
mod request;
pub mod response;
pub mod spec;
#[doc(hidden)]
pub mod spelling;
pub mod stream;
mod text;
pub mod transport;
pub mod with;

/// The types of bodies.
pub use bytes;
/// The types of requests, replies, headers and statuses.
pub use http;

// Each of these comments becomes a paragraph before the documentation of the macro itself.
/// Derives a builder for an object of arguments. Reference: [`reference::derives`](reference::derives#arguments).
///
pub use callsheet_macros::Arguments;
/// Derives an enum of named events. Reference: [`reference::derives`](reference::derives#event).
///
pub use callsheet_macros::Event;
/// Derives a lookup, an object found by one of several keys. Reference: [`reference::derives`](reference::derives#lookup).
///
pub use callsheet_macros::Lookup;
/// Derives an enum that also accepts unknown values. Reference: [`reference::derives`](reference::derives#openenum).
///
pub use callsheet_macros::OpenEnum;
/// Derives a request body with one of several content types. Reference:
/// [`reference::derives`](reference::derives#payload).
///
pub use callsheet_macros::Payload;
/// Derives a response with header fields and status. Reference: [`reference::derives`](reference::derives#response).
///
pub use callsheet_macros::Response;
/// Derives a value that is sent as one string. Reference: [`reference::derives`](reference::derives#scalar).
///
pub use callsheet_macros::Scalar;
/// Defines an endpoint. Reference: [`reference::endpoint`] for keys, [`reference::fields`] for attributes of fields.
///
pub use callsheet_macros::endpoint;
/// Called by `endpoints!`. Not part of the public interface.
#[doc(hidden)]
pub use callsheet_macros::endpoints_of;
/// Defines a set of documented errors. Reference: [`reference::errors`].
///
pub use callsheet_macros::errors;

pub use crate::client::{CallOptions, Client, ClientBuilder, Fetched, RetryPolicy};
pub use crate::endpoint::{Api, Endpoint, JsonApi};
pub use crate::error::{AnyError, ConfigError, Error};
pub use crate::etag::{ETag, ETags, InvalidETag};
pub use crate::request::base_url::BaseUrl;
pub use crate::request::part::Part;
pub use crate::request::patch::Patch;
pub use crate::request::scalar::Scalar;
pub use crate::response::{Reply, Text, WithReply};
pub use crate::stream::{Download, Event, Events, JsonLines};
pub use crate::transport::Body;

/// Credentials: how a client authenticates itself to the server.
///
/// | credentials | set by |
/// | --- | --- |
/// | a bearer token that does not change | [`ClientBuilder::bearer`](crate::ClientBuilder::bearer) |
/// | a user name and a password | [`ClientBuilder::basic`](crate::ClientBuilder::basic) |
/// | a token that expires | [`ClientBuilder::token_source`](crate::ClientBuilder::token_source), with a [`TokenSource`](auth::TokenSource) |
/// | a signature of each request, a token for each scope, or any other scheme | [`ClientBuilder::authorizer`](crate::ClientBuilder::authorizer), with an [`Authorizer`](auth::Authorizer) |
///
/// A client has one of these; if two are set, [`build`](crate::ClientBuilder::build) returns an error. In addition, you
/// can send keys in the query ([`secret_query`](crate::ClientBuilder::secret_query)) and in header fields
/// ([`secret_header`](crate::ClientBuilder::secret_header)).
///
/// Credentials are only sent to the origin of the client's base URL. They never appear in `Debug` output, errors or
/// traces.
pub mod auth {
    pub use crate::client::auth::{
        AfterRefusal, Authorization, Authorizer, Outgoing, Refusal, Token, TokenCache, TokenSource,
    };
}

/// The traits of request values: how a type is sent in a path, a query, a header field or a body.
pub mod value {
    pub use crate::request::arguments::ToJson;
    pub use crate::request::multipart::PartWriter;
    pub use crate::request::patch::{ByPatch, ByValue, ExactPatch, IntoPatch};
    pub use crate::request::payload::{PayloadValue, PlainPayload};
    pub use crate::request::places::{
        BytesValue, HeaderFieldValue, HeaderMapValue, HostValue, JsonValue, PartElement, PartValue, PathListValue,
        PathSegmentsValue, PathValue, QueryElement, QueryMapValue, QueryValue, TextValue,
    };
    pub use crate::request::query::QueryWriter;
    pub use crate::request::refused::ValueError;
    pub use crate::request::scalar::Scalar;
    // The compiler prints this path of a seal in messages.
    #[doc(hidden)]
    pub use crate::request::seal::{
        BytesSeal, HeaderSeal, HostSeal, JsonSeal, MapSeal, PartSeal, PathSeal, QuerySeal, SegmentsSeal, TextSeal,
    };
    pub use crate::request::text::TextWriter;
    // The compiler prints this path in messages about the type of a body.
    #[doc(hidden)]
    pub use crate::request::value::Payload;
}

#[cfg(any(doc, doctest))]
#[doc = include_str!("docs/expansion.md")]
pub mod expansion {}

// The page links to the default transport.
#[cfg(any(doc, doctest))]
#[cfg_attr(not(feature = "reqwest"), allow(rustdoc::broken_intra_doc_links))]
#[doc = include_str!("docs/operating.md")]
pub mod operating {}

#[cfg(any(doc, doctest))]
#[doc = include_str!("docs/reference/index.md")]
pub mod reference {
    #[doc = include_str!("docs/reference/endpoint.md")]
    pub mod endpoint {}

    #[doc = include_str!("docs/reference/fields.md")]
    pub mod fields {}

    #[doc = include_str!("docs/reference/query.md")]
    pub mod query {}

    #[doc = include_str!("docs/reference/bodies.md")]
    pub mod bodies {}

    #[doc = include_str!("docs/reference/multipart.md")]
    pub mod multipart {}

    #[doc = include_str!("docs/reference/errors.md")]
    pub mod errors {}

    #[doc = include_str!("docs/reference/downloads.md")]
    pub mod downloads {}

    #[doc = include_str!("docs/reference/streams.md")]
    pub mod streams {}

    #[doc = include_str!("docs/reference/conditional.md")]
    pub mod conditional {}

    #[doc = include_str!("docs/reference/pages.md")]
    pub mod pages {}

    #[doc = include_str!("docs/reference/derives.md")]
    pub mod derives {}

    #[doc = include_str!("docs/reference/api.md")]
    pub mod api {}
}

/// The examples of the README, so that they compile; one of them needs the feature `tower`.
#[cfg(all(doctest, feature = "tower"))]
#[doc = include_str!("../../README.md")]
struct Readme;

// This module is the last one, because rustc prints the first public path that it finds for an item.
/// The only path that expansions name. Not part of the public interface.
#[doc(hidden)]
pub mod __private;
