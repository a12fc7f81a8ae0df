//! Where a field ends that cannot be parsed.

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Token, token};

/// Whether a field ends here.
pub(super) fn is_boundary(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]) || starts_field(input)
}

/// Whether a field starts here: `#[..]`, `pub` or `name:`.
pub(super) fn starts_field(input: ParseStream<'_>) -> bool {
    let is_attribute = input.peek(Token![#]) && input.peek2(token::Bracket);
    let is_name = input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]);
    is_attribute || input.peek(Token![pub]) || is_name
}

/// Whether each `<` has its `>`.
pub(super) fn is_closed(tokens: &[TokenTree]) -> bool {
    let mut depth = 0_usize;
    let mut before = ' ';
    for token in tokens {
        depth = inside(depth, before, token);
        before = char_of(token);
    }
    depth == 0
}

/// The number of open `<` after a token.
fn inside(depth: usize, before: char, token: &TokenTree) -> usize {
    match char_of(token) {
        '<' => depth + 1,
        '>' if !matches!(before, '-' | '=') => depth.saturating_sub(1),
        _ => depth,
    }
}

fn char_of(token: &TokenTree) -> char {
    if let TokenTree::Punct(punct) = token { punct.as_char() } else { ' ' }
}

/// The tokens up to the next field, at least one. A comma inside `<..>` does not end a field. If the closing `>` is
/// missing, the start of the next field does.
pub(super) fn up_to_boundary(input: ParseStream<'_>) -> impl Iterator<Item = TokenTree> + use<'_> {
    let mut depth = 0_usize;
    let mut before = None;
    std::iter::from_fn(move || {
        let is_inside = depth > 0 && input.peek(Token![,]);
        if before.is_some() && !is_inside && is_boundary(input) {
            return None;
        }
        let token = input.parse::<TokenTree>().ok()?;
        depth = inside(depth, before.unwrap_or(' '), &token);
        before = Some(char_of(&token));
        Some(token)
    })
}

/// A type whose expressions are replaced by `0`: blocks, and the lengths of arrays.
pub(super) fn without_expressions(tokens: TokenStream) -> TokenStream {
    let zero = || TokenTree::Literal(Literal::usize_unsuffixed(0));
    let replaced = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => zero(),
        TokenTree::Group(group) => {
            let mut inside: Vec<TokenTree> = without_expressions(group.stream()).into_iter().collect();
            let is_semicolon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
            if let Some(at) = inside.iter().position(is_semicolon).filter(|at| at + 1 < inside.len()) {
                inside.truncate(at + 1);
                inside.push(zero());
            }
            let mut replaced = Group::new(group.delimiter(), inside.into_iter().collect());
            replaced.set_span(group.span());
            TokenTree::Group(replaced)
        }
        other => other,
    });
    replaced.collect()
}
