//! How the pages of a response follow each other: `pages(..)`.

use proc_macro2::Ident;
use syn::{GenericArgument, LitStr, PathArguments, Type};

use super::row::Row;
use crate::attr::fields::Place;
use crate::attr::{EndpointArgs, Members, PageArgs, Value, key};
use crate::diag::Diagnostics;
use crate::diag::message::{fields, pages as message};
use crate::http::header::is_token;
use crate::model::{Field, Struct};
use crate::names::plain;
use crate::types;

/// What the definition says about its pages.
pub(crate) struct Paging<'a> {
    pub(crate) step: Step<'a>,
    pub(crate) size: Option<&'a Field>,
    pub(crate) total: Option<Members>,
    pub(crate) more: Option<Members>,
    pub(crate) items: Members,
    pub(crate) short_ends: bool,
    pub(crate) repeat_ends: bool,
}

/// What the request of the next page differs in.
pub(crate) enum Step<'a> {
    Number(&'a Field, u64),
    Offset(&'a Field),
    Cursor(&'a Field, Next),
    Url(Next),
}

/// Where a response names the next page.
pub(crate) enum Next {
    Member(Members),
    /// The name of a header field in lower case.
    Header(String),
    Link,
}

/// The keys that need another key: they have an effect only beside one of these.
const NEEDS: [(&str, &[&str]); 8] = [
    (key::NEXT, &[key::CURSOR]),
    (key::NEXT_HEADER, &[key::CURSOR]),
    (key::LAST, &[key::NUMBER]),
    (key::FIRST, &[key::NUMBER]),
    (key::TOTAL, &[key::OFFSET]),
    (key::MORE, &[key::NUMBER, key::OFFSET, key::CURSOR]),
    (key::SIZE, &[key::NUMBER, key::OFFSET]),
    (key::SHORT, &[key::NUMBER, key::OFFSET]),
];

/// The type of the items, if it is known: the key `item`, or `items = self` with a response that is written `Vec<T>`.
pub(crate) fn item(args: &EndpointArgs) -> Option<Type> {
    let pages = args.pages.given()?;
    if let Some(item) = pages.item.given() {
        return Some(item.clone());
    }
    let is_whole = pages.items.given().is_some_and(|items| items.names.is_empty());
    let Type::Path(path) = types::ungrouped(args.response.given().filter(|_| is_whole)?) else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Vec")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(item)) if arguments.args.len() == 1 => Some(item.clone()),
        _ => None,
    }
}

/// Checks `pages(..)`: its keys must fit each other, and its fields must exist.
pub(super) fn check<'a>(
    args: &EndpointArgs,
    shape: &'a Struct,
    rows: &[Row<'_>],
    diag: &mut Diagnostics,
) -> Option<Paging<'a>> {
    let pages = args.pages.given()?;
    if args.response.is_missing() {
        diag.at(pages.key.span(), message::pages_without_response());
    }
    check_needs(pages, diag);
    let short_ends = check_end(&pages.short, key::SHORT, diag);
    let repeat_ends = check_end(&pages.repeat, key::REPEAT, diag);
    let field = |value: &Value<Ident>, diag: &mut Diagnostics| named(value.given()?, shape, rows, diag);
    let number = field(&pages.number, diag);
    let offset = field(&pages.offset, diag);
    let cursor = field(&pages.cursor, diag);
    let size = field(&pages.size, diag);
    if let (Some(size), Some(name)) = (size, pages.size.given())
        && [number, offset].into_iter().flatten().any(|field| std::ptr::eq(field, size))
    {
        diag.on(name, message::size_is_the_step(&size.name));
    }
    let next = check_next(pages, diag);
    let step = check_step(pages, diag)?;
    if !pages.has(key::ITEMS) {
        diag.at(pages.key.span(), message::pages_without_items());
    }
    let items = pages.items.given()?.clone();
    let first = match pages.first.given().map(syn::LitInt::base10_parse) {
        None => 1,
        Some(Ok(first)) => first,
        Some(Err(_)) => {
            diag.on(pages.first.given(), message::first_page_too_large());
            return None;
        }
    };
    let step = match step {
        key::NUMBER => Step::Number(number?, first),
        key::OFFSET => Step::Offset(offset?),
        key::CURSOR => Step::Cursor(cursor?, next?),
        key::LINK => Step::Url(Next::Link),
        _ => Step::Url(next?),
    };
    let total = pages.last.given().or(pages.total.given()).cloned();
    Some(Paging { step, size, total, more: pages.more.given().cloned(), items, short_ends, repeat_ends })
}

/// The key that says how the next page is requested. There must be exactly one.
fn check_step(pages: &PageArgs, diag: &mut Diagnostics) -> Option<&'static str> {
    let mut steps = pages.order.iter().filter_map(|given| {
        let step = key::STEPS_OF_PAGES.into_iter().find(|step| given == step)?;
        Some((given, step))
    });
    let Some((_, step)) = steps.next() else {
        // `next` alone is already reported.
        if !pages.has(key::NEXT) && !pages.has(key::NEXT_HEADER) {
            diag.at(pages.key.span(), message::pages_without_step());
        }
        return None;
    };
    let mut is_alone = true;
    for (given, other) in steps {
        diag.at(given.span(), message::two_steps(other, step));
        is_alone = false;
    }
    is_alone.then_some(step)
}

/// Reports keys that have no effect, because the key that they belong to is missing.
fn check_needs(pages: &PageArgs, diag: &mut Diagnostics) {
    for (name, needed) in NEEDS {
        let Some(given) = pages.given(name) else { continue };
        if needed.iter().any(|needed| pages.has(needed)) {
            continue;
        }
        let step = key::STEPS_OF_PAGES.into_iter().find(|step| pages.has(step));
        diag.at(given.span(), message::page_key_without_effect(name, step, needed));
    }
}

/// Where the response names the next page, from `next`, `next_header`, `url` or `url_header`.
fn check_next(pages: &PageArgs, diag: &mut Diagnostics) -> Option<Next> {
    if let (Some(_), Some(second)) = (pages.given(key::NEXT), pages.given(key::NEXT_HEADER)) {
        let second = if pages.order.iter().find(|key| *key == key::NEXT || *key == key::NEXT_HEADER) == Some(second) {
            pages.given(key::NEXT)
        } else {
            Some(second)
        };
        diag.on(second, message::two_places_of_next());
        return None;
    }
    if let (Some(given), false) = (pages.given(key::CURSOR), pages.has(key::NEXT) || pages.has(key::NEXT_HEADER)) {
        diag.at(given.span(), message::cursor_without_next());
    }
    for (value, name) in [(&pages.next_header, key::NEXT_HEADER), (&pages.url_header, key::URL_HEADER)] {
        let Some(literal) = value.given() else { continue };
        let text = literal.value();
        if !is_token(&text) {
            diag.on(literal, fields::no_header_name_of_a_page(name, &text));
            return None;
        }
        return Some(Next::Header(text.to_ascii_lowercase()));
    }
    pages.next.given().or(pages.url.given()).cloned().map(Next::Member)
}

/// The field with this name. It must be in a place that has one value.
fn named<'a>(name: &Ident, shape: &'a Struct, rows: &[Row<'_>], diag: &mut Diagnostics) -> Option<&'a Field> {
    let Some(field) = shape.fields.iter().find(|field| field.name == plain(name)) else {
        let is_unfinished = shape.unfinished.iter().any(|field| field.name == *name);
        if !is_unfinished {
            let known: Vec<&str> = shape.fields.iter().map(|field| field.name.as_str()).collect();
            diag.on(name, message::no_field_of_a_page(&plain(name), &known));
        }
        return None;
    };
    for row in rows.iter().filter(|row| row.is_of(field)) {
        let is_single = match row.place {
            Place::Path => !row.is_multi && !row.is_path_list(),
            Place::Query => !row.has(key::FLATTEN),
            Place::Header => !row.is_header_map(),
            Place::Body | Place::Form => true,
            Place::Host | Place::Part | Place::Payload => false,
        };
        if !is_single {
            diag.on(name, message::page_field_in_another_place(&field.name));
            return None;
        }
    }
    Some(field)
}

/// Whether `short` or `repeat` is `"end"`, its only value.
fn check_end(value: &Value<LitStr>, name: &str, diag: &mut Diagnostics) -> bool {
    let Some(literal) = value.given() else { return false };
    if literal.value() != key::END {
        diag.on(literal, message::end_of_pages(name, &literal.value()));
    }
    true
}
