//! Media types in attributes.

use proc_macro2::Ident;
use syn::LitStr;

use crate::attr::fields::Options;
use crate::attr::key;
use crate::diag::Diagnostics;
use crate::diag::message::fields as message;
use crate::http::media_type::{self, Flaw};
use crate::text::part;

/// Checks a literal that is sent as a media type. A wrong parameter is reported inside the literal.
pub(crate) fn check_media_type(literal: &LitStr, owner: &Ident, diag: &mut Diagnostics) {
    match media_type::check(&literal.value()) {
        Ok(()) => {}
        Err(Flaw::Essence) => diag.on(literal, message::no_content_type("", &literal.value(), "")),
        Err(Flaw::Parameter { range, corrected }) => {
            let told = message::no_parameter(part(&literal.value(), range.clone()), &corrected);
            diag.in_path(literal, range, owner, told);
        }
    }
}

/// The content type of a payload of this kind.
pub(crate) fn default_content_type(options: &Options) -> &'static str {
    match (options.has(key::TEXT), options.has(key::BYTES)) {
        (true, _) => "text/plain; charset=utf-8",
        (_, true) => "application/octet-stream",
        _ => "application/json",
    }
}
