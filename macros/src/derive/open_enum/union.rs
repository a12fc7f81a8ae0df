//! `#[derive(OpenEnum)]` on an enum whose variants hold values: a union that accepts variants that the API adds later.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Type, Variant};

use super::listed::{Listed, held};
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::names;
use crate::serde_attr::SerdeAttrs;
use crate::types::Presence;

/// A union that passed the checks.
pub(super) struct Union<'a> {
    known: Vec<Listed<'a>>,
    open: &'a Ident,
    open_ty: &'a Type,
    tag: Option<String>,
    content: Option<String>,
}

/// Finds the marked variant that holds everything else.
pub(super) fn check<'a>(
    attrs: &SerdeAttrs,
    valued: &[&'a Variant],
    open: &[&'a Variant],
    known: Vec<Listed<'a>>,
    diag: &mut Diagnostics,
) -> Option<Union<'a>> {
    let [first, more @ ..] = open else {
        if let [.., last] = valued {
            diag.missing(&last.ident, message::unmarked_union());
        }
        return None;
    };
    for variant in more {
        diag.on(&variant.ident, message::two_open_variants("#[serde(other)]", &first.ident.to_string()));
    }
    let open_ty = held(first)?;
    let (tag, content) = (attrs.tag.clone(), attrs.content.clone());
    Some(Union { known, open: &first.ident, open_ty, tag, content })
}

impl Union<'_> {
    /// The impls. Each exists only if the types of the variants implement the same trait.
    pub(super) fn implementation(&self, input: &DeriveInput) -> TokenStream {
        let (ident, name) = (&input.ident, names::plain(&input.ident));
        let types: Vec<&Type> = self.known.iter().filter_map(|known| known.ty).chain([self.open_ty]).collect();
        let (serialize, tagging) = (self.serialize(&name), self.tagging());
        let Reading { rows, units, absents, reads } = self.reading();
        let absent = (!absents.is_empty()).then(|| {
            quote! {
                fn absent(__row: __callsheet::usize) -> __callsheet::Option<Self> {
                    match __row { #(#absents)* _ => __callsheet::Option::None }
                }
            }
        });
        let open = self.open;
        // rustc rejects an impl with a false bound on a type without parameters. With a lifetime in the bound, the impl
        // just does not apply.
        quote! {
            #[automatically_derived]
            impl __callsheet::Serialize for #ident
            where
                #(for<'__a> #types: __callsheet::Serialize,)*
            {
                fn serialize<__S: __callsheet::Serializer>(
                    &self,
                    __serializer: __S,
                ) -> __callsheet::Result<__S::Ok, __S::Error> {
                    match self { #serialize }
                }
            }
            #[automatically_derived]
            impl __callsheet::Union for #ident
            where
                #(for<'__a> #types: __callsheet::DeserializeOwned,)*
            {
                const NAME: &'static __callsheet::str = #name;
                const TAGGING: __callsheet::Tagging = #tagging;

                fn row(__name: &__callsheet::str) -> __callsheet::Option<__callsheet::usize> {
                    match __name { #(#rows)* _ => __callsheet::Option::None }
                }

                fn unit(__row: __callsheet::usize) -> __callsheet::Option<Self> {
                    match __row { #(#units)* _ => __callsheet::Option::None }
                }

                #absent

                fn read<'__de, __D: __callsheet::Deserializer<'__de>>(
                    __row: __callsheet::usize,
                    __deserializer: __D,
                ) -> __callsheet::Result<__callsheet::Option<Self>, __D::Error> {
                    match __row { #(#reads)* _ => __callsheet::Result::Ok(__callsheet::Option::None) }
                }

                fn other(__json: __callsheet::Json) -> __callsheet::Result<Self, __callsheet::JsonError> {
                    __callsheet::from_json(__json).map(Self::#open)
                }
            }
            #[automatically_derived]
            impl<'__de> __callsheet::Deserialize<'__de> for #ident
            where
                #(for<'__a> #types: __callsheet::DeserializeOwned,)*
            {
                fn deserialize<__D: __callsheet::Deserializer<'__de>>(
                    __deserializer: __D,
                ) -> __callsheet::Result<Self, __D::Error> {
                    __callsheet::read_union(__deserializer)
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

    /// The match arms that serialize the variants.
    fn serialize(&self, name: &str) -> TokenStream {
        let arms = self.known.iter().enumerate().map(|(at, Listed { variant, written, ty, .. })| {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let (pattern, value) = match ty {
                Some(_) => (quote!(Self::#variant(__value)), quote!(__value)),
                None => (quote!(Self::#variant), quote!(&())),
            };
            let written = match (&self.tag, &self.content, ty) {
                (None, _, Some(_)) => quote! {
                    __callsheet::Serializer::serialize_newtype_variant(__serializer, #name, #at, #written, __value)
                },
                (None, _, None) => quote! {
                    __callsheet::Serializer::serialize_unit_variant(__serializer, #name, #at, #written)
                },
                (Some(tag), None, _) => quote!(__callsheet::write_tagged(__serializer, #tag, #written, #value)),
                (Some(tag), Some(content), Some(_)) => {
                    quote!(__callsheet::write_adjacent(__serializer, #tag, #written, #content, __value))
                }
                (Some(tag), Some(_), None) => quote!(__callsheet::write_tagged(__serializer, #tag, #written, &())),
            };
            quote!(#pattern => #written,)
        });
        let open = self.open;
        quote!(#(#arms)* Self::#open(__value) => __callsheet::Serialize::serialize(__value, __serializer),)
    }

    fn reading(&self) -> Reading {
        let mut reading = Reading { rows: Vec::new(), units: Vec::new(), absents: Vec::new(), reads: Vec::new() };
        for (at, Listed { variant, read, ty, .. }) in self.known.iter().enumerate() {
            reading.rows.push(quote!(#(#read)|* => __callsheet::Option::Some(#at),));
            if let Some(ty) = ty.filter(|ty| matches!(Presence::of(ty), Presence::Optional(_))) {
                reading.absents.push(quote!(
                    #at => __callsheet::Option::Some(Self::#variant(__callsheet::Option::None)),
                ));
                reading.reads.push(quote! {
                    #at => <#ty as __callsheet::Deserialize<'__de>>::deserialize(__deserializer)
                        .map(|__value| __callsheet::Option::Some(Self::#variant(__value))),
                });
            } else if let Some(ty) = ty {
                reading.reads.push(quote! {
                    #at => <__callsheet::Option<#ty> as __callsheet::Deserialize<'__de>>::deserialize(__deserializer)
                        .map(|__value| __value.map(Self::#variant)),
                });
            } else {
                reading.units.push(quote!(#at => __callsheet::Option::Some(Self::#variant),));
                reading.reads.push(quote! {
                    #at => <__callsheet::Option<__callsheet::IgnoredAny> as __callsheet::Deserialize<'__de>>::deserialize(
                        __deserializer,
                    )
                    .map(|__value| __value.map(|_| Self::#variant)),
                });
            }
        }
        reading
    }
}

/// The match arms of the functions that deserialize.
struct Reading {
    rows: Vec<TokenStream>,
    units: Vec<TokenStream>,
    absents: Vec<TokenStream>,
    reads: Vec<TokenStream>,
}
