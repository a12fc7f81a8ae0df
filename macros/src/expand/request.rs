//! The tables of an endpoint, and the code that puts its values into a request.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

use super::reading::{accept_of_response, read_success};
use super::serialize::with_function;
use super::surface::Surface;
use super::{spelling, table};
use crate::attr::fields::Place;
use crate::attr::key;
use crate::docs;
use crate::model::Field;
use crate::spelled::written;
use crate::types::{self, Presence};
use crate::validate::{BodyConstants, Piece, Request, Row};

/// `impl Endpoint for UpdateOrganization { .. }`.
pub(super) fn implementation(surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let (ident, error) = (&surface.shape.ident, &surface.error_ident);
    let api = match surface.api {
        Some(api) => quote!(#api),
        None => quote!(__callsheet::JsonApi),
    };
    let tables = table::tokens(&format!(
        "const SPEC: &'static __callsheet::Spec = &{}; const REFERENCE: &'static __callsheet::Reference = &{};",
        spec(surface, request),
        reference(surface, request)
    ));
    let typed_payload = request.rows.iter().find(|row| row.is_typed_payload());
    let content_types = typed_payload.map(|row| match &row.field.presence {
        Presence::Required => content_types(&row.field.ty),
        Presence::Optional(ty) | Presence::Patch(ty) => content_types(ty),
    });
    let lookups = lookups(request);
    let values = request.rows.iter().map(value);
    let response = surface.response.map_or_else(|| quote!(()), ToTokens::to_token_stream);
    let read = read_success(surface.response, &request.at);
    let accept = accept_of_response(surface.response, &request.at)
        .map(|accept| quote!(const ACCEPT: &'static __callsheet::str = #accept;));
    // rustc reports errors about the type at the type, for example that it is less visible than the endpoint.
    let (first, _) = types::ends(&response);
    let response_type = quote_spanned!(first=> type Response = #response;);
    quote! {
        #[automatically_derived]
        impl __callsheet::Endpoint for #ident {
            type Api = #api;
            #response_type
            type Error = #error;

            const READ: __callsheet::Read<#response> = #read;
            #accept
            #content_types
            #lookups
            #tables

            #[inline]
            fn fill(
                &self,
                __draft: __callsheet::Draft<'_>,
            ) -> __callsheet::Result<__callsheet::Request<__callsheet::Body>, __callsheet::BuildError> {
                __draft.build(&[#(#values),*])
            }

        }
    }
}

/// `&[Piece::Text("/a/"), Piece::Value(0)]`
fn pieces(pieces: &[Piece]) -> String {
    table::slice(pieces.iter().map(|piece| match piece {
        Piece::Text(text) => format!("__callsheet::Piece::Text({text:?})"),
        Piece::Row(row) => format!("__callsheet::Piece::Value({row})"),
    }))
}

/// `Spec::new(..).with_success(..)`: only the features that the endpoint uses add code.
fn spec(surface: &Surface<'_>, request: &Request<'_>) -> String {
    let pieces = pieces(&request.pieces);
    let fields = table::slice(request.rows.iter().map(|row| {
        let (name, wire, place) = (&row.field.name, &row.wire, place(row));
        let sensitive = if says_sensitive(row.field) { ".sensitive()" } else { "" };
        format!("__callsheet::Field::new({name:?}, {wire:?}, __callsheet::Place::{place}){sensitive}")
    }));
    let (name, method, path) = (&surface.name, &request.method, &request.path);
    let mut spec = format!("__callsheet::Spec::new({name:?}, {method:?}, {path:?}, {pieces}, {fields})");
    if accept_of_response(surface.response, &request.at).is_some() {
        spec.push_str(".with_accept(<Self as __callsheet::Endpoint>::ACCEPT)");
    }
    if request.idempotent {
        spec.push_str(".idempotent()");
    }
    if !request.host.is_empty() {
        spec.push_str(&format!(".with_host({:?}, {})", request.host_prefix, self::pieces(&request.host)));
    }
    if !request.query.is_empty() {
        spec.push_str(&format!(".with_query({:?})", request.query));
    }
    if !request.headers.is_empty() {
        spec.push_str(&format!(".with_headers(&{:?})", request.headers));
    }
    if let Some(ranges) = &request.success {
        spec.push_str(&format!(".with_success({})", table::statuses(ranges)));
    }
    if !surface.scopes.is_empty() {
        spec.push_str(&format!(".with_scopes(&{:?})", surface.scopes));
    }
    match &request.body {
        BodyConstants::None => {}
        BodyConstants::Members(json) => {
            spec.push_str(&format!(".with_constants(__callsheet::BodyConstants::Members({json:?}))"));
        }
        BodyConstants::Parameters(form) => {
            spec.push_str(&format!(".with_constants(__callsheet::BodyConstants::Parameters({form:?}))"));
        }
    }
    if let Some((place, name)) = &request.idempotency_key {
        let place = match place {
            Place::Query => "Query",
            Place::Body => "Member",
            Place::Form => "Parameter",
            _ => "Header",
        };
        spec.push_str(&format!(".with_idempotency_key(__callsheet::IdempotencyKey::{place}({name:?}))"));
    }
    spec
}

/// `Reference::new(..)`.
fn reference(surface: &Surface<'_>, request: &Request<'_>) -> String {
    let fields = surface.shape.fields.iter().map(|field| field_reference(field, request));
    let docs = docs::text(&surface.shape.attrs);
    let response = surface.response.map_or_else(|| "()".to_owned(), written);
    let at = if request.at.is_empty() { String::new() } else { format!(".with_at(&{:?})", request.at) };
    format!("__callsheet::Reference::new({docs:?}, {response:?}, {}){at}", table::slice(fields))
}

fn field_reference(field: &Field, request: &Request<'_>) -> String {
    let (name, docs, ty) = (&field.name, docs::text(&field.docs), written(&field.ty));
    let mut reference =
        format!("__callsheet::FieldReference::new({name:?}, {docs:?}, {ty:?}, {})", field.is_required());
    if says_sensitive(field) || request.rows.iter().any(|row| row.is_of(field) && row.is_secret()) {
        reference.push_str(".sensitive()");
    }
    if let Some(default) = field.default() {
        reference.push_str(&format!(".with_default({default:?})"));
    }
    reference
}

/// Whether a field has the option `sensitive` in any of its places.
fn says_sensitive(field: &Field) -> bool {
    field.placements.iter().any(|placement| placement.options.has(key::SENSITIVE))
}

/// The place of a row, as written in the table.
fn place(row: &Row<'_>) -> String {
    let style = || {
        let (list, object) = row.style;
        if (list, object) == ("Repeat", "Brackets") {
            return "__callsheet::QueryStyle::DEFAULT".to_owned();
        }
        format!("__callsheet::QueryStyle::new(__callsheet::ListStyle::{list}, __callsheet::ObjectStyle::{object})")
    };
    match row.place {
        Place::Host => "Host".to_owned(),
        Place::Path if row.is_tail => format!("PathTail {{ allow_empty: {} }}", row.has(key::ALLOW_EMPTY)),
        Place::Path if row.is_path_list() => format!("PathList {{ separator: '{}' }}", row.style.0),
        Place::Path => match row.lookup {
            Some((at, beside)) => {
                let beside = match beside {
                    Place::Form => "Form",
                    Place::Body => "Member",
                    _ => "Query",
                };
                format!("path(<Self as __callsheet::Endpoint>::LOOKUPS, {at}, __callsheet::BesidePath::{beside})")
            }
            None => format!("Path {{ allow_empty: {} }}", row.has(key::ALLOW_EMPTY)),
        },
        Place::Query => format!("{}({})", if row.has(key::FLATTEN) { "QueryMap" } else { "Query" }, style()),
        Place::Header => {
            let place = if row.is_header_map() { "HeaderMap" } else { "Header" };
            format!("{place} {{ sensitive: {} }}", row.has(key::SENSITIVE) || row.is_secret())
        }
        Place::Body => "Member".to_owned(),
        Place::Form => format!("Form({})", style()),
        Place::Payload if row.is_typed_payload() => {
            "Payload { content_types: <Self as __callsheet::Endpoint>::CONTENT_TYPES }".to_owned()
        }
        Place::Payload => format!("Payload {{ content_types: &[{:?}] }}", row.content_type()),
    }
}

/// The content types that the payload's type defines.
fn content_types(ty: &Type) -> TokenStream {
    let types = types::of_trait(ty, "PayloadValue", "CONTENT_TYPES");
    quote!(const CONTENT_TYPES: &'static [&'static __callsheet::str] = #types;)
}

/// A table of the types that may be lookups. The compiler decides which of them are. `None` if there is no such type.
fn lookups(request: &Request<'_>) -> Option<TokenStream> {
    let rows = request.rows.iter().filter(|row| row.lookup.is_some());
    let types: Vec<TokenStream> = rows
        .map(|row| {
            let (ty, (first, _)) = (&row.field.ty, types::ends(&row.field.ty));
            let constant = syn::Ident::new("IS_LOOKUP", first);
            quote_spanned!(first=> __callsheet::Written::<#ty>::#constant)
        })
        .collect();
    (!types.is_empty()).then(|| quote!(const LOOKUPS: &'static [__callsheet::bool] = &[#(#types),*];))
}

/// The value in its place. It has the span of the field's type, so that rustc reports an unsuitable type there.
fn value(row: &Row<'_>) -> TokenStream {
    let it = match row.with() {
        Some(module) => written_with(row, module),
        None => spelling::seen(row.field),
    };
    if row.place != Place::Payload || row.has(key::TEXT) || row.has(key::BYTES) {
        return wrapped(&variant(maker(row)), &it);
    }
    if row.is_typed_payload() {
        payload(row, &it, "PayloadValue", "payload")
    } else {
        payload(row, &it, "PlainPayload", "plain")
    }
}

/// A payload that this function of the payload's type creates.
fn payload(row: &Row<'_>, it: &TokenStream, of: &str, function: &str) -> TokenStream {
    let payload = |ty| types::of_trait(ty, of, function);
    match &row.field.presence {
        Presence::Required => {
            let payload = payload(&row.field.ty);
            quote!(#payload(#it))
        }
        Presence::Optional(inner) => {
            let payload = payload(inner);
            quote!(__callsheet::Value::payload_option(#it, #payload))
        }
        Presence::Patch(inner) => {
            let payload = payload(inner);
            quote!(__callsheet::Value::payload_patch(#it, #payload))
        }
    }
}

/// The value as the module of `with` writes it. As in serde, the module receives an `Option` as a whole. For a `Patch`,
/// it receives the value.
fn written_with(row: &Row<'_>, module: &syn::Path) -> TokenStream {
    let (it, seen) = (types::at_type(&row.field.ident, &row.field.ty), spelling::seen(row.field));
    let ty = match &row.field.presence {
        Presence::Required | Presence::Optional(_) => &row.field.ty,
        Presence::Patch(inner) => inner,
    };
    // If the module lacks this function, rustc reports it at the module.
    let serialize = syn::Ident::new("serialize", types::ends(module).1);
    let wrapper = with_function(ty, &quote!(#module::#serialize));
    let written = match &row.field.presence {
        Presence::Required => quote!(__callsheet::Serialized(__With(#it))),
        Presence::Optional(_) => quote! {
            match #seen {
                __callsheet::Option::Some(_) => __callsheet::Option::Some(__callsheet::Serialized(__With(#it))),
                __callsheet::Option::None => __callsheet::Option::None,
            }
        },
        Presence::Patch(_) => quote! {
            match #seen {
                __callsheet::Patch::Absent => __callsheet::Patch::Absent,
                __callsheet::Patch::Null => __callsheet::Patch::Null,
                __callsheet::Patch::Value(__value) => __callsheet::Patch::Value(__callsheet::Serialized(__With(__value))),
            }
        },
    };
    quote!(&{ #wrapper #written })
}

/// The function that converts the field to a `Value`.
fn maker(row: &Row<'_>) -> &'static str {
    let is_optional = matches!(row.field.presence, Presence::Optional(_));
    match (row.place, &row.field.presence) {
        (Place::Host, _) => "Host",
        (Place::Path, _) if row.is_tail => "PathTail",
        (Place::Path, _) if row.is_path_list() => "PathList",
        (Place::Path, _) => "Path",
        (Place::Header, _) if row.is_header_map() => "HeaderMap",
        (Place::Header, _) => "Header",
        (Place::Query, _) if row.has(key::FLATTEN) => "QueryMap",
        (Place::Query | Place::Form, _) if row.beside_path => "query_beside_path",
        (Place::Query | Place::Form, _) => "Query",
        (Place::Payload, _) if row.has(key::TEXT) => {
            if is_optional {
                "text_option"
            } else {
                "text"
            }
        }
        (Place::Payload, _) if row.has(key::BYTES) => {
            if is_optional {
                "bytes_option"
            } else {
                "bytes"
            }
        }
        (Place::Body, _) if row.beside_path => "json_beside_path",
        // Without such an option, the payload's type creates the value: see `payload`.
        (Place::Body | Place::Payload, Presence::Required) => "Json",
        (Place::Body | Place::Payload, Presence::Optional(_)) => "json_option",
        (Place::Body | Place::Payload, Presence::Patch(_)) => "json_patch",
    }
}

fn variant(name: &str) -> syn::Ident {
    syn::Ident::new(name, Span::call_site())
}

fn wrapped(make: &syn::Ident, it: &TokenStream) -> TokenStream {
    quote!(__callsheet::Value::#make(#it))
}
