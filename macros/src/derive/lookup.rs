//! `#[derive(Lookup)]`: one object, found by one of several keys.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, Type};

use super::frame;
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::expand::serialize::query_value;
use crate::names::{self, RenameRule, Taken};
use crate::serde_attr::SerdeAttrs;
use crate::site::Site;
use crate::{model, types};

/// One way to find the object.
struct Key {
    variant: Ident,
    ty: Type,
    name: String,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    frame::expand(item, "lookup", |input, diag| {
        model::check_generics(&input.generics, "a lookup", diag);
        let keys = keys(input, diag);
        let bodies = match keys.first() {
            Some(first) if diag.is_empty() => Bodies::of(first, &keys),
            _ => Bodies::stub(),
        };
        implementation(input, &bodies)
    })
}

fn keys(input: &DeriveInput, diag: &mut Diagnostics) -> Vec<Key> {
    let Data::Enum(data) = &input.data else {
        let (found, place) = model::found(input);
        diag.on(place, message::no_lookup(found));
        return Vec::new();
    };
    if data.variants.is_empty() {
        diag.on(&input.ident, message::no_lookup("no variant"));
    }
    let rule = SerdeAttrs::of(&input.attrs, Site::Lookup, diag).rename_all.unwrap_or(RenameRule::Snake);
    let mut keys = Vec::new();
    let mut taken = Taken::by_variants();
    for variant in &data.variants {
        let (1, Fields::Unnamed(_), Some(field)) =
            (variant.fields.len(), &variant.fields, variant.fields.iter().next())
        else {
            diag.on(variant, message::no_lookup(&format!("`{}`", variant.ident)));
            continue;
        };
        let name = SerdeAttrs::of(&variant.attrs, Site::LookupVariant, diag).rename;
        SerdeAttrs::of(&field.attrs, Site::LookupValue, diag);
        let name = name.unwrap_or_else(|| rule.variant(&names::plain(&variant.ident)));
        taken.take(&name, &variant.ident, diag);
        keys.push(Key { variant: variant.ident.clone(), ty: field.ty.clone(), name });
    }
    keys
}

/// What the impls do.
struct Bodies {
    serialize: TokenStream,
    write_path: TokenStream,
    is_whole_in_path: TokenStream,
    is_placeholder_in_path: TokenStream,
}

impl Bodies {
    fn of(first: &Key, keys: &[Key]) -> Self {
        let members = keys.iter().map(|Key { variant, ty, name }| {
            let write = types::of_trait(ty, "ToJson", "write_entry");
            quote!(Self::#variant(__value) => #write(__value, &mut __map, #name)?,)
        });
        let write_path = types::of_trait(&first.ty, "PathValue", "write_path");
        let others: Vec<&Ident> = keys.iter().skip(1).map(|key| &key.variant).collect();
        let first = &first.variant;
        Self {
            serialize: quote! {
                let mut __map = __callsheet::Serializer::serialize_map(__serializer, __callsheet::Option::Some(1))?;
                match self {
                    #(#members)*
                }
                __callsheet::SerializeMap::end(__map)
            },
            write_path: quote! {
                match self {
                    Self::#first(__value) => #write_path(__value, __to),
                    // The path has no place for these; a body or a query says them.
                    #(Self::#others(_) => __callsheet::PathValue::write_path("_", __to),)*
                }
            },
            is_whole_in_path: quote! {
                match self {
                    Self::#first(_) => true,
                    #(Self::#others(_) => false,)*
                }
            },
            is_placeholder_in_path: quote!(!__callsheet::PathValue::is_whole_in_path(self)),
        }
    }

    /// Of an enum with mistakes, which does not compile.
    fn stub() -> Self {
        let stub = frame::stub;
        Self { serialize: stub(), write_path: stub(), is_whole_in_path: stub(), is_placeholder_in_path: stub() }
    }
}

fn implementation(input: &DeriveInput, bodies: &Bodies) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    let query_value = query_value(input);
    let Bodies { serialize, write_path, is_whole_in_path, is_placeholder_in_path } = bodies;
    let serialize = frame::serialize(input, serialize);
    quote! {
        #serialize
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics __callsheet::PathValue for #ident #ty_generics #clause {
            fn write_path(
                &self,
                __to: &mut __callsheet::TextWriter<'_>,
            ) -> __callsheet::Result<(), __callsheet::ValueError> {
                #write_path
            }

            fn is_whole_in_path(&self) -> __callsheet::bool {
                #is_whole_in_path
            }

            fn is_placeholder_in_path(&self) -> __callsheet::bool {
                #is_placeholder_in_path
            }
        }
        #query_value
    }
}
