//! The public surface of an endpoint.

use proc_macro2::{Ident, TokenStream};
use syn::{LitStr, Type};

use super::frame::private;
use crate::attr::EndpointArgs;
use crate::model::Struct;
use crate::names;
use crate::validate::errors::Errors;
use crate::validate::pages;

/// The parts of an endpoint that other code can see. They exist even if the request has mistakes.
pub(crate) struct Surface<'a> {
    pub(crate) shape: &'a Struct,
    /// The name in traces and docs.
    pub(crate) name: String,
    pub(crate) errors: Errors<'a>,
    pub(crate) response: Option<&'a Type>,
    pub(crate) scopes: Vec<String>,
    pub(crate) api: Option<&'a Type>,
    /// Whether the endpoint has the key `pages`.
    pub(crate) has_pages: bool,
    /// The type of an item of a page, if it is known.
    pub(crate) item: Option<Type>,
    pub(crate) private: TokenStream,
    pub(crate) error_ident: Ident,
    /// The keys as written, for editors.
    pub(crate) keys: TokenStream,
}

impl<'a> Surface<'a> {
    pub(crate) fn new(args: &'a EndpointArgs, shape: &'a Struct, errors: Errors<'a>, error_ident: Ident) -> Self {
        Self {
            shape,
            name: args.name.given().map_or_else(|| names::plain(&shape.ident), LitStr::value),
            errors,
            response: args.response.given(),
            scopes: args.scopes.given().into_iter().flatten().map(LitStr::value).collect(),
            api: args.api.given(),
            has_pages: !args.pages.is_missing(),
            item: pages::item(args),
            private: private(args.krate.given()),
            error_ident,
            keys: TokenStream::new(),
        }
    }
}
