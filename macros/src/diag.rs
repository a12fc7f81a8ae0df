//! Collects mistakes and converts them to compile errors.

mod literal;
pub(crate) mod message;

use std::ops::Range;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::LitStr;

use self::message::Message;
use crate::site::Beside;

/// A mistake: its place and its message.
pub(crate) struct Mistake {
    place: Place,
    message: Message,
}

#[derive(Clone)]
enum Place {
    /// From the first token to the last.
    Tokens(Span, Span),
    /// A part of a literal, such as a path, with the struct that the literal belongs to.
    Path { literal: LitStr, range: Range<usize>, owner: Ident },
}

/// The result of parsing. Errors of syn cannot be converted into it, because we do not want syn's messages.
pub(crate) type Parsed<T> = Result<T, Mistake>;

impl Mistake {
    /// A mistake on these tokens. All of them are underlined.
    pub(crate) fn on(tokens: impl ToTokens, message: Message) -> Self {
        let mut spans = tokens.into_token_stream().into_iter().map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        let last = spans.last().unwrap_or(first);
        Self { place: Place::Tokens(first, last), message }
    }

    /// A mistake at this place.
    pub(crate) fn at(span: Span, message: Message) -> Self {
        Self { place: Place::Tokens(span, span), message }
    }

    /// This mistake with the help of another one, which corrects both.
    pub(crate) fn with_help_of(&self, other: Self) -> Self {
        let help = other.message.help;
        Self { place: self.place.clone(), message: Message { help, ..self.message.clone() } }
    }

    /// Whether it is on a token that rustc has already reported.
    fn is_invalid_token(&self) -> bool {
        let Place::Tokens(first, _) = &self.place else { return false };
        first.source_text().is_some_and(|source| is_long_character(&source))
    }

    /// Its message as printed.
    #[cfg(test)]
    fn printed(&self) -> Message {
        match &self.place {
            Place::Path { literal, range, owner }
                if literal::error_inside(literal, range, owner, &self.message).is_none() =>
            {
                self.message.around(&literal.value(), range)
            }
            _ => self.message.clone(),
        }
    }

    /// Its place in the source file, in bytes.
    #[cfg(test)]
    fn range(&self) -> Range<usize> {
        match &self.place {
            Place::Tokens(first, last) => first.byte_range().start..last.byte_range().end,
            Place::Path { literal, range, .. } => {
                let whole = literal.span().byte_range();
                let source = literal.span().source_text().unwrap_or_default();
                match source.find(&literal.value()).filter(|_| !literal.value().is_empty()) {
                    Some(at) => whole.start + at + range.start..whole.start + at + range.end,
                    None => whole,
                }
            }
        }
    }

    /// The compile error for this mistake.
    pub(crate) fn tell(&self) -> TokenStream {
        match &self.place {
            Place::Tokens(first, last) => compile_error(*first, *last, &self.message.to_string()),
            Place::Path { literal, range, owner } => literal::error_inside(literal, range, owner, &self.message)
                .unwrap_or_else(|| {
                    let text = self.message.around(&literal.value(), range).drawn(&literal.value(), range);
                    compile_error(literal.span(), literal.span(), &text)
                }),
        }
    }
}

/// Whether the source of an attribute has the form `#[name = value]`.
fn is_assignment(source: &str) -> bool {
    let name = source.trim_start().strip_prefix("#[").unwrap_or_default();
    let rest = name.trim_start_matches(|char: char| char.is_alphanumeric() || matches!(char, '_' | ':' | ' '));
    rest.starts_with('=')
}

/// Whether this is the source of a character with several characters inside, such as `'GET'`.
fn is_long_character(source: &str) -> bool {
    let inside = source.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inside.is_some_and(|inside| !inside.starts_with('\\') && inside.chars().count() > 1)
}

fn compile_error(first: Span, last: Span, text: &str) -> TokenStream {
    let error = syn::Error::new_spanned(Between(first, last), text);
    error.to_compile_error()
}

/// The first and the last token.
struct Between(Span, Span);

impl ToTokens for Between {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for span in [self.0, self.1] {
            tokens.extend([proc_macro2::TokenTree::Ident(Ident::new("x", span))]);
        }
    }
}

/// The mistakes of one item. Call [`Diagnostics::finish`] in the end: dropping it without doing so panics.
pub(crate) struct Diagnostics {
    mistakes: Option<Vec<Mistake>>,
    /// Keys of serde that need serde's own derive. Only the compiler can see whether that derive is present.
    beside: Vec<(Ident, Beside)>,
    is_incomplete: bool,
    /// Whether rustc has already reported the whole attribute.
    is_silent: bool,
}

impl Diagnostics {
    pub(crate) fn new() -> Self {
        Self { mistakes: Some(Vec::new()), beside: Vec::new(), is_incomplete: false, is_silent: false }
    }

    /// The mistakes of an attribute macro. rustc reports an attribute of the form `#[name = value]`, and calls the macro
    /// nevertheless.
    pub(crate) fn of_attribute() -> Self {
        let source = Span::call_site().source_text().unwrap_or_default();
        let is_silent = is_assignment(&source);
        let mut diag = Self::new();
        (diag.is_silent, diag.is_incomplete) = (is_silent, is_silent);
        diag
    }

    /// Marks the definition as incomplete: rustc has already reported a mistake in it.
    pub(crate) fn incomplete(&mut self) {
        self.is_incomplete = true;
    }

    pub(crate) fn is_incomplete(&self) -> bool {
        self.is_incomplete
    }

    /// Adds a mistake on these tokens. All of them are underlined.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: Message) {
        self.push(Mistake::on(tokens, message));
    }

    /// Adds a mistake at this place.
    pub(crate) fn at(&mut self, span: Span, message: Message) {
        self.push(Mistake::at(span, message));
    }

    /// Adds a mistake inside a literal, such as a path. `owner` is the struct that the literal belongs to.
    pub(crate) fn in_path(&mut self, literal: &LitStr, range: Range<usize>, owner: &Ident, message: Message) {
        let owner = owner.clone();
        self.push(Mistake { place: Place::Path { literal: literal.clone(), range, owner }, message });
    }

    /// Adds a mistake about something that is missing, unless the definition is incomplete: the part that could not be
    /// parsed may be what is missing.
    pub(crate) fn missing(&mut self, tokens: impl ToTokens, message: Message) {
        if !self.is_incomplete {
            self.on(tokens, message);
        }
    }

    pub(crate) fn push(&mut self, mistake: Mistake) {
        self.insert(self.len(), mistake);
    }

    /// Adds a mistake before those that were found after it.
    pub(crate) fn insert(&mut self, at: usize, mistake: Mistake) {
        if self.is_silent || mistake.is_invalid_token() {
            self.is_incomplete = true;
            return;
        }
        #[cfg(test)]
        message::tests::record(&mistake.printed(), mistake.range());
        self.mistakes.as_mut().expect("`finish` was not called yet").insert(at, mistake);
    }

    /// Moves the mistakes of another list here.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.mistakes
            .as_mut()
            .expect("`finish` was not called yet")
            .extend(other.mistakes.take().into_iter().flatten());
    }

    /// Drops the mistakes, because another one is reported instead.
    pub(crate) fn discard(mut self) {
        self.mistakes = None;
    }

    /// Adds a key of serde that only serde's own derive uses.
    pub(crate) fn beside(&mut self, key: Ident, beside: Beside) {
        self.beside.push((key, beside));
    }

    /// Takes the keys that need serde's own derive.
    pub(crate) fn take_beside(&mut self) -> Vec<(Ident, Beside)> {
        std::mem::take(&mut self.beside)
    }

    /// Whether there are no mistakes, neither here nor reported by rustc.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0 && !self.is_incomplete
    }

    /// The number of mistakes so far.
    pub(crate) fn len(&self) -> usize {
        self.mistakes.as_ref().map_or(0, Vec::len)
    }

    /// All mistakes as compile errors.
    pub(crate) fn finish(mut self) -> TokenStream {
        let mistakes = self.mistakes.take().unwrap_or_default();
        mistakes.iter().map(Mistake::tell).collect()
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        let asked = self.mistakes.is_none() || std::thread::panicking();
        assert!(asked, "mistakes were collected, but `finish` was not called");
    }
}

#[cfg(test)]
mod tests {
    use super::{is_assignment, is_long_character};

    #[test]
    fn attribute_that_is_an_assignment_is_recognized() {
        for source in ["#[endpoint = \"/a\"]", "#[ callsheet :: endpoint= 5]"] {
            assert!(is_assignment(source), "{source}");
        }
        for source in ["#[endpoint(path = \"/a\")]", "#[endpoint]", "endpoint!(a = 1)", ""] {
            assert!(!is_assignment(source), "{source}");
        }
    }

    #[test]
    fn character_that_rustc_refuses_is_recognized() {
        for source in ["'GET'", "'/a'"] {
            assert!(is_long_character(source), "{source}");
        }
        for source in ["'a'", "'ä'", "'\\n'", "'\\u{41}'", "'a", "\"GET\"", "''"] {
            assert!(!is_long_character(source), "{source}");
        }
    }
}
