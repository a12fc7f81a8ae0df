//! The expansion of a definition with mistakes.
//!
//! The struct, its builder and its error enum are still generated, so that their uses elsewhere cause no further
//! errors. Only the request is a stub.
//!
//! For an item that is not a struct, the fields are unknown. Its builder and error enum are then aliases of an
//! undeclared type. Next to a `compile_error!`, rustc does not report an undeclared name. It treats the type as already
//! reported and accepts every use of it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Fields, GenericParam};

use crate::attr::fields::Place;
use crate::names::beside;
use crate::validate::generated::Generated;
use crate::validate::{BodyConstants, Request, Row};

/// A request that is never sent, because a crate with mistakes does not compile. It contains the values without
/// mistakes, so that rustc reports unsuitable types of these values together with the mistakes.
pub(crate) fn request(mut rows: Vec<Row<'_>>) -> Request<'_> {
    rows.retain(|row| row.is_right);
    for row in &mut rows {
        row.lookup = None;
    }
    Request {
        method: "GET".to_owned(),
        path: "/".to_owned(),
        pieces: Vec::new(),
        host_prefix: String::new(),
        host: Vec::new(),
        rows,
        at: Vec::new(),
        success: None,
        in_success: Vec::new(),
        is_stub: true,
        query: String::new(),
        headers: Vec::new(),
        body: BodyConstants::None,
        items: None,
        pages: None,
        idempotent: true,
        idempotency_key: None,
    }
}

/// A type of which nothing is known, and its declaration together with the errors.
///
/// The declaration has a separate module: rustc accepts an undeclared name only in a module that contains a
/// `compile_error!`, and the body of a function is not a module.
fn unknown(input: &DeriveInput, errors: &TokenStream) -> (TokenStream, TokenStream) {
    (unknown_type(&input.ident), unknown_declaration(&input.ident, errors))
}

/// A type of which nothing is known, for the item with this name.
pub(crate) fn unknown_type(ident: &Ident) -> TokenStream {
    let module = unknown_module(ident);
    quote!(#module::Unknown)
}

/// Its declaration, together with the errors.
pub(crate) fn unknown_declaration(ident: &Ident, errors: &TokenStream) -> TokenStream {
    let module = unknown_module(ident);
    quote! {
        #[allow(non_snake_case)]
        mod #module {
            #errors
            pub(super) type Unknown = NotDeclaredAnywhere;
        }
    }
}

fn unknown_module(ident: &Ident) -> Ident {
    format_ident!("__{}", ident, span = Span::call_site())
}

/// The fallback of `#[endpoint]` for an attribute that could not be read. The item is treated like one that is not an
/// endpoint.
pub(crate) fn endpoint_of(item: &TokenStream, errors: &TokenStream) -> TokenStream {
    syn::parse2(item.clone()).map_or_else(
        |_| quote!(#item #errors),
        |input: DeriveInput| {
            let names = Generated::by_default(&input.ident);
            endpoint(input, &names, errors)
        },
    )
}

/// The same for `#[derive(Arguments)]`, where rustc already has the item.
pub(crate) fn arguments_of(item: &TokenStream, errors: &TokenStream) -> TokenStream {
    syn::parse2(item.clone())
        .map_or_else(|_| errors.clone(), |input| arguments(&input, &beside(&input.ident, "Builder"), errors))
}

/// The same for `#[errors]`.
pub(crate) fn error_set_of(item: &TokenStream, errors: &TokenStream) -> TokenStream {
    syn::parse2(item.clone()).map_or_else(|_| quote!(#item #errors), |input| error_set(&input, errors))
}

/// An item that is not an endpoint, with a builder and an error enum of unknown shape.
pub(crate) fn endpoint(mut input: DeriveInput, names: &Generated, errors: &TokenStream) -> TokenStream {
    remove_placements(&mut input);
    let beside = beside_unknown(&input, names, errors);
    quote!(#input #beside)
}

/// The builder, the error enum and the methods of an item that is not an endpoint.
fn beside_unknown(input: &DeriveInput, names: &Generated, errors: &TokenStream) -> TokenStream {
    let (unknown, declaration) = unknown(input, errors);
    let (vis, ident, arguments) = (&input.vis, &input.ident, unknown_arguments(input, &unknown));
    let Generated { error, builder } = names;
    quote! {
        #declaration
        #vis type #builder = #unknown;
        #vis type #error = #unknown;
        impl #ident #arguments {
            pub fn builder() -> #unknown { loop {} }
            pub fn send(&self, _: #unknown) -> #unknown { loop {} }
        }
    }
}

/// The stub for an item without arguments: a builder of unknown shape.
pub(crate) fn arguments(input: &DeriveInput, builder: &Ident, errors: &TokenStream) -> TokenStream {
    let (unknown, declaration) = unknown(input, errors);
    let (vis, ident, arguments) = (&input.vis, &input.ident, unknown_arguments(input, &unknown));
    quote! {
        #declaration
        #vis type #builder = #unknown;
        impl #ident #arguments {
            pub fn builder() -> #unknown { loop {} }
        }
    }
}

/// An item that is not an error set, as a type of which nothing is known.
pub(crate) fn error_set(input: &DeriveInput, errors: &TokenStream) -> TokenStream {
    let (unknown, declaration) = unknown(input, errors);
    let (vis, ident) = (&input.vis, &input.ident);
    quote! {
        #declaration
        #vis type #ident = #unknown;
    }
}

/// Arguments for all generic parameters of an item, with an unknown type for each type parameter: `<'_, Unknown>`.
fn unknown_arguments(input: &DeriveInput, unknown: &TokenStream) -> TokenStream {
    let arguments = input.generics.params.iter().map(|param| match param {
        GenericParam::Lifetime(_) => quote!('_),
        GenericParam::Type(_) => unknown.clone(),
        GenericParam::Const(_) => quote!({ #unknown }),
    });
    quote!(<#(#arguments),*>)
}

/// Removes our attributes from an item that is emitted again: rustc would not know them.
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
