//! The paths in the code of a module: in types, expressions, patterns and macro calls, but not in attributes and docs.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::tree::{is_cfg_of_tests_in, leaves, plain};

/// A path in the code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
    /// Whether it is a name in a `use` inside a function.
    pub(crate) is_use: bool,
    /// Whether it is called as a macro.
    pub(crate) is_macro: bool,
}

/// The paths in some tokens.
pub(crate) fn references(tokens: TokenStream) -> Vec<Reference> {
    let mut found = Vec::new();
    scan(tokens, &mut found);
    found
}

fn scan(tokens: TokenStream, found: &mut Vec<Reference>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => after_attribute(&tokens, at),
            TokenTree::Group(group) => {
                scan(group.stream(), found);
                at + 1
            }
            TokenTree::Ident(ident) if ident == "use" => use_in_function(&tokens, at, found),
            TokenTree::Ident(_) => path(&tokens, at, found),
            _ => at + 1,
        };
    }
}

fn is_punct(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// Whether `::` begins here.
fn is_colons(tokens: &[TokenTree], at: usize) -> bool {
    let is_joint = matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint);
    is_joint && is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

/// Returns the end of an attribute. For an attribute that marks tests, returns the end of the item that it marks.
fn after_attribute(tokens: &[TokenTree], hash: usize) -> usize {
    let bracket = if is_punct(tokens.get(hash + 1), '!') { hash + 2 } else { hash + 1 };
    let Some(TokenTree::Group(group)) = tokens
        .get(bracket)
        .filter(|token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket))
    else {
        return hash + 1;
    };
    if !is_cfg_of_tests_in(group.stream()) {
        return bracket + 1;
    }
    let is_end = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => matches!(punct.as_char(), ';' | ','),
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    let length = tokens.iter().skip(bracket + 1).position(is_end);
    length.map_or(tokens.len(), |length| bracket + 1 + length + 1)
}

fn use_in_function(tokens: &[TokenTree], at: usize, found: &mut Vec<Reference>) -> usize {
    let length = tokens.iter().skip(at).position(|token| is_punct(Some(token), ';'));
    let Some(length) = length else { return at + 1 };
    let item: TokenStream = tokens.iter().skip(at).take(length + 1).cloned().collect();
    // The text in a macro may be an incomplete `use`.
    if let Ok(item) = syn::parse2(item) {
        let uses = leaves(&item).into_iter();
        found.extend(uses.map(|leaf| Reference { path: leaf.path, line: leaf.line, is_use: true, is_macro: false }));
    }
    at + length + 1
}

/// Reads the path that begins at a name, unless the name is a field, a method, a lifetime or an interpolation of
/// `quote!`.
fn path(tokens: &[TokenTree], start: usize, found: &mut Vec<Reference>) -> usize {
    let (mut path, mut line) = (Vec::new(), 0);
    let mut at = start;
    while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
        path.push(plain(ident));
        line = ident.span().start().line;
        at += 1;
        if !(is_colons(tokens, at) && matches!(tokens.get(at + 2), Some(TokenTree::Ident(_)))) {
            break;
        }
        at += 2;
    }
    let before = |back: usize| start.checked_sub(back).and_then(|at| tokens.get(at));
    let is_field = is_punct(before(1), '.') && !is_punct(before(2), '.');
    let is_associated = is_punct(before(1), ':') && is_punct(before(2), ':');
    let is_other = is_punct(before(1), '\'') || is_punct(before(1), '#');
    if !(is_field || is_associated || is_other) {
        let is_macro = is_punct(tokens.get(at), '!') && !is_punct(tokens.get(at + 1), '=');
        found.push(Reference { path, line, is_use: false, is_macro });
    }
    at
}
