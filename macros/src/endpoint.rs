//! `#[endpoint]`: the whole way from tokens to tokens.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::DeriveInput;

use crate::attr::EndpointArgs;
use crate::attr::fields::refuse_serde;
use crate::diag::{Diagnostics, message};
use crate::expand::{self, Surface};
use crate::model::{Kind, Struct};
use crate::{fallback, validate};

const ENDPOINT: Kind =
    Kind { name: "an endpoint", wrong_item: message::not_a_struct, builder_methods: &["build", "send", "send_full"] };

pub(crate) fn expand(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut input: DeriveInput = match syn::parse2(item.clone()) {
        Ok(input) => input,
        Err(error) => return with_errors(item, &error.to_compile_error()),
    };
    let mut diag = Diagnostics::new();
    let args = EndpointArgs::parse(args, &mut diag);
    let Some(shape) = Struct::from_input(&mut input, &ENDPOINT, &mut diag) else {
        return with_errors(&input.into_token_stream(), &diag.finish());
    };
    refuse_serde(&shape.attrs, &mut diag);
    for field in &shape.fields {
        refuse_serde(&field.attrs, &mut diag);
    }
    let entries = args.errors.given().map_or(&[][..], Vec::as_slice);
    let reserved: &[&str] = if args.api.given().is_some() { &["Api"] } else { &[] };
    let errors = validate::errors::check(entries, reserved, &mut diag);
    let request = validate::request(&args, &shape, &mut diag);
    let surface = Surface::new(&args, &shape, errors);
    match request {
        Some(request) if diag.is_empty() => {
            diag.finish();
            expand::endpoint(&input, &surface, &request)
        }
        _ => {
            let stub = expand::endpoint(&input, &surface, &fallback::request());
            with_errors(&stub, &diag.finish())
        }
    }
}

fn with_errors(item: &TokenStream, errors: &TokenStream) -> TokenStream {
    quote!(#item #errors)
}
