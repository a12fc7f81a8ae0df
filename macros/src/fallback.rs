//! What stands in where a definition has mistakes.
//!
//! The struct, its builder and its error enum are made all the same, so that no use of them elsewhere adds an error to
//! those that are told. Only the request is a stub: none of its values is looked at, so none adds an error either.
//!
//! Of an item that has no such shape there is less to say. There the types beside it are a name that is not declared
//! anywhere: next to a `compile_error!` rustc does not tell of it, takes it for an error of its own and is silent about
//! every use of it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, GenericParam};

use crate::attr::fields::Place;
use crate::validate::{Request, beside};

/// A request that is never sent: a crate with mistakes does not compile.
pub(crate) fn request() -> Request<'static> {
    Request {
        method: "GET".to_owned(),
        path: "/".to_owned(),
        pieces: Vec::new(),
        rows: Vec::new(),
        success: None,
        query: String::new(),
        idempotent: true,
        idempotency_key: None,
    }
}

/// A type that nothing is known of.
fn unknown() -> TokenStream {
    quote!(__NotKnownWhereTheItemHasMistakes)
}

/// An item that is no endpoint, with a builder and an error enum of which nothing is known.
pub(crate) fn endpoint(input: &mut DeriveInput, errors: &TokenStream) -> TokenStream {
    remove_placements(input);
    let (vis, unknown) = (&input.vis, unknown());
    let (builder, error) = (beside(&input.ident, "Builder"), beside(&input.ident, "Error"));
    let (ident, arguments) = (&input.ident, unknown_arguments(input));
    quote! {
        #input
        #vis type #builder = #unknown;
        #vis type #error = #unknown;
        impl #ident #arguments {
            pub fn builder() -> #unknown { loop {} }
            pub fn send(&self, _: #unknown) -> #unknown { loop {} }
            pub fn send_full(&self, _: #unknown) -> #unknown { loop {} }
        }
        #errors
    }
}

/// What stands beside an item that has no arguments: its builder, of which nothing is known.
pub(crate) fn arguments(input: &DeriveInput) -> TokenStream {
    let (vis, unknown) = (&input.vis, unknown());
    let (ident, builder, arguments) = (&input.ident, beside(&input.ident, "Builder"), unknown_arguments(input));
    quote! {
        #vis type #builder = #unknown;
        impl #ident #arguments {
            pub fn builder() -> #unknown { loop {} }
        }
    }
}

/// An item that is no error set, of which nothing is known then.
pub(crate) fn error_set(input: &DeriveInput, errors: &TokenStream) -> TokenStream {
    let (vis, ident, unknown) = (&input.vis, &input.ident, unknown());
    quote! {
        #vis type #ident = #unknown;
        #errors
    }
}

/// Arguments for all parameters of an item, each of them unknown: `<'_, Unknown>`.
fn unknown_arguments(input: &DeriveInput) -> TokenStream {
    let unknown = unknown();
    let arguments = input.generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(_) => quote!('_),
        GenericParam::Type(_) => unknown.clone(),
        GenericParam::Const(_) => quote!({ #unknown }),
    });
    quote!(<#(#arguments),*>)
}

/// Takes our attributes off an item that comes back as it is: rustc would not know them.
fn remove_placements(input: &mut DeriveInput) {
    let fields: Vec<&mut Fields> = match &mut input.data {
        Data::Struct(data) => vec![&mut data.fields],
        Data::Enum(data) => data.variants.iter_mut().map(|variant| &mut variant.fields).collect(),
        Data::Union(_) => Vec::new(),
    };
    for field in fields.into_iter().flat_map(Fields::iter_mut) {
        field.attrs.retain(|attribute| Place::from_attribute(attribute).is_none());
    }
    if let Data::Union(data) = &mut input.data {
        for field in &mut data.fields.named {
            field.attrs.retain(|attribute| Place::from_attribute(attribute).is_none());
        }
    }
}
