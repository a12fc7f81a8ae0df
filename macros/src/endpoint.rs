//! `#[endpoint]`: from the tokens of the attribute and the item to the tokens of the expansion.

use std::collections::BTreeSet;

use crate::attr::fields::Place;
use crate::attr::{EndpointArgs, Value};
use crate::diag::Diagnostics;
use crate::diag::message::{fields, items as message};
use crate::expand::{self, Surface, editor, once};
use crate::model::{Kind, Struct};
use crate::validate::errors::{self, Owner};
use crate::validate::unusable::Refusing;
use crate::validate::{self, Request, foreign, generated};
use crate::{fallback, item, model, names};
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

const ENDPOINT: Kind = Kind {
    name: "an endpoint",
    wrong_item: message::not_a_struct,
    builder_methods: &["build", "send"],
    options: Place::options,
};

/// An endpoint with the key `pages`.
const PAGED: Kind = Kind { builder_methods: &["build", "send", "pages"], ..ENDPOINT };

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut diag = Diagnostics::of_attribute();
    let Some(item::Item { mut input, unfinished }) = item::parse(item.clone(), &mut diag) else {
        let (found, place) = model::found_in(item);
        diag.on(place, message::not_a_struct(&found));
        let errors = diag.finish();
        return quote!(#item #errors);
    };
    let args = item::twice::merged("endpoint", args, &mut input, &mut diag);
    item::twice::without_arguments(&mut input, &mut diag);
    for name in item::take_doubled(&mut input) {
        diag.on(&name, fields::declared_twice(&names::plain(&name)));
    }
    let mut used = BTreeSet::new();
    model::names_in(&args, &mut used);
    let keys = editor::keys(&args);
    let mut args = EndpointArgs::parse(args, &mut diag);
    let generated = generated::check(&args, &input.ident, &mut diag);
    let kind = if args.pages.is_missing() { ENDPOINT } else { PAGED };
    let Some(mut shape) = Struct::from_input(&input, &kind, &mut diag) else {
        return fallback::endpoint(input, &generated, &diag.finish());
    };
    shape.names.append(&mut used);
    shape.is_opaque = unfinished.iter().any(|field| !field.written.is_empty());
    shape.builder = generated.builder;
    shape.unfinished = unfinished;
    foreign::refuse(&args, &mut shape, &mut diag);
    let is_unknown_used = refuse_types(&mut args, &mut shape, &mut diag);
    let entries = args.errors.given().map_or(&[][..], Vec::as_slice);
    let owner = if args.api.is_missing() { Owner::Endpoint } else { Owner::EndpointOfApi };
    let documented = errors::check(entries, owner, &mut diag);
    let request = validate::request::check(&args, &shape, &documented, &mut diag);
    let mut surface = Surface::new(&args, &shape, documented, generated.error);
    surface.keys = keys;
    let expanded = |request: &Request<'_>| {
        let (item, rest) = expand::endpoint(&surface, request);
        let attributes = shape.fields.iter().flat_map(|field| &field.attrs).chain(&shape.attrs);
        once::Item::new(&input, item, attributes).with_rest(&surface.private, &rest)
    };
    match request {
        Ok(request) if diag.is_empty() => {
            diag.finish();
            expanded(&request)
        }
        Ok(Request { rows, .. }) | Err(rows) => {
            let stub = expanded(&fallback::request(rows));
            let mut errors = diag.finish();
            if is_unknown_used {
                errors = fallback::unknown_declaration(&surface.shape.ident, &errors);
            }
            quote!(#stub #errors)
        }
    }
}

/// Refuses types that no field and no reply can have. Returns whether one was replaced by an unknown type.
fn refuse_types(args: &mut EndpointArgs, shape: &mut Struct, diag: &mut Diagnostics) -> bool {
    let unknown = fallback::unknown_type(&shape.ident);
    let mut refusing = Refusing { unknown: &parse_quote!(#unknown), is_unknown_used: false, diag };
    shape.fields.iter_mut().for_each(|field| refusing.field(field));
    refusing.reply(&mut args.response);
    if let Value::Given(entries) = &mut args.errors {
        refusing.errors(entries);
    }
    refusing.is_unknown_used
}
