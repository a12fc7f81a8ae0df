//! Statuses: `404`, `[400, 415]`, `400..=499` or `"4XX"`, and common mistakes.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{LitInt, LitStr, Token, bracketed};

use crate::http::status::of_name;
use crate::spelled::spelled;

/// The value of `status`: the statuses as ranges, and the form in which they were written.
pub(crate) struct StatusPattern {
    pub(crate) ranges: Vec<(LitInt, LitInt)>,
    pub(crate) footing: Footing,
    /// The text as written, for messages.
    pub(crate) tokens: TokenStream,
}

/// How specific the pattern is. More specific patterns take precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Footing {
    Exact,
    List,
    Range,
    Class,
    Default,
}

/// What a help shows around a status that it corrects: without a code, several statuses need `code = none` too.
#[derive(Clone, Copy)]
pub(crate) enum Short<'a> {
    /// `name = STATUS`. If the status needs a code, the help shows the whole entry.
    Entry(&'a Ident),
    /// `name(status = STATUS)`
    Keys,
    /// A status beside a code, or one that needs none.
    Coded,
}

impl Short<'_> {
    /// The corrected text.
    pub(crate) fn with(self, status: &str) -> String {
        let is_wide = status.starts_with('"') || status.contains("..");
        match self {
            Self::Entry(name) if is_wide => format!("{name}(status = {status}, code = none)"),
            Self::Keys if is_wide => format!("{status}, code = none"),
            _ => status.to_owned(),
        }
    }
}

/// Parses a pattern. Errors carry no reason, because the message only shows what was found.
pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<StatusPattern> {
    if input.peek(syn::token::Bracket) {
        let content;
        bracketed!(content in input);
        let list: Vec<LitInt> =
            Punctuated::<Bare, Token![,]>::parse_terminated(&content)?.into_iter().map(|Bare(status)| status).collect();
        let tokens = list.first().ok_or_else(|| content.error(""))?.to_token_stream();
        let ranges = list.into_iter().map(|status| (status.clone(), status)).collect();
        return Ok(StatusPattern { ranges, footing: Footing::List, tokens });
    }
    if input.peek(LitStr) {
        let class: LitStr = input.parse()?;
        let [digit @ b'1'..=b'9', b'X', b'X'] = *class.value().as_bytes() else {
            return Err(syn::Error::new(class.span(), ""));
        };
        let hundred = u16::from(digit - b'0') * 100;
        let status = |status: u16| LitInt::new(&status.to_string(), class.span());
        let ranges = vec![(status(hundred), status(hundred + 99))];
        return Ok(StatusPattern { ranges, footing: Footing::Class, tokens: class.to_token_stream() });
    }
    let Bare(first) = input.parse()?;
    if input.peek(Token![..=]) {
        let dots: Token![..=] = input.parse()?;
        let Bare(last) = input.parse()?;
        let tokens = quote!(#first #dots #last);
        return Ok(StatusPattern { ranges: vec![(first, last)], footing: Footing::Range, tokens });
    }
    let tokens = first.to_token_stream();
    Ok(StatusPattern { ranges: vec![(first.clone(), first)], footing: Footing::Exact, tokens })
}

/// A number without a suffix. Rust parses `4XX` as a number with a suffix.
struct Bare(LitInt);

impl syn::parse::Parse for Bare {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let number: LitInt = input.parse()?;
        if number.suffix().is_empty() { Ok(Self(number)) } else { Err(syn::Error::new(number.span(), "")) }
    }
}

/// Guesses the pattern that was meant by tokens in a wrong form.
pub(crate) fn meant(tokens: &[TokenTree]) -> Option<String> {
    let tokens = without_signs(tokens);
    let numbers: Vec<String> = tokens.iter().filter_map(number).collect();
    let between: String = tokens.iter().filter(|token| number(token).is_none()).map(ToString::to_string).collect();
    match (numbers.as_slice(), between.as_str()) {
        ([one], "") => Some(one.clone()),
        ([first, last], ".." | "..." | "-" | "..=") => {
            let last: u16 = last.parse().ok()?;
            // The range `400..500` does not include its end.
            let last = if between == ".." && last.is_multiple_of(100) { last - 1 } else { last };
            Some(format!("{first}..={last}"))
        }
        ([_, _, ..], commas) if commas.chars().all(|char| matches!(char, ',' | '|' | ';')) => {
            Some(format!("[{}]", numbers.join(", ")))
        }
        ([], _) => {
            let TokenTree::Ident(name) = tokens.last()? else { return None };
            of_name(&name.to_string()).map(|status| status.to_string())
        }
        _ => None,
    }
}

/// The tokens without a cast, and without signs around them that no status has.
fn without_signs(tokens: &[TokenTree]) -> &[TokenTree] {
    let is_sign = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => matches!(punct.as_char(), '=' | ':' | '<' | '>' | '+' | '&' | '?' | '#'),
        _ => false,
    };
    let is_cast = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "as");
    let mut tokens = tokens.split(is_cast).next().unwrap_or_default();
    while let [first, rest @ ..] = tokens
        && is_sign(first)
    {
        tokens = rest;
    }
    while let [rest @ .., last] = tokens
        && is_sign(last)
    {
        tokens = rest;
    }
    tokens
}

/// `404`, `"404"`, `4XX`, `"4xx"`.
fn number(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    let text = spelled(&literal.to_token_stream());
    let text = text.trim_matches('"');
    match text.as_bytes() {
        [b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => Some(format!("\"{}\"", text.to_uppercase())),
        [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9', rest @ ..]
            if rest.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'.') =>
        {
            text.get(..3).map(ToOwned::to_owned)
        }
        // A quoted name, such as `"not_found"`.
        _ => of_name(text).map(|status| status.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_status_is_corrected_to_the_meant_one() {
        for (text, expected) in [
            ("\"404\"", Some("404")),
            ("404u16", Some("404")),
            ("4XX", Some("\"4XX\"")),
            ("\"4xx\"", Some("\"4XX\"")),
            ("400..500", Some("400..=499")),
            ("400-499", Some("400..=499")),
            ("400 | 404", Some("[400, 404]")),
            ("400, 404", Some("[400, 404]")),
            ("not_found", Some("404")),
            ("\"not_found\"", Some("404")),
            ("StatusCode::NOT_FOUND", Some("404")),
            ("x", None),
            ("\"x\"", None),
            ("", None),
        ] {
            let tokens: TokenStream = text.parse().unwrap();
            assert_eq!(meant(&tokens.into_iter().collect::<Vec<_>>()).as_deref(), expected, "{text}");
        }
    }
}
