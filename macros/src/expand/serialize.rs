//! Impls of `Serialize`, and the code that uses them.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Type};

use crate::types;

/// A type `__With` whose `Serialize` calls a function with the value inside.
pub(crate) fn with_function(ty: &Type, function: &TokenStream) -> TokenStream {
    // This span makes rustc report an unsuitable type at the type itself.
    let value = quote_spanned!(types::ends(ty).0=> self.0);
    quote! {
        struct __With<'__a>(&'__a #ty);
        impl __callsheet::Serialize for __With<'_> {
            fn serialize<__S: __callsheet::Serializer>(
                &self,
                __serializer: __S,
            ) -> __callsheet::Result<__S::Ok, __S::Error> {
                #function(#value, __serializer)
            }
        }
    }
}

/// A `QueryValue` that uses the type's `Serialize`, for a single value and in a list.
pub(crate) fn query_value(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __callsheet::QuerySeal for #ident #ty_generics #clause {}
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #impl_generics __callsheet::QueryValue for #ident #ty_generics #clause {
            #[inline]
            fn write_query(
                &self,
                __to: &mut __callsheet::QueryWriter<'_>,
            ) -> __callsheet::Result<(), __callsheet::ValueError> {
                __to.serialize(self)
            }
        }
        #[automatically_derived]
        impl #impl_generics __callsheet::QueryElement for #ident #ty_generics #clause {
            fn write_list(
                __list: &[&Self],
                __to: &mut __callsheet::QueryWriter<'_>,
            ) -> __callsheet::Result<(), __callsheet::ValueError> {
                __to.serialize(__list)
            }
        }
    }
}
