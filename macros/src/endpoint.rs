//! `#[endpoint]`: the whole way from tokens to tokens.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::attr::EndpointArgs;
use crate::attr::fields::{Place, are_ours_alone, refuse_serde, refuse_unknown};
use crate::diag::Diagnostics;
use crate::diag::message::{fields, items as message};
use crate::expand::{self, Surface};
use crate::model::{Field, Kind, Presence, Struct};
use crate::validate::errors::Owner;
use crate::validate::{self, Request};
use crate::{fallback, model};

const ENDPOINT: Kind =
    Kind { name: "an endpoint", wrong_item: message::not_a_struct, builder_methods: &["build", "send"] };

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut diag = Diagnostics::new();
    let Ok(mut input) = syn::parse2::<DeriveInput>(item.clone()) else {
        return unreadable(item, diag);
    };
    let mut names = BTreeSet::new();
    model::names_in(&args, &mut names);
    let args = EndpointArgs::parse(args, &mut diag);
    let Some(mut shape) = Struct::from_input(&mut input, &ENDPOINT, &mut diag) else {
        return fallback::endpoint(&mut input, &diag.finish());
    };
    let ours_alone = are_ours_alone(&shape.attrs);
    let method = args.method.given().map_or_else(|| "POST".to_owned(), syn::LitStr::value);
    let path = args.path.given().map(syn::LitStr::value).unwrap_or_default();
    let host_prefix = args.host_prefix.given().map(syn::LitStr::value).unwrap_or_default();
    let default_place = validate::default_place(&method);
    refuse_serde(&mut shape.attrs, default_place, &mut diag);
    input.attrs.clone_from(&shape.attrs);
    for (field, written) in shape.fields.iter_mut().zip(input_fields(&mut input)) {
        let is_in_path = [">", "..>"].iter().any(|end| path.contains(&format!("<{}{end}", field.name)));
        let is_in_host = host_prefix.contains(&format!("<{}>", field.name));
        let default_place = match (is_in_path, is_in_host) {
            (true, _) => Place::Path,
            (_, true) => Place::Host,
            _ => default_place,
        };
        let place = field.placements.first().map_or(default_place, |placement| placement.place);
        refuse_serde(&mut field.attrs, place, &mut diag);
        written.attrs.clone_from(&field.attrs);
        refuse_borrowed(field, &mut diag);
        written.ty.clone_from(&field.ty);
        if ours_alone {
            let before = field.attrs.len();
            refuse_unknown(&mut field.attrs, &mut diag);
            field.is_misplaced = field.attrs.len() < before;
            written.attrs.clone_from(&field.attrs);
        }
    }
    shape.names.append(&mut names);
    let entries = args.errors.given().map_or(&[][..], Vec::as_slice);
    let owner = if args.api.is_missing() { Owner::Endpoint } else { Owner::EndpointOfApi };
    let errors = validate::errors::check(entries, owner, &mut diag);
    let request = validate::request(&args, &shape, &errors, &mut diag);
    let surface = Surface::new(&args, &shape, errors);
    match request {
        Ok(request) if diag.is_empty() => {
            diag.finish();
            expand::endpoint(&input, &surface, &request)
        }
        Ok(Request { rows, .. }) | Err(rows) => {
            let stub = expand::endpoint(&input, &surface, &fallback::request(rows));
            let errors = diag.finish();
            quote!(#stub #errors)
        }
    }
}

/// An item that is not a struct, or not a whole one.
fn unreadable(item: &TokenStream, mut diag: Diagnostics) -> TokenStream {
    if let Some(name) = fallback::half_written(item) {
        diag.on(&name.ident, message::half_written());
        return fallback::unreadable(item, &name, &diag.finish());
    }
    let (found, place) = model::found_in(item);
    diag.on(place, message::not_a_struct(&found));
    let errors = diag.finish();
    quote!(#item #errors)
}

/// Tells a type that borrows, and takes what it borrows for static: rustc would ask for a lifetime three times over.
fn refuse_borrowed(field: &mut Field, diag: &mut Diagnostics) {
    let Some(owned) = model::without_elided_lifetimes(&field.ty) else { return };
    diag.on(&field.ty, fields::borrowed_field());
    field.presence = Presence::of(&owned);
    field.ty = owned;
    field.is_misplaced = true;
}

fn input_fields(input: &mut DeriveInput) -> impl Iterator<Item = &mut syn::Field> {
    let fields = match &mut input.data {
        syn::Data::Struct(data) => Some(data.fields.iter_mut()),
        _ => None,
    };
    fields.into_iter().flatten()
}
