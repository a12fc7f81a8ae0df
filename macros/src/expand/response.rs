//! The code that reads a response from a reply.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Type;

use super::spelling;
use crate::types::{self, Presence, Special};

/// The expression that reads a success. `at` are the keys of the body that lead to the response.
pub(super) fn read_success(response: Option<&Type>, at: &[String]) -> TokenStream {
    let Some(ty) = response else { return quote!(__callsheet::Read::complete(__callsheet::decode_nothing)) };
    let by = |decode: TokenStream| quote!(__callsheet::Read::complete(|__reply| #decode));
    match (Presence::of(ty), special(ty)) {
        _ if !at.is_empty() => by(decode_at(ty, at)),
        (Presence::Optional(_), _) => by(decode(ty)),
        (_, Some(reader)) => quote!(__callsheet::Read::complete(#reader)),
        (_, None) => of_response(ty),
    }
}

/// How `FromResponse` reads the response, and its media types. It names `Self::Response`: the type of a stream of items
/// contains the errors of the endpoint, and if a type lacks a lifetime, rustc reports each place that names the type.
fn of_response(ty: &Type) -> TokenStream {
    // The user's own spans, so that rustc underlines the type and does not mention the macro.
    let last = ty.to_token_stream().into_iter().last().map_or_else(Span::call_site, |token| token.span());
    let response = Ident::new("Response", last);
    let this = quote_spanned!(types::start(ty)=> Self::);
    types::of_trait(&quote!(#this #response), "FromResponse", "RESPONSE")
}

/// Whether the type may be a stream. If so, the compiler decides.
pub(super) fn may_be_stream(ty: &Type, at: &[String]) -> bool {
    at.is_empty() && special(ty).is_none() && !matches!(Presence::of(ty), Presence::Optional(_))
}

/// The expression that reads the value under these keys.
fn decode_at(ty: &Type, at: &[String]) -> TokenStream {
    match Presence::of(ty) {
        Presence::Optional(inner) => {
            let read = types::of_trait(&inner, "FromJsonAt", "read_option_at");
            let from_option = spelling::from_option(ty);
            quote!(__callsheet::Result::map(#read(__reply, &[#(#at),*]), #from_option))
        }
        Presence::Required | Presence::Patch(_) => {
            let read = types::of_trait(ty, "FromJsonAt", "read_at");
            quote!(#read(__reply, &[#(#at),*]))
        }
    }
}

/// The expression that reads a value of this type.
pub(crate) fn decode(ty: &Type) -> TokenStream {
    match Presence::of(ty) {
        Presence::Optional(inner) => {
            let read = match special(&inner) {
                Some(some) => quote!(__callsheet::decode_option(__reply, #some)),
                None => {
                    let read_option = types::of_trait(&inner, "FromReply", "read_option");
                    quote!(#read_option(__reply))
                }
            };
            let from_option = spelling::from_option(ty);
            quote!(__callsheet::Result::map(#read, #from_option))
        }
        Presence::Required | Presence::Patch(_) => {
            let reader = special(ty).unwrap_or_else(|| types::of_trait(ty, "FromReply", "from_reply"));
            quote!(#reader(__reply))
        }
    }
}

/// The expression that reads the body of a documented error. An `Option` is `None` if the body has another format.
pub(crate) fn read_body(ty: &Type) -> TokenStream {
    match Presence::of(ty) {
        Presence::Optional(inner) if special(&inner).is_none() => {
            let read = types::of_trait(&inner, "FromBody", "read_body_option");
            quote!(#read(__reply, __problem))
        }
        Presence::Required | Presence::Patch(_) if special(ty).is_none() => {
            let read = types::of_trait(ty, "FromBody", "read_body");
            quote!(#read(__reply, __problem)?)
        }
        _ => {
            let decode = decode(ty);
            quote!(#decode?)
        }
    }
}

/// The expression for the media type of a success; `None` if any type is accepted, or if [`read_success`] contains it.
/// With `at` it is JSON, so the response type is not used here: a second use would report an unsuitable type twice.
pub(super) fn accept_of_response(response: Option<&Type>, at: &[String]) -> Option<TokenStream> {
    let ty = response?;
    match (Presence::of(ty), special(ty)) {
        _ if !at.is_empty() => Some(quote!("application/json")),
        (Presence::Required | Presence::Patch(_), None) => None,
        _ => accept(ty),
    }
}

/// Whether a success has a media type, from either of the two.
pub(super) fn has_accept(response: Option<&Type>, at: &[String]) -> bool {
    response.is_some_and(|ty| !at.is_empty() || accept(ty).is_some())
}

/// The expression for the media type of a value of this type; `None` if any type is accepted.
pub(crate) fn accept(ty: &Type) -> Option<TokenStream> {
    let ty = match Presence::of(ty) {
        Presence::Optional(inner) => inner,
        Presence::Required | Presence::Patch(_) => ty.clone(),
    };
    special(&ty).is_none().then(|| types::of_trait(&ty, "FromReply", "ACCEPT"))
}

/// The condition under which a reply has no value of this type; `None` if only an empty body means that.
pub(crate) fn is_absent(ty: &Type) -> Option<TokenStream> {
    let ty = match Presence::of(ty) {
        Presence::Optional(inner) => inner,
        Presence::Required | Presence::Patch(_) => ty.clone(),
    };
    let is_absent = types::of_trait(&ty, "FromReply", "is_absent");
    special(&ty).is_none().then(|| quote!(#is_absent(__reply)))
}

/// The function that reads a type that is not JSON.
fn special(ty: &Type) -> Option<TokenStream> {
    Special::of(ty).map(|special| match special {
        Special::Nothing => quote!(__callsheet::decode_nothing),
        Special::Bytes => types::of_trait(ty, "IsBytes", "read_bytes"),
    })
}
