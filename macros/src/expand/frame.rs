//! What is around every expansion: the block that its items are in, and the path that they name the runtime by.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

/// The hidden module of the runtime.
pub(crate) fn private(krate: Option<&Path>) -> TokenStream {
    match krate {
        Some(krate) => quote!(#krate::__private),
        None => quote!(::callsheet::__private),
    }
}

/// Lints that are about what the user wrote, and have been reported there: names, what is deprecated. And lints about
/// what is generated with the spans of the user's types, so that an error is reported at the type.
pub(crate) fn quiet() -> TokenStream {
    quote! {
        #[allow(
            deprecated,
            non_camel_case_types,
            non_snake_case,
            unused_qualifications,
            clippy::impl_trait_in_params
        )]
    }
}

/// A block for items that no one else sees, in which the runtime is `__callsheet`.
pub(crate) fn block(private: &TokenStream, items: &TokenStream) -> TokenStream {
    let quiet = quiet();
    quote! {
        #quiet
        const _: () = {
            use #private as __callsheet;
            #items
        };
    }
}
