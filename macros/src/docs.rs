//! Doc comments: reads those of the user, and writes those of generated items.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Expr, Lit, Meta};

/// The doc comments in a list of attributes.
pub(crate) fn of(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).cloned().collect()
}

/// The text of doc comments, for tables. Contains only literals: macro calls in docs are not expanded.
pub(crate) fn text(attributes: &[Attribute]) -> String {
    let mut lines = Vec::new();
    for attribute in attributes {
        let Meta::NameValue(doc) = &attribute.meta else { continue };
        if !doc.path.is_ident("doc") {
            continue;
        }
        if let Expr::Lit(literal) = &doc.value
            && let Lit::Str(line) = &literal.lit
        {
            // The space after `///` is not part of the text.
            lines.push(
                line.value()
                    .lines()
                    .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned())
                    .collect::<Vec<_>>()
                    .join("\n"),
            );
        }
    }
    lines.join("\n").trim().to_owned()
}

/// The first paragraph of docs, as one line for a table cell.
pub(crate) fn summary(docs: &str) -> String {
    let paragraph = docs.split("\n\n").next().unwrap_or_default();
    paragraph.lines().map(str::trim).collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// Doc attributes for some text.
pub(crate) fn attribute(text: &str) -> TokenStream {
    text.lines()
        .map(|line| {
            let line = format!(" {line}");
            quote!(#[doc = #line])
        })
        .collect()
}
