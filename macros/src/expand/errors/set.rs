//! An enum of documented errors, to be.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Type, Visibility};

use crate::types;
use crate::validate::errors::{ErrorCase, Errors, Include};

/// An enum of documented errors, to be.
pub(crate) struct ErrorSet<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) vis: &'a Visibility,
    pub(crate) private: &'a TokenStream,
    pub(crate) errors: &'a Errors<'a>,
    /// The API whose shared errors it takes in.
    pub(crate) api: Option<&'a Type>,
    /// Whether a `#[derive(..)]` of the user is one of serde's.
    pub(crate) is_serialized: bool,
}

impl<'a> ErrorSet<'a> {
    /// Its cases in the order in which a reply is matched, which is that of the rows.
    pub(super) fn rows(&self) -> Vec<&'a ErrorCase<'a>> {
        let mut rows: Vec<&ErrorCase<'_>> = self.errors.cases.iter().collect();
        rows.sort_by_key(|case| case.precedence());
        rows
    }

    /// The sets that it takes in, as variant and type.
    pub(super) fn included(&self) -> Vec<(Ident, TokenStream)> {
        let includes = self.errors.includes.iter();
        let mut sets: Vec<(Ident, TokenStream)> =
            includes.map(|Include { variant, path }| (variant.clone(), path.to_token_stream())).collect();
        if let Some(api) = self.api {
            let private = self.private;
            let variant = Ident::new("Shared", proc_macro2::Span::call_site());
            sets.push((variant, quote_spanned!(types::ends(api).0=> <#api as #private::Api>::Errors)));
        }
        sets
    }
}
