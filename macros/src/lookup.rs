//! `#[derive(Lookup)]`: one object, found by one of several keys.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields};

use crate::diag::{Diagnostics, message};
use crate::names::{self, RenameRule};
use crate::serde_attr::SerdeAttrs;
use crate::{attr, expand, model};

/// One way to find the object.
struct Key {
    variant: Ident,
    name: String,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diag = Diagnostics::new();
    let krate = attr::parse_crate(&input.attrs, "lookup", &mut diag);
    let keys = keys(&input, &mut diag);
    let errors = diag.finish();
    if keys.is_empty() {
        return errors;
    }
    let implementation = implementation(&input.ident, &keys, &expand::private(krate.as_ref()));
    quote!(#implementation #errors)
}

fn keys(input: &DeriveInput, diag: &mut Diagnostics) -> Vec<Key> {
    let Data::Enum(data) = &input.data else {
        let (found, place) = model::found(input);
        diag.on(place, message::no_lookup(found));
        return Vec::new();
    };
    if !input.generics.params.is_empty() {
        diag.on(&input.generics, message::generic("a lookup"));
        return Vec::new();
    }
    if data.variants.is_empty() {
        diag.on(&input.ident, message::no_lookup("no variant"));
    }
    let rule = SerdeAttrs::of(&input.attrs, diag).rename_all.unwrap_or(RenameRule::Snake);
    let mut keys = Vec::new();
    for variant in &data.variants {
        if !matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1) {
            diag.on(variant, message::no_lookup(&format!("`{}`", variant.ident)));
            continue;
        }
        let name = SerdeAttrs::of(&variant.attrs, diag).rename;
        let name = name.unwrap_or_else(|| rule.variant(&names::plain(&variant.ident)));
        keys.push(Key { variant: variant.ident.clone(), name });
    }
    keys
}

fn implementation(ident: &Ident, keys: &[Key], private: &TokenStream) -> TokenStream {
    let members = keys.iter().map(|Key { variant, name }| {
        quote!(Self::#variant(value) => __callsheet::SerializeMap::serialize_entry(&mut map, #name, value)?,)
    });
    let first = &keys[0].variant;
    let others: Vec<&Ident> = keys[1..].iter().map(|key| &key.variant).collect();
    quote! {
        const _: () = {
            use #private as __callsheet;
            #[automatically_derived]
            impl __callsheet::Serialize for #ident {
                fn serialize<__S: __callsheet::Serializer>(
                    &self,
                    serializer: __S,
                ) -> __callsheet::Result<__S::Ok, __S::Error> {
                    let mut map =
                        __callsheet::Serializer::serialize_map(serializer, __callsheet::Option::Some(1))?;
                    match self {
                        #(#members)*
                    }
                    __callsheet::SerializeMap::end(map)
                }
            }
            #[automatically_derived]
            impl __callsheet::PathValue for #ident {
                fn write_path(
                    &self,
                    to: &mut __callsheet::Text<'_>,
                ) -> __callsheet::Result<(), __callsheet::ValueError> {
                    match self {
                        Self::#first(value) => __callsheet::PathValue::write_path(value, to),
                        // The path has no place for these; a body or a query says them.
                        #(Self::#others(_) => __callsheet::PathValue::write_path("_", to),)*
                    }
                }

                fn is_whole_in_path(&self) -> bool {
                    match self {
                        Self::#first(_) => true,
                        #(Self::#others(_) => false,)*
                    }
                }
            }
            #[automatically_derived]
            impl __callsheet::QueryValue for #ident {
                #[inline]
                fn write_query(
                    &self,
                    to: &mut __callsheet::Query<'_>,
                ) -> __callsheet::Result<(), __callsheet::ValueError> {
                    to.serialize(self)
                }
            }
        };
    }
}
