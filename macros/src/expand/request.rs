//! The tables of an endpoint, and how its values reach them.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::Surface;
use super::errors::written;
use crate::attr::Place;
use crate::docs;
use crate::model::{self, Presence};
use crate::validate::{Piece, Request, Row};

/// `impl Endpoint for UpdateOrganization { .. }`.
pub(super) fn implementation(surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let (ident, error) = (&surface.shape.ident, &surface.error_ident);
    let api = match surface.api {
        Some(api) => quote!(#api),
        None => quote!(__callsheet::JsonApi),
    };
    let spec = spec(surface, request);
    let reference = reference(surface);
    let values = request.rows.iter().map(value);
    let (response, decode) = decode(surface.response);
    // What is wrong with the type is told on it: that it is less visible than the endpoint, say.
    let (first, _) = model::ends(&response);
    let response_type = quote_spanned!(first=> type Response = #response;);
    quote! {
        #[automatically_derived]
        impl __callsheet::Endpoint for #ident {
            type Api = #api;
            #response_type
            type Error = #error;

            const SPEC: &'static __callsheet::Spec = &#spec;
            const REFERENCE: &'static __callsheet::Reference = &#reference;

            fn fill(
                &self,
                draft: __callsheet::Draft<'_>,
            ) -> __callsheet::Result<__callsheet::Request<__callsheet::Bytes>, __callsheet::BuildError> {
                draft.build(&[#(#values),*])
            }

            fn decode(reply: &__callsheet::Reply) -> __callsheet::Result<#response, __callsheet::DecodeError> {
                #decode
            }
        }
    }
}

fn spec(surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let name = surface.shape.ident.to_string();
    let (method, path) = (&request.method, &request.path);
    let pieces = request.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => quote!(__callsheet::Piece::Text(#text)),
        Piece::Row(row) => quote!(__callsheet::Piece::Value(#row)),
    });
    let fields = request.rows.iter().map(|row| {
        let (name, wire) = (&row.field.name, &row.wire);
        let place = match row.place {
            Place::Path => quote!(Path),
            Place::Query => quote!(Query),
            Place::Body => quote!(Member),
        };
        quote!(__callsheet::Field { name: #name, wire: #wire, place: __callsheet::Place::#place })
    });
    quote! {
        __callsheet::Spec {
            name: #name,
            method: #method,
            path: #path,
            pieces: &[#(#pieces),*],
            fields: &[#(#fields),*],
            success: __callsheet::Statuses::SUCCESSFUL,
        }
    }
}

fn reference(surface: &Surface<'_>) -> TokenStream {
    let docs = docs::text(&surface.shape.attrs);
    let response = surface.response.map_or_else(|| "()".to_owned(), written);
    let scopes = &surface.scopes;
    let fields = surface.shape.fields.iter().map(|field| {
        let (name, docs, ty) = (&field.name, docs::text(&field.docs), written(&field.ty));
        let required = field.is_required();
        quote!(__callsheet::FieldReference { name: #name, docs: #docs, ty: #ty, required: #required })
    });
    quote! {
        __callsheet::Reference {
            docs: #docs,
            response: #response,
            scopes: &[#(#scopes),*],
            fields: &[#(#fields),*],
        }
    }
}

/// A value on its way, with the span of the field's type: what does not fit is told there.
fn value(row: &Row<'_>) -> TokenStream {
    let ident = &row.field.ident;
    let (first, last) = model::ends(&row.field.ty);
    let this = quote_spanned!(first=> &self.);
    let mut ident = ident.clone();
    ident.set_span(last);
    let it = quote!(#this #ident);
    let variant = |name: &str| syn::Ident::new(name, Span::call_site());
    match (row.place, &row.field.presence, row.beside_path) {
        (Place::Path, ..) => wrapped(&variant("Path"), &it),
        (Place::Query, _, true) => wrapped(&variant("query_beside_path"), &it),
        (Place::Query, _, false) => wrapped(&variant("Query"), &it),
        (Place::Body, _, true) => wrapped(&variant("json_beside_path"), &it),
        (Place::Body, Presence::Required, false) => wrapped(&variant("Json"), &it),
        (Place::Body, Presence::Optional(_), false) => wrapped(&variant("json_option"), &it),
        (Place::Body, Presence::Patch(_), false) => wrapped(&variant("json_patch"), &it),
    }
}

fn wrapped(make: &syn::Ident, it: &TokenStream) -> TokenStream {
    quote!(__callsheet::Value::#make(#it))
}

/// The type of a success, and how it is read.
fn decode(response: Option<&Type>) -> (TokenStream, TokenStream) {
    match response {
        None => (quote!(()), quote!(__callsheet::decode_nothing(reply))),
        Some(ty) if matches!(model::ungrouped(ty), Type::Tuple(tuple) if tuple.elems.is_empty()) => {
            (quote!(()), quote!(__callsheet::decode_nothing(reply)))
        }
        Some(ty) => (quote!(#ty), quote!(__callsheet::decode::<#ty>(reply))),
    }
}
