//! The macros of callsheet: tokens, model, validated model, expansion.
//!
//! Depend on `callsheet`, which re-exports and documents them.

// User input must not make a macro panic. Slices and indexes could panic, also in the middle of a character.
#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod attr;
mod derive;
mod diag;
mod docs;
mod endpoint;
mod endpoint_list;
mod entry;
mod error_set;
mod expand;
mod fallback;
mod host;
mod http;
mod item;
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

/// Defines an HTTP endpoint: one operation of an API, as a struct.
///
/// ```text
/// /// Update organization details.
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
/// pub struct UpdateOrganization {
///     /// In the path, because the path names it.
///     pub organization: String,
///     /// In the JSON body, because the method is PATCH.
///     pub name: Option<String>,
/// }
/// ```
///
/// The struct itself does not change. The macro adds `UpdateOrganization::builder()` with its type
/// `UpdateOrganizationBuilder`, and the enum `UpdateOrganizationError` with one variant per entry of `errors(..)`. The
/// keys `builder` and `error` give them other names.
///
/// `callsheet::reference` describes each key, entry and option in full: its form, its default, what it sends, and an
/// example.
///
/// # Keys
///
/// | key | value | default |
/// | --- | --- | --- |
/// | `method` | `"PATCH"`; any registered method but `CONNECT` | required |
/// | `path` | `"/a/<b>/c"`; `<name>` is a field of the struct, and `<name..>` is one that fills several segments | required |
/// | `host_prefix` | labels in front of the host of the base URL: `"uploads."`, `"<bucket>."` | none |
/// | `query(..)` | parameters of every call: `query("list-type" = "2", "acl")` | none |
/// | `headers(..)` | header fields of every call: `headers("Accept" = "text/csv")` | none |
/// | `body(..)` | constant members of the JSON body: `body("stream" = true)` | none |
/// | `form(..)` | constant parameters of the form: `form("grant_type" = "password")` | none |
/// | `response` | a type that deserializes from JSON, a `Response`, `Text`, `bytes::Bytes`, or an `Option` of these, which is `None` if the body is empty or `null`; or a `Download`, `JsonLines<Row>` or `Events<Chunk>` | `()`: the body is not interpreted |
/// | `at` | the key of the JSON body that holds the response: `"tag"`, `"/data/tag"` | the whole body |
/// | `success` | the status of a success: `201`, `[200, 304]`, `200..=299`, `"3XX"` | any 2xx |
/// | `errors(..)` | the documented errors, see below | none: every error is undocumented |
/// | `events(..)` | how a stream of events ends, which events are errors, and whether it connects again: `events(end = "[DONE]", error_event = "error", reconnect)` | it ends with the body; no event is an error |
/// | `lines(..)` | which lines of a stream are errors: `lines(error = "error")` | none |
/// | `pages(..)` | how the next page is requested, and where the items are: `pages(number = page, items = rows, item = Row)`. With it, the struct and its builder have the method `pages` | the response is the only page |
/// | `scopes(..)` | the scopes of which the caller needs one, recorded for documentation and authorizers: `scopes("user")` | none |
/// | `api` | the type that implements `Api` | `JsonApi` |
/// | `idempotent` | the word alone if the call may be repeated, or `idempotent = false` if it may not | by the method |
/// | `idempotency_key` | where to send a key that is the same in every attempt: `"Idempotency-Key"`, `query("token")`, `body("clientToken")`, `form("key")` | none |
/// | `name` | the name in traces and documentation: `"organizations.update"` | the name of the struct |
/// | `error` | the name of the error enum: `error = ReportFailure` | the name of the struct and `Error` |
/// | `builder` | the name of the builder: `builder = NewReport` | the name of the struct and `Builder` |
/// | `crate` | the path of the crate `callsheet` | `::callsheet` |
///
/// # Entries of `errors(..)`
///
/// | entry | meaning |
/// | --- | --- |
/// | `not_found = 404` | the status 404 with the code `not_found`; the variant is `NotFound` |
/// | `not_found(KEY, ..)` | the same, with the keys of the next table |
/// | `include(Set)` | all errors of a set that [`errors`](macro@errors) defines |
/// | `default` | any other error; `default(body = Type)` also reads its body |
/// | `derive(Clone, ..)` | the derives of the error enum; by default it has none |
///
/// | key of an entry | value | default |
/// | --- | --- | --- |
/// | `status` | `404`, `[400, 415]`, `400..=499`, `"4XX"` | required |
/// | `code` | `"code"`, a number, or `none` if the status alone identifies the error | the name of the entry; required for a class or a range |
/// | `detail` | the type of the error format's detail | not read |
/// | `body` | the type of the whole body | not read |
/// | `retry` | the word alone if the error passes and the call may be repeated, or `retry = never` if not | by the status |
/// | `throttle` | the word: the server did not process the request, and accepts it later | by the status |
/// | `renew` | the word: the server refused the token, so another one may help | only for 401 |
///
/// # Fields
///
/// Where a value is sent depends on the path and the method: in the path if the path names the field, otherwise in the
/// query for GET, HEAD and DELETE, and in the JSON body for any other method. An attribute overrides this. Two
/// attributes send the value to both places.
///
/// | attribute | place | options |
/// | --- | --- | --- |
/// | `#[host]` | the host prefix | `name`, `with` |
/// | `#[path]` | the path | `name`, `with`, `sensitive`, `allow_empty`, `list` |
/// | `#[query]` | the query | `name`, `with`, `sensitive`, `default`, `list`, `object`, `flatten`, `idempotency_key` |
/// | `#[header]` | a header field | `name`, `with`, `sensitive`, `default`, `prefix`, `idempotency_key` |
/// | `#[body]` | a member of the JSON body | `name`, `with`, `sensitive`, `default`, `idempotency_key` |
/// | `#[form]` | a parameter of the form | `name`, `with`, `sensitive`, `default`, `list`, `object`, `idempotency_key` |
/// | `#[part]` | a part of the `multipart/form-data` body | `name`, `with`, `sensitive`, `default`, `json`, `bytes`, `file_name`, `content_type` |
/// | `#[payload]` | the whole body | `sensitive`, `text`, `bytes`, `content_type` |
#[proc_macro_attribute]
pub fn endpoint(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("endpoint", (args.into(), item.into()), endpoint::expand, fallback::endpoint_of).into()
}

/// The macro behind `callsheet::endpoints!`. Its tokens begin with a group that contains the path of the runtime.
#[doc(hidden)]
#[proc_macro]
pub fn endpoints_of(tokens: TokenStream) -> TokenStream {
    entry::function("endpoints", &tokens.into(), endpoint_list::expand).into()
}

/// Defines a set of documented errors that endpoints include.
///
/// ```text
/// /// Errors of authentication.
/// #[errors(
///     /// The token is not valid.
///     invalid_api_token(status = 403, renew),
///     /// A scope is missing.
///     scope_not_granted(status = 403, detail = Scopes),
/// )]
/// pub enum AuthErrors {}
///
/// #[endpoint(method = "GET", path = "/user", errors(not_found = 404, include(AuthErrors)))]
/// pub struct GetUser;
/// ```
///
/// The entries are those of `errors(..)` in [`endpoint`](macro@endpoint#entries-of-errors): `name = STATUS`, a name
/// with the keys `status`, `code`, `detail`, `body`, `retry`, `throttle` and `renew`, `include(Set)`, `default`,
/// and `derive(..)`.
/// `callsheet::reference::errors` describes them in full. `crate = path` sets the path of the crate `callsheet`; the
/// default is `::callsheet`.
#[proc_macro_attribute]
pub fn errors(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("errors", (args.into(), item.into()), error_set::expand, fallback::error_set_of).into()
}

/// Derives a builder and `Serialize` for an object of arguments.
///
/// A field of type `Option<T>` is omitted if it is `None`. A `Patch<T>` can be omitted, null or a value.
///
/// ```text
/// #[derive(Arguments)]
/// pub struct Properties {
///     pub name: Option<String>,
///     pub time_zone: Patch<String>,
/// }
/// ```
///
/// It follows these attributes of serde, so that `Deserialize` can be derived for the same struct: `rename_all` on the
/// struct; `rename`, `with`, `serialize_with` and `flatten` on a field.
///
/// `#[arguments(builder = Name)]` names the builder; the default is the name of the struct followed by `Builder`.
/// `#[arguments(crate = path)]` sets the path of the crate `callsheet`; the default is `::callsheet`.
#[proc_macro_derive(Arguments, attributes(arguments, serde))]
pub fn derive_arguments(item: TokenStream) -> TokenStream {
    entry::derive("Arguments", &item.into(), derive::arguments::expand, fallback::arguments_of).into()
}

/// Derives the values of a lookup: an object that is found by one of several keys.
///
/// ```text
/// #[derive(Lookup)]
/// pub enum OrganizationLookup {
///     Id(String),
///     Identifier(String),
/// }
/// ```
///
/// Each variant holds the value of one key. The name of the key is the name of the variant in `snake_case`; serde's
/// `rename_all` on the enum or `rename` on the variant changes it. In a path, a lookup is written as the value of its
/// first variant, or as `_` for any other variant. In a body or a query, it is an object such as `{"identifier":
/// "acme"}`. A lookup in the path is also sent in the body or the query, unless the path contains its value. `#[path]`
/// on the field prevents this.
///
/// The derive also implements `Deserialize`, if the values of all keys implement it: a lookup can read what it writes.
/// serde's `alias` adds names for reading.
///
/// `#[lookup(crate = path)]` sets the path of the crate `callsheet`; the default is `::callsheet`.
#[proc_macro_derive(Lookup, attributes(lookup, serde))]
pub fn derive_lookup(item: TokenStream) -> TokenStream {
    entry::derive("Lookup", &item.into(), derive::lookup::expand, entry::errors_alone).into()
}

/// Derives a value that is a single piece of text: in a path, a query, a form or a header field.
///
/// ```text
/// #[derive(Scalar)]
/// pub struct UserId(u64);
///
/// #[derive(Scalar)]
/// #[serde(rename_all = "snake_case")]
/// pub enum Sort {
///     NewestFirst,
///     Other(String),
/// }
/// ```
///
/// A struct with one field is written as that field; serde's `transparent` is allowed and has no further effect. A
/// variant without a value is written as its name; serde's `rename_all` on the enum or `rename` on the variant changes
/// it. A variant with a value is written as the value, so that the enum can hold values that the API adds later;
/// serde's `untagged` is allowed and has no further effect.
///
/// `#[scalar(crate = path)]` sets the path of the crate `callsheet`; the default is `::callsheet`.
#[proc_macro_derive(Scalar, attributes(scalar, serde))]
pub fn derive_scalar(item: TokenStream) -> TokenStream {
    entry::derive("Scalar", &item.into(), derive::scalar::expand, entry::errors_alone).into()
}

/// Derives an enum that accepts values which the API adds later. It implements `Serialize`, `Deserialize` and `Scalar`.
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
/// A variant without a value is written as its name; serde's `rename_all` on the enum or `rename` on the variant
/// changes it, and `alias` adds names for reading. One variant holds any other text, so that a new value does not make
/// the whole response fail. A client reports such values through `on_drift`. The method `as_str` returns the text.
///
/// An enum with more than one variant that holds a value is a union. It has the JSON forms of serde's own derive,
/// including those with `tag` and `content`. The variant with `#[serde(other)]` holds the JSON of any other value.
/// Additional members are ignored.
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
/// `#[open_enum(crate = path)]` sets the path of the crate `callsheet`; the default is `::callsheet`.
#[proc_macro_derive(OpenEnum, attributes(open_enum, serde))]
pub fn derive_open_enum(item: TokenStream) -> TokenStream {
    entry::derive("OpenEnum", &item.into(), derive::open_enum::expand, entry::errors_alone).into()
}

/// Derives an enum of named server-sent events, for `response = Events<Change>`.
///
/// ```text
/// #[derive(Debug, Event)]
/// pub enum Change {
///     Added(Row),
///     #[event(name = ["removed", "deleted"])]
///     Removed(Text),
///     Cleared,
///     #[event(other)]
///     Other(Event<Text>),
/// }
/// ```
///
/// Each variant is for the events with one name: the name of the variant in `snake_case`. `#[event(name = "..")]` on the
/// variant sets another name, or several; `#[event(rename_all = "..")]` on the enum sets another rule, one of serde's.
/// An event without a name is called `message`.
///
/// The value of a variant is read from the data like the item of `Events<..>`: as JSON, or as it is for a `Text`. An
/// `Event<Row>` also has the id. A variant without a value ignores the data.
///
/// Events that no variant names are skipped. A variant with `#[event(other)]` holds them as they arrived, in an
/// `Event<Text>`.
///
/// `#[event(crate = path)]` sets the path of the crate `callsheet`; the default is `::callsheet`.
#[proc_macro_derive(Event, attributes(event, serde))]
pub fn derive_event(item: TokenStream) -> TokenStream {
    entry::derive("Event", &item.into(), derive::event::expand, entry::errors_alone).into()
}

/// Derives a request body that has one of several content types: one for each variant of an enum.
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
/// A variant holds one value. It is sent as JSON, as text with `#[payload(text)]`, or as bytes with
/// `#[payload(bytes)]`. `content_type` sets the content type; the defaults are `application/json`,
/// `text/plain; charset=utf-8` and `application/octet-stream`.
///
/// `#[payload(crate = path)]` on the enum sets the path of the crate `callsheet`; the default is `::callsheet`.
#[proc_macro_derive(Payload, attributes(payload))]
pub fn derive_payload(item: TokenStream) -> TokenStream {
    entry::derive("Payload", &item.into(), derive::payload::expand, entry::errors_alone).into()
}

/// Derives a response that is read from the whole reply: status, header fields and body.
///
/// ```text
/// #[derive(Debug, Response)]
/// pub struct Page {
///     #[header(name = "ETag")]
///     pub etag: Option<String>,
///     pub items: Vec<Item>,
/// }
/// ```
///
/// | field | where its value comes from |
/// | --- | --- |
/// | `#[header]` | the header field with the name of the struct's field, `-` for `_`, read by `FromStr`. An `Option` may be missing. A `Vec` holds all lines and elements |
/// | `#[header(name = "ETag")]` | the header field with this name |
/// | `#[header(with = module)]` | a header field, read by the function `deserialize` of the module |
/// | `#[header(prefix = "x-meta-")]` | all header fields whose names begin with the prefix, as a map |
/// | `#[status]` | the status, as `StatusCode` or `u16` |
/// | `#[payload]` | the whole body, read like a `response` of an endpoint; not a `Download` |
/// | any other field | a member of the JSON object in the body |
///
/// For members of the JSON object it follows serde's `rename_all` on the struct, and `rename`, `alias`, `with`,
/// `deserialize_with` and `default` on a field.
///
/// The struct can be the `response` of an endpoint and the `body` of an error. `#[response(crate = path)]` sets the
/// path of the crate `callsheet`; the default is `::callsheet`.
#[proc_macro_derive(Response, attributes(response, header, status, payload, serde))]
pub fn derive_response(item: TokenStream) -> TokenStream {
    entry::derive("Response", &item.into(), derive::response::expand, entry::errors_alone).into()
}
