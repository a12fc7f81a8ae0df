//! Validates the entries of `errors(..)`: the documented errors must be distinguishable.

use std::ops::RangeInclusive;

use proc_macro2::{Ident, Span};
use syn::{Attribute, LitInt, Path, Type};

use crate::attr::errors::{self, CaseEntry, CodePattern, Derives, Entry, Repeat, RepeatWord};
use crate::attr::status::{Footing, Short, StatusPattern};
use crate::attr::{Value, key};
use crate::diag::Diagnostics;
use crate::diag::message::{errors as message, grammar};
use crate::names;
use crate::spelled::{spelled, written};

/// The validated documented errors of an endpoint or a set.
#[derive(Default)]
pub(crate) struct Errors<'a> {
    pub(crate) cases: Vec<ErrorCase<'a>>,
    pub(crate) includes: Vec<Include<'a>>,
    /// The derives of the enum that the user requested.
    pub(crate) derives: Vec<&'a Path>,
}

/// A validated documented error.
pub(crate) struct ErrorCase<'a> {
    /// The name as written.
    pub(crate) name: &'a Ident,
    pub(crate) variant: Ident,
    /// `None` if its status alone identifies it.
    pub(crate) code: Option<String>,
    pub(crate) ranges: Vec<(u16, u16)>,
    pub(crate) footing: Footing,
    pub(crate) detail: Option<&'a Type>,
    pub(crate) body: Option<&'a Type>,
    /// Whether the request may be repeated after this error, if the entry has such a key.
    pub(crate) repeat: Option<&'a RepeatWord>,
    pub(crate) docs: &'a [Attribute],
}

/// An included set, as a variant with the name of the set.
pub(crate) struct Include<'a> {
    pub(crate) variant: Ident,
    pub(crate) path: &'a Path,
}

impl ErrorCase<'_> {
    /// Its status, if there is only one.
    pub(crate) fn status(&self) -> Option<u16> {
        (self.footing == Footing::Exact).then(|| self.ranges.first().map(|range| range.0)).flatten()
    }

    /// The name of the function that creates the variant: the entry's name if it is in `snake_case`, or else the
    /// variant's name in `snake_case`.
    pub(crate) fn constructor(&self) -> Ident {
        let name = names::plain(self.name);
        let is_snake = !name.contains(char::is_uppercase);
        let name = if is_snake { name } else { names::RenameRule::Snake.variant(&names::plain(&self.variant)) };
        names::function(&name, self.variant.span(), |name| name == "with_message")
    }

    /// Its statuses for docs and messages: `404`, `400, 415`, `400 to 499`, `any other`.
    pub(crate) fn statuses(&self) -> String {
        if self.footing == Footing::Default {
            return "any other".to_owned();
        }
        words(&self.ranges)
    }

    fn covers(&self, status: u16) -> bool {
        self.ranges.iter().any(|&(first, last)| (first..=last).contains(&status))
    }

    /// The precedence: entries with a code come before entries with only a status, then the more specific status wins.
    pub(crate) fn precedence(&self) -> (bool, Footing) {
        (self.code.is_none(), self.footing)
    }
}

/// Statuses for docs and messages: `404`, `400, 415`, `400 to 499`.
pub(crate) fn words(ranges: &[(u16, u16)]) -> String {
    let text = |&(first, last): &(u16, u16)| {
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    };
    ranges.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// The owner of the documented errors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// An endpoint of the built-in API.
    Endpoint,
    /// An endpoint that names its API.
    EndpointOfApi,
    /// A set, for endpoints of any API.
    Set,
}

impl Owner {
    /// Variant names that entries cannot use.
    fn reserved(self) -> &'static [&'static str] {
        if self == Self::EndpointOfApi { &["Shared"] } else { &[] }
    }

    /// The statuses that an error may have. Only the compiler knows whether an API has errors in its successes.
    fn statuses(self) -> RangeInclusive<u16> {
        if self == Self::Endpoint { 300..=599 } else { 200..=599 }
    }
}

/// The distinguishable documented errors. A mistake in one does not affect the others.
pub(crate) fn check<'a>(entries: &'a [Entry], owner: Owner, diag: &mut Diagnostics) -> Errors<'a> {
    let mut checked = Errors::default();
    let reserved = owner.reserved();
    // The taken variant names and their entries, for messages.
    let mut taken: Vec<(String, String)> = reserved.iter().map(|name| ((*name).to_owned(), "api".to_owned())).collect();
    let mut told: Vec<bool> = Vec::new();
    let mut derive: Option<&Derives> = None;
    for entry in entries {
        match entry {
            Entry::Case(entry) => {
                let Some((case, is_told)) = check_case(entry, owner, diag) else { continue };
                if check_doubled(entry, &case, &checked.cases, diag)
                    && check_variant(&entry.name, &case.variant, &mut taken, diag)
                {
                    checked.cases.push(case);
                    told.push(is_told);
                }
            }
            Entry::Include(path) => {
                let Some(last) = path.segments.last() else { continue };
                let variant = last.ident.clone();
                let twice = checked.includes.iter().any(|other| other.variant == variant);
                if twice {
                    diag.on(&last.ident, message::doubled_include(&names::plain(&variant)));
                } else if check_variant(&last.ident, &variant, &mut taken, diag) {
                    checked.includes.push(Include { variant, path });
                }
            }
            Entry::Derive(list) if derive.is_some() => diag.on(&list.key, grammar::doubled_key(key::DERIVE)),
            Entry::Derive(list) => derive = Some(list),
        }
    }
    checked.derives = derive.map_or_else(Vec::new, |list| check_derives(list, diag));
    for (case, _) in checked.cases.iter().zip(told).filter(|(_, told)| !told) {
        check_reachable(case, &checked.cases, diag);
    }
    checked
}

/// The derives of the enum, without duplicates and without the traits that the enum already implements.
fn check_derives<'a>(derives: &'a Derives, diag: &mut Diagnostics) -> Vec<&'a Path> {
    let mut checked: Vec<&Path> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for path in &derives.paths {
        let name = path.segments.last().map(|last| names::plain(&last.ident)).unwrap_or_default();
        if ["Debug", "Display", "Error"].contains(&name.as_str()) {
            diag.on(path, message::derived_already(&name));
        } else if names.contains(&name) {
            diag.on(path, grammar::doubled_key(&name));
        } else {
            names.push(name);
            checked.push(path);
        }
    }
    checked
}

/// The case of an entry, and whether its status was reported as wrong.
fn check_case<'a>(entry: &'a CaseEntry, owner: Owner, diag: &mut Diagnostics) -> Option<(ErrorCase<'a>, bool)> {
    let name = names::plain(&entry.name);
    let Ok(mut variant) = syn::parse_str::<Ident>(&names::upper_camel(&name)) else {
        diag.on(&entry.name, message::no_variant_name(&name));
        return None;
    };
    // This is not the span of the entry: a lint at that span would complain about the case of the user's name.
    variant.set_span(entry.name.span().resolved_at(Span::call_site()));
    let code = match &entry.code {
        Value::Given(CodePattern::Is(code, tokens)) => {
            if code.is_empty() {
                diag.on(tokens, message::empty_code());
            } else if code.trim() != code {
                diag.on(tokens, message::padded_code(code.trim()));
            }
            Some(code.clone())
        }
        Value::Given(CodePattern::None) => None,
        Value::Missing | Value::Broken if entry.is_default => None,
        Value::Missing | Value::Broken => Some(name),
    };
    let (ranges, footing, is_told) = match &entry.status {
        _ if entry.is_default => (vec![(100, 999)], Footing::Default, false),
        Value::Given(pattern) => match check_statuses(pattern, owner.statuses(), entry.short_form(), diag) {
            Some(ranges) => {
                let lacks_code = needs_code(entry);
                if lacks_code {
                    let corrected = with_code_none(entry);
                    diag.on(&entry.name, message::several_statuses_without_code(&entry.name.to_string(), &corrected));
                }
                (ranges, pattern.footing, lacks_code)
            }
            None => (vec![(500, 500)], Footing::Exact, true),
        },
        Value::Missing | Value::Broken => (vec![(500, 500)], Footing::Exact, true),
    };
    let (detail, body) = (entry.detail.given(), entry.body.given());
    Some((
        ErrorCase {
            name: &entry.name,
            variant,
            code,
            ranges,
            footing,
            detail,
            body,
            repeat: entry.repeat.given(),
            docs: &entry.docs,
        },
        is_told,
    ))
}

/// Whether an entry for a class or a range of statuses has no `code`. Its name is then hardly the code of a server.
fn needs_code(entry: &CaseEntry) -> bool {
    let is_wide = |pattern: &StatusPattern| matches!(pattern.footing, Footing::Class | Footing::Range);
    entry.code.is_missing() && entry.status.given().is_some_and(is_wide)
}

/// The entry with `code = none` and all its other keys: `other(status = "4XX", code = none, body = Problem)`.
fn with_code_none(entry: &CaseEntry) -> String {
    let status = entry.status.given().map(|pattern| spelled(&pattern.tokens)).unwrap_or_default();
    let mut text = format!("{}(status = {status}, code = none", entry.name);
    for (key, ty) in [(key::DETAIL, entry.detail.given()), (key::BODY, entry.body.given())] {
        text += &ty.map(|ty| format!(", {key} = {}", written(ty))).unwrap_or_default();
    }
    text += &entry.repeat.given().map(|word| format!(", {}", word.repeat.written())).unwrap_or_default();
    text + ")"
}

/// Refuses `retry` for a call that must not be repeated: the server may already have processed the request.
pub(super) fn check_repeats(errors: &Errors<'_>, method: &str, is_repeatable: bool, diag: &mut Diagnostics) {
    if is_repeatable {
        return;
    }
    for case in &errors.cases {
        if let Some(word) = case.repeat.filter(|word| word.repeat == Repeat::Retry) {
            diag.on(&word.key, message::retry_of_what_is_not_repeatable(method));
        }
    }
}

/// The ranges of a pattern. All of them must be within `allowed`.
pub(super) fn check_statuses(
    pattern: &StatusPattern,
    allowed: RangeInclusive<u16>,
    entry: Short<'_>,
    diag: &mut Diagnostics,
) -> Option<Vec<(u16, u16)>> {
    let number = |literal: &LitInt| literal.base10_parse::<u16>().ok().filter(|status| allowed.contains(status));
    let mut ranges = Vec::new();
    for (first, last) in &pattern.ranges {
        match (number(first), number(last)) {
            (Some(from), Some(_)) if pattern.footing == Footing::List && ranges.contains(&(from, from)) => {
                diag.on(first, message::status_twice(from));
            }
            (Some(from), Some(to)) if from <= to => ranges.push((from, to)),
            (Some(_), Some(_)) => {
                diag.on(&pattern.tokens, message::empty_range(first, last, &entry.with(&format!("{last}..={first}"))));
                return None;
            }
            _ if pattern.footing == Footing::Class => {
                diag.on(&pattern.tokens, message::status_out_of_range(&pattern.tokens.to_string(), &allowed));
                return None;
            }
            (None, _) => {
                diag.on(first, message::status_out_of_range(&first.to_string(), &allowed));
                return None;
            }
            (_, None) => {
                diag.on(last, message::status_out_of_range(&last.to_string(), &allowed));
                return None;
            }
        }
    }
    Some(ranges)
}

/// Checks that no other entry with the same precedence covers the same reply.
fn check_doubled(entry: &CaseEntry, case: &ErrorCase<'_>, earlier: &[ErrorCase<'_>], diag: &mut Diagnostics) -> bool {
    let same = |other: &&ErrorCase<'_>| other.code == case.code && other.footing == case.footing;
    for other in earlier.iter().filter(same) {
        let Some(status) = (200..=599).find(|status| other.covers(*status) && case.covers(*status)) else { continue };
        let variant = other.variant.to_string();
        if entry.is_default {
            diag.on(&entry.name, grammar::doubled_key(key::DEFAULT));
            return false;
        }
        let message = match &case.code {
            Some(code) => message::doubled_error(code, status, &variant),
            None => message::doubled_status(status, &variant),
        };
        diag.at(errors::place_of_code(entry), message);
        return false;
    }
    true
}

/// Checks that the variant's name is not taken.
fn check_variant(place: &Ident, variant: &Ident, taken: &mut Vec<(String, String)>, diag: &mut Diagnostics) -> bool {
    let (name, variant) = (names::plain(place), variant.to_string());
    if let Some((_, first)) = taken.iter().find(|(other, _)| *other == variant) {
        diag.on(place, message::doubled_variant(&variant, first, &name));
        return false;
    }
    taken.push((variant, name));
    true
}

/// Checks that an entry is reachable: entries that take precedence must not cover all of its statuses.
fn check_reachable(case: &ErrorCase<'_>, cases: &[ErrorCase<'_>], diag: &mut Diagnostics) {
    let goes_before = |other: &&ErrorCase<'_>| other.code == case.code && other.precedence() < case.precedence();
    let before: Vec<&ErrorCase<'_>> = cases.iter().filter(goes_before).collect();
    if !(200..=599).any(|status| case.covers(status) && !before.iter().any(|other| other.covers(status))) {
        diag.on(case.name, message::unreachable_error(&names::plain(case.name)));
    }
}

/// The entries that are unreachable unless the API has errors in its successes, because the statuses of a success take
/// precedence over them. Without `api`, the API has no such errors.
pub(super) fn check_against_success(
    errors: &Errors<'_>,
    success: &[(u16, u16)],
    has_api: bool,
    diag: &mut Diagnostics,
) -> Vec<Ident> {
    let is_success = |status: u16| success.iter().any(|&(first, last)| (first..=last).contains(&status));
    let is_taken = |case: &&ErrorCase<'_>| {
        let mut statuses = (200..=599).filter(|status| case.covers(*status));
        let takes_2xx = (200..=299).any(|status| case.covers(status) && is_success(status));
        case.footing != Footing::Default && (takes_2xx || statuses.all(is_success))
    };
    let taken: Vec<&Ident> = errors.cases.iter().filter(is_taken).map(|case| case.name).collect();
    if has_api {
        return taken.into_iter().cloned().collect();
    }
    for name in taken {
        diag.on(name, message::error_in_success(&names::plain(name)));
    }
    Vec::new()
}
