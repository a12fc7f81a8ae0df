//! Keys with tokens around them that do not belong there: `@name = ".."`, `"name" = ".."`, `(name = "..")`.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::parse::{ParseStream, Parser as _};
use syn::{LitStr, Path};

use super::key;
use super::meant::with_separators;
use super::parse::{attribute_of, each_item};
use super::status;
use super::written::{Written, after_separators, ends_item, is_separator};
use crate::diag::message::{errors, grammar as message};
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::spelled::{spelled, written_path};

/// What an item can begin with.
#[derive(Clone, Copy)]
pub(crate) enum Keys<'a> {
    /// One of these keys.
    Known(&'a [&'a str]),
    /// Any name, after any attributes: documented errors.
    Names,
}

impl Keys<'_> {
    fn expected(self) -> &'static str {
        match self {
            Self::Known(_) => "a key",
            Self::Names => "a documented error",
        }
    }

    fn has(self, token: &TokenTree) -> bool {
        match (self, token) {
            (Self::Known(known), TokenTree::Ident(ident)) => known.iter().any(|known| ident == known),
            (Self::Names, TokenTree::Ident(_)) => true,
            _ => false,
        }
    }

    /// Whether these tokens are a key and its value.
    fn starts(self, tokens: &[TokenTree]) -> bool {
        matches!(tokens, [key, rest @ ..] if self.has(key) && rest.first().is_none_or(starts_value))
    }
}

/// Parses keys and their values, separated by commas. Reports needless tokens around a key, and parses it without them.
pub(crate) fn each_key(
    input: ParseStream<'_>,
    keys: Keys<'_>,
    diag: &mut Diagnostics,
    item: &mut dyn FnMut(ParseStream<'_>, &mut Diagnostics) -> Parsed<()>,
) {
    each_item(input, diag, |input, diag| {
        let Some((told, rest)) = corrected(Written::behind(input).tokens(), keys) else { return item(input, diag) };
        while !ends_item(input) {
            let _ = input.parse::<TokenTree>();
        }
        diag.push(told);
        each_key_of(rest, keys, diag, item);
        Ok(())
    });
}

/// Parses all of the given tokens as such items.
pub(crate) fn each_key_of(
    tokens: TokenStream,
    keys: Keys<'_>,
    diag: &mut Diagnostics,
    item: &mut dyn FnMut(ParseStream<'_>, &mut Diagnostics) -> Parsed<()>,
) {
    let all = |input: ParseStream<'_>| {
        each_key(input, keys, diag, item);
        Ok(())
    };
    // If a group was not parsed completely, syn reports it again here. The mistake is already reported.
    let _ = all.parse2(tokens);
}

/// The mistake before or around a key, and the item without it.
fn corrected(tokens: &[TokenTree], keys: Keys<'_>) -> Option<(Mistake, TokenStream)> {
    match tokens {
        [TokenTree::Group(group)] => without_delimiters(group, keys),
        [TokenTree::Punct(hash), TokenTree::Group(group), rest @ ..] if hash.as_char() == '#' => {
            let is_derive = group.stream().to_string().starts_with(key::DERIVE);
            let is_stray = matches!(keys, Keys::Known(_)) || (rest.is_empty() && !is_derive);
            let told = Mistake::on(quote!(#hash #group), message::needless_attribute(&attribute_of(&group.stream())));
            is_stray.then(|| (told, rest.iter().cloned().collect()))
        }
        [TokenTree::Literal(literal), rest @ ..] => in_quotes(literal, rest, keys),
        _ => without_prefix(tokens, keys),
    }
}

fn without_delimiters(group: &Group, keys: Keys<'_>) -> Option<(Mistake, TokenStream)> {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => return None,
    };
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    let told = || Mistake::at(group.span_open(), message::needless_delimiters(keys.expected(), open, close));
    keys.starts(&inside).then(|| (told(), group.stream()))
}

/// A key in quotes, or a value before its key: `"name" = "x"` or `"x" = name`.
fn in_quotes(literal: &proc_macro2::Literal, rest: &[TokenTree], keys: Keys<'_>) -> Option<(Mistake, TokenStream)> {
    let Keys::Known(known) = keys else { return None };
    if let [TokenTree::Punct(equals), TokenTree::Ident(key)] = rest
        && equals.as_char() == '='
        && known.iter().any(|known| key == known)
    {
        let told = message::without_key(&literal.to_string(), &format!("{key} = {literal}"));
        return Some((Mistake::on(literal, told), quote!(#key #equals #literal)));
    }
    let name = syn::parse2::<LitStr>(literal.to_token_stream()).ok()?.value();
    let is_key = known.contains(&name.as_str()) && rest.first().is_some_and(is_separator);
    let key = is_key.then(|| Ident::new(&name, literal.span()))?;
    if matches!(rest, [TokenTree::Punct(equals), next, ..] if equals.as_char() == '=' && !is_separator(next)) {
        return Some((Mistake::on(literal, message::key_in_quotes(&name, None)), quote!(#key #(#rest)*)));
    }
    let value: TokenStream = after_separators(rest).iter().cloned().collect();
    let form = format!("{name} = {}", spelled(&value));
    Some((Mistake::on(literal, message::key_in_quotes(&name, Some(&form))), quote!(#key = #value)))
}

/// A key after other tokens, such as `..name`, `let name` or `self.name`; or only such tokens.
fn without_prefix(tokens: &[TokenTree], keys: Keys<'_>) -> Option<(Mistake, TokenStream)> {
    let is_path = matches!(keys, Keys::Names) && tokens.iter().take(2).all(|token| token.to_string() == ":");
    if is_path || tokens.is_empty() || keys.starts(tokens) {
        return None;
    }
    if let (Keys::Names, Some(set)) = (keys, after_dots(tokens)) {
        let found: TokenStream = tokens.iter().cloned().collect();
        let told = Mistake::on(found, errors::set_without_include(&written_path(&set.to_token_stream())));
        return Some((told, quote!(include(#set))));
    }
    if let (Keys::Known(_), [TokenTree::Punct(not), key]) = (keys, tokens)
        && not.as_char() == '!'
        && keys.has(key)
    {
        return Some(negated(tokens, key));
    }
    let splits = (1..tokens.len()).map(|at| tokens.split_at(at));
    let Some((prefix, rest)) = splits.into_iter().find(|(_, rest)| keys.starts(rest)) else {
        let is_punct = |token: &TokenTree| matches!(token, TokenTree::Punct(_));
        let starts_with_dots = tokens.iter().take(2).filter(|token| token.to_string() == ".").count() == 2;
        let is_needless = tokens.iter().all(is_punct) || starts_with_dots;
        return is_needless.then(|| (needless(tokens, keys), TokenStream::new()));
    };
    let next = prefix.iter().skip(1).map(Some).chain([None]);
    let is_prefix = prefix.iter().zip(next).all(|(token, next)| is_needless(token, next, keys));
    is_prefix.then(|| (needless(prefix, keys), rest.iter().cloned().collect()))
}

fn needless(tokens: &[TokenTree], keys: Keys<'_>) -> Mistake {
    let found: TokenStream = tokens.iter().cloned().collect();
    let text = spelled(&found);
    Mistake::on(found, message::needless_token(keys.expected(), &text))
}

/// Whether a token before a key does not belong there. Before a name, a word may be another name.
fn is_needless(token: &TokenTree, next: Option<&TokenTree>, keys: Keys<'_>) -> bool {
    match token {
        TokenTree::Punct(punct) => !matches!(punct.as_char(), '!' | '/' | '<' | '>'),
        TokenTree::Ident(word) => {
            let is_keyword = ["let", "pub", "mut", "const", "self", "crate", "static"].iter().any(|it| word == it);
            let has_key = next.is_some_and(|next| matches!(next.to_string().as_str(), "." | ":"));
            matches!(keys, Keys::Known(_)) && (is_keyword || has_key)
        }
        _ => false,
    }
}

/// `!idempotent`, or `!` before a word that is left out instead.
fn negated(tokens: &[TokenTree], key: &TokenTree) -> (Mistake, TokenStream) {
    let key = key.to_string();
    if key != key::IDEMPOTENT {
        return (needless(tokens, Keys::Known(&[])), TokenStream::new());
    }
    let found: TokenStream = tokens.iter().cloned().collect();
    let told = message::without_key(&format!("!{key}"), &format!("{key} = false"));
    (Mistake::on(found, told), quote!(idempotent = false))
}

/// The path in `..AuthErrors`.
fn after_dots(tokens: &[TokenTree]) -> Option<Path> {
    let path = tokens.iter().skip_while(|token| token.to_string() == ".");
    tokens.first().filter(|token| token.to_string() == ".")?;
    syn::parse2(path.cloned().collect()).ok()
}

/// Whether a value starts here: a separator, or a group.
fn starts_value(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(_)) || is_separator(token)
}

/// The keys of an entry in another form than parentheses after its name: `= (status = 404)`, `{ status: 404 }`, and
/// `= 404(detail = T)`.
pub(super) fn keys_elsewhere(written: &Written, keys: Keys<'_>) -> Option<TokenStream> {
    let tokens: Vec<TokenTree> = written.unparted().into_iter().collect();
    let (TokenTree::Group(group), before) = tokens.split_last()? else { return None };
    let inside = with_separators(group.stream());
    if !keys.starts(&inside.clone().into_iter().collect::<Vec<_>>()) {
        return None;
    }
    if before.is_empty() {
        return Some(inside);
    }
    let status: TokenStream = status::meant(before)?.parse().ok()?;
    Some(quote!(status = #status, #inside))
}
