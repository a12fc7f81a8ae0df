//! The frame that the derives share: parse the item, put its impls into a block, and append the mistakes.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::helpers;
use crate::attr::{OwnKeys, key};
use crate::diag::Diagnostics;
use crate::expand::frame::{block, private};
use crate::{item, serde_attr};

/// Expands a derive. `attribute` is the attribute of the derive, in which `crate = path` names the runtime. `impls`
/// returns the content of the block.
pub(super) fn expand(
    item: TokenStream,
    attribute: &str,
    impls: impl FnOnce(&DeriveInput, &mut Diagnostics) -> TokenStream,
) -> TokenStream {
    expand_with_keys(item, attribute, &key::OF_DERIVES, |input, _, diag| impls(input, diag))
}

/// The same for a derive with keys of its own beside `crate`.
pub(super) fn expand_with_keys(
    item: TokenStream,
    attribute: &str,
    known: &[&str],
    impls: impl FnOnce(&DeriveInput, &OwnKeys, &mut Diagnostics) -> TokenStream,
) -> TokenStream {
    let mut diag = Diagnostics::new();
    let Some(item::Item { mut input, .. }) = item::parse(item, &mut diag) else { return diag.finish() };
    if !item::take_doubled(&mut input).is_empty() {
        // rustc reports them.
        diag.incomplete();
    }
    let keys = OwnKeys::parse(&input.attrs, attribute, known, &mut diag);
    helpers::check(&input, attribute, &mut diag);
    let impls = impls(&input, &keys, &mut diag);
    let checks = serde_attr::checks(&input.ident, &mut diag);
    let errors = diag.finish();
    let block = block(&private(keys.krate()), &quote!(#impls #checks));
    quote!(#block #errors)
}

/// A function body for an item with mistakes. Such an item still gets its impls, so that its uses cause no further
/// errors. The item does not compile, so the body never runs.
pub(super) fn stub() -> TokenStream {
    quote!(__callsheet::stub())
}

/// `impl Serialize` with this body.
pub(super) fn serialize(input: &DeriveInput, body: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (impl_generics, ty_generics, clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __callsheet::Serialize for #ident #ty_generics #clause {
            fn serialize<__S: __callsheet::Serializer>(
                &self,
                __serializer: __S,
            ) -> __callsheet::Result<__S::Ok, __S::Error> {
                #body
            }
        }
    }
}
