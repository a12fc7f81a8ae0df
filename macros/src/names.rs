//! Names of variants, of type parameters, and on the wire.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt as _;

use crate::diag::Diagnostics;
use crate::diag::message::{Message, fields, items};

/// The identifier without `r#`: `type` for `r#type`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The name, with as many `_` appended as necessary to make it unique.
pub(crate) fn free(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut name = name.to_owned();
    while is_taken(&name) {
        name.push('_');
    }
    name
}

/// The name of a function: raw if it is a keyword, with as many `_` appended as necessary to make it unique.
pub(crate) fn function(name: &str, span: Span, is_taken: impl Fn(&str) -> bool) -> Ident {
    let is_never_raw = |name: &str| ["self", "super", "crate", "_"].contains(&name);
    let name = free(name, |name| is_taken(name) || is_never_raw(name));
    match syn::parse_str::<Ident>(&name) {
        Ok(_) => Ident::new(&name, span),
        Err(_) => Ident::new_raw(&name, span),
    }
}

/// Converts a text that is not a valid name to one: `card_expired` for `card-expired`.
pub(crate) fn snake(text: &str) -> String {
    let text: String = text.chars().map(|char| if char.is_alphanumeric() { char } else { '_' }).collect();
    text.trim_matches('_').to_owned()
}

/// The identifier that a text probably means, or `name` if it contains none.
pub(crate) fn identifier(text: &str) -> String {
    let name: String = text.chars().map(|char| if char.is_alphanumeric() { char } else { '_' }).collect();
    let name = name.trim_matches('_');
    if is_identifier(name) { name.to_owned() } else { "name".to_owned() }
}

/// Whether a text is an identifier, possibly with `r#`.
pub(crate) fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok() || syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok()
}

/// `organization_not_found` and `M_NOT_FOUND` in UpperCamelCase: `OrganizationNotFound`, `MNotFound`.
pub(crate) fn upper_camel(name: &str) -> String {
    let mut out = String::new();
    for word in name.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        let shouted = word.chars().all(|char| !char.is_lowercase());
        out.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        for char in chars {
            if shouted { out.extend(char.to_lowercase()) } else { out.push(char) }
        }
    }
    out
}

/// The name of an item that is generated for a struct.
pub(crate) fn beside(ident: &Ident, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", ident, span = ident.span())
}

/// The names that are taken by the members of an object or the variants of an enum.
pub(crate) struct Taken {
    names: Vec<(String, String)>,
    told: fn(&str, &str) -> Message,
}

impl Taken {
    pub(crate) fn by_members() -> Self {
        Self { names: Vec::new(), told: |name, other| fields::doubled_wire_name(name, "object", other) }
    }

    pub(crate) fn by_variants() -> Self {
        Self { names: Vec::new(), told: items::doubled_variant_name }
    }

    pub(crate) fn by_events() -> Self {
        Self { names: Vec::new(), told: items::two_variants_of_an_event }
    }

    /// Reserves a name, and reports it if it is already taken.
    pub(crate) fn take(&mut self, name: &str, ident: &Ident, diag: &mut Diagnostics) {
        match self.names.iter().find(|(taken, _)| taken == name) {
            Some((_, other)) => diag.on(ident, (self.told)(name, other)),
            None => self.names.push((name.to_owned(), plain(ident))),
        }
    }
}

/// The rules of serde's `rename_all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    pub(crate) const NAMES: [&'static str; 8] = [
        "lowercase",
        "UPPERCASE",
        "PascalCase",
        "camelCase",
        "snake_case",
        "SCREAMING_SNAKE_CASE",
        "kebab-case",
        "SCREAMING-KEBAB-CASE",
    ];

    const ALL: [Self; 8] = [
        Self::Lower,
        Self::Upper,
        Self::Pascal,
        Self::Camel,
        Self::Snake,
        Self::ScreamingSnake,
        Self::Kebab,
        Self::ScreamingKebab,
    ];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let at = Self::NAMES.iter().position(|known| *known == name)?;
        Self::ALL.get(at).copied()
    }

    /// Renames a field. Its name is in `snake_case`.
    pub(crate) fn field(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => {
                let mut pascal = String::new();
                let mut capital = true;
                for char in name.chars() {
                    if char == '_' {
                        capital = true;
                    } else {
                        pascal.push(if capital { char.to_ascii_uppercase() } else { char });
                        capital = false;
                    }
                }
                pascal
            }
            Self::Camel => lower_first(&Self::Pascal.field(name)),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// Renames a variant. Its name is in UpperCamelCase.
    pub(crate) fn variant(self, name: &str) -> String {
        match self {
            Self::Pascal => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Camel => lower_first(name),
            Self::Snake => {
                let mut snake = String::new();
                for (at, char) in name.char_indices() {
                    if at > 0 && char.is_uppercase() {
                        snake.push('_');
                    }
                    snake.push(char.to_ascii_lowercase());
                }
                snake
            }
            Self::ScreamingSnake | Self::Kebab | Self::ScreamingKebab => self.field(&Self::Snake.variant(name)),
        }
    }
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_upper_camel_case() {
        for (name, expected) in [
            ("organization_not_found", "OrganizationNotFound"),
            ("M_NOT_FOUND", "MNotFound"),
            ("NAME_UNKNOWN", "NameUnknown"),
            ("NoSuchKey", "NoSuchKey"),
            ("type", "Type"),
            ("a1", "A1"),
        ] {
            assert_eq!(upper_camel(name), expected);
        }
    }

    #[test]
    fn rename_rules_equal_those_of_serde() {
        let all = |rule: fn(RenameRule) -> String| RenameRule::ALL.map(rule);
        assert_eq!(
            all(|rule| rule.field("time_zone")),
            ["time_zone", "TIME_ZONE", "TimeZone", "timeZone", "time_zone", "TIME_ZONE", "time-zone", "TIME-ZONE"]
        );
        assert_eq!(
            all(|rule| rule.variant("TimeZone")),
            ["timezone", "TIMEZONE", "TimeZone", "timeZone", "time_zone", "TIME_ZONE", "time-zone", "TIME-ZONE"]
        );
    }
}
