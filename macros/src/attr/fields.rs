//! The grammar of attributes on a field.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::ParseStream;
use syn::{Attribute, Lit, LitStr, MacroDelimiter, Meta, MetaList, Path, Token};

use super::constants::Literal;
use super::form::Form;
use super::key;
use super::parse::{Value, assigned, check_alone, parse_key_name, set, stands_in, with_meant_key};
use super::stray::{Keys, each_key_of};
use super::written::{Written, string, text_of};
use crate::diag::message::{fields as message, grammar};
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::spelled::spelled;
use crate::suggest;

/// A part of the request in which an attribute places a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Host,
    Path,
    Query,
    Header,
    Body,
    Form,
    Part,
    Payload,
}

impl Place {
    pub(crate) const ALL: [Self; 8] =
        [Self::Host, Self::Path, Self::Query, Self::Header, Self::Body, Self::Form, Self::Part, Self::Payload];

    /// Whether the field is the whole body or a part of it.
    pub(crate) fn is_body(self) -> bool {
        matches!(self, Self::Body | Self::Form | Self::Part | Self::Payload)
    }

    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
            Self::Form => "form",
            Self::Part => "part",
            Self::Payload => "payload",
        }
    }

    pub(crate) fn options(self) -> &'static [&'static str] {
        match self {
            Self::Host => &[key::NAME, key::WITH],
            Self::Path => &[key::NAME, key::WITH, key::SENSITIVE, key::ALLOW_EMPTY, key::LIST],
            Self::Body => &[key::NAME, key::WITH, key::SENSITIVE, key::DEFAULT, key::IDEMPOTENCY_KEY],
            Self::Query => &[
                key::NAME,
                key::WITH,
                key::SENSITIVE,
                key::DEFAULT,
                key::LIST,
                key::OBJECT,
                key::FLATTEN,
                key::IDEMPOTENCY_KEY,
            ],
            Self::Form => {
                &[key::NAME, key::WITH, key::SENSITIVE, key::DEFAULT, key::LIST, key::OBJECT, key::IDEMPOTENCY_KEY]
            }
            Self::Part => &[
                key::NAME,
                key::WITH,
                key::SENSITIVE,
                key::DEFAULT,
                key::JSON,
                key::BYTES,
                key::FILE_NAME,
                key::CONTENT_TYPE,
            ],
            Self::Payload => &[key::SENSITIVE, key::TEXT, key::BYTES, key::CONTENT_TYPE],
            Self::Header => &[key::NAME, key::WITH, key::SENSITIVE, key::DEFAULT, key::PREFIX, key::IDEMPOTENCY_KEY],
        }
    }

    /// The list styles that this place allows.
    pub(crate) fn list_styles(self) -> &'static [(&'static str, &'static str)] {
        if self == Self::Path { &key::PATH_LIST_STYLES } else { &key::LIST_STYLES }
    }

    pub(crate) fn from_attribute(attribute: &Attribute) -> Option<Self> {
        Self::ALL.into_iter().find(|place| attribute.path().is_ident(place.attribute()))
    }
}

/// `#[path]`, `#[query]`, `#[header]`, `#[body]`, `#[form]`, `#[part]` or `#[payload]` on a field.
pub(crate) struct Placement {
    pub(crate) place: Place,
    pub(crate) options: Options,
    pub(crate) span: Span,
}

/// The options in its parentheses.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) name: Value<LitStr>,
    pub(crate) list: Value<LitStr>,
    pub(crate) object: Value<LitStr>,
    pub(crate) content_type: Value<LitStr>,
    pub(crate) file_name: Value<LitStr>,
    pub(crate) prefix: Value<LitStr>,
    /// The module whose `serialize` writes the value.
    pub(crate) with: Value<Path>,
    /// The value that the API uses if the field is omitted. It appears only in the documentation.
    pub(crate) default: Value<Literal>,
    /// The options that are single words: `sensitive`, `allow_empty`, `idempotency_key`, `text`, `bytes`, `json`.
    pub(crate) words: Vec<Ident>,
}

impl Options {
    /// Whether there are any options.
    pub(crate) fn say_anything(&self) -> bool {
        let Self { name, list, object, content_type, file_name, prefix, with, default, words } = self;
        let texts = [name, list, object, content_type, file_name, prefix].into_iter().all(Value::is_missing);
        !(texts && with.is_missing() && default.is_missing() && words.is_empty())
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.word(word).is_some()
    }

    /// The token of a word, if it is among the options.
    pub(crate) fn word(&self, word: &str) -> Option<&Ident> {
        self.words.iter().find(|found| *found == word)
    }
}

/// Reports and removes a `#[cfg]`: an attribute macro cannot generate code for an item with conditional parts.
pub(crate) fn refuse_cfg(attributes: &mut Vec<Attribute>, diag: &mut Diagnostics) {
    attributes.retain(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        if is_cfg {
            diag.on(attribute.path(), grammar::cfg_inside());
        }
        !is_cfg
    });
}

/// The options of a place that help texts list.
pub(crate) type Listed = fn(Place) -> &'static [&'static str];

/// Removes the placements from the attributes of a field and returns them.
pub(crate) fn take_placements(
    attributes: &mut Vec<Attribute>,
    listed: Listed,
    diag: &mut Diagnostics,
) -> Vec<Placement> {
    let mut placements: Vec<Placement> = Vec::new();
    attributes.retain(|attribute| {
        let Some(place) = Place::from_attribute(attribute) else { return true };
        if placements.iter().any(|placement| placement.place == place) {
            diag.on(attribute.path(), message::doubled_placement(place.attribute()));
            return false;
        }
        let span = attribute.path().get_ident().map_or_else(Span::call_site, Ident::span);
        let options = parse_options(attribute, place, listed(place), diag);
        placements.push(Placement { place, options, span });
        false
    });
    placements
}

fn parse_options(attribute: &Attribute, place: Place, listed: &[&str], diag: &mut Diagnostics) -> Options {
    let mut options = Options::default();
    match &attribute.meta {
        Meta::Path(_) => {}
        Meta::NameValue(pair) => {
            let value = pair.value.to_token_stream();
            let text = text_of(&value.clone().into_iter().collect::<Vec<_>>());
            let form = form_of(place, text.as_deref().unwrap_or(".."));
            let is_quoted = syn::parse2::<LitStr>(value.clone()).is_ok();
            diag.on(
                &value,
                if is_quoted {
                    message::name_without_key(&form)
                } else {
                    message::name_without_quotes(&spelled(&value), &form)
                },
            );
            options.guess_name(place, text.map(|text| LitStr::new(&text, Span::call_site())));
        }
        Meta::List(list) => {
            if let Some((open, span)) = other_delimiter(list) {
                let name = name_without_key(&Written::of(list.tokens.clone()), place, listed);
                let form = format!("#[{}({})]", place.attribute(), spelled(&list.tokens));
                let form = name.map_or(form, |name| form_of(place, &name));
                diag.at(span, grammar::wrong_separator("(", open, &form));
                let mut others = Diagnostics::new();
                each_key_of(list.tokens.clone(), Keys::Known(listed), &mut others, &mut |input, diag| {
                    options.parse(place, listed, input, diag)
                });
                others.discard();
                return options;
            }
            each_key_of(list.tokens.clone(), Keys::Known(listed), diag, &mut |input, diag| {
                options.parse(place, listed, input, diag)
            });
        }
    }
    options
}

/// The opening delimiter of a list that is not in parentheses.
fn other_delimiter(list: &MetaList) -> Option<(&'static str, Span)> {
    match &list.delimiter {
        MacroDelimiter::Paren(_) => None,
        MacroDelimiter::Brace(brace) => Some(("{", brace.span.open())),
        MacroDelimiter::Bracket(bracket) => Some(("[", bracket.span.open())),
    }
}

/// The attribute with this name, or for a payload with this content type.
fn form_of(place: Place, name: &str) -> String {
    match place {
        Place::Payload if name.starts_with("text/") => format!("#[payload(text, content_type = {name:?})]"),
        Place::Payload => format!("#[payload(content_type = {name:?})]"),
        _ => format!("#[{}(name = {name:?})]", place.attribute()),
    }
}

/// The name in tokens without its key and perhaps without quotes: `"a"`, `If-Match`, `pageSize`, `text/csv`.
fn name_without_key(written: &Written, place: Place, listed: &[&str]) -> Option<String> {
    if let [TokenTree::Literal(literal), TokenTree::Punct(separator), ..] = written.tokens()
        && matches!(separator.as_char(), '=' | ':')
    {
        return string(literal);
    }
    let name = written.text()?;
    let is_one = written.tokens().len() == 1;
    let is_literal = is_one && matches!(written.tokens(), [TokenTree::Literal(_)]);
    let is_other_word = || {
        let is_style = style_without_key(&name, place).is_some();
        is_style || listed.contains(&name.as_str()) || suggest::meant(&name, listed, &key::ALIASES_OF_OPTION).is_some()
    };
    let is_name = match place {
        _ if is_literal => !name.starts_with(|char: char| char.is_ascii_digit()),
        Place::Payload => name.contains('/'),
        _ if is_one => name.contains(char::is_uppercase) && !is_other_word(),
        _ => name.contains(['-', '/', '.']) && name.starts_with(char::is_alphabetic),
    };
    is_name.then_some(name)
}

/// The key that belongs to a style such as `comma`, and the style. A path supports fewer styles than a query: for the
/// other styles of a query, this is the first style of a path.
fn style_without_key(found: &str, place: Place) -> Option<(&'static str, &'static str)> {
    let known = place.options();
    let style = key::ALIASES_OF_STYLE.iter().find(|(alias, _)| *alias == found).map_or(found, |(_, style)| style);
    let of = |key: &'static str, styles: &[(&'static str, &str)]| {
        let (style, _) = *styles.iter().find(|(name, _)| *name == style)?;
        known.contains(&key).then_some((key, style))
    };
    let list =
        || of(key::LIST, &key::LIST_STYLES).map(|_| key::LIST).zip(place.list_styles().first().map(|(name, _)| *name));
    of(key::LIST, place.list_styles()).or_else(|| of(key::OBJECT, &key::OBJECT_STYLES)).or_else(list)
}

/// The key and the style for the value of a key such as OpenAPI's `style = "deepObject"` and `explode = false`.
fn style_of_another_tool(input: ParseStream<'_>, place: Place) -> Option<(&'static str, &'static str)> {
    let fork = input.fork();
    fork.parse::<Token![=]>().ok()?;
    let style = match fork.parse::<Lit>().ok()? {
        Lit::Str(style) => style.value(),
        Lit::Bool(explode) => if explode.value { "repeat" } else { "comma" }.to_owned(),
        _ => return None,
    };
    style_without_key(&style, place)
}

impl Options {
    fn parse(&mut self, place: Place, listed: &[&str], input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let known = place.options();
        self.refuse_name_without_key(place, listed, input)?;
        let key = parse_key_name(input, listed)?;
        let name = key.to_string();
        if place == Place::Payload && name.eq_ignore_ascii_case("json") {
            return Err(Mistake::at(key.span(), message::json_is_the_default(&name)));
        }
        if name == key::SENSITIVE && place == Place::Host {
            return Err(Mistake::at(key.span(), message::sensitive_host()));
        }
        if known.contains(&name.as_str()) {
            return self.parse_value(&name, &key, input, diag);
        }
        if let Some((of, style)) = style_without_key(&name, place) {
            self.guess_style(of);
            return Err(Mistake::at(key.span(), grammar::without_key(&name, &format!("{of} = {style:?}"))));
        }
        let told = Mistake::at(key.span(), message::unknown_option(&name, listed, &key::ALIASES_OF_OPTION));
        match suggest::meant(&name, listed, &key::ALIASES_OF_OPTION) {
            Some(meant @ (key::LIST | key::OBJECT)) if self.is_missing(meant) => {
                self.guess_style(meant);
                let form = style_of_another_tool(input, place).map(|(of, style)| format!("{of} = {style:?}"));
                Err(form.map_or(told, |form| Mistake::at(key.span(), message::style_of_another_tool(&name, &form))))
            }
            Some(meant) if self.is_missing(meant) && !stands_in(input, meant) => {
                let key = Ident::new(meant, key.span());
                with_meant_key(told, diag, |diag| self.parse_value(meant, &key, input, diag))
            }
            Some(meant) => Err(Mistake::at(key.span(), grammar::unknown_key_beside(&name, meant))),
            None => Err(told),
        }
    }

    fn refuse_name_without_key(&mut self, place: Place, listed: &[&str], input: ParseStream<'_>) -> Parsed<()> {
        let written = Written::behind(input);
        let Some(name) = name_without_key(&written, place, listed) else { return Ok(()) };
        let found: TokenStream = written.tokens().iter().cloned().collect();
        let form = form_of(place, &name);
        let literal = LitStr::new(&name, input.span());
        self.guess_name(place, Some(literal));
        let is_quoted = matches!(written.tokens(), [TokenTree::Literal(_), ..]);
        let message = if is_quoted {
            message::name_without_key(&form)
        } else {
            message::name_without_quotes(&spelled(&found), &form)
        };
        Err(Mistake::on(&found, message))
    }

    /// Uses a name that was written without its key, so that later checks can use it.
    fn guess_name(&mut self, place: Place, name: Option<LitStr>) {
        let value = if place == Place::Payload { &mut self.content_type } else { &mut self.name };
        value.guess(name);
    }

    /// Keeps a style that is already reported from being reported as missing too.
    fn guess_style(&mut self, key: &str) {
        let place = if key == key::LIST { &mut self.list } else { &mut self.object };
        place.guess(None);
    }

    fn parse_value(&mut self, name: &str, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        match name {
            key::NAME => set(&mut self.name, key, Form::NAME, input, diag, assigned),
            key::LIST => set(&mut self.list, key, Form::LIST, input, diag, assigned),
            key::OBJECT => set(&mut self.object, key, Form::OBJECT, input, diag, assigned),
            key::CONTENT_TYPE => set(&mut self.content_type, key, Form::CONTENT_TYPE, input, diag, assigned),
            key::FILE_NAME => set(&mut self.file_name, key, Form::FILE_NAME, input, diag, assigned),
            key::PREFIX => set(&mut self.prefix, key, Form::PREFIX, input, diag, assigned),
            key::WITH => set(&mut self.with, key, Form::WITH, input, diag, |input, _| {
                input.parse::<Token![=]>()?;
                // Also accepts a string, because serde writes paths as strings.
                if input.peek(LitStr) { input.parse::<LitStr>()?.parse() } else { Path::parse_mod_style(input) }
            }),
            key::DEFAULT => set(&mut self.default, key, Form::DEFAULT, input, diag, assigned),
            _ if self.has(name) => Err(Mistake::at(key.span(), grammar::doubled_key(name))),
            _ => {
                self.words.push(key.clone());
                check_alone(key, input)
            }
        }
    }

    fn is_missing(&self, name: &str) -> bool {
        match name {
            key::NAME => self.name.is_missing(),
            key::LIST => self.list.is_missing(),
            key::OBJECT => self.object.is_missing(),
            key::CONTENT_TYPE => self.content_type.is_missing(),
            key::FILE_NAME => self.file_name.is_missing(),
            key::PREFIX => self.prefix.is_missing(),
            key::WITH => self.with.is_missing(),
            key::DEFAULT => self.default.is_missing(),
            _ => !self.has(name),
        }
    }
}
