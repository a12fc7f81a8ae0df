//! What was written after a key, in whatever form.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::ParseStream;
use syn::{Lit, Path, Token};

use crate::names;

/// Whether an item ends here. A semicolon ends it too, and is reported.
pub(super) fn ends_item(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

/// The tokens after a key, up to the next comma.
pub(crate) struct Written(Vec<TokenTree>);

impl Written {
    pub(super) fn of(tokens: TokenStream) -> Self {
        Self(tokens.into_iter().collect())
    }

    pub(crate) fn behind(input: ParseStream<'_>) -> Self {
        let fork = input.fork();
        let mut tokens = Vec::new();
        while !ends_item(&fork) {
            tokens.extend(fork.parse::<TokenTree>());
        }
        Self(tokens)
    }

    /// The first token and its text. For a group, this is the token that opens the group.
    pub(crate) fn first(&self) -> Option<(proc_macro2::Span, String)> {
        self.0.first().map(|token| match token {
            TokenTree::Group(group) => (group.span_open(), first_of_group(group)),
            TokenTree::Punct(punct) => match self.0.get(1) {
                Some(TokenTree::Punct(next)) if is_one_sign(punct, next) => (token.span(), format!("{token}{next}")),
                _ => (token.span(), token.to_string()),
            },
            _ => (token.span(), token.to_string()),
        })
    }

    /// Whether there is only the separator between a key and its value.
    pub(crate) fn has_no_value(&self) -> bool {
        after_separators(&self.0).is_empty()
    }

    /// The tokens without the separator between key and value.
    pub(crate) fn unparted(&self) -> TokenStream {
        after_separators(&self.0).iter().cloned().collect()
    }

    /// The name that a value in another form probably means: `Name` for `"Name"` or `a::Name`.
    pub(crate) fn meant_name(&self) -> Option<Ident> {
        let tokens = self.value();
        let span = tokens.last().map_or_else(Span::call_site, TokenTree::span);
        word(&tokens)
            .and_then(|text| type_name(&text))
            .map(|name| Ident::new(&name, span.resolved_at(Span::call_site())))
    }

    /// Whether the value is a group that contains more than a name, such as `(not_found = 404)`.
    pub(crate) fn lists_entries(&self) -> bool {
        self.is_group() && self.value().len() != 1
    }

    /// The tokens before the first `=`, and those after it.
    pub(crate) fn around_equals(&self) -> (String, Vec<TokenTree>) {
        let is_equals = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '=');
        let at = self.0.iter().position(is_equals).unwrap_or(self.0.len());
        let before = self.0.iter().take(at).map(ToString::to_string).collect();
        (before, self.0.iter().skip(at + 1).cloned().collect())
    }

    pub(crate) fn tokens(&self) -> &[TokenTree] {
        &self.0
    }

    /// The text that these tokens form, such as `If-Match` or `"If-Match"`.
    pub(crate) fn text(&self) -> Option<String> {
        text_of(&self.0)
    }

    pub(super) fn is_group(&self) -> bool {
        matches!(after_separators(&self.0), [TokenTree::Group(_)])
    }

    /// The tokens of the value. If the value is a group, the tokens inside the group.
    pub(crate) fn value(&self) -> Vec<TokenTree> {
        let tokens: Vec<TokenTree> = self.unparted().into_iter().collect();
        match tokens.as_slice() {
            [TokenTree::Group(group)] => group.stream().into_iter().collect(),
            _ => tokens,
        }
    }
}

/// The text at the start of a group: its opening delimiter, or its first token if it has no delimiters, as in a group
/// from `macro_rules!`.
pub(super) fn first_of_group(group: &Group) -> String {
    match group.delimiter() {
        Delimiter::Parenthesis => "(".to_owned(),
        Delimiter::Bracket => "[".to_owned(),
        Delimiter::Brace => "{".to_owned(),
        Delimiter::None => match group.stream().into_iter().next() {
            Some(TokenTree::Group(inner)) => first_of_group(&inner),
            Some(token) => token.to_string(),
            None => String::new(),
        },
    }
}

/// Whether these two are printed as one: `==`, `:=`, `=>`, `->`, `..`.
fn is_one_sign(first: &Punct, second: &Punct) -> bool {
    let pair = (first.as_char(), second.as_char());
    let is_known = matches!(pair, ('=' | ':', '=') | ('=' | '-', '>') | ('.', '.'));
    is_known && first.spacing() == Spacing::Joint
}

/// The tokens after separators such as `=`, `:`, `=>` and `->`.
pub(super) fn after_separators(tokens: &[TokenTree]) -> &[TokenTree] {
    match tokens {
        [TokenTree::Punct(minus), TokenTree::Punct(next), rest @ ..] if is_arrow(minus, next) => after_separators(rest),
        [first, rest @ ..] if is_separator(first) => after_separators(rest),
        _ => tokens,
    }
}

fn is_arrow(minus: &Punct, next: &Punct) -> bool {
    minus.as_char() == '-' && next.as_char() == '>'
}

pub(super) fn is_separator(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), '=' | ':' | '>'))
}

/// The text of a string of any kind, or a name converted to text. For a path, this is its last segment.
pub(super) fn word(tokens: &[TokenTree]) -> Option<String> {
    let stream: TokenStream = tokens.iter().cloned().collect();
    match tokens {
        [TokenTree::Literal(literal)] => {
            Some(string(literal).unwrap_or_else(|| literal.to_string().trim_matches('\'').to_owned()))
        }
        _ => {
            let path = syn::parse2::<Path>(stream).ok()?;
            path.segments.last().map(|last| last.ident.to_string())
        }
    }
}

pub(super) fn string(literal: &proc_macro2::Literal) -> Option<String> {
    match syn::parse2::<Lit>(literal.to_token_stream()).ok()? {
        Lit::Str(text) => Some(text.value()),
        Lit::ByteStr(bytes) => String::from_utf8(bytes.value()).ok(),
        Lit::CStr(text) => text.value().into_string().ok(),
        Lit::Char(char) => Some(char.value().to_string()),
        _ => None,
    }
}

/// The name of a type in a text: the last segment of a path, without arguments, in UpperCamelCase.
pub(super) fn type_name(text: &str) -> Option<String> {
    let path = text.split(['<', '(', '{']).next().unwrap_or_default().trim();
    let last = path.rsplit("::").next().unwrap_or_default().trim();
    let name = names::identifier(last);
    let name = if last.contains(['_', '-', ' ']) { names::upper_camel(&name) } else { name };
    (name != "name" && syn::parse_str::<Ident>(&name).is_ok()).then_some(name)
}

/// The text of a string, or the text that names and hyphens form: `Accept-Language`.
pub(super) fn text_of(tokens: &[TokenTree]) -> Option<String> {
    if let [TokenTree::Literal(literal)] = tokens {
        return Some(string(literal).unwrap_or_else(|| literal.to_string()));
    }
    let is_word = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Literal(literal) => string(literal).is_none(),
        TokenTree::Punct(punct) => matches!(punct.as_char(), '-' | '/' | '.'),
        TokenTree::Group(_) => false,
    };
    (!tokens.is_empty() && tokens.iter().all(is_word)).then(|| tokens.iter().map(ToString::to_string).collect())
}
