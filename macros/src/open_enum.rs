//! `#[derive(OpenEnum)]`: an enum of texts that stays open to those that are added later.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Fields};

use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::names::{self, RenameRule, Taken};
use crate::serde_attr::SerdeAttrs;
use crate::{attr, expand, model};

/// Its variants.
struct Shape<'a> {
    listed: Vec<Listed<'a>>,
    /// The one that holds any other text.
    open: &'a Ident,
}

/// A variant that is one text.
struct Listed<'a> {
    variant: &'a Ident,
    written: String,
    read: String,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::new();
    let Ok(input) = syn::parse2::<DeriveInput>(item) else { return diag.finish() };
    let krate = attr::parse_crate(&input.attrs, "open_enum", &mut diag);
    model::check_generics(&input.generics, "an open enum", &mut diag);
    let shape = shape(&input, &mut diag);
    // What has mistakes still has its impls, so that no use of it adds another error.
    let (as_str, known, other) = match shape {
        Some(shape) if diag.is_empty() => bodies(&shape),
        _ => (quote!(__callsheet::stub()), quote!(__callsheet::stub()), quote!(__callsheet::stub())),
    };
    let errors = diag.finish();
    let implementation = implementation(&input, &as_str, &known, &other);
    let (private, quiet) = (expand::private(krate.as_ref()), expand::quiet());
    quote! {
        #quiet
        const _: () = {
            use #private as __callsheet;
            #implementation
        };
        #errors
    }
}

fn shape<'a>(input: &'a DeriveInput, diag: &mut Diagnostics) -> Option<Shape<'a>> {
    let Data::Enum(data) = &input.data else {
        let (found, place) = model::found(input);
        diag.on(place, message::no_open_enum(found));
        return None;
    };
    let rule = SerdeAttrs::of(&input.attrs, "OpenEnum", diag).rename_all;
    let listed = listed(data, rule, diag);
    let mut open = data.variants.iter().filter(|variant| !matches!(variant.fields, Fields::Unit));
    let Some(first) = open.next() else {
        diag.on(&input.ident, message::closed_enum());
        return None;
    };
    for variant in std::iter::once(first).chain(open.clone()) {
        if !matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1) {
            diag.on(variant, message::no_open_enum(&format!("`{}`", variant.ident)));
        }
    }
    for variant in open {
        diag.on(&variant.ident, message::two_open_variants(&first.ident.to_string()));
    }
    Some(Shape { listed, open: &first.ident })
}

fn listed<'a>(data: &'a DataEnum, rule: Option<RenameRule>, diag: &mut Diagnostics) -> Vec<Listed<'a>> {
    let (mut written, mut read) = (Taken::by_variants(), Taken::by_variants());
    let unit = data.variants.iter().filter(|variant| matches!(variant.fields, Fields::Unit));
    let listed = unit.map(|variant| {
        let plain = names::plain(&variant.ident);
        let by_rule = rule.map_or_else(|| plain.clone(), |rule| rule.variant(&plain));
        let attrs = SerdeAttrs::of(&variant.attrs, "OpenEnum", diag);
        let listed = Listed {
            variant: &variant.ident,
            written: attrs.rename.unwrap_or_else(|| by_rule.clone()),
            read: attrs.read_name.unwrap_or(by_rule),
        };
        written.take(&listed.written, &variant.ident, diag);
        if listed.read != listed.written {
            read.take(&listed.read, &variant.ident, diag);
        }
        listed
    });
    listed.collect()
}

/// What `as_str` gives, what is made of a text that is listed, and of any other.
fn bodies(shape: &Shape<'_>) -> (TokenStream, TokenStream, TokenStream) {
    let open = shape.open;
    let written = shape.listed.iter().map(|Listed { variant, written, .. }| quote!(Self::#variant => #written,));
    let read = shape
        .listed
        .iter()
        .map(|Listed { variant, read, .. }| quote!(#read => __callsheet::Option::Some(Self::#variant),));
    (
        quote!(match self { #(#written)* Self::#open(__text) => __callsheet::AsRef::as_ref(__text) }),
        quote!(match __text { #(#read)* _ => __callsheet::Option::None }),
        quote!(Self::#open(__callsheet::Into::into(__text))),
    )
}

fn implementation(input: &DeriveInput, as_str: &TokenStream, known: &TokenStream, other: &TokenStream) -> TokenStream {
    let (ident, name) = (&input.ident, names::plain(&input.ident));
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
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
        #[automatically_derived]
        impl #impl_generics __callsheet::Serialize for #ident #ty_generics #clause {
            fn serialize<__S: __callsheet::Serializer>(
                &self,
                __serializer: __S,
            ) -> __callsheet::Result<__S::Ok, __S::Error> {
                __callsheet::Serializer::serialize_str(__serializer, self.as_str())
            }
        }
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
