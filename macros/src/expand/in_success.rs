//! Checks for errors whose status is a success. Whether the API has such errors is a constant, which only the compiler
//! knows.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};

use super::errors::Included;
use super::response;
use super::surface::Surface;
use crate::diag::message::Message;
use crate::diag::message::{errors as message, response as of_response};
use crate::names;
use crate::spelled::{written, written_path};
use crate::types;
use crate::validate::Request;
use crate::validate::errors::Include;

/// Code that fails to compile at each entry and each set that needs errors in successes, if the API has none.
///
/// ```text
/// const _: () = if <<PostMessage as Endpoint>::Api as Api>::ERRORS_IN_SUCCESS.is_never() { fail("`not_found` can never match ..") };
/// ```
pub(super) fn checks(surface: &Surface<'_>, request: &Request<'_>) -> TokenStream {
    let ident = &surface.shape.ident;
    let api_name = surface.api.map(written);
    let told = |what: &str| message::error_in_success_of_api(what, api_name.as_deref());
    let is_never = quote!(<<#ident as __callsheet::Endpoint>::Api as __callsheet::Api>::ERRORS_IN_SUCCESS.is_never());
    let entries = request.in_success.iter().map(|name| {
        let message = told(&format!("`{}`", names::plain(name)));
        #[cfg(test)]
        crate::diag::message::tests::record(&message, 0..0);
        check(name.span(), &is_never, &message)
    });
    let of = surface.error_ident.to_token_stream();
    let sets = surface.errors.includes.iter().map(|Include { variant, path }| {
        (written_path(&path.to_token_stream()), Included::new(variant.clone(), path), variant.span())
    });
    let of_api = surface.api.map(|api| {
        (format!("{}::Errors", written(api)), Included::of_api(ident, api, &surface.private), types::ends(api).0)
    });
    // A stub has no success statuses.
    let sets = sets.chain(of_api).filter(|_| !request.is_stub).map(|(name, set, span)| {
        let message = told(&format!("an error of `{name}`"));
        let success = quote!(<#ident as __callsheet::Endpoint>::SPEC.success);
        let table = set.item(&of, "TABLE");
        check(span, &quote!(#is_never && #table.has_error_in(#success)), &message)
    });
    entries.chain(sets).chain(stream(surface, request, &is_never)).collect()
}

/// Code that fails to compile at the response type, if it is a stream and the API has errors in its successes.
fn stream(surface: &Surface<'_>, request: &Request<'_>, is_never: &TokenStream) -> Option<TokenStream> {
    let (api, response) = (surface.api?, surface.response?);
    if request.is_stub || !response::may_be_stream(response, &request.at) {
        return None;
    }
    let message = of_response::stream_with_errors_in_success(&written(api));
    #[cfg(test)]
    crate::diag::message::tests::record(&message, 0..0);
    let ident = &surface.shape.ident;
    let is_stream = quote!(<#ident as __callsheet::Endpoint>::READ.is_stream());
    Some(check(types::ends(response).0, &quote!(#is_stream && !#is_never), &message))
}

fn check(span: Span, condition: &TokenStream, message: &Message) -> TokenStream {
    let text = message.to_string();
    let fail = quote_spanned!(span.resolved_at(Span::call_site())=> __callsheet::fail(#text));
    quote!(const _: () = if #condition { #fail };)
}
