//! The model of an error enum that is to be generated.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Type, Visibility};

use crate::types;
use crate::validate::errors::{ErrorCase, Errors, Include};

/// An error enum that is to be generated.
pub(crate) struct ErrorSet<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    pub(crate) private: &'a TokenStream,
    pub(crate) errors: &'a Errors<'a>,
    /// The endpoint and its API, whose shared errors the enum includes.
    pub(crate) shared: Option<(&'a Ident, &'a Type)>,
    /// Whether a `#[derive(..)]` of the user derives a trait of serde.
    pub(crate) is_serialized: bool,
}

impl<'a> ErrorSet<'a> {
    /// The cases in the order in which they are matched with a reply. The rows have the same order.
    pub(super) fn rows(&self) -> Vec<&'a ErrorCase<'a>> {
        let mut rows: Vec<&ErrorCase<'_>> = self.errors.cases.iter().collect();
        rows.sort_by_key(|case| case.precedence());
        rows
    }

    /// Whether it has no variants.
    pub(super) fn is_empty(&self) -> bool {
        self.errors.cases.is_empty() && self.errors.includes.is_empty() && self.shared.is_none()
    }

    /// The included sets, as variant and type.
    pub(super) fn included(&self) -> Vec<(Ident, TokenStream)> {
        let includes = self.errors.includes.iter();
        let mut sets: Vec<(Ident, TokenStream)> =
            includes.map(|Include { variant, path }| (variant.clone(), path.to_token_stream())).collect();
        if let Some((endpoint, api)) = self.shared {
            let (private, span) = (self.private, types::start(api));
            let shared = quote!(#private::SharedErrors<#endpoint>).into_iter().map(|mut token| {
                token.set_span(token.span().located_at(span));
                token
            });
            sets.push((Ident::new("Shared", Span::call_site()), shared.collect()));
        }
        sets
    }
}

/// An item of a set that the enum `of` includes: `<AuthErrors as ErrorSetIf<{ <Self as ErrorEnum>::IS_SENT }>>::TABLE`.
///
/// `IS_SENT` of the enum reports a type that is not an error set, and a detail that is not `Send`. Here they cause no
/// further errors.
pub(in crate::expand) fn of_included(ty: &impl ToTokens, of: &TokenStream, item: &str) -> TokenStream {
    let (span, _) = types::ends(ty);
    let item = Ident::new(item, span);
    quote_spanned!(span=> <#ty as __callsheet::ErrorSetIf<{ <#of as __callsheet::ErrorEnum>::IS_SENT }>>::#item)
}
