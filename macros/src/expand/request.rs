//! The tables of an endpoint, and the code that puts its values into a request.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

use super::response::{accept_of_response, has_accept, read_success};
use super::serialize::with_function;
use super::surface::Surface;
use super::{spelling, table};
use crate::attr::fields::Place;
use crate::attr::key;
use crate::docs;
use crate::model::Field;
use crate::spelled::written;
use crate::types::{self, Presence};
use crate::validate::{BodyConstants, ItemRules, Piece, Request, Row};

/// `impl Endpoint for UpdateOrganization { .. }`.
pub(super) fn implementation(surface: &Surface<'_>, request: &Request<'_>, error: &TokenStream) -> TokenStream {
    let ident = &surface.shape.ident;
    let api = api(surface);
    let fields = fields(&ident.to_string(), request);
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
    let values = request.rows.iter().enumerate().map(|(at, row)| value(at, row));
    let stream = surface.response.and_then(|ty| stream_in_endpoint(ty, error));
    let response = surface.response.map_or_else(|| quote!(()), ToTokens::to_token_stream);
    let (response, item) = stream.unwrap_or((response, TokenStream::new()));
    let read = read_success(surface.response, &request.at);
    let accept = accept_of_response(surface.response, &request.at)
        .map(|accept| quote!(const ACCEPT: &'static __callsheet::str = #accept;));
    // rustc reports errors about the type at the type, for example that it is less visible than the endpoint.
    let (first, _) = types::ends(&response);
    let response_type = quote_spanned!(first=> type Response = #response;);
    quote! {
        #fields
        #item

        #[automatically_derived]
        impl __callsheet::Endpoint for #ident {
            type Api = #api;
            #response_type
            type Error = #error;

            const READ: __callsheet::Read<Self::Response> = #read;
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

/// The type of the API: `<Orders as ApiIf<{ <Orders as Api>::IS_API }>>::Itself`. If it is not an API, the constant is
/// the only error.
fn api(surface: &Surface<'_>) -> TokenStream {
    let Some(api) = surface.api else { return quote!(__callsheet::JsonApi) };
    let is_api = types::of_trait(api, "Api", "IS_API");
    quote_spanned!(types::start(api)=> <#api as __callsheet::ApiIf<{ #is_api }>>::Itself)
}

/// The type of a response that is a stream of items, with the error enum of the endpoint, and a check of the items:
/// `<Events<Chunk> as InEndpointIf<ChatError, { Written::<Events<Chunk>>::IS_STREAM }>>::Output`,
/// `const _: () = <<Chunk as ItemIf<{ .. }>>::Itself as FromEvent>::IS_ITEM;`. Another type with such a name stays as it
/// is.
fn stream_in_endpoint(ty: &Type, error: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    let (name, item) = types::stream_of_items(ty)?;
    // As written, so that rustc blames the type and not the macro.
    let first = types::start(ty);
    let is_stream = quote_spanned!(first=> __callsheet::Written::<#ty>::IS_STREAM);
    let named = quote_spanned!(first=> <#ty as __callsheet::InEndpointIf<#error, { #is_stream }>>::Output);
    let of = if name == types::EVENTS { "FromEvent" } else { "FromReply" };
    let itself = quote_spanned!(types::start(item)=> <#item as __callsheet::ItemIf<{ #is_stream }>>::Itself);
    let check = types::of_trait(&itself, of, "IS_ITEM");
    Some((named, quote!(const _: () = #check;)))
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
    let fields = table::slice((0..request.rows.len()).map(|at| format!("__{at}.row")));
    let (name, method, path) = (&surface.name, &request.method, &request.path);
    let mut spec = format!("__callsheet::Spec::new({name:?}, {method:?}, {path:?}, {pieces}, {fields})");
    if has_accept(surface.response, &request.at) {
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
        BodyConstants::Parts(parts) => {
            spec.push_str(&format!(".with_constants(__callsheet::BodyConstants::Parts(&{parts:?}))"));
        }
        BodyConstants::Parameters(form) => {
            spec.push_str(&format!(".with_constants(__callsheet::BodyConstants::Parameters({form:?}))"));
        }
    }
    if let Some(items) = &request.items {
        let ItemRules { end, end_event, error_event, error, reconnect } = items;
        let [end, end_event, error_event, error] = [end, end_event, error_event, error].map(|text| match text {
            Some(text) => format!("__callsheet::Option::Some({text:?})"),
            None => "__callsheet::Option::None".to_owned(),
        });
        let rules = format!("{end}, {end_event}, {error_event}, {error}");
        let reconnecting = if *reconnect { ".reconnecting()" } else { "" };
        spec.push_str(&format!(".with_items(__callsheet::ItemRules::new({rules}){reconnecting})"));
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

/// `const __0: PathField = placed("organization", "organization");` for each row. Its type is the place: the table and the
/// values take it from there.
fn fields(endpoint: &str, request: &Request<'_>) -> TokenStream {
    let field = |(at, row)| format!("const __{at}: __callsheet::{}Field = {};", place(row), placed(row, endpoint));
    table::tokens(&request.rows.iter().enumerate().map(field).collect::<String>())
}

/// The place of a row, without the `Field` at the end of its type.
fn place(row: &Row<'_>) -> &'static str {
    match row.place {
        Place::Host => "Host",
        Place::Path if row.is_multi => "PathSegments",
        Place::Path if row.is_path_list() => "PathList",
        Place::Path => "Path",
        Place::Query if row.has(key::FLATTEN) => "QueryMap",
        Place::Query => "Query",
        Place::Header if row.is_header_map() => "HeaderMap",
        Place::Header => "Header",
        Place::Body => "Member",
        Place::Form => "Form",
        Place::Part => "Part",
        Place::Payload => "Payload",
    }
}

/// The field of a row, with the options that differ from the defaults of its place.
fn placed(row: &Row<'_>, endpoint: &str) -> String {
    let mut field = format!("__callsheet::placed({:?}, {:?})", row.field.name, row.wire);
    if says_sensitive(row.field) {
        field.push_str(".sensitive()");
    }
    match row.place {
        Place::Path => {
            if row.has(key::ALLOW_EMPTY) {
                field.push_str(if row.is_multi { ".allow_empty_segments(true)" } else { ".allow_empty(true)" });
            }
            if row.is_path_list() && !row.is_multi {
                field.push_str(&format!(".separator('{}')", row.style.0));
            }
            if let Some((at, beside)) = row.lookup {
                let beside = match beside {
                    Place::Form => "Form",
                    Place::Body => "Member",
                    _ => "Query",
                };
                let is_lookup = format!("<{endpoint} as __callsheet::Endpoint>::LOOKUPS[{at}]");
                field.push_str(&format!(".lookup({is_lookup}, __callsheet::BesidePath::{beside})"));
            }
        }
        Place::Query | Place::Form => {
            let (list, object) = row.style;
            if (list, object) != ("Repeat", "Brackets") {
                let option = match row.place {
                    Place::Form => "style_in_form",
                    _ if row.has(key::FLATTEN) => "style_of_map",
                    _ => "style",
                };
                field.push_str(&format!(
                    ".{option}(__callsheet::QueryStyle::new(__callsheet::ListStyle::{list}, __callsheet::ObjectStyle::{object}))"
                ));
            }
        }
        Place::Header if row.has(key::SENSITIVE) || row.is_secret() => {
            field.push_str(if row.is_header_map() { ".secret_map(true)" } else { ".secret(true)" });
        }
        Place::Part => {
            if let Some(name) = row.file_name() {
                field.push_str(&format!(".file_name(__callsheet::Option::Some({name:?}))"));
            }
            if let Some(content_type) = row.type_of_part() {
                field.push_str(&format!(".part_type(__callsheet::Option::Some({content_type:?}))"));
            }
        }
        Place::Payload if row.is_typed_payload() => {
            field.push_str(&format!(".content_types(<{endpoint} as __callsheet::Endpoint>::CONTENT_TYPES)"));
        }
        Place::Payload => field.push_str(&format!(".content_types(&[{:?}])", row.content_type())),
        Place::Host | Place::Header | Place::Body => {}
    }
    field
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
            let constant = Ident::new("IS_LOOKUP", first);
            quote_spanned!(first=> __callsheet::Written::<#ty>::#constant)
        })
        .collect();
    (!types.is_empty()).then(|| quote!(const LOOKUPS: &'static [__callsheet::bool] = &[#(#types),*];))
}

/// A value for its field. It has the span of the field's type, so that rustc reports an unsuitable type there.
fn value(at: usize, row: &Row<'_>) -> TokenStream {
    let it = match row.with() {
        Some(module) => written_with(row, module),
        None => spelling::seen(row.field),
    };
    let it = match row.place {
        Place::Payload => payload(row, &it),
        Place::Part if row.is_whole_part() => payload(row, &it),
        _ => it,
    };
    let [field, function] = [&format!("__{at}"), function(row)].map(|name| Ident::new(name, Span::call_site()));
    quote!(#field.#function(#it))
}

/// The function of the field that accepts the value.
fn function(row: &Row<'_>) -> &'static str {
    match (row.place, &row.field.presence) {
        (Place::Query | Place::Form | Place::Body, _) if row.beside_path && !row.has(key::FLATTEN) => "beside_path",
        (Place::Part, _) if row.is_whole_part() => "whole",
        (Place::Body, Presence::Optional(_)) => "option",
        (Place::Body, Presence::Patch(_)) => "patch",
        (Place::Body, Presence::Required)
        | (Place::Host | Place::Path | Place::Query | Place::Header | Place::Form | Place::Part | Place::Payload, _) => {
            "of"
        }
    }
}

/// A value as the whole body, or as a whole part of it.
fn payload(row: &Row<'_>, it: &TokenStream) -> TokenStream {
    if let Some(kind) = [key::TEXT, key::BYTES, key::JSON].into_iter().find(|kind| row.has(kind)) {
        let is_optional = matches!(row.field.presence, Presence::Optional(_));
        let make = if is_optional { &format!("{kind}_option") } else { kind };
        let make = Ident::new(make, Span::call_site());
        return quote!(__callsheet::Payload::#make(#it));
    }
    let (of, function) = if row.is_typed_payload() { ("PayloadValue", "payload") } else { ("PlainPayload", "plain") };
    let payload = |ty| types::of_trait(ty, of, function);
    match &row.field.presence {
        Presence::Required => {
            let payload = payload(&row.field.ty);
            quote!(#payload(#it))
        }
        Presence::Optional(inner) => {
            let payload = payload(inner);
            quote!(__callsheet::Payload::option(#it, #payload))
        }
        Presence::Patch(inner) => {
            let payload = payload(inner);
            quote!(__callsheet::Payload::patch(#it, #payload))
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
    let serialize = Ident::new("serialize", types::ends(module).1);
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
