//! `#[derive(Payload)]`: a body of one of several content types.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{Attribute, Data, DeriveInput, Fields, LitStr, Type, Variant};

use super::frame;
use crate::attr::fields::{Options, Place, take_placements};
use crate::attr::key;
use crate::diag::Diagnostics;
use crate::diag::message::{fields as of_fields, items as message};
use crate::spelled::written;
use crate::types::Presence;
use crate::validate::media_type::{check_media_type, default_content_type};
use crate::{model, types};

/// The options of a variant.
const OPTIONS: [&str; 3] = [key::TEXT, key::BYTES, key::CONTENT_TYPE];

/// A variant: one kind of body.
struct Kind {
    variant: Ident,
    ty: Type,
    /// The function that converts the value to a `Payload`, if the type does not do that itself.
    make: Option<&'static str>,
    /// The content type: a string, or the one that the type defines.
    content_type: TokenStream,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    frame::expand(item, "payload", |input, diag| {
        model::check_generics(&input.generics, "a payload", diag);
        let kinds = kinds(input, diag);
        let (types, payload) = if diag.is_empty() { bodies(&kinds) } else { (quote!(), frame::stub()) };
        implementation(input, &types, &payload)
    })
}

fn implementation(input: &DeriveInput, types: &TokenStream, payload: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics __callsheet::PayloadValue for #ident #ty_generics #clause {
            const CONTENT_TYPES: &'static [&'static __callsheet::str] = &[#types];

            fn payload(&self) -> __callsheet::Payload<'_> {
                #payload
            }
        }
    }
}

fn kinds(input: &DeriveInput, diag: &mut Diagnostics) -> Vec<Kind> {
    let Data::Enum(data) = &input.data else {
        let (found, place) = model::found(input);
        diag.on(place, message::no_payload(found));
        return Vec::new();
    };
    if data.variants.is_empty() {
        diag.missing(&input.ident, message::no_payload("no variant"));
    }
    data.variants.iter().filter_map(|variant| kind(variant, &input.ident, diag)).collect()
}

fn kind(variant: &Variant, owner: &Ident, diag: &mut Diagnostics) -> Option<Kind> {
    let (1, Fields::Unnamed(_), Some(field)) = (variant.fields.len(), &variant.fields, variant.fields.iter().next())
    else {
        diag.on(variant, message::no_payload(&format!("`{}`", variant.ident)));
        return None;
    };
    // rustc reports all other attributes, because no derive declares them.
    let is_ours = |attribute: &&Attribute| Place::from_attribute(attribute) == Some(Place::Payload);
    for misplaced in field.attrs.iter().filter(is_ours) {
        let attribute = written(&misplaced.meta);
        diag.on(misplaced.path(), message::payload_on_the_value(&attribute, &variant.ident.to_string()));
    }
    if !matches!(Presence::of(&field.ty), Presence::Required) {
        diag.on(&field.ty, message::option_in_a_payload(&written(&field.ty), &variant.ident.to_string()));
    }
    let mut attributes: Vec<Attribute> = variant.attrs.iter().filter(is_ours).cloned().collect();
    let placements = take_placements(&mut attributes, |_| &OPTIONS, diag);
    let none = Options::default();
    let options = placements.first().map_or(&none, |payload| &payload.options);
    if let Some(word) = options.word(key::SENSITIVE) {
        diag.on(word, of_fields::unknown_option(key::SENSITIVE, &OPTIONS, &[]));
    }
    if let (Some(_), Some(_), Some(second)) = (options.word(key::TEXT), options.word(key::BYTES), options.words.last())
    {
        diag.on(second, of_fields::contradicting(key::TEXT, key::BYTES));
    }
    if let Some(literal) = options.content_type.given() {
        check_media_type(literal, owner, diag);
    }
    let make = match (options.has(key::TEXT), options.has(key::BYTES)) {
        (true, _) => Some("text"),
        (_, true) => Some("bytes"),
        _ => None,
    };
    let content_type = match (options.content_type.given().map(LitStr::value), make) {
        (Some(given), _) => quote!(#given),
        (None, Some(_)) => default_content_type(options).to_token_stream(),
        (None, None) => types::of_trait(&field.ty, "PlainPayload", "CONTENT_TYPE"),
    };
    Some(Kind { variant: variant.ident.clone(), ty: field.ty.clone(), make, content_type })
}

/// The list of content types, and the function that creates the `Payload`.
fn bodies(kinds: &[Kind]) -> (TokenStream, TokenStream) {
    let mut types: Vec<&TokenStream> = Vec::new();
    for Kind { content_type, .. } in kinds {
        if !types.iter().any(|known| known.to_string() == content_type.to_string()) {
            types.push(content_type);
        }
    }
    let arms = kinds.iter().map(|Kind { variant, ty, make, content_type }| {
        // rustc reports an unsuitable type at that type.
        let value = Ident::new("__value", types::ends(ty).0);
        let make = match make {
            Some(make) => {
                let make = Ident::new(make, variant.span());
                quote!(__callsheet::Payload::#make)
            }
            None => types::of_trait(ty, "PlainPayload", "plain"),
        };
        quote!(Self::#variant(#value) => __callsheet::Payload::of_type(#content_type, #make(#value)),)
    });
    (quote!(#(#types),*), quote!(match self { #(#arms)* }))
}
