//! `#[derive(OpenEnum)]` on an enum of texts.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::DeriveInput;

use super::listed::Listed;
use crate::derive::frame;
use crate::names;

/// The function bodies of the impls.
pub(super) struct Bodies {
    /// The result of `as_str`.
    as_str: TokenStream,
    /// The value for a listed text.
    known: TokenStream,
    /// The value for any other text.
    other: TokenStream,
}

impl Bodies {
    pub(super) fn of(listed: &[Listed<'_>], open: &Ident) -> Self {
        let written = listed.iter().map(|Listed { variant, written, .. }| quote!(Self::#variant => #written,));
        let read = listed
            .iter()
            .map(|Listed { variant, read, .. }| quote!(#(#read)|* => __callsheet::Option::Some(Self::#variant),));
        Self {
            as_str: quote!(match self { #(#written)* Self::#open(__text) => __callsheet::AsRef::as_ref(__text) }),
            known: quote!(match __text { #(#read)* _ => __callsheet::Option::None }),
            other: quote!(Self::#open(__callsheet::Into::into(__text))),
        }
    }

    /// For an enum with mistakes, which does not compile.
    pub(super) fn stub() -> Self {
        Self { as_str: frame::stub(), known: frame::stub(), other: frame::stub() }
    }
}

pub(super) fn implementation(input: &DeriveInput, bodies: &Bodies) -> TokenStream {
    let Bodies { as_str, known, other } = bodies;
    let (ident, name) = (&input.ident, names::plain(&input.ident));
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    let text = quote!(__callsheet::Serializer::serialize_str(__serializer, self.as_str()));
    let serialize = frame::serialize(input, &text);
    quote! {
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #clause {
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &__callsheet::str {
                #as_str
            }
        }
        #[automatically_derived]
        impl #impl_generics __callsheet::Scalar for #ident #ty_generics #clause {
            fn write_scalar(
                &self,
                __to: &mut __callsheet::TextWriter<'_>,
            ) -> __callsheet::Result<(), __callsheet::ValueError> {
                __callsheet::Scalar::write_scalar(self.as_str(), __to)
            }
        }
        #serialize
        #[automatically_derived]
        impl<'__de> __callsheet::Deserialize<'__de> for #ident #ty_generics #clause {
            fn deserialize<__D: __callsheet::Deserializer<'__de>>(
                __deserializer: __D,
            ) -> __callsheet::Result<Self, __D::Error> {
                __callsheet::read_open(__deserializer, #name, |__text| #known, |__text| #other)
            }
        }
    }
}
