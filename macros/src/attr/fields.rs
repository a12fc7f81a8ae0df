//! The grammar of what may stand on a field.

use proc_macro2::{Ident, Span};
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Path, Token};

use super::{Value, assigned, each_item, key, parse_key_name, set};
use crate::diag::{Diagnostics, message};

/// A part of the request that a field says it travels in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Body,
    Form,
    Payload,
}

impl Place {
    const ALL: [Self; 6] = [Self::Path, Self::Query, Self::Header, Self::Body, Self::Form, Self::Payload];

    /// Whether it is the body, or a part of it.
    pub(crate) fn is_body(self) -> bool {
        matches!(self, Self::Body | Self::Form | Self::Payload)
    }

    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Body => "body",
            Self::Form => "form",
            Self::Payload => "payload",
        }
    }

    fn options(self) -> &'static [&'static str] {
        match self {
            Self::Path => &[key::NAME, key::WITH, key::SENSITIVE, key::ALLOW_EMPTY],
            Self::Body => &[key::NAME, key::WITH, key::SENSITIVE],
            Self::Query => &[key::NAME, key::WITH, key::SENSITIVE, key::LIST, key::OBJECT, key::FLATTEN],
            Self::Form => &[key::NAME, key::WITH, key::SENSITIVE, key::LIST, key::OBJECT],
            Self::Payload => &[key::SENSITIVE, key::TEXT, key::BYTES, key::CONTENT_TYPE],
            Self::Header => &[key::NAME, key::WITH, key::SENSITIVE, key::PREFIX],
        }
    }

    fn from_attribute(attribute: &Attribute) -> Option<Self> {
        Self::ALL.into_iter().find(|place| attribute.path().is_ident(place.attribute()))
    }
}

/// `#[path]`, `#[query]`, `#[header]`, `#[body]`, `#[form]` or `#[payload]` on a field.
pub(crate) struct Placement {
    pub(crate) place: Place,
    pub(crate) options: Options,
    pub(crate) span: Span,
}

/// What stands in its parentheses.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) name: Value<LitStr>,
    pub(crate) list: Value<LitStr>,
    pub(crate) object: Value<LitStr>,
    pub(crate) content_type: Value<LitStr>,
    pub(crate) prefix: Value<LitStr>,
    /// The module whose `serialize` writes the value.
    pub(crate) with: Value<Path>,
    /// `sensitive`, `allow_empty`, `text`, `bytes`: each word that stands there.
    pub(crate) words: Vec<String>,
}

impl Options {
    /// Whether something beside a name is there.
    pub(crate) fn say_more_than_a_name(&self) -> bool {
        let Self { name: _, list, object, content_type, prefix, with, words } = self;
        let missing = [list, object, content_type, prefix].into_iter().all(Value::is_missing) && with.is_missing();
        !missing || !words.is_empty()
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|found| found == word)
    }
}

/// Tells and takes off a `#[cfg]`: what an attribute macro makes of an item cannot come and go with a part of it.
pub(crate) fn refuse_cfg(attributes: &mut Vec<Attribute>, diag: &mut Diagnostics) {
    attributes.retain(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        if is_cfg {
            diag.on(attribute.path(), message::cfg_inside());
        }
        !is_cfg
    });
}

/// Tells of serde's attributes where serde has no say: a name that is given there would be passed over in silence.
pub(crate) fn refuse_serde(attributes: &[Attribute], diag: &mut Diagnostics) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        diag.on(attribute.path(), message::serde_on_endpoint());
    }
}

/// Takes the placements off a field's attributes.
pub(crate) fn take_placements(attributes: &mut Vec<Attribute>, diag: &mut Diagnostics) -> Vec<Placement> {
    let mut placements: Vec<Placement> = Vec::new();
    attributes.retain(|attribute| {
        let Some(place) = Place::from_attribute(attribute) else { return true };
        if placements.iter().any(|placement| placement.place == place) {
            diag.on(attribute.path(), message::doubled_placement(place.attribute()));
            return false;
        }
        let span = attribute.path().get_ident().map_or_else(Span::call_site, Ident::span);
        let options = parse_options(attribute, place, diag);
        placements.push(Placement { place, options, span });
        false
    });
    placements
}

fn parse_options(attribute: &Attribute, place: Place, diag: &mut Diagnostics) -> Options {
    let mut options = Options::default();
    if matches!(attribute.meta, syn::Meta::Path(_)) {
        return options;
    }
    let known = place.options();
    let parsed = attribute.parse_args_with(|input: ParseStream<'_>| {
        each_item(input, diag, |input, diag| {
            let key = parse_key_name(input, known)?;
            let name = key.to_string();
            match name.as_str() {
                name if !known.contains(&name) => {
                    Err(syn::Error::new(key.span(), message::unknown_placement_option(name, known)))
                }
                key::NAME => set(&mut options.name, &key, "name = \"..\"", input, diag, assigned),
                key::LIST => set(&mut options.list, &key, "list = \"comma\"", input, diag, assigned),
                key::OBJECT => set(&mut options.object, &key, "object = \"dots\"", input, diag, assigned),
                key::CONTENT_TYPE => {
                    set(&mut options.content_type, &key, "content_type = \"text/csv\"", input, diag, assigned)
                }
                key::WITH => set(&mut options.with, &key, "with = module", input, diag, |input, _| {
                    input.parse::<Token![=]>()?;
                    // As a string too, since serde writes it so.
                    if input.peek(LitStr) { input.parse::<LitStr>()?.parse() } else { Path::parse_mod_style(input) }
                }),
                key::PREFIX => set(&mut options.prefix, &key, "prefix = \"x-meta-\"", input, diag, assigned),
                _ if options.has(&name) => Err(syn::Error::new(key.span(), message::doubled_key(&name))),
                _ => {
                    options.words.push(name);
                    Ok(())
                }
            }
        });
        Ok(())
    });
    if let Err(error) = parsed {
        diag.push(error);
    }
    options
}
