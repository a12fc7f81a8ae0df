//! `#[derive(Lookup)]`: one object, found by one of several keys.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, Type};

use super::frame;
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::expand::serialize::query_value;
use crate::expand::spelling;
use crate::names::{self, RenameRule, Taken};
use crate::serde_attr::SerdeAttrs;
use crate::site::Site;
use crate::types::Presence;
use crate::{model, spelled, types};

/// A variant: one key by which the object can be found.
struct Key {
    variant: Ident,
    ty: Type,
    written: String,
    /// Its names in responses. Messages use the first one.
    read: Vec<String>,
}

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    frame::expand(item, "lookup", |input, diag| {
        model::check_generics(&input.generics, "a lookup", diag);
        let keys = keys(input, diag);
        let bodies = match keys.first() {
            Some(first) if diag.is_empty() => Bodies::of(first, &keys),
            _ => Bodies::stub(),
        };
        let (written, read) = (implementation(input, &bodies), reading(input, &keys, diag.is_empty()));
        let import = spelling::import();
        let spelling = spelling::check(keys.iter().map(|key| &key.ty), []);
        quote!(#written #read #import #spelling)
    })
}

fn keys(input: &DeriveInput, diag: &mut Diagnostics) -> Vec<Key> {
    let Data::Enum(data) = &input.data else {
        let (found, place) = model::found(input);
        diag.on(place, message::no_lookup(found));
        return Vec::new();
    };
    if data.variants.is_empty() {
        diag.missing(&input.ident, message::no_lookup("no variant"));
    }
    let SerdeAttrs { rename_all, read_all, .. } = SerdeAttrs::of(&input.attrs, Site::Lookup, diag);
    let mut keys = Vec::new();
    let (mut written, mut read) = (Taken::by_variants(), Taken::by_variants());
    for variant in &data.variants {
        let (1, Fields::Unnamed(_), Some(field)) =
            (variant.fields.len(), &variant.fields, variant.fields.iter().next())
        else {
            diag.on(variant, message::no_lookup(&format!("`{}`", variant.ident)));
            continue;
        };
        if let Presence::Optional(inner) = Presence::of(&field.ty) {
            diag.on(&field.ty, message::option_in_a_lookup(&spelled::written(&inner)));
        }
        let attrs = SerdeAttrs::of(&variant.attrs, Site::LookupVariant, diag);
        SerdeAttrs::of(&field.attrs, Site::LookupValue, diag);
        let by = |rule: Option<RenameRule>| rule.unwrap_or(RenameRule::Snake).variant(&names::plain(&variant.ident));
        let key = Key {
            variant: variant.ident.clone(),
            ty: field.ty.clone(),
            written: attrs.rename.unwrap_or_else(|| by(rename_all)),
            read: std::iter::once(attrs.read_name.unwrap_or_else(|| by(read_all))).chain(attrs.aliases).collect(),
        };
        let before = diag.len();
        written.take(&key.written, &variant.ident, diag);
        for name in &key.read {
            // Report one mistake once.
            if diag.len() == before {
                read.take(name, &variant.ident, diag);
            }
        }
        keys.push(key);
    }
    keys
}

/// The function bodies of the impls.
struct Bodies {
    serialize: TokenStream,
    write_path: TokenStream,
    is_whole_in_path: TokenStream,
}

impl Bodies {
    fn of(first: &Key, keys: &[Key]) -> Self {
        let members = keys.iter().map(|Key { variant, ty, written, .. }| {
            let write = types::of_trait(ty, "ToJson", "write_entry");
            quote!(Self::#variant(__value) => #write(__value, &mut __map, #written)?,)
        });
        // As a trait object, so that rustc reports a type without `PathValue` and not the seal of that trait.
        let as_path_value = types::reference(&first.ty, "__value");
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
                    Self::#first(__value) => {
                        let __value: &dyn __callsheet::PathValue = #as_path_value;
                        __value.write_path(__to)
                    }
                    // A path cannot contain these. They are sent in a body or a query.
                    #(Self::#others(_) => __callsheet::PathValue::write_path("_", __to),)*
                }
            },
            is_whole_in_path: quote! {
                match self {
                    Self::#first(_) => true,
                    #(Self::#others(_) => false,)*
                }
            },
        }
    }

    /// For an enum with mistakes, which does not compile.
    fn stub() -> Self {
        let stub = frame::stub;
        Self { serialize: stub(), write_path: stub(), is_whole_in_path: stub() }
    }
}

fn implementation(input: &DeriveInput, bodies: &Bodies) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    let query_value = query_value(input);
    let Bodies { serialize, write_path, is_whole_in_path } = bodies;
    let serialize = frame::serialize(input, serialize);
    quote! {
        #serialize
        #[automatically_derived]
        impl #impl_generics __callsheet::PathSeal for #ident #ty_generics #clause {}
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

            fn as_lookup(&self) -> __callsheet::Option<&dyn __callsheet::LookupValue> {
                __callsheet::Option::Some(self)
            }
        }
        #[automatically_derived]
        impl #impl_generics __callsheet::LookupValue for #ident #ty_generics #clause {}
        #query_value
    }
}

/// `impl Deserialize`, which exists if the values of all keys implement it.
fn reading(input: &DeriveInput, keys: &[Key], is_right: bool) -> TokenStream {
    let ident = &input.ident;
    if !is_right {
        // An item with mistakes still gets the impl, so that its uses cause no further errors.
        let stub = frame::stub();
        return deserialize(input, &quote!(), &stub);
    }
    // rustc rejects an impl with a false bound on a type without parameters. With a lifetime in the bound, the impl
    // just does not apply.
    let types = keys.iter().map(|key| &key.ty);
    let bounds = quote!(where #(for<'__a> #types: __callsheet::DeserializeOwned,)*);
    let names = keys.iter().filter_map(|key| key.read.first());
    let rows =
        keys.iter().enumerate().map(|(at, Key { read, .. })| quote!(#(#read)|* => __callsheet::Option::Some(#at),));
    let reads = keys.iter().enumerate().map(|(at, Key { variant, .. })| {
        // The last arm also matches all other rows, which do not occur.
        let pattern = if at + 1 == keys.len() { quote!(_) } else { quote!(#at) };
        quote!(#pattern => __callsheet::MapAccess::next_value(__map).map(Self::#variant),)
    });
    let deserialize = deserialize(input, &bounds, &quote!(__callsheet::read_lookup(__deserializer)));
    quote! {
        #[automatically_derived]
        impl __callsheet::LookupKeys for #ident #bounds {
            const NAMES: &'static [&'static __callsheet::str] = &[#(#names),*];

            fn row(__name: &__callsheet::str) -> __callsheet::Option<__callsheet::usize> {
                match __name { #(#rows)* _ => __callsheet::Option::None }
            }

            fn read<'__de, __A: __callsheet::MapAccess<'__de>>(
                __row: __callsheet::usize,
                __map: &mut __A,
            ) -> __callsheet::Result<Self, __A::Error> {
                match __row { #(#reads)* }
            }
        }
        #deserialize
    }
}

fn deserialize(input: &DeriveInput, bounds: &TokenStream, body: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    if !input.generics.params.is_empty() {
        // The enum has parameters, which is already reported as a mistake.
        return TokenStream::new();
    }
    quote! {
        #[automatically_derived]
        impl<'__de> __callsheet::Deserialize<'__de> for #ident #bounds {
            fn deserialize<__D: __callsheet::Deserializer<'__de>>(
                __deserializer: __D,
            ) -> __callsheet::Result<Self, __D::Error> {
                #body
            }
        }
    }
}
