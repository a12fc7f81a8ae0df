//! Prints tokens in the usual layout, for messages and docs.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

/// The prefix of generated names that users do not need.
pub(crate) const RESERVED: &str = "__";

/// A type or a path in the usual layout.
pub(crate) fn written(item: &impl ToTokens) -> String {
    spelled(&item.to_token_stream())
}

/// A path in the usual layout.
pub(crate) fn written_path(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "")
}

/// Tokens in the usual layout. Their own `to_string` puts spaces between all of them.
pub(crate) fn spelled(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let mut glue = true;
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(&format!("{open}{}{close}", spelled(&group.stream())));
                glue = false;
            }
            TokenTree::Punct(punct) => {
                let is_joint = punct.spacing() == proc_macro2::Spacing::Joint;
                let (before, after) = match punct.as_char() {
                    '=' | '|' | '+' => (true, true),
                    '-' if is_joint => (true, false),
                    '>' if text.ends_with('-') => (false, true),
                    ';' => (false, true),
                    ',' | ':' if !is_joint && !text.ends_with(':') => (false, true),
                    _ => (false, false),
                };
                let joint = text.ends_with(['=', '.', '|']);
                text.push_str(if before && !joint { " " } else { "" });
                text.push(punct.as_char());
                text.push_str(if after && !text.ends_with(".=") && punct.spacing() == proc_macro2::Spacing::Alone {
                    " "
                } else {
                    ""
                });
                glue = true;
            }
            word => {
                text.push_str(if glue || text.is_empty() { "" } else { " " });
                text.push_str(&spelled_word(&word));
                glue = false;
            }
        }
    }
    text.trim().to_owned()
}

/// A word as the user wrote it. While a macro works on it, a reserved name of the user is a raw identifier.
fn spelled_word(word: &TokenTree) -> String {
    let text = word.to_string();
    match text.strip_prefix("r#") {
        Some(name) if matches!(word, TokenTree::Ident(_)) && name.starts_with(RESERVED) => name.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_printed_in_the_usual_layout() {
        for text in [
            "Vec<String>",
            "std::collections::HashMap<String, u8>",
            "404 = NotFound",
            "[400, 415]",
            "String::new()",
            "400..=499",
            "not_found(status = 404, detail = A)",
            "dyn Any",
            "fn(u8) -> [u8; 4]",
            "&'static str",
            "(A, B)",
        ] {
            assert_eq!(spelled(&text.parse().unwrap()), text);
        }
    }
}
