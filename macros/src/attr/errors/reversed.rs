//! Entries whose parts are in another order: the status or the code before the name.

use proc_macro2::{Ident, Span, TokenTree};
use syn::parse::ParseStream;
use syn::{Attribute, Lit, LitInt};

use super::case::CaseEntry;
use super::values::{entry_form, status_of};
use crate::attr::parse::Value;
use crate::attr::status;
use crate::attr::written::{Written, string};
use crate::diag::Mistake;
use crate::diag::message::errors as message;
use crate::names;

const EXAMPLE: &str = "not_found = 404";

/// Handles an entry that does not begin with a name. Returns the entry, if its name is somewhere else, and the mistake.
pub(super) fn parse(
    input: ParseStream<'_>,
    docs: Vec<Attribute>,
    span: Span,
    found: &str,
) -> (Option<CaseEntry>, Mistake) {
    let case = |name: Ident| {
        let mut entry = CaseEntry::new(docs, name, false);
        entry.status = Value::Broken;
        entry
    };
    if input.peek(LitInt) {
        let (name, form) = status_first(input);
        return (name.map(case), Mistake::at(span, message::status_before_name(found, &form)));
    }
    let Some((name, form)) = code_first(input) else {
        return (None, Mistake::at(span, message::expected_error(found, EXAMPLE)));
    };
    (Some(case(name)), Mistake::at(span, message::expected_error(found, &form)))
}

/// `404 = NotFound`: the name of the error, and the corrected form.
fn status_first(input: ParseStream<'_>) -> (Option<Ident>, String) {
    let status = input.parse::<LitInt>().ok();
    let status = status.and_then(|status| status_of(&status));
    let name = Written::behind(input).unparted().into_iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name),
        TokenTree::Literal(name) => syn::parse_str(string(&name)?.trim()).ok(),
        _ => None,
    });
    let name = name.last();
    let form = entry_form(&name.as_ref().map_or_else(|| "not_found".to_owned(), Ident::to_string), status.as_deref());
    (name, form)
}

/// `"not_found" = 404`: the name of the error, and the corrected form.
fn code_first(input: ParseStream<'_>) -> Option<(Ident, String)> {
    let code = match input.parse::<Lit>().ok()? {
        Lit::Str(code) => code.value(),
        Lit::Char(code) => code.value().to_string(),
        _ => return None,
    };
    let (_, value) = Written::behind(input).around_equals();
    let name = syn::parse_str(&names::snake(&code)).ok()?;
    Some((name, entry_form(&code, status::meant(&value).as_deref())))
}
