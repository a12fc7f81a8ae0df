//! The macros of callsheet: tokens, model, validated model, expansion.
//!
//! Depend on `callsheet`, which re-exports and documents them.

mod arguments;
mod attr;
mod diag;
mod docs;
mod endpoint;
mod error_set;
mod expand;
mod fallback;
mod lookup;
mod model;
mod names;
mod open_enum;
mod path;
mod response;
mod scalar;
mod serde_attr;
mod suggest;
#[cfg(test)]
mod tests;
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
/// | `response` | a type that deserializes from JSON; `Text`; `bytes::Bytes`; `Option<T>`, `None` when there is no body | `()`: the body is not read as anything |
/// | `success` | `200`, `[200, 304]`, `200..=299` | any 2xx |
/// | `errors(..)` | `code = STATUS` or `name(status = STATUS, code = "..", detail = Type)` | every error is undocumented |
/// | `scopes(..)` | strings: scopes of which one is needed | none; recorded for docs |
/// | `api` | the type of the API that it belongs to | `JsonApi` |
/// | `name` | its name in traces and docs: `"organizations.update"` | the struct's |
/// | `crate` | the path of the runtime crate | `::callsheet` |
///
/// # Documented errors
///
/// An entry of `errors(..)` is a variant: its name in UpperCamelCase, its doc comment the variant's.
///
/// | entry | what it takes |
/// | --- | --- |
/// | `not_found = 404` | status 404 with the code `not_found` |
/// | `name(status = .., code = .., detail = Type)` | the same at length |
/// | `status` | `404`, `[400, 415]`, `400..=499` or `"4XX"`; the variant has a `status` where there are several |
/// | `code` | a string or a number; the name as written when absent; `none` to tell by the status alone |
/// | `detail = Type` | the format's detail, decoded, as the variant's `detail` |
/// | `body = Type` | the whole body, decoded, as the variant's `body`; not beside `detail` |
/// | `default` or `default(body = Type)` | what is left, whatever its status and code |
/// | `include(AuthErrors)` | the errors of a set under [`errors`](macro@errors), as the variant `AuthErrors(AuthErrors)` |
///
/// A code goes before a status alone; then the exact status before a list, a range, a class and `default`. On the same
/// footing the endpoint's own entries go before those of an included set, and these before those of the `api`. Two
/// entries that say the same, and one that nothing is left for, are errors.
///
/// # Where a field travels
///
/// A field whose name stands in the path travels there; else in the query for GET, HEAD and DELETE, and as a member of
/// the JSON body for every other method. An attribute on the field overrules this; two of them put it into two places.
///
/// | attribute | options |
/// | --- | --- |
/// | `#[path]` | `name = ".."`: as the path writes it; `allow_empty` |
/// | `#[query]` | `name`; `list = "repeat"` (default), `"comma"`, `"brackets"`, `"pipes"`, `"spaces"`; `object = "brackets"` (default), `"dots"`; `flatten` for a map, whose keys yield to the names of other fields |
/// | `#[header]` | `name`, else the field's with `-` for `_`; `prefix = "x-meta-"` for a map, whose keys stand behind it |
/// | `#[body]` | `name`; a member of the JSON object that is the body |
/// | `#[form]` | those of `#[query]` but `flatten`; a parameter of the form that is the body |
/// | `#[payload]` | the whole body, as JSON; `text` or `bytes`; `content_type = ".."`, which a header field `Content-Type` overrules |
///
/// Each but `#[payload]` takes `with = module` too, as serde does: the module's `serialize` writes the value, in a path, a
/// query and a header as the string, number or boolean that it gives. Of an `Option` it gets the whole, of a `Patch` the
/// value. `callsheet::with` has some ready.
///
/// Each takes `sensitive` too, for a value that is a secret: a header is marked so on its `HeaderValue`, and the tables that
/// tools read say so of every field. No value is printed in any case.
///
/// A body is an object, a form or a payload. With no field in it there is none; an object whose members are all absent is
/// `{}`; a payload that is `None` is none. `Option<T>` is left out when `None`; `Patch<T>`, in a JSON body, tells absent,
/// null and value apart.
#[proc_macro_attribute]
pub fn endpoint(args: TokenStream, item: TokenStream) -> TokenStream {
    endpoint::expand(args.into(), &item.into()).into()
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
/// The grammar is that of `errors(..)` in [`endpoint`](macro@endpoint); `crate = path` names the runtime crate where it
/// is not `::callsheet`.
#[proc_macro_attribute]
pub fn errors(args: TokenStream, item: TokenStream) -> TokenStream {
    error_set::expand(args.into(), &item.into()).into()
}

/// Makes a struct an object of arguments: with a builder, and with a `Serialize` that leaves out what is absent.
///
/// `Option<T>` is left out when `None`; `Patch<T>` tells absent, null and value apart. It understands serde's `rename`,
/// `rename_all`, `with`, `serialize_with` and `flatten`, so that `Deserialize` may be derived beside it.
///
/// `#[arguments(crate = path)]` names the runtime crate where it is not `::callsheet`.
#[proc_macro_derive(Arguments, attributes(arguments, serde))]
pub fn derive_arguments(item: TokenStream) -> TokenStream {
    arguments::expand(item.into()).into()
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
    lookup::expand(item.into()).into()
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
    scalar::expand(item.into()).into()
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
/// `#[open_enum(crate = path)]` names the runtime crate where it is not `::callsheet`.
#[proc_macro_derive(OpenEnum, attributes(open_enum, serde))]
pub fn derive_open_enum(item: TokenStream) -> TokenStream {
    open_enum::expand(item.into()).into()
}

/// Makes a struct a response whose members come from the whole reply.
///
/// | member | where it comes from |
/// | --- | --- |
/// | `#[header]`, `#[header(name = "ETag")]` | a header, by `FromStr`; without a name the field's, with `-` for `_`; `Option<T>` where it may be missing |
/// | `#[status]` | the status, as `StatusCode` or `u16` |
/// | `#[payload]` | the whole body, as a `response` would be |
/// | any other | a member of the JSON object that is the body, named as serde's `rename` and `rename_all` say, read as its `with`, `deserialize_with` and `default` say |
///
/// It may stand as `response = ..` and as `body = ..` of an error. `#[response(crate = path)]` names the runtime crate where
/// it is not `::callsheet`.
#[proc_macro_derive(Response, attributes(response, header, status, payload, serde))]
pub fn derive_response(item: TokenStream) -> TokenStream {
    response::expand(item.into()).into()
}
