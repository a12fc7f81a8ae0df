//! `#[errors(..)]`: a set of documented errors that endpoints share.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::attr::errors;
use crate::diag::{Diagnostics, message};
use crate::expand::errors::{self as expand_errors, ErrorSet};
use crate::{expand, model, validate};

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
    };
    let mut diag = Diagnostics::new();
    let (entries, krate) = errors::parse_set(args, &mut diag);
    match &input.data {
        Data::Enum(data) if data.variants.is_empty() => {}
        Data::Enum(data) => diag.on(&data.variants, message::not_an_empty_enum("variants")),
        _ => {
            let (found, place) = model::found(&input);
            diag.on(place, message::not_an_empty_enum(found));
        }
    }
    if !input.generics.params.is_empty() {
        diag.on(&input.generics, message::generic("an error set"));
    }
    let checked = validate::errors::check(&entries, &[], &mut diag);
    let private = expand::private(krate.given());
    let set = ErrorSet { ident: &input.ident, vis: &input.vis, private: &private, errors: &checked, api: None };
    let attributes = &input.attrs;
    let definition = expand_errors::definition(&set, &quote!(#(#attributes)*));
    let implementation = expand_errors::implementation(&set);
    let errors = diag.finish();
    let quiet = expand::quiet();
    quote! {
        #definition
        #quiet
        const _: () = {
            use #private as __callsheet;
            #implementation
        };
        #errors
    }
}
