//! `#[derive(Response)]`: a value whose members come from the headers, the status and the body of a reply.

mod header;

use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Meta};

use super::frame;
use crate::attr::fields::{Options, Place};
use crate::attr::key;
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::expand::{response, spelling};
use crate::model::{Field, Kind, Struct};
use crate::names::{RenameRule, Taken};
use crate::serde_attr::{Default, SerdeAttrs};
use crate::site::Site;
use crate::types::{self, Presence};

const RESPONSE: Kind = Kind { name: "a response", wrong_item: message::no_response, builder_methods: &[], options };

/// The options of a field of a response.
fn options(place: Place) -> &'static [&'static str] {
    if place == Place::Header { &[key::NAME, key::WITH, key::PREFIX] } else { place.options() }
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    frame::expand(item, "response", |input, diag| {
        let shape = Struct::from_input(input, &RESPONSE, diag);
        let members = shape.as_ref().map(|shape| members(shape, diag));
        let body = match members {
            Some(members) if diag.is_empty() => {
                // If no member comes from JSON, the body is not parsed as JSON.
                let json = shape.as_ref().is_some_and(|shape| shape.fields.iter().any(is_member)).then(|| {
                    quote! {
                        let __content = __callsheet::Members::content(__reply);
                        let __members = __callsheet::Members::of(&__content, __reply);
                    }
                });
                quote!(#json __callsheet::Result::Ok(Self { #(#members),* }))
            }
            _ => frame::stub(),
        };
        let implementation = implementation(input, shape.as_ref(), &body);
        let (import, spelling) = (spelling::import(), shape.as_ref().map(checked_spelling));
        quote!(#implementation #import #spelling)
    })
}

fn implementation(input: &DeriveInput, shape: Option<&Struct>, body: &TokenStream) -> TokenStream {
    let (accept, is_absent) = (shape.and_then(accept), shape.and_then(is_absent));
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics __callsheet::FromReply for #ident #ty_generics #clause {
            #accept

            fn from_reply(__reply: &__callsheet::Reply) -> __callsheet::Result<Self, __callsheet::DecodeError> {
                #body
            }

            #is_absent
        }
    }
}

/// Whether the value is absent from a reply, for `Option<Self>`. The JSON members decide, or else the type of the
/// payload.
fn is_absent(shape: &Struct) -> Option<TokenStream> {
    let payload = shape.fields.iter().find(|field| field.placements.iter().any(|it| it.place == Place::Payload));
    let is_absent = match payload {
        Some(payload) => response::is_absent(&payload.ty)?,
        None if shape.fields.iter().any(is_member) => quote!(__callsheet::has_no_json(__reply)),
        None => return None,
    };
    Some(quote! {
        fn is_absent(__reply: &__callsheet::Reply) -> __callsheet::bool {
            #is_absent
        }
    })
}

/// The media type in `Accept`: JSON if there is a member from JSON, else the one of the payload.
fn accept(shape: &Struct) -> Option<TokenStream> {
    let payload = shape.fields.iter().find(|field| field.placements.iter().any(|it| it.place == Place::Payload));
    let accept = match payload {
        _ if shape.fields.iter().any(is_member) => quote!("application/json"),
        payload => response::accept(&payload?.ty)?,
    };
    Some(quote!(const ACCEPT: &'static __callsheet::str = #accept;))
}

fn is_member(field: &Field) -> bool {
    field.placements.is_empty() && !field.attrs.iter().any(|attribute| attribute.path().is_ident(key::STATUS))
}

/// Makes the compiler check the types that the macro recognizes by their spelling.
fn checked_spelling(shape: &Struct) -> TokenStream {
    let is_payload = |field: &&Field| field.placements.iter().any(|placement| placement.place == Place::Payload);
    spelling::check([], shape.fields.iter().filter(is_payload).map(|field| &field.ty))
}

fn members(shape: &Struct, diag: &mut Diagnostics) -> Vec<TokenStream> {
    let rule = SerdeAttrs::of(&shape.attrs, Site::Response, diag).read_all;
    let mut taken = Taken::by_members();
    let named = header::named(&shape.fields);
    shape.fields.iter().map(|field| member(field, rule, &named, &mut taken, diag)).collect()
}

/// A field and the expression that reads it, such as `etag: header_option(reply, "etag")?`.
fn member(
    field: &Field,
    rule: Option<RenameRule>,
    named: &[String],
    taken: &mut Taken,
    diag: &mut Diagnostics,
) -> TokenStream {
    let ident = &field.ident;
    if !is_member(field) {
        SerdeAttrs::of(&field.attrs, Site::ResponseElsewhere, diag);
    }
    let value = match source(field, diag) {
        Source::Status => {
            let from_status = types::of_trait(&field.ty, "FromStatus", "from_status");
            quote!(#from_status(__callsheet::Reply::status(__reply)))
        }
        Source::Payload => {
            let decode = response::decode(&field.ty);
            quote!(#decode?)
        }
        Source::Header(options) => {
            let read = header::read(field, options, named);
            match &field.presence {
                Presence::Optional(_) => {
                    let from_option = spelling::from_option(&field.ty);
                    quote!(#from_option(#read))
                }
                Presence::Required | Presence::Patch(_) => read,
            }
        }
        Source::Member => from_json(field, rule, taken, diag),
    };
    quote!(#ident: #value)
}

/// The source of a field's value.
enum Source<'a> {
    Status,
    Payload,
    Header(&'a Options),
    /// A member of the JSON object that is the body.
    Member,
}

fn source<'a>(field: &'a Field, diag: &mut Diagnostics) -> Source<'a> {
    let mut sources = Vec::new();
    for placement in &field.placements {
        let options = &placement.options;
        let source = match placement.place {
            Place::Header => {
                header::check(field, options, diag);
                Source::Header(options)
            }
            // rustc rejects all attributes that the derive does not declare.
            _ => {
                if options.say_anything() {
                    diag.at(placement.span, message::payload_with_options());
                }
                Source::Payload
            }
        };
        sources.push((source, placement.span));
    }
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident(key::STATUS)) {
        if !matches!(attribute.meta, Meta::Path(_)) {
            diag.on(&attribute.meta, message::status_with_options());
        }
        sources.push((Source::Status, attribute.path().span()));
    }
    if let Some((_, span)) = sources.get(1) {
        diag.at(*span, message::two_sources());
    }
    sources.into_iter().next().map_or(Source::Member, |(source, _)| source)
}

fn from_json(field: &Field, rule: Option<RenameRule>, taken: &mut Taken, diag: &mut Diagnostics) -> TokenStream {
    let attrs = SerdeAttrs::of(&field.attrs, Site::ResponseMember, diag);
    let name =
        attrs.read_name.unwrap_or_else(|| rule.map_or_else(|| field.name.clone(), |rule| rule.field(&field.name)));
    for name in std::iter::once(&name).chain(&attrs.aliases) {
        taken.take(name, &field.ident, diag);
    }
    let aliases = &attrs.aliases;
    let name = if aliases.is_empty() { quote!(#name) } else { quote!(__members.one_of(&[#name, #(#aliases),*])?) };
    let read = match &attrs.deserialize_with {
        None if field.is_required() && attrs.default.is_none() => {
            let read_required = types::of_trait(&field.ty, "FromMember", "read_required");
            return quote!(#read_required(&__members, #name)?);
        }
        None => types::of_trait(&field.ty, "FromMember", "read_member"),
        Some(function) => quote!(#function),
    };
    match attrs.default {
        Some(Default::Function(function)) => quote!(__members.or_else(#name, |__json| #read(__json), #function)?),
        None if field.is_required() => quote!(__members.required(#name, |__json| #read(__json))?),
        Some(Default::OfType) | None => quote!(__members.or_default(#name, |__json| #read(__json))?),
    }
}
