//! An entry that documents an error.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, LitInt, Path, Token, Type};

use super::repeat::{self, Repeat, RepeatWord};
use super::values::{CodePattern, entry_form, parse_code, parse_status};
use crate::attr::form::Form;
use crate::attr::key;
use crate::attr::parse::{
    Value, assigned_reply, check_alone, check_separator, in_parentheses, parse_key_name, set, stands_in, with_meant_key,
};
use crate::attr::status::{self, Short, StatusPattern};
use crate::attr::stray::{Keys, each_key, each_key_of, keys_elsewhere};
use crate::attr::written::{Written, ends_item, string};
use crate::diag::message::{errors as message, grammar};
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::http;
use crate::spelled::{self, spelled};
use crate::{names, suggest};

/// An entry that documents an error.
pub(crate) struct CaseEntry {
    pub(crate) docs: Vec<Attribute>,
    pub(crate) name: Ident,
    /// Missing for `default`, which covers all remaining statuses.
    pub(crate) status: Value<StatusPattern>,
    pub(crate) code: Value<CodePattern>,
    pub(crate) detail: Value<Type>,
    pub(crate) body: Value<Type>,
    /// Whether the request may be repeated after this error, if the entry has such a key.
    pub(crate) repeat: Value<RepeatWord>,
    pub(crate) is_default: bool,
    /// Whether it is written as `name = STATUS`.
    is_short: bool,
}

impl CaseEntry {
    pub(super) fn new(docs: Vec<Attribute>, name: Ident, is_default: bool) -> Self {
        let (status, code, detail, body) = (Value::Missing, Value::Missing, Value::Missing, Value::Missing);
        Self { docs, name, status, code, detail, body, repeat: Value::Missing, is_default, is_short: false }
    }

    /// Parses the rest after the name: `= STATUS`, or keys in parentheses.
    pub(super) fn parse_rest(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let written = Written::behind(input);
        if input.peek(syn::token::Paren) {
            if let Ok(content) = in_parentheses(input) {
                each_key(&content, self.keys(), diag, &mut |input, diag| self.parse_key(input, diag));
            }
        } else if let Some(told) = self.parse_keys_in_another_form(&written, input) {
            return Err(told);
        } else if let Some((span, found)) = written.first() {
            if self.is_default {
                self.status = Value::Broken;
                let ty = syn::parse2::<Path>(written.unparted()).ok();
                let ty = ty.filter(|ty| ty.segments.last().is_some_and(|last| starts_upper(&last.ident)));
                return Err(Mistake::at(span, message::default_with_status(ty.as_ref().map(spelled::written))));
            }
            if found != "=" {
                self.status = Value::Broken;
                let (parts, value) = written.around_equals();
                let parts = if parts.contains(char::is_alphanumeric) { parts } else { String::new() };
                let form = if value.is_empty() {
                    entry_form(&self.name.to_string(), status::meant(&written.value()).as_deref())
                } else {
                    entry_form(&format!("{}{parts}", self.name), status::meant(&value).as_deref())
                };
                return Err(Mistake::at(span, grammar::wrong_separator("=", &found, &form)));
            }
            let _ = input.parse::<Token![=]>();
            self.is_short = true;
            self.status = parse_status(span, Short::Entry(&self.name), input, diag);
        }
        if self.status.is_missing() && !self.is_default {
            self.status = Value::Broken;
            let name = names::plain(&self.name);
            if starts_upper(&self.name) && http::status::of_name(&name).is_none() {
                return Err(Mistake::at(self.name.span(), message::set_without_include(&name)));
            }
            diag.at(self.name.span(), message::entry_without_status(&name, http::status::of_error(&self.name)));
        }
        Ok(())
    }

    fn parse_key(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let known: &[&str] = if self.is_default { &key::OF_DEFAULT } else { &key::OF_ERROR };
        self.refuse_value_without_key(input)?;
        let key = parse_key_name(input, known)?;
        let name = key.to_string();
        if self.is_default && name == key::STATUS {
            return Err(Mistake::at(key.span(), message::status_of_default()));
        }
        if known.contains(&name.as_str()) {
            return self.parse_value(&name, &key, input, diag);
        }
        let told = Mistake::at(key.span(), grammar::unknown_key(&name, known, &key::ALIASES_OF_ERROR));
        let is_alone = Written::behind(input).has_no_value();
        match suggest::meant(&name, known, &key::ALIASES_OF_ERROR) {
            Some(meant) if self.is_missing(meant) && !stands_in(input, meant) => {
                let key = Ident::new(meant, key.span());
                with_meant_key(told, diag, |diag| self.parse_value(meant, &key, input, diag))
            }
            Some(meant) => Err(Mistake::at(key.span(), grammar::unknown_key_beside(&name, meant))),
            None => {
                // A word without a value may become the status, so the status is not reported as missing too.
                if is_alone {
                    self.status.guess(None);
                }
                Err(told)
            }
        }
    }

    /// Its keys.
    fn keys(&self) -> Keys<'static> {
        Keys::Known(if self.is_default { &key::OF_DEFAULT } else { &key::OF_ERROR })
    }

    /// Parses keys that are not in parentheses after the name: `a = (status = 404)`, `a { status: 404 }`, and
    /// `a = 404(detail = T)`.
    fn parse_keys_in_another_form(&mut self, written: &Written, input: ParseStream<'_>) -> Option<Mistake> {
        let (span, found) = written.first()?;
        let keys = keys_elsewhere(written, self.keys())?;
        while !ends_item(input) {
            let _ = input.parse::<TokenTree>();
        }
        let form = format!("{}({})", self.name, spelled(&keys));
        let mut others = Diagnostics::new();
        each_key_of(keys, self.keys(), &mut others, &mut |input, diag| self.parse_key(input, diag));
        others.discard();
        if !self.is_default && self.status.is_missing() {
            self.status = Value::Broken;
        }
        Some(Mistake::at(span, grammar::wrong_separator("(", &found, &form)))
    }

    /// Refuses `not_found(404)`: in parentheses, the status needs its key.
    fn refuse_value_without_key(&mut self, input: ParseStream<'_>) -> Parsed<()> {
        let written = Written::behind(input);
        if let Some(key) = self.key_of_value(&written) {
            let value: TokenStream = written.tokens().iter().cloned().collect();
            let told = grammar::without_key(&spelled(&value), &format!("{key} = {}", spelled(&value)));
            if key == key::CODE {
                self.code.guess(parse_code.parse2(quote!(= #value)).ok());
            } else {
                self.detail.guess(syn::parse2(value.clone()).ok());
            }
            return Err(Mistake::on(&value, told));
        }
        let (true, Some((span, found))) = (input.peek(LitInt) && self.status.is_missing(), written.first()) else {
            return Ok(());
        };
        let Some(status) = status::meant(&written.value()).filter(|_| !self.is_default) else { return Ok(()) };
        self.status = Value::Broken;
        Err(Mistake::at(span, grammar::without_key(&found, &format!("status = {status}"))))
    }

    /// The key that is missing before a code or the type of a detail.
    fn key_of_value(&self, written: &Written) -> Option<&'static str> {
        let [first, rest @ ..] = written.tokens() else { return None };
        match first {
            TokenTree::Literal(literal) if rest.is_empty() && self.code.is_missing() && !self.is_default => {
                string(literal).map(|_| key::CODE)
            }
            TokenTree::Ident(_) if self.detail.is_missing() && self.body.is_missing() => {
                let path = syn::parse2::<Path>(written.tokens().iter().cloned().collect()).ok()?;
                let last = &path.segments.last()?.ident;
                (starts_upper(last) && http::status::of_name(&last.to_string()).is_none()).then_some(key::DETAIL)
            }
            _ => None,
        }
    }

    fn parse_value(&mut self, name: &str, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        match name {
            key::STATUS => self.parse_status_key(key, input, diag),
            key::CODE => set(&mut self.code, key, Form::CODE, input, diag, |input, _| parse_code(input)),
            key::DETAIL => set(&mut self.detail, key, Form::DETAIL, input, diag, assigned_reply),
            key::RETRY => repeat::parse(&mut self.repeat, key, input),
            key::THROTTLE => {
                repeat::take(&mut self.repeat, key, Repeat::Throttle).and_then(|()| check_alone(key, input))
            }
            key::RENEW => repeat::take(&mut self.repeat, key, Repeat::Renew).and_then(|()| check_alone(key, input)),
            _ => set(&mut self.body, key, Form::BODY, input, diag, assigned_reply),
        }
    }

    fn is_missing(&self, name: &str) -> bool {
        match name {
            key::STATUS => self.status.is_missing(),
            key::CODE => self.code.is_missing(),
            key::DETAIL => self.detail.is_missing(),
            key::RETRY | key::THROTTLE | key::RENEW => self.repeat.is_missing(),
            _ => self.body.is_missing(),
        }
    }

    fn parse_status_key(&mut self, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        if let Value::Given(_) = &self.status {
            return Err(Mistake::at(key.span(), grammar::doubled_key(key::STATUS)));
        }
        self.status = Value::Broken;
        let written = Written::behind(input);
        check_separator(key::STATUS, Form::STATUS, key.span(), &written)?;
        let _ = input.parse::<Token![=]>();
        let has_code = !self.code.is_missing() || stands_in(input, key::CODE);
        let short = if has_code || self.is_default { Short::Coded } else { Short::Keys };
        self.status = parse_status(key.span(), short, input, diag);
        Ok(())
    }
}

/// Whether this is the name of a type.
fn starts_upper(name: &Ident) -> bool {
    let name = names::plain(name);
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

impl CaseEntry {
    /// What a help shows around its status.
    pub(crate) fn short_form(&self) -> Short<'_> {
        match () {
            () if self.is_short => Short::Entry(&self.name),
            () if self.code.is_missing() => Short::Keys,
            () => Short::Coded,
        }
    }
}
