//! What was probably meant by values in another form.

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::Path;
use syn::parse::{ParseStream, Parser as _};

use super::written::{after_separators, is_separator, string, text_of, word};
use crate::spelled::spelled;

/// Which kind of constants a body holds. It decides the allowed values and the suggested form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Values {
    /// Members of a JSON object.
    Members,
    /// Parameters of a form. Their values are strings.
    Parameters,
}

/// Whether the text is an identifier.
pub(super) fn is_name(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok()
}

/// A path into the response, also if it was written as text or as a JSON Pointer: `meta.next`.
pub(super) fn way(tokens: &[TokenTree]) -> Option<String> {
    let text = text(tokens)?;
    let text = text.trim_start_matches('$').replace('/', ".");
    let way = text.trim_matches('.');
    way.split('.').all(is_name).then(|| way.to_owned())
}

/// The text that was probably meant: a single word, or the strings among other tokens, such as `&"a"`, `"a".into()` and
/// `concat!("a", "b")`.
pub(super) fn text(tokens: &[TokenTree]) -> Option<String> {
    word(tokens).or_else(|| text_of(tokens)).or_else(|| {
        let texts = strings(tokens);
        let is_word = |token: &TokenTree| matches!(token.to_string().as_str(), "+" | "concat");
        let is_path_after_method =
            matches!(&texts[..], [first, second] if !first.contains('/') && second.contains('/'));
        let is_adjacent = !is_path_after_method && tokens.iter().all(|token| matches!(token, TokenTree::Literal(_)));
        let is_joined = is_adjacent || tokens.iter().any(is_word);
        if is_joined { Some(texts.concat()) } else { texts.into_iter().next() }.filter(|text| !text.is_empty())
    })
}

/// The strings among these tokens, also inside groups.
fn strings(tokens: &[TokenTree]) -> Vec<String> {
    let all = tokens.iter().flat_map(|token| match token {
        TokenTree::Literal(literal) => string(literal).into_iter().collect(),
        TokenTree::Group(group) => strings(&group.stream().into_iter().collect::<Vec<_>>()),
        _ => Vec::new(),
    });
    all.collect()
}

/// The type in tokens such as `&Type`, `<Type>`, `Type?`, `Type {}` and `Type::new()`.
pub(super) fn ty(tokens: &[TokenTree]) -> Option<String> {
    let is_sign = |token: &&TokenTree| matches!(token.to_string().as_str(), "&" | "<");
    let mut ty = module(&tokens.iter().skip_while(is_sign).cloned().collect::<Vec<_>>())?;
    if let Some((before, last)) = ty.rsplit_once("::")
        && last.starts_with(char::is_lowercase)
    {
        ty.truncate(before.len());
    }
    let name = ty.rsplit("::").next().unwrap_or_default();
    name.starts_with(char::is_uppercase).then_some(ty)
}

/// The path at the start of tokens such as `&module` and `module()`.
pub(super) fn module(tokens: &[TokenTree]) -> Option<String> {
    let tokens: TokenStream = tokens.iter().skip_while(|token| token.to_string() == "&").cloned().collect();
    let mut path = None;
    let parser = |input: ParseStream<'_>| {
        path = Path::parse_mod_style(input).ok();
        input.parse::<TokenStream>()
    };
    let _ = parser.parse2(tokens);
    path.map(|path| spelled(&path.to_token_stream()))
}

/// A path with the `/` at its start, also if it was written without quotes: `/a/<b>`.
pub(super) fn path(tokens: &[TokenTree]) -> Option<String> {
    let is_slash = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '/');
    let has_group = tokens.iter().any(|token| matches!(token, TokenTree::Group(_)));
    let path = match tokens {
        [first, ..] if is_slash(first) && !has_group => tokens.iter().map(ToString::to_string).collect(),
        _ => text(tokens)?,
    };
    Some(if path.starts_with('/') || path.is_empty() { path } else { format!("/{path}") })
}

/// A place and a name: `query("a")` for `query["a"]` or `query = "a"`.
pub(super) fn place_and_name(tokens: &[TokenTree]) -> Option<String> {
    let (TokenTree::Ident(place), rest) = tokens.split_first()? else { return None };
    let is_place = [super::key::QUERY, super::key::BODY, super::key::FORM].iter().any(|known| place == known);
    let name = match rest.iter().find(|token| !is_separator(token))? {
        TokenTree::Group(group) => word(&group.stream().into_iter().collect::<Vec<_>>())?,
        token => word(std::slice::from_ref(token))?,
    };
    is_place.then(|| format!("{place}({name:?})"))
}

/// A number without its suffix, a boolean, or a string. Also accepts `Some(1)`, `&1` and `+1`.
pub(super) fn literal(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [TokenTree::Punct(sign), rest @ ..] if matches!(sign.as_char(), '+' | '&' | '=') => return literal(rest),
        [TokenTree::Punct(sign), rest @ ..] if sign.as_char() == '-' => return number(rest).map(|it| format!("-{it}")),
        [TokenTree::Ident(some), TokenTree::Group(group)] if some == "Some" => {
            return literal(&group.stream().into_iter().collect::<Vec<_>>());
        }
        [TokenTree::Ident(word)] if word == "true" || word == "false" => return Some(word.to_string()),
        _ => {}
    }
    // An array or an object is not a constant.
    if let [TokenTree::Group(group)] = tokens
        && group.delimiter() != Delimiter::Parenthesis
    {
        return None;
    }
    let text = || text(tokens).filter(|text| !matches!(text.as_str(), "None" | "null"));
    number(tokens).or_else(|| text().map(|text| format!("{text:?}")))
}

/// A number without its suffix.
fn number(tokens: &[TokenTree]) -> Option<String> {
    match syn::parse2(tokens.iter().cloned().collect()).ok()? {
        syn::Lit::Int(number) => Some(number.base10_digits().to_owned()),
        syn::Lit::Float(number) => Some(number.base10_digits().to_owned()),
        _ => None,
    }
}

/// Strings and names separated by commas, all as strings.
pub(super) fn words(tokens: &[TokenTree]) -> Option<Vec<String>> {
    if let [TokenTree::Group(group)] = tokens {
        return words(&group.stream().into_iter().collect::<Vec<_>>());
    }
    let texts = parts(tokens).map(|part| Some(format!("{:?}", word(part)?))).collect::<Option<Vec<_>>>()?;
    (!texts.is_empty()).then_some(texts)
}

/// The parts between commas and semicolons.
fn parts(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    let parts = tokens.split(|token| matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';')));
    parts.filter(|part| !part.is_empty())
}

/// Whether there are at least two tokens, which can be a name and a value.
pub(super) fn is_pairs(tokens: &[TokenTree]) -> bool {
    tokens.len() > 1
}

/// Pairs of name and value with a separator other than `=`, such as `"Accept": "text/csv"` or `Accept => csv`.
pub(super) fn pairs(tokens: &[TokenTree]) -> Option<String> {
    let all: Vec<&[TokenTree]> = parts(tokens).collect();
    if let [[TokenTree::Literal(name)], [TokenTree::Literal(value)]]
    | [[TokenTree::Literal(name), TokenTree::Literal(value)]] = all.as_slice()
    {
        return Some(format!("{:?} = {:?}", string(name)?, string(value)?));
    }
    let pairs = all.into_iter().map(|part| {
        let is_key_end = |at: &usize| part.get(*at..).is_some_and(|rest| after_separators(rest).len() < rest.len());
        let at = (0..part.len()).find(is_key_end);
        let (name, value) = part.split_at(at.unwrap_or(part.len()));
        let name = text_of(name)?;
        match at.map(|_| after_separators(value)) {
            None => Some(format!("{name:?}")),
            Some(value) => Some(format!("{name:?} = {:?}", text_of(value)?)),
        }
    });
    pairs.collect::<Option<Vec<_>>>().map(|pairs| pairs.join(", "))
}

/// Converts `a=b&c` to constants of a query: `"a" = "b", "c"`.
pub(crate) fn parted(text: &str) -> String {
    let parts = text.trim_start_matches('?').split('&').filter(|part| !part.is_empty());
    let parts = parts.map(|part| match part.split_once('=') {
        Some((name, value)) => format!("{name:?} = {value:?}"),
        None => format!("{part:?}"),
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// Converts `Accept: text/csv` to a constant header field: `"Accept" = "text/csv"`.
pub(crate) fn field(text: &str) -> String {
    let sample = match text.to_ascii_lowercase().as_str() {
        "accept" | "content-type" => "application/json",
        _ => "..",
    };
    let (name, value) = text.split_once(':').or_else(|| text.split_once('=')).unwrap_or((text, sample));
    format!("{:?} = {:?}", name.trim(), value.trim())
}

/// The constants of a body in another form, such as `{"a": 1}` or `("a", 1)`.
pub(super) fn constants(kind: Values, tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [TokenTree::Group(group)] => return constants(kind, &group.stream().into_iter().collect::<Vec<_>>()),
        [TokenTree::Literal(literal)] => {
            return string(literal).filter(|text| text.contains('=')).map(|text| parted(&text));
        }
        _ => {}
    }
    // `"a", 1`: a name and its value.
    let all: Vec<&[TokenTree]> = parts(tokens).collect();
    if let [[name], value] = all.as_slice()
        && !value.iter().any(is_separator)
    {
        let name = text_of(std::slice::from_ref(name))?;
        return Some(format!("{name:?} = {}", value_of(kind, value)?));
    }
    let all = all.into_iter().map(|part| constant(kind, part)).collect::<Option<Vec<_>>>()?;
    (!all.is_empty()).then(|| all.join(", "))
}

/// A constant of a body with another separator than `=`, or with a value in another form.
pub(super) fn constant(kind: Values, tokens: &[TokenTree]) -> Option<String> {
    if let [TokenTree::Group(group)] = tokens {
        return constants(kind, &group.stream().into_iter().collect::<Vec<_>>());
    }
    let (name, rest) = tokens.split_first()?;
    let name = text_of(std::slice::from_ref(name))?;
    let value = match after_separators(rest) {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            group.stream().into_iter().collect()
        }
        value => value.to_vec(),
    };
    Some(format!("{name:?} = {}", value_of(kind, &value)?))
}

/// A value of a constant: `1` for `1u8` or `Some(1)`. In a form, all values are strings.
pub(super) fn value_of(kind: Values, tokens: &[TokenTree]) -> Option<String> {
    let is_null = matches!(tokens, [TokenTree::Ident(word)] if word == "null" || word == "None");
    match kind {
        Values::Members if is_null => Some("null".to_owned()),
        Values::Members => literal(tokens),
        Values::Parameters if is_null => None,
        Values::Parameters => literal(tokens).map(|it| if it.starts_with('"') { it } else { format!("{it:?}") }),
    }
}

/// The tokens parsed as this kind of syntax. Also accepts a string that contains it.
pub(super) fn parsed<T: syn::parse::Parse + quote::ToTokens>(tokens: &[TokenTree]) -> Option<String> {
    let stream: TokenStream = match tokens {
        [TokenTree::Literal(literal)] => string(literal)?.parse().ok()?,
        _ => tokens.iter().cloned().collect(),
    };
    syn::parse2::<T>(stream).ok().map(|parsed| spelled(&parsed.to_token_stream()))
}

/// The tokens with `=` for `:` and `=>`, and `,` for `;`.
pub(super) fn with_separators(tokens: TokenStream) -> TokenStream {
    let mut corrected: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Punct(punct) = &token else {
            corrected.push(token);
            continue;
        };
        let is_double = |text: &str| corrected.last().is_some_and(|last| last.to_string() == text);
        let char = match punct.as_char() {
            '>' if is_double("=") => continue,
            ':' if is_double(":") || punct.spacing() == Spacing::Joint => ':',
            ':' => '=',
            ';' => ',',
            char => char,
        };
        let mut replaced = Punct::new(char, if char == '=' { Spacing::Alone } else { punct.spacing() });
        replaced.set_span(punct.span());
        corrected.push(TokenTree::Punct(replaced));
    }
    corrected.into_iter().collect()
}
