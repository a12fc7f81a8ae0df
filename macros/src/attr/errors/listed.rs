//! The paths after `include` and `derive`, in whatever form.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{Path, token};

use crate::attr::written::{Written, ends_item, string};

/// The paths in parentheses, or in another form such as `= A`, `["A", "B"]` or `: &A`, and the tokens inside.
pub(super) fn listed(written: &Written) -> (Vec<Path>, TokenStream) {
    // After the parentheses, another entry may follow without a comma.
    let inside = match written.tokens() {
        [TokenTree::Group(group), ..] | [_, TokenTree::Group(group)] => group.stream().into_iter().collect(),
        _ => written.value(),
    };
    let parts =
        inside.split(|token| matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';' | '|')));
    let paths = parts.filter_map(path).collect();
    (paths, inside.iter().cloned().collect())
}

/// The path at the start of these tokens, perhaps in quotes or after `&`.
fn path(tokens: &[TokenTree]) -> Option<Path> {
    let is_sign = |token: &&TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() != ':');
    let tokens: TokenStream = tokens.iter().skip_while(is_sign).cloned().collect();
    let tokens = match tokens.clone().into_iter().next()? {
        TokenTree::Literal(literal) => string(&literal)?.parse().ok()?,
        _ => tokens,
    };
    let mut path = None;
    let parser = |input: ParseStream<'_>| {
        path = Path::parse_mod_style(input).ok();
        input.parse::<TokenStream>()
    };
    let _ = parser.parse2(tokens);
    path
}

/// Skips the parentheses, or else everything up to the next comma.
pub(super) fn skip(input: ParseStream<'_>) {
    if input.peek(token::Paren) {
        let _ = input.parse::<TokenTree>();
        return;
    }
    while !ends_item(input) {
        let _ = input.parse::<TokenTree>();
    }
}
