//! `#[derive(Scalar)]`: a newtype or an enum that is sent as one text.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Fields};

use super::frame;
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::names::{self, RenameRule, Taken};
use crate::serde_attr::SerdeAttrs;
use crate::site::Site;
use crate::{model, types};

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    frame::expand(item, "scalar", |input, diag| {
        model::check_generics(&input.generics, "a scalar", diag);
        let body = body(input, diag).filter(|_| diag.is_empty()).unwrap_or_else(frame::stub);
        implementation(input, &body)
    })
}

fn implementation(input: &DeriveInput, body: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics __callsheet::Scalar for #ident #ty_generics #clause {
            fn write_scalar(
                &self,
                __to: &mut __callsheet::TextWriter<'_>,
            ) -> __callsheet::Result<(), __callsheet::ValueError> {
                #body
            }
        }
    }
}

/// The body of the function that writes the text; `None`, and a message, if the item cannot be one text.
fn body(input: &DeriveInput, diag: &mut Diagnostics) -> Option<TokenStream> {
    match &input.data {
        Data::Enum(data) if !data.variants.is_empty() => Some(of_enum(input, data, diag)),
        Data::Struct(data) if data.fields.len() == 1 => {
            let (member, field) = (data.fields.members().next()?, data.fields.iter().next()?);
            SerdeAttrs::of(&input.attrs, Site::ScalarStruct, diag);
            SerdeAttrs::of(&field.attrs, Site::ScalarValue, diag);
            let write = types::of_trait(&field.ty, "Scalar", "write_scalar");
            Some(quote!(#write(&self.#member, __to)))
        }
        _ => {
            let (found, place) = model::found(input);
            diag.on(place, message::no_scalar(found));
            None
        }
    }
}

/// A variant without a value is written as its name. A variant with a value is written as its value: it keeps texts
/// that are added later.
fn of_enum(input: &DeriveInput, data: &DataEnum, diag: &mut Diagnostics) -> TokenStream {
    let rule: Option<RenameRule> = SerdeAttrs::of(&input.attrs, Site::ScalarEnum, diag).rename_all;
    let mut taken = Taken::by_variants();
    let mut arms = Vec::new();
    for variant in &data.variants {
        let ident = &variant.ident;
        match &variant.fields {
            Fields::Unit => {
                let plain = names::plain(ident);
                let renamed = SerdeAttrs::of(&variant.attrs, Site::ScalarVariant, diag).rename;
                let name = renamed.unwrap_or_else(|| rule.map_or_else(|| plain.clone(), |rule| rule.variant(&plain)));
                taken.take(&name, ident, diag);
                arms.push(quote!(Self::#ident => __callsheet::Scalar::write_scalar(#name, __to),));
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                SerdeAttrs::of(&variant.attrs, Site::ScalarOther, diag);
                for field in &fields.unnamed {
                    SerdeAttrs::of(&field.attrs, Site::ScalarValue, diag);
                }
                let write = fields.unnamed.iter().map(|field| types::of_trait(&field.ty, "Scalar", "write_scalar"));
                arms.push(quote!(Self::#ident(__value) => #(#write)*(__value, __to),));
            }
            _ => diag.on(variant, message::no_scalar(&format!("`{ident}`"))),
        }
    }
    quote!(match self { #(#arms)* })
}
