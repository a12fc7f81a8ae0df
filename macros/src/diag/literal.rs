//! Errors inside a string literal, on stable Rust.
//!
//! rustc can underline a part of only one kind of literal: the template of `format_args!`, in which it underlines a
//! captured name. So we write the literal again as such a template, byte for byte, with a name at the place of the
//! mistake and with the user's span. The name is a value whose `Display` needs a trait that no type implements, and
//! this trait carries our message. The value has a type parameter as its type. For a type parameter, rustc adds nothing
//! to the message: it does not name the missing trait and does not suggest another value.

use std::ops::Range;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::LitStr;

use super::message::Message;
use crate::text::part;

/// Tokens that make rustc underline a part of a literal; `None` if it would not find the place.
pub(super) fn error_inside(
    literal: &LitStr,
    range: &Range<usize>,
    owner: &Ident,
    message: &Message,
) -> Option<TokenStream> {
    let source = literal.span().source_text()?;
    let mut template: Literal = template(&source, &literal.value(), range)?.parse().ok()?;
    template.set_span(literal.span());
    // rustc resolves the name as if it were written at the literal.
    let value = Ident::new("x", Span::call_site().resolved_at(literal.span()));
    let parameter = parameter(part(&literal.value(), range.clone()));
    let (what, help) = (escaped(&message.what), format!("help: {}", escaped(&message.help)));
    // rustc adds a note about the item that needs the trait: this span puts it on the user's struct, not on the whole
    // attribute.
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

/// The literal as a template with a single name, at `range`.
///
/// `r"` is one byte longer than `"`. For a plain literal, the first byte (the leading slash of a path) is therefore
/// omitted.
fn template(source: &str, value: &str, range: &Range<usize>) -> Option<String> {
    let open = source.find('"')? + 1;
    let hashes = open.saturating_sub(2);
    let prefix = if open == 1 { "" } else { "r" };
    let is_prefix = part(source, ..open - 1) == format!("{prefix}{}", "#".repeat(hashes));
    let text = source.get(open..source.len().checked_sub(1 + hashes)?)?;
    // An escape would shift all positions after it.
    if !is_prefix || text != value || part(value, range.clone()).contains('\n') {
        return None;
    }
    let skipped = usize::from(open == 1);
    // A name in braces needs at least three bytes. For a mistake of two bytes, also underlining the byte before it does
    // no harm.
    let start = if range.len() == 2 { range.start.checked_sub(1)? } else { range.start };
    let name = range.end.checked_sub(start + 3)?;
    if start < skipped || !value.is_char_boundary(start) {
        return None;
    }
    let (before, after) = (".".repeat(start - skipped), ".".repeat(value.len() - range.end));
    let hashes = "#".repeat(hashes);
    Some(format!("r{hashes}\"{before}{{x{}}}{after}\"{hashes}", " ".repeat(name)))
}

/// The name of the path parameter as a type name: rustc's note then shows `UpdatePath<organisation>`.
fn parameter(text: &str) -> Ident {
    let name = text.trim_matches(|char: char| !char.is_alphanumeric() && char != '_');
    let usual = || Ident::new("T", Span::call_site());
    let taken = ["Parameter", "Display", "Self"].contains(&name) || name.ends_with("Path") || name.ends_with("Value");
    syn::parse_str(name).ok().filter(|_| !taken).unwrap_or_else(usual)
}

/// Escapes text for the attribute with the message, in which braces have a meaning.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn template_name_is_at_the_mistake() {
        for (source, value, range, expected) in [
            (r#""/a/<b>/c""#, "/a/<b>/c", 3..6, Some(r#"r"..{x}..""#)),
            (r#""/ä/<bcd>""#, "/ä/<bcd>", 4..9, Some(r#"r"...{x  }""#)),
            (r#"r"/a/<b>""#, "/a/<b>", 3..6, Some(r#"r"...{x}""#)),
            (r##"r#"/a/<b>"#"##, "/a/<b>", 3..6, Some(r##"r#"...{x}"#"##)),
            (r#""/a/<>""#, "/a/<>", 3..5, Some(r#"r".{x}""#)),
            // Not possible: no room, an escape, other source text, several lines.
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
    fn template_has_the_length_of_its_literal() {
        let source = r#""/organizations/<organisation>/users""#;
        let value = source.trim_matches('"');
        let template = template(source, value, &(15..29)).unwrap();
        assert_eq!((template.len(), template.find('{')), (source.len(), source.find('<')));
    }
}
