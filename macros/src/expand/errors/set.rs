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

    /// The included sets.
    pub(super) fn included(&self) -> Vec<Included> {
        let includes = self.errors.includes.iter();
        let mut sets: Vec<Included> =
            includes.map(|Include { variant, path }| Included::new(variant.clone(), path)).collect();
        sets.extend(self.shared.map(|(endpoint, api)| Included::of_api(endpoint, api, self.private)));
        sets
    }
}

/// A set whose errors are variants of another one.
pub(crate) struct Included {
    pub(crate) variant: Ident,
    pub(crate) ty: TokenStream,
    /// The API, if it is the set of an API. Its impl of `Api` reports a type that is not an error set.
    api: Option<TokenStream>,
}

impl Included {
    /// A set that the user wrote.
    pub(crate) fn new(variant: Ident, path: &syn::Path) -> Self {
        Self { variant, ty: path.to_token_stream(), api: None }
    }

    /// The errors of the endpoint's API.
    pub(crate) fn of_api(endpoint: &Ident, api: &Type, private: &TokenStream) -> Self {
        let span = types::start(api);
        let at_api = |tokens: TokenStream| -> TokenStream {
            let located = tokens.into_iter().map(|mut token| {
                token.set_span(token.span().located_at(span));
                token
            });
            located.collect()
        };
        Self {
            variant: Ident::new("Shared", Span::call_site()),
            ty: at_api(quote!(#private::SharedErrors<#endpoint>)),
            api: Some(at_api(quote!(#private::ApiOf<#endpoint>))),
        }
    }

    /// `<AuthErrors as ErrorEnum>::IS_SENT`. It reports a type that is not an error set, and a detail that is not `Send`.
    pub(super) fn is_sent(&self) -> TokenStream {
        match &self.api {
            Some(api) => types::of_trait(api, "Api", "ARE_ERRORS_SENT"),
            None => types::of_trait(&self.ty, "ErrorEnum", "IS_SENT"),
        }
    }

    /// An item of the set, which the enum `of` includes: `<AuthErrors as ErrorSetIf<{ <Self as ErrorEnum>::IS_SENT }>>::TABLE`.
    /// If `IS_SENT` is an error, this causes no further one.
    pub(crate) fn item(&self, of: &TokenStream, item: &str) -> TokenStream {
        let (span, _) = types::ends(&self.ty);
        let [bound, item] =
            [if self.api.is_some() { "ApiErrorsIf" } else { "ErrorSetIf" }, item].map(|name| Ident::new(name, span));
        let ty = self.api.as_ref().unwrap_or(&self.ty);
        quote_spanned!(span=> <#ty as __callsheet::#bound<{ <#of as __callsheet::ErrorEnum>::IS_SENT }>>::#item)
    }
}
