//! An error inside of a string literal, on stable.
//!
//! rustc knows the inside of one kind of literal: the template of `format_args!`, whose captured names it underlines
//! where they stand. So the literal is spelt again as such a template, byte for byte, with a name where the mistake is
//! and the user's own span. The name is a value whose `Display` needs a trait that nothing has, and that trait says our
//! message. Of a type parameter rustc says no more than this: neither which trait is missing, nor what to write in the
//! literal's place.

use std::ops::Range;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;

use super::message::Message;
use crate::text::part;

/// What makes rustc underline a part of a literal; `None` where it would not find the place.
pub(super) fn error_inside(
    literal: &LitStr,
    range: &Range<usize>,
    owner: &Ident,
    message: &Message,
) -> Option<TokenStream> {
    let source = literal.span().source_text()?;
    let mut template: Literal = template(&source, &literal.value(), range)?.parse().ok()?;
    template.set_span(literal.span());
    // The name is found in the literal, so it is looked up as if it were written there.
    let value = Ident::new("x", Span::call_site().resolved_at(literal.span()));
    let parameter = parameter(part(&literal.value(), range.clone()));
    let (what, help) = (escaped(&message.what), format!("help: {}", escaped(&message.help)));
    // rustc notes what needs the trait: on the user's struct, not on the whole attribute.
    let suffix = if literal.value().starts_with('/') { "Path" } else { "Value" };
    let path = format_ident!("{owner}{suffix}", span = owner.span());
    let display = quote_spanned! {owner.span()=>
        impl<#parameter: Parameter> Display for #path<#parameter> {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                loop {}
            }
        }
    };
    Some(quote! {
        const _: () = {
            #[diagnostic::on_unimplemented(message = #what, label = #help)]
            trait Parameter {}
            struct #path<T>(T);
            use ::core::fmt::Display;
            #display
            fn told<#parameter>(#value: #path<#parameter>) {
                let _ = ::core::format_args!(#template);
            }
        };
    })
}

/// The literal as a template whose only name is at `range`.
///
/// `r"` is one byte wider than `"`, so of a plain literal the first byte is left out: a path's leading slash.
fn template(source: &str, value: &str, range: &Range<usize>) -> Option<String> {
    let open = source.find('"')? + 1;
    let hashes = open.saturating_sub(2);
    let prefix = if open == 1 { "" } else { "r" };
    let is_prefix = part(source, ..open - 1) == format!("{prefix}{}", "#".repeat(hashes));
    let text = source.get(open..source.len().checked_sub(1 + hashes)?)?;
    // Escapes would shift all positions after them.
    if !is_prefix || text != value || part(value, range.clone()).contains('\n') {
        return None;
    }
    let skipped = usize::from(open == 1);
    // A name in braces is three bytes at least; one more in front does no harm to two.
    let start = if range.len() == 2 { range.start.checked_sub(1)? } else { range.start };
    let name = range.end.checked_sub(start + 3)?;
    if start < skipped || !value.is_char_boundary(start) {
        return None;
    }
    let (before, after) = (".".repeat(start - skipped), ".".repeat(value.len() - range.end));
    let hashes = "#".repeat(hashes);
    Some(format!("r{hashes}\"{before}{{x{}}}{after}\"{hashes}", " ".repeat(name)))
}

/// The parameter of the path, as the name of a type: rustc's note then reads `UpdatePath<organisation>`.
fn parameter(text: &str) -> Ident {
    let name = text.trim_matches(|char: char| !char.is_alphanumeric() && char != '_');
    let usual = || Ident::new("T", Span::call_site());
    let taken = ["Parameter", "Display", "Self"].contains(&name) || name.ends_with("Path") || name.ends_with("Value");
    syn::parse_str(name).ok().filter(|_| !taken).unwrap_or_else(usual)
}

/// Text in the attribute of a message, where braces have a meaning.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn the_name_stands_where_the_mistake_is() {
        for (source, value, range, expected) in [
            (r#""/a/<b>/c""#, "/a/<b>/c", 3..6, Some(r#"r"..{x}..""#)),
            (r#""/ä/<bcd>""#, "/ä/<bcd>", 4..9, Some(r#"r"...{x  }""#)),
            (r#"r"/a/<b>""#, "/a/<b>", 3..6, Some(r#"r"...{x}""#)),
            (r##"r#"/a/<b>"#"##, "/a/<b>", 3..6, Some(r##"r#"...{x}"#"##)),
            (r#""/a/<>""#, "/a/<>", 3..5, Some(r#"r".{x}""#)),
            // No room, an escape, another source, over two lines.
            (r#""/a>""#, "/a>", 2..3, None),
            (r#""a/<b>""#, "a/<b>", 0..4, None),
            (r#""/\x61/<b>""#, "/a/<b>", 3..6, None),
            ("path!()", "/a/<b>", 3..6, None),
            ("\"/<a\nb>\"", "/<a\nb>", 1..6, None),
            ("\"", "/<a>", 1..4, None),
        ] {
            assert_eq!(template(source, value, &range).as_deref(), expected, "{source}");
        }
    }

    #[test]
    fn a_template_is_as_long_as_its_literal() {
        let source = r#""/organizations/<organisation>/users""#;
        let value = source.trim_matches('"');
        let template = template(source, value, &(15..29)).unwrap();
        assert_eq!((template.len(), template.find('{')), (source.len(), source.find('<')));
    }
}
