//! The grammar of `errors(..)` and of `#[errors(..)]`.

mod derives;
mod values;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, LitInt, LitStr, Path, Token, Type};

pub(crate) use self::derives::Derives;
pub(crate) use self::values::CodePattern;
use self::values::{entry_form, parse_code, parse_status, status_of};
use super::fields::refuse_cfg;
use super::form::Form;
use super::key;
use super::parse::{
    Value, assigned_path, assigned_reply, check_alone, check_separator, each_item, each_item_of, in_parentheses,
    parse_key_name, set, stands_in, with_meant_key,
};
use super::status::{self, Short, StatusPattern};
use super::written::Written;
use crate::diag::message::{errors as message, fields, grammar};
use crate::diag::{Diagnostics, Mistake, Parsed};
use crate::http;
use crate::spelled::{spelled, written_path};
use crate::{names, suggest};

/// An entry of `errors(..)`.
pub(crate) enum Entry {
    Case(Box<CaseEntry>),
    /// `include(AuthErrors)`.
    Include(Path),
    /// `derive(Clone, PartialEq)`.
    Derive(Derives),
}

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

/// What an entry specifies about repeating the request.
pub(crate) struct RepeatWord {
    pub(crate) key: Ident,
    pub(crate) repeat: Repeat,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// `retry`
    Retry,
    /// `retry = never`
    Never,
    /// `throttle`
    Throttle,
    /// `renew`
    Renew,
}

impl Repeat {
    /// The key as the user writes it.
    pub(crate) fn written(self) -> &'static str {
        match self {
            Self::Retry => key::RETRY,
            Self::Never => RETRY_NEVER,
            Self::Throttle => key::THROTTLE,
            Self::Renew => key::RENEW,
        }
    }
}

const RETRY_NEVER: &str = "retry = never";

/// The arguments of `#[errors(..)]`: entries, and the path of the runtime crate.
pub(crate) fn parse_set(tokens: TokenStream, diag: &mut Diagnostics) -> (Vec<Entry>, Value<Path>) {
    let mut krate = Value::Missing;
    let mut entries = Vec::new();
    each_item_of(tokens, diag, |input, diag| {
        if input.peek(Token![crate]) && input.peek2(Token![=]) {
            let key = parse_key_name(input, &[key::CRATE])?;
            return set(&mut krate, &key, Form::CRATE, input, diag, assigned_path);
        }
        parse_entry(input, &mut entries, diag)
    });
    (entries, krate)
}

/// The entries of `errors(..)`.
pub(crate) fn parse(content: ParseStream<'_>, diag: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = Vec::new();
    each_item(content, diag, |input, diag| parse_entry(input, &mut entries, diag));
    entries
}

fn parse_entry(input: ParseStream<'_>, entries: &mut Vec<Entry>, diag: &mut Diagnostics) -> Parsed<()> {
    let mut docs = input.call(Attribute::parse_outer).unwrap_or_default();
    refuse_cfg(&mut docs, diag);
    if let Some(path) = path_alone(input) {
        return Err(Mistake::on(&path, message::set_without_include(&written_path(&path.to_token_stream()))));
    }
    let written = Written::behind(input);
    let Ok(name) = input.call(Ident::parse_any) else {
        let (span, found) = written.first().unwrap_or((input.span(), ",".to_owned()));
        return Err(parse_status_first(input, docs, entries, span, &found));
    };
    if name == key::INCLUDE && !input.peek(Token![=]) {
        entries.push(Entry::Include(parse_include(&name, input)?));
        return Ok(());
    }
    if name == key::DERIVE && !input.peek(Token![=]) {
        entries.push(Entry::Derive(Derives::parse(name, input)?));
        return Ok(());
    }
    let is_default = name == key::DEFAULT;
    let mut entry = CaseEntry::new(docs, name, is_default);
    let told = entry.parse_rest(input, diag);
    if let (Value::Given(_), Value::Given(body)) = (&entry.detail, &entry.body) {
        diag.on(body, message::detail_and_body());
        entry.body = Value::Broken;
    }
    entries.push(Entry::Case(Box::new(entry)));
    told
}

/// Skips a path of several segments that is a whole entry, such as `auth::AuthErrors`.
fn path_alone(input: ParseStream<'_>) -> Option<Path> {
    let fork = input.fork();
    let path = Path::parse_mod_style(&fork).ok()?;
    let is_alone = path.segments.len() > 1 && (fork.is_empty() || fork.peek(Token![,]));
    is_alone.then(|| input.advance_to(&fork))?;
    Some(path)
}

/// Handles an entry that begins with the status, such as `404 = NotFound`: the name of the error, and the corrected
/// form.
fn parse_status_first(
    input: ParseStream<'_>,
    docs: Vec<Attribute>,
    entries: &mut Vec<Entry>,
    span: Span,
    found: &str,
) -> Mistake {
    if input.peek(LitStr) {
        return parse_code_first(input, docs, entries, span, found);
    }
    let status = input.parse::<LitInt>();
    let rest = Written::behind(input);
    let name = rest.unparted().into_iter().filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name),
        TokenTree::Literal(name) => {
            syn::parse_str(syn::parse_str::<LitStr>(&name.to_string()).ok()?.value().trim()).ok()
        }
        _ => None,
    });
    match (status, name.last()) {
        (Ok(status), Some(name)) => {
            let form = entry_form(&name.to_string(), status_of(&status).as_deref());
            entries
                .push(Entry::Case(Box::new(CaseEntry { status: Value::Broken, ..CaseEntry::new(docs, name, false) })));
            Mistake::at(span, message::status_before_name(found, &form))
        }
        (Ok(status), None) => {
            let form = entry_form("not_found", status_of(&status).as_deref());
            Mistake::at(span, message::status_before_name(found, &form))
        }
        (Err(_), _) => Mistake::at(span, message::expected_error(found, "not_found = 404")),
    }
}

/// Handles an entry that begins with the code, such as `"not_found" = 404`: the name of the error, and the corrected
/// form.
fn parse_code_first(
    input: ParseStream<'_>,
    docs: Vec<Attribute>,
    entries: &mut Vec<Entry>,
    span: Span,
    found: &str,
) -> Mistake {
    let code = input.parse::<LitStr>().map(|code| code.value()).unwrap_or_default();
    let (_, value) = Written::behind(input).around_equals();
    let Ok(name) = syn::parse_str::<Ident>(&names::snake(&code)) else {
        return Mistake::at(span, message::expected_error(found, "not_found = 404"));
    };
    entries.push(Entry::Case(Box::new(CaseEntry { status: Value::Broken, ..CaseEntry::new(docs, name, false) })));
    Mistake::at(span, message::expected_error(found, &entry_form(&code, status::meant(&value).as_deref())))
}

fn parse_include(name: &Ident, input: ParseStream<'_>) -> Parsed<Path> {
    const FORM: &str = "include(AuthErrors)";
    let written = Written::behind(input);
    let content = written.value();
    if content.is_empty() {
        return Err(Mistake::at(name.span(), grammar::without_value(key::INCLUDE, FORM)));
    }
    let content: TokenStream = content.into_iter().collect();
    let path = Path::parse_mod_style.parse2(content.clone());
    let _ = input.parse::<TokenTree>();
    let all = Punctuated::<Path, Token![,]>::parse_terminated.parse2(content.clone()).unwrap_or_default();
    let each: Vec<String> =
        all.iter().map(|path| format!("include({})", written_path(&path.to_token_stream()))).collect();
    let form = if each.is_empty() { FORM.to_owned() } else { each.join(", ") };
    path.map_err(|_| Mistake::on(&content, grammar::wrong_value("one error set", &spelled(&content), &form)))
}

impl CaseEntry {
    fn new(docs: Vec<Attribute>, name: Ident, is_default: bool) -> Self {
        let (status, code, detail, body) = (Value::Missing, Value::Missing, Value::Missing, Value::Missing);
        Self { docs, name, status, code, detail, body, repeat: Value::Missing, is_default, is_short: false }
    }

    /// Parses the rest after the name: `= STATUS`, or keys in parentheses.
    fn parse_rest(&mut self, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        let written = Written::behind(input);
        if input.peek(syn::token::Paren) {
            if let Ok(content) = in_parentheses(input) {
                each_item(&content, diag, |input, diag| self.parse_key(input, diag));
            }
        } else if let Some((span, found)) = written.first() {
            if self.is_default {
                self.status = Value::Broken;
                return Err(Mistake::at(span, message::default_with_status()));
            }
            if found != "=" {
                self.status = Value::Broken;
                let (parts, value) = written.around_equals();
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
            let is_type = name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
            if is_type && http::status::of_name(&name).is_none() {
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

    /// Refuses `not_found(404)`: in parentheses, the status needs its key.
    fn refuse_value_without_key(&mut self, input: ParseStream<'_>) -> Parsed<()> {
        let written = Written::behind(input);
        let (true, Some((span, found))) = (input.peek(LitInt) && self.status.is_missing(), written.first()) else {
            return Ok(());
        };
        let Some(status) = status::meant(&written.value()).filter(|_| !self.is_default) else { return Ok(()) };
        self.status = Value::Broken;
        Err(Mistake::at(span, grammar::without_key(&found, &format!("status = {status}"))))
    }

    fn parse_value(&mut self, name: &str, key: &Ident, input: ParseStream<'_>, diag: &mut Diagnostics) -> Parsed<()> {
        match name {
            key::STATUS => self.parse_status_key(key, input, diag),
            key::CODE => set(&mut self.code, key, Form::CODE, input, diag, |input, _| parse_code(input)),
            key::DETAIL => set(&mut self.detail, key, Form::DETAIL, input, diag, assigned_reply),
            key::RETRY => self.parse_retry(key, input),
            key::THROTTLE => self.take_repeat(key, Repeat::Throttle).and_then(|()| check_alone(key, input)),
            key::RENEW => self.take_repeat(key, Repeat::Renew).and_then(|()| check_alone(key, input)),
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

    /// `retry`, or `retry = never`.
    fn parse_retry(&mut self, key: &Ident, input: ParseStream<'_>) -> Parsed<()> {
        let written = Written::behind(input);
        let Some((span, found)) = written.first() else { return self.take_repeat(key, Repeat::Retry) };
        let value = written.value();
        let told = match &value[..] {
            _ if found != "=" => Mistake::at(span, grammar::wrong_separator("=", &found, RETRY_NEVER)),
            [] => Mistake::at(span, grammar::without_value(key::RETRY, RETRY_NEVER)),
            [TokenTree::Ident(word)] if word == key::NEVER => {
                let _ = input.parse::<Token![=]>();
                let _ = input.call(Ident::parse_any);
                return self.take_repeat(key, Repeat::Never);
            }
            [first, ..] => {
                let form = if first.to_string() == "true" { key::RETRY } else { RETRY_NEVER };
                let value: TokenStream = value.iter().cloned().collect();
                Mistake::on(&value, grammar::wrong_value("`never`", &spelled(&value), form))
            }
        };
        self.repeat = Value::Broken;
        Err(told)
    }

    fn take_repeat(&mut self, key: &Ident, repeat: Repeat) -> Parsed<()> {
        match &self.repeat {
            Value::Given(first) if first.repeat == repeat => {
                Err(Mistake::at(key.span(), grammar::doubled_key(repeat.written())))
            }
            Value::Given(first) => {
                let message = fields::contradicting(first.repeat.written(), repeat.written());
                Err(Mistake::at(key.span(), message))
            }
            Value::Broken => Ok(()),
            Value::Missing => {
                self.repeat = Value::Given(RepeatWord { key: key.clone(), repeat });
                Ok(())
            }
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

/// The token of the code, for messages. Without `code`, this is the name of the entry.
pub(crate) fn place_of_code(entry: &CaseEntry) -> Span {
    let code = match &entry.code {
        Value::Given(CodePattern::Is(_, tokens)) => tokens.clone().into_iter().next(),
        _ => None,
    };
    code.map_or(entry.name.span(), |token| token.span())
}
