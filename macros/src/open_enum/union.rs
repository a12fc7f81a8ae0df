//! `#[derive(OpenEnum)]` on an enum whose variants hold values: a union that stays open to variants that are added later.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Fields, Type, Variant};

use super::Listed;
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::names;
use crate::serde_attr::SerdeAttrs;

/// A union, checked.
pub(super) struct Union<'a> {
    known: Vec<Listed<'a>>,
    open: &'a Ident,
    open_ty: &'a Type,
    tag: Option<String>,
    content: Option<String>,
}

/// What a variant holds.
pub(super) fn held(variant: &Variant) -> Option<&Type> {
    match &variant.fields {
        Fields::Unnamed(fields) => fields.unnamed.first().map(|field| &field.ty),
        Fields::Named(_) | Fields::Unit => None,
    }
}

/// Finds the variant for everything else, which is marked.
pub(super) fn check<'a>(
    attrs: &SerdeAttrs,
    valued: &[&'a Variant],
    open: &[&'a Variant],
    known: Vec<Listed<'a>>,
    diag: &mut Diagnostics,
) -> Option<Union<'a>> {
    let [first, more @ ..] = open else {
        if let [.., last] = valued {
            diag.on(&last.ident, message::unmarked_union());
        }
        return None;
    };
    for variant in more {
        diag.on(&variant.ident, message::two_open_variants(&first.ident.to_string()));
    }
    let open_ty = held(first)?;
    let (tag, content) = (attrs.tag.clone(), attrs.content.clone());
    Some(Union { known, open: &first.ident, open_ty, tag, content })
}

impl Union<'_> {
    /// Its impls: of each, what its types allow.
    pub(super) fn implementation(&self, input: &DeriveInput) -> TokenStream {
        let (ident, name) = (&input.ident, names::plain(&input.ident));
        let types: Vec<&Type> = self.known.iter().filter_map(|known| known.ty).chain([self.open_ty]).collect();
        let (serialize, tagging) = (self.serialize(&name), self.tagging());
        let Reading { rows, units, reads } = self.reading();
        let open = self.open;
        // A bound of a type that has no parameters would have to hold where it stands, but for its lifetime.
        quote! {
            #[automatically_derived]
            impl __callsheet::Serialize for #ident
            where
                #(for<'a> #types: __callsheet::Serialize,)*
            {
                fn serialize<__S: __callsheet::Serializer>(
                    &self,
                    serializer: __S,
                ) -> __callsheet::Result<__S::Ok, __S::Error> {
                    match self { #serialize }
                }
            }
            #[automatically_derived]
            impl<'de> __callsheet::Union<'de> for #ident
            where
                #(for<'a> #types: __callsheet::DeserializeOwned,)*
            {
                const NAME: &'static str = #name;
                const TAGGING: __callsheet::Tagging = #tagging;

                fn row(name: &str) -> __callsheet::Option<usize> {
                    match name { #(#rows)* _ => __callsheet::Option::None }
                }

                fn unit(row: usize) -> __callsheet::Option<Self> {
                    match row { #(#units)* _ => __callsheet::Option::None }
                }

                fn read<__D: __callsheet::Deserializer<'de>>(
                    row: usize,
                    deserializer: __D,
                ) -> __callsheet::Result<__callsheet::Option<Self>, __D::Error> {
                    match row { #(#reads)* _ => __callsheet::Result::Ok(__callsheet::Option::None) }
                }

                fn other(json: __callsheet::Json) -> __callsheet::Result<Self, __callsheet::JsonError> {
                    __callsheet::from_json(json).map(Self::#open)
                }
            }
            #[automatically_derived]
            impl<'de> __callsheet::Deserialize<'de> for #ident
            where
                #(for<'a> #types: __callsheet::DeserializeOwned,)*
            {
                fn deserialize<__D: __callsheet::Deserializer<'de>>(
                    deserializer: __D,
                ) -> __callsheet::Result<Self, __D::Error> {
                    __callsheet::read_union(deserializer)
                }
            }
        }
    }

    fn tagging(&self) -> TokenStream {
        match (&self.tag, &self.content) {
            (Some(tag), Some(content)) => quote!(__callsheet::Tagging::Adjacent(#tag, #content)),
            (Some(tag), None) => quote!(__callsheet::Tagging::Internal(#tag)),
            _ => quote!(__callsheet::Tagging::External),
        }
    }

    /// The arms that write the variants.
    fn serialize(&self, name: &str) -> TokenStream {
        let arms = self.known.iter().enumerate().map(|(at, Listed { variant, written, ty, .. })| {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let (pattern, value) = match ty {
                Some(_) => (quote!(Self::#variant(value)), quote!(value)),
                None => (quote!(Self::#variant), quote!(&())),
            };
            let written = match (&self.tag, &self.content, ty) {
                (None, _, Some(_)) => quote! {
                    __callsheet::Serializer::serialize_newtype_variant(serializer, #name, #at, #written, value)
                },
                (None, _, None) => quote! {
                    __callsheet::Serializer::serialize_unit_variant(serializer, #name, #at, #written)
                },
                (Some(tag), None, _) => quote!(__callsheet::write_tagged(serializer, &[#tag], #written, #value)),
                (Some(tag), Some(content), Some(_)) => {
                    quote!(__callsheet::write_adjacent(serializer, #tag, #written, #content, value))
                }
                (Some(tag), Some(_), None) => quote!(__callsheet::write_tagged(serializer, &[#tag], #written, &())),
            };
            quote!(#pattern => #written,)
        });
        let open = self.open;
        quote!(#(#arms)* Self::#open(value) => __callsheet::Serialize::serialize(value, serializer),)
    }

    fn reading(&self) -> Reading {
        let mut reading = Reading { rows: Vec::new(), units: Vec::new(), reads: Vec::new() };
        for (at, Listed { variant, read, ty, .. }) in self.known.iter().enumerate() {
            reading.rows.push(quote!(#(#read)|* => __callsheet::Option::Some(#at),));
            if let Some(ty) = ty {
                reading.reads.push(quote! {
                    #at => <__callsheet::Option<#ty> as __callsheet::Deserialize<'de>>::deserialize(deserializer)
                        .map(|value| value.map(Self::#variant)),
                });
            } else {
                reading.units.push(quote!(#at => __callsheet::Option::Some(Self::#variant),));
                reading.reads.push(quote! {
                    #at => <__callsheet::Option<__callsheet::IgnoredAny> as __callsheet::Deserialize<'de>>::deserialize(
                        deserializer,
                    )
                    .map(|value| value.map(|_| Self::#variant)),
                });
            }
        }
        reading
    }
}

/// The arms of the functions that read.
struct Reading {
    rows: Vec<TokenStream>,
    units: Vec<TokenStream>,
    reads: Vec<TokenStream>,
}
