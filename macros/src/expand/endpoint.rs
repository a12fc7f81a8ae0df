//! The expansion of an endpoint, part by part.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::errors::{self, ErrorSet};
use super::surface::Surface;
use super::{builder, documented, frame, in_success, pages, request, spelling};
use crate::attr::fields::Place;
use crate::attr::key;
use crate::docs;
use crate::model::Field;
use crate::validate::{Request, Row};

/// The expansion of an endpoint: the struct; and builder, error enum and tables.
pub(crate) fn expand(surface: &Surface<'_>, request: &Request<'_>) -> (TokenStream, TokenStream) {
    let private = &surface.private;
    let item = documented::item(surface, request);
    let builder = builder::definition(surface.shape, private, "send(..)` or `.build()");
    let set = error_set(surface);
    let docs = docs::attribute(&format!("The documented errors of [`{}`].", surface.shape.ident));
    let error = errors::definition(&set, &docs);
    let finishers: Vec<_> = [Some(builder_call(surface)), builder_pages(surface)].into_iter().flatten().collect();
    let builder_methods = builder::implementation(surface.shape, private, &finishers);
    let calls = calls(surface);
    let error_set = errors::implementation(&set);
    let endpoint = request::implementation(surface, request, &errors::itself(&set));
    let pages = pages::implementation(surface, request);
    let checks = in_success::checks(surface, request);
    let import = spelling::import();
    let spelling = checked_spelling(surface, request);
    let keys = &surface.keys;
    let block = frame::block(
        private,
        &quote! {
            #keys
            #import
            #builder_methods
            #calls
            #error_set
            #endpoint
            #pages
            #checks
            #spelling
        },
    );
    (item, quote!(#builder #error #block))
}

fn error_set<'a>(surface: &'a Surface<'_>) -> ErrorSet<'a> {
    let Surface { error_ident, shape, private, errors, api, .. } = surface;
    let shared = api.map(|api| (&shape.ident, api));
    ErrorSet { ident: error_ident, vis: &shape.vis, private, errors, shared, is_serialized: false }
}

/// Makes the compiler check the types that the macro recognizes by their spelling. Fields in the path or the host, and
/// payloads of text or bytes, need no check: aliases of such types have no impl for these places, which is an error
/// already.
fn checked_spelling(surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let is_asked = |row: &Row<'_>| match row.place {
        Place::Path | Place::Host => false,
        Place::Payload => !row.has(key::TEXT) && !row.has(key::BYTES),
        _ => true,
    };
    let is_sent = |field: &&Field| request.rows.iter().any(|row| row.is_of(field) && is_asked(row));
    let fields = surface.shape.fields.iter().filter(is_sent).map(|field| &field.ty);
    let bodies = surface.errors.cases.iter().flat_map(|case| case.detail.into_iter().chain(case.body));
    spelling::check(fields, surface.response.into_iter().chain(bodies))
}

/// The method of the struct that sends the request.
///
/// ```text
/// impl UpdateOrganization {
///     pub fn send(&self, client: &Client) -> Call<Self> { Call::new(self, client) }
/// }
/// ```
fn calls(surface: &Surface<'_>) -> TokenStream {
    let (ident, client) = (&surface.shape.ident, client(surface));
    let client_name = surface.shape.parameter("client");
    // rustc points at this span for the method instead of the whole attribute.
    let send = Ident::new("send", ident.span());
    let pages = surface.has_pages.then(|| {
        let pages = Ident::new(key::PAGES, ident.span());
        quote! {
            /// Requests all pages, one after the other.
            pub fn #pages(self, #client_name: &#client) -> __callsheet::Pages<Self> {
                __callsheet::Pages::new(self, #client_name)
            }
        }
    });
    quote! {
        impl #ident {
            /// Sends the request. Await the call for the response.
            #[inline]
            pub fn #send(&self, #client_name: &#client) -> __callsheet::Call<Self> {
                __callsheet::Call::new(self, #client_name)
            }
            #pages
        }
    }
}

/// The method for all pages on the builder.
fn builder_pages(surface: &Surface<'_>) -> Option<builder::Finisher> {
    let (ident, client) = (&surface.shape.ident, client(surface));
    let client_name = surface.shape.parameter("client");
    let pages = Ident::new(key::PAGES, ident.span());
    surface.has_pages.then(|| builder::Finisher {
        signature: quote! {
            /// Requests all pages, one after the other.
            pub fn #pages(self, #client_name: &#client) -> __callsheet::Pages<#ident>
        },
        body: quote!(__callsheet::Pages::new(self.build(), #client_name)),
    })
}

/// The same method on the builder, available once every required field is set.
fn builder_call(surface: &Surface<'_>) -> builder::Finisher {
    let (ident, client) = (&surface.shape.ident, client(surface));
    let client_name = surface.shape.parameter("client");
    let send = Ident::new("send", ident.span());
    builder::Finisher {
        signature: quote! {
            /// Sends the request. Await the call for the response.
            pub fn #send(self, #client_name: &#client) -> __callsheet::Call<#ident>
        },
        body: quote!(__callsheet::Call::new(&self.build(), #client_name)),
    }
}

fn client(surface: &Surface<'_>) -> TokenStream {
    match surface.api {
        Some(api) => quote!(__callsheet::Client<#api>),
        None => quote!(__callsheet::Client),
    }
}
