//! The macros of callsheet: tokens, model, validated model, expansion.
//!
//! Depend on `callsheet`, which re-exports and documents them.

// The input is the user's: no place in it is taken for granted, least of all that it is one byte wide.
#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod attr;
mod derive;
mod diag;
mod docs;
mod endpoint;
mod entry;
mod error_set;
mod expand;
mod fallback;
mod host;
mod http;
mod model;
mod names;
mod path;
#[cfg(test)]
mod reference;
mod serde_attr;
mod site;
mod spelled;
mod suggest;
#[cfg(test)]
mod tests;
mod text;
mod types;
mod validate;

use proc_macro::TokenStream;

/// Makes a struct an HTTP endpoint.
///
/// ```text
/// #[endpoint(
///     method = "PATCH",
///     path = "/organizations/<organization>",
///     response = Updated,
///     errors(
///         /// No organization matches the arguments.
///         organization_not_found = 404,
///         /// The input was refused.
///         validation_error(status = 422, detail = ValidationDetail),
///     ),
///     scopes("organizations"),
/// )]
/// pub struct UpdateOrganization { /* plain fields */ }
/// ```
///
/// The struct stays as it is. Beside it stand `UpdateOrganizationBuilder`, made by `UpdateOrganization::builder()`, and
/// `UpdateOrganizationError`, with a variant for each entry of `errors(..)`.
///
/// | key | form | when absent |
/// | --- | --- | --- |
/// | `method` | `"PATCH"`, any method of the IANA registry but `CONNECT` | required |
/// | `path` | `"/a/<b>/c"`; each `<name>` is a field of the struct, `<name..>` at the end one of several segments | required |
/// | `query(..)` | parameters that are sent with every call: `query("list-type" = "2", "acl")` | none |
/// | `headers(..)` | header fields that are sent with every call: `headers("Accept" = "text/csv")` | none |
/// | `body(..)`, `form(..)` | constants of the body: `body("stream" = true)`, `form("grant_type" = "password")` | none |
/// | `host_prefix` | labels before the host of the base URL: `"<bucket>."`, `"uploads."` | none |
/// | `response` | a type that deserializes from JSON; `Text`; `bytes::Bytes`; `Option<T>`, `None` if there is no body or it is `null` | `()`: the body is not interpreted |
/// | `at` | the key of the JSON body under which the response is: `"tag"`, `"/data/tag"` | the whole body |
/// | `success` | `200`, `[200, 304]`, `200..=299` | any 2xx |
/// | `errors(..)` | `code = STATUS`, `name(status = STATUS, code = "..", detail = Type)`, `include(Set)`, `default` | every error is undocumented |
/// | `scopes(..)` | strings: scopes of which one is needed | none; recorded for docs |
/// | `api` | the type of the API that it belongs to | `JsonApi` |
/// | `idempotent` | the call may be repeated; `idempotent = false` for a method that otherwise may | by the method |
/// | `idempotency_key` | where a key is sent that is the same on every attempt: `"Idempotency-Key"`, `query("token")`, `body("clientToken")`, `form("key")` | none |
/// | `name` | its name in traces and docs: `"organizations.update"` | the struct's |
/// | `crate` | the path of the runtime crate | `::callsheet` |
///
/// A field travels in the path where the path names it, else in the query for GET, HEAD and DELETE, and as a member of the
/// JSON body for every other method. `#[path]`, `#[query]`, `#[header]`, `#[body]`, `#[form]`, `#[payload]` and `#[host]` on it
/// overrule this; two of them put it into two places.
///
/// `callsheet::reference` has every key, every form of an entry of `errors(..)` and every option of a field, with what it
/// puts on the wire and an example.
#[proc_macro_attribute]
pub fn endpoint(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("endpoint", (args.into(), item.into()), endpoint::expand, fallback::endpoint_of).into()
}

/// Makes an enum a set of documented errors that endpoints share: each takes it in by `include(Name)`.
///
/// ```text
/// /// Errors of whoever calls.
/// #[errors(
///     /// The token is not valid.
///     invalid_api_token = 403,
///     /// A scope is missing.
///     scope_not_granted(status = 403, detail = Scopes),
/// )]
/// pub enum AuthErrors {}
/// ```
///
/// The grammar is that of `errors(..)` in [`endpoint`](macro@endpoint), as `callsheet::reference::errors` tells it;
/// `crate = path` names the runtime crate where it is not `::callsheet`.
#[proc_macro_attribute]
pub fn errors(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("errors", (args.into(), item.into()), error_set::expand, fallback::error_set_of).into()
}

/// Makes a struct an object of arguments: with a builder, and with a `Serialize` that leaves out what is absent.
///
/// `Option<T>` is left out when `None`; `Patch<T>` tells absent, null and value apart. It understands serde's `rename`,
/// `rename_all`, `with`, `serialize_with` and `flatten`, so that `Deserialize` may be derived beside it.
///
/// `#[arguments(crate = path)]` names the runtime crate where it is not `::callsheet`.
#[proc_macro_derive(Arguments, attributes(arguments, serde))]
pub fn derive_arguments(item: TokenStream) -> TokenStream {
    entry::derive("Arguments", &item.into(), derive::arguments::expand, fallback::arguments_of).into()
}

/// Makes an enum a lookup: one object, found by one of several keys.
///
/// Each variant holds the value of one key, whose name is the variant's in `snake_case` or as serde's `rename` and
/// `rename_all` say. In a path it is the first variant's value, else `_`; in a body or a query it is an object such as
/// `{"identifier": "acme"}`. A field that travels in both, by `#[path] #[body]`, is left out of the body where the path
/// says it already.
///
/// `#[lookup(crate = path)]` names the runtime crate where it is not `::callsheet`.
#[proc_macro_derive(Lookup, attributes(lookup, serde))]
pub fn derive_lookup(item: TokenStream) -> TokenStream {
    entry::derive("Lookup", &item.into(), derive::lookup::expand, entry::errors_alone).into()
}

/// Makes a newtype or an enum one piece of text, which may stand in a path, a query and a header.
///
/// A struct with one field is that field. A variant without a value is its name, as serde's `rename` and `rename_all`
/// say; one with a value is that value, so that an enum may be open to what is added later.
///
/// ```text
/// #[derive(Scalar)]
/// #[serde(rename_all = "snake_case")]
/// pub enum Sort {
///     NewestFirst,
///     Other(String),
/// }
/// ```
///
/// `#[scalar(crate = path)]` names the runtime crate where it is not `::callsheet`.
#[proc_macro_derive(Scalar, attributes(scalar, serde))]
pub fn derive_scalar(item: TokenStream) -> TokenStream {
    entry::derive("Scalar", &item.into(), derive::scalar::expand, entry::errors_alone).into()
}

/// Makes an enum of texts that stays open to those that are added later: `Serialize`, `Deserialize` and `Scalar` in one, so
/// that it may stand in a body, a path, a query, a header and a reply.
///
/// A variant without a value is its name, as serde's `rename` and `rename_all` say. One variant holds any other text, so
/// that a value which the API has added does not take the whole reply away; a client tells of it by `on_drift`. `as_str`
/// gives the text.
///
/// ```text
/// #[derive(Debug, OpenEnum)]
/// #[serde(rename_all = "snake_case")]
/// pub enum State {
///     Pending,
///     Accepted,
///     Other(String),
/// }
/// ```
///
/// An enum of which more than one variant holds a value is a union, in the forms of serde's own derive, `tag` and `content`
/// included. The variant under `#[serde(other)]` holds the JSON of any other; members beside the variant are ignored.
///
/// ```text
/// #[derive(Debug, OpenEnum)]
/// #[serde(rename_all = "snake_case")]
/// pub enum Content {
///     Text(String),
///     Image(Image),
///     #[serde(other)]
///     Other(serde_json::Value),
/// }
/// ```
///
/// `#[open_enum(crate = path)]` names the runtime crate where it is not `::callsheet`.
#[proc_macro_derive(OpenEnum, attributes(open_enum, serde))]
pub fn derive_open_enum(item: TokenStream) -> TokenStream {
    entry::derive("OpenEnum", &item.into(), derive::open_enum::expand, entry::errors_alone).into()
}

/// Makes an enum the body of a request, of one of several content types: each variant has its own.
///
/// A variant holds one value, which is sent as JSON, or as `#[payload(text)]` and `#[payload(bytes)]` say.
///
/// ```text
/// #[derive(Payload)]
/// pub enum Change {
///     #[payload(content_type = "application/merge-patch+json")]
///     Merge(Changes),
///     #[payload(content_type = "application/json-patch+json")]
///     Operations(Vec<Operation>),
/// }
/// ```
///
/// `#[payload(crate = path)]` names the runtime crate where it is not `::callsheet`.
#[proc_macro_derive(Payload, attributes(payload))]
pub fn derive_payload(item: TokenStream) -> TokenStream {
    entry::derive("Payload", &item.into(), derive::payload::expand, entry::errors_alone).into()
}

/// Makes a struct a response whose members come from the whole reply.
///
/// | member | where it comes from |
/// | --- | --- |
/// | `#[header]`, `#[header(name = "ETag")]` | a header, by `FromStr`; without a name the field's, with `-` for `_`; `Option<T>` if it may be missing; `Vec<T>` for all its lines and elements; `with = module`; `prefix = "x-meta-"` for a map |
/// | `#[status]` | the status, as `StatusCode` or `u16` |
/// | `#[payload]` | the whole body, as a `response` would be |
/// | any other | a member of the JSON object that is the body, named as serde's `rename`, `rename_all` and `alias` say, read as its `with`, `deserialize_with` and `default` say |
///
/// It may stand as `response = ..` and as `body = ..` of an error. `#[response(crate = path)]` names the runtime crate where
/// it is not `::callsheet`.
#[proc_macro_derive(Response, attributes(response, header, status, payload, serde))]
pub fn derive_response(item: TokenStream) -> TokenStream {
    entry::derive("Response", &item.into(), derive::response::expand, entry::errors_alone).into()
}
