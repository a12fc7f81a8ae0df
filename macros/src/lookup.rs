//! `#[derive(Lookup)]`: one object, found by one of several keys.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, Type};

use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::names::{self, RenameRule, Taken};
use crate::serde_attr::{self, SerdeAttrs, Site};
use crate::{attr, expand, model};

/// One way to find the object.
struct Key {
    variant: Ident,
    ty: Type,
    name: String,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut diag = Diagnostics::new();
    let Ok(input) = syn::parse2::<DeriveInput>(item) else { return diag.finish() };
    let krate = attr::parse_crate(&input.attrs, "lookup", &mut diag);
    model::check_generics(&input.generics, "a lookup", &mut diag);
    let keys = keys(&input, &mut diag);
    let private = expand::private(krate.as_ref());
    let checks = serde_attr::checks(&input.ident, &mut diag);
    // What has mistakes still has its impls, so that no use of it adds another error.
    let implementation = match keys.first() {
        Some(first) if diag.is_empty() => implementation(&input, &private, &Bodies::of(first, &keys), &checks),
        _ => implementation(&input, &private, &Bodies::stub(), &checks),
    };
    let errors = diag.finish();
    quote!(#implementation #errors)
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
            let write = model::of_trait(ty, "ToJson", "write_entry");
            quote!(Self::#variant(__value) => #write(__value, &mut __map, #name)?,)
        });
        let write_path = model::of_trait(&first.ty, "PathValue", "write_path");
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
        let never = || quote!(__callsheet::stub());
        Self { serialize: never(), write_path: never(), is_whole_in_path: never(), is_placeholder_in_path: never() }
    }
}

fn implementation(input: &DeriveInput, private: &TokenStream, bodies: &Bodies, checks: &TokenStream) -> TokenStream {
    let (ident, quiet) = (&input.ident, expand::quiet());
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    let query_value = expand::query_value(input);
    let Bodies { serialize, write_path, is_whole_in_path, is_placeholder_in_path } = bodies;
    quote! {
        #quiet
        const _: () = {
            use #private as __callsheet;
            #[automatically_derived]
            impl #impl_generics __callsheet::Serialize for #ident #ty_generics #clause {
                fn serialize<__S: __callsheet::Serializer>(
                    &self,
                    __serializer: __S,
                ) -> __callsheet::Result<__S::Ok, __S::Error> {
                    #serialize
                }
            }
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
            #checks
        };
    }
}
