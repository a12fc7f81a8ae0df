//! The frame of every expansion: the block around its items, and the path by which they name the runtime.

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

/// Lints that are already reported at the user's own code, such as names, deprecated items and paths; and lints about
/// generated code that has the spans of the user's types so that errors are reported there. clippy's restriction lints
/// are about a style of writing, so they apply only to what the user writes.
pub(crate) fn quiet() -> TokenStream {
    quote! {
        #[allow(
            deprecated,
            non_camel_case_types,
            non_snake_case,
            unused_qualifications,
            clippy::restriction
        )]
    }
}

/// A block for private items, in which the runtime is named `__callsheet`.
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
