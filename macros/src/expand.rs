//! The expansion: what is written for a struct that was checked.
//!
//! Everything that is named goes through one hidden module of the runtime, so that nothing of the user's can stand in
//! its way.

pub(crate) mod builder;
mod documented;
pub(crate) mod errors;
mod in_success;
mod request;
pub(crate) mod spelling;
mod table;

pub(crate) use self::request::{accept, decode, is_absent, read_body};

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, LitStr, Path, Type};

use crate::attr::fields::Place;
use crate::attr::{EndpointArgs, key};
use crate::model::{Field, Struct};
use crate::validate::errors::Errors;
use crate::validate::{Request, Row, beside};
use crate::{docs, names};

/// What of an endpoint the rest of a crate sees; there even where its request has mistakes.
pub(crate) struct Surface<'a> {
    pub(crate) shape: &'a Struct,
    /// In traces and docs.
    pub(crate) name: String,
    pub(crate) errors: Errors<'a>,
    pub(crate) response: Option<&'a Type>,
    pub(crate) scopes: Vec<String>,
    pub(crate) api: Option<&'a Type>,
    pub(crate) private: TokenStream,
    pub(crate) error_ident: Ident,
}

impl<'a> Surface<'a> {
    pub(crate) fn new(args: &'a EndpointArgs, shape: &'a Struct, errors: Errors<'a>) -> Self {
        Self {
            shape,
            name: args.name.given().map_or_else(|| names::plain(&shape.ident), LitStr::value),
            errors,
            response: args.response.given(),
            scopes: args.scopes.given().into_iter().flatten().map(LitStr::value).collect(),
            api: args.api.given(),
            private: private(args.krate.given()),
            error_ident: beside(&shape.ident, "Error"),
        }
    }

    fn error_set(&self) -> errors::ErrorSet<'_> {
        let (ident, vis, private) = (&self.error_ident, &self.shape.vis, &self.private);
        errors::ErrorSet { ident, vis, private, errors: &self.errors, api: self.api }
    }
}

/// The hidden module of the runtime.
pub(crate) fn private(krate: Option<&Path>) -> TokenStream {
    match krate {
        Some(krate) => quote!(#krate::__private),
        None => quote!(::callsheet::__private),
    }
}

/// Lints that are about what the user wrote, and have been reported there: names, what is deprecated. And lints about what
/// is generated with the spans of the user's types, so that an error is reported at the type.
pub(crate) fn quiet() -> TokenStream {
    quote! {
        #[allow(
            deprecated,
            non_camel_case_types,
            non_snake_case,
            unused_qualifications,
            clippy::impl_trait_in_params
        )]
    }
}

/// Everything that stands for an endpoint: the struct, its builder, its error enum and its tables.
pub(crate) fn endpoint(input: &DeriveInput, surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let private = &surface.private;
    let item = documented::item(input, surface, request);
    let quiet = quiet();
    let builder = builder::definition(surface.shape, private, "send(..)` or `.build()");
    let set = surface.error_set();
    let docs = docs::attribute(&format!("The documented errors of [`{}`].", surface.shape.ident));
    let error = errors::definition(&set, &docs);
    let builder_methods = builder::implementation(surface.shape, private, &[builder_call(surface)]);
    let calls = calls(surface);
    let error_set = errors::implementation(&set);
    let endpoint = request::implementation(surface, request);
    let checks = in_success::checks(surface, request);
    let import = spelling::import();
    let spelling = checked_spelling(surface, request);
    quote! {
        #item
        #builder
        #error
        #quiet
        const _: () = {
            use #private as __callsheet;
            #import
            #builder_methods
            #calls
            #error_set
            #endpoint
            #checks
            #spelling
        };
    }
}

/// Asks the compiler about the types that are decided on by how they are written. Of a field in the path or the host, and
/// of a payload that is text or bytes, it is not asked: no such type has a place there, and that is told.
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

/// The way to send, on the struct.
///
/// ```text
/// impl UpdateOrganization {
///     pub fn send(&self, client: &Client) -> Call<Self> { Call::new(self, client) }
/// }
/// ```
fn calls(surface: &Surface<'_>) -> TokenStream {
    let (ident, client) = (&surface.shape.ident, client(surface));
    let client_name = surface.shape.parameter("client");
    // rustc shows where a method stands: not at the whole attribute.
    let send = Ident::new("send", ident.span());
    quote! {
        impl #ident {
            /// Sends the call: await it for the value.
            #[inline]
            pub fn #send(&self, #client_name: &#client) -> __callsheet::Call<Self> {
                __callsheet::Call::new(self, #client_name)
            }
        }
    }
}

/// The same on its builder, once every required field is set.
fn builder_call(surface: &Surface<'_>) -> builder::Finisher {
    let (ident, client) = (&surface.shape.ident, client(surface));
    let client_name = surface.shape.parameter("client");
    let send = Ident::new("send", ident.span());
    builder::Finisher {
        signature: quote! {
            /// Sends the call: await it for the value.
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

/// A type `__With` whose `Serialize` calls a function on the value in it.
pub(crate) fn with_function(ty: &Type, function: &TokenStream) -> TokenStream {
    quote! {
        struct __With<'__a>(&'__a #ty);
        impl __callsheet::Serialize for __With<'_> {
            fn serialize<__S: __callsheet::Serializer>(
                &self,
                __serializer: __S,
            ) -> __callsheet::Result<__S::Ok, __S::Error> {
                #function(self.0, __serializer)
            }
        }
    }
}

/// A `QueryValue` that writes what the type's `Serialize` gives, alone and in a list.
pub(crate) fn query_value(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics __callsheet::QueryValue for #ident #ty_generics #clause {
            #[inline]
            fn write_query(
                &self,
                __to: &mut __callsheet::QueryWriter<'_>,
            ) -> __callsheet::Result<(), __callsheet::ValueError> {
                __to.serialize(self)
            }
        }
        #[automatically_derived]
        impl #impl_generics __callsheet::QueryElement for #ident #ty_generics #clause {
            fn write_list(
                __list: &[Self],
                __to: &mut __callsheet::QueryWriter<'_>,
            ) -> __callsheet::Result<(), __callsheet::ValueError> {
                __to.serialize(__list)
            }
        }
    }
}
