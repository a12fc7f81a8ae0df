//! `#[errors(..)]`: a set of documented errors that endpoints share.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, parse_quote};

use crate::attr::errors;
use crate::diag::Diagnostics;
use crate::diag::message::items as message;
use crate::expand::errors::{self as expand_errors, ErrorSet};
use crate::expand::{frame, once, spelling};
use crate::validate::unusable::Refusing;
use crate::{fallback, item, model, validate};

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut diag = Diagnostics::of_attribute();
    let Some(item::Item { mut input, .. }) = item::parse(item.clone(), &mut diag) else {
        let (found, place) = model::found_in(item);
        diag.on(place, message::not_an_empty_enum(&found));
        let errors = diag.finish();
        return quote!(#item #errors);
    };
    let args = item::twice::merged("errors", args, &mut input, &mut diag);
    let (mut entries, krate) = errors::parse_set(args, &mut diag);
    let unknown = fallback::unknown_type(&input.ident);
    let mut refusing = Refusing { unknown: &parse_quote!(#unknown), is_unknown_used: false, diag: &mut diag };
    refusing.errors(&mut entries);
    let is_unknown_used = refusing.is_unknown_used;
    let is_set = check_item(&input, &mut diag);
    let checked = validate::errors::check(&entries, validate::errors::Owner::Set, &mut diag);
    if !is_set {
        return fallback::error_set(&input, &diag.finish());
    }
    let private = frame::private(krate.given());
    let is_serialized = expand_errors::derives_serde(&input.attrs);
    let set = ErrorSet {
        ident: &input.ident,
        vis: &input.vis,
        private: &private,
        errors: &checked,
        shared: None,
        is_serialized,
    };
    let attributes = &input.attrs;
    let definition = expand_errors::definition(&set, &quote!(#(#attributes)*));
    let implementation = expand_errors::implementation(&set);
    let import = spelling::import();
    let spelling = spelling::check([], checked.cases.iter().flat_map(|case| case.detail.into_iter().chain(case.body)));
    let mut errors = diag.finish();
    if is_unknown_used {
        errors = fallback::unknown_declaration(&input.ident, &errors);
    }
    let block = frame::block(&private, &quote!(#implementation #import #spelling));
    let set = once::Item::new(&input, definition, attributes).with_rest(&private, &block);
    quote!(#set #errors)
}

/// Whether the item is an enum without variants.
fn check_item(input: &DeriveInput, diag: &mut Diagnostics) -> bool {
    match &input.data {
        // rustc reports a variant that cannot be parsed, and then the other ones are not reported as well.
        Data::Enum(data) if data.variants.is_empty() || diag.is_incomplete() => {
            return model::check_generics(&input.generics, "an error set", diag);
        }
        Data::Enum(data) => diag.on(&data.variants, message::not_an_empty_enum("variants")),
        _ => {
            let (found, place) = model::found(input);
            diag.on(place, message::not_an_empty_enum(found));
        }
    }
    false
}
