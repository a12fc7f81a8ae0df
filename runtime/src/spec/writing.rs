//! The functions with which expansions create the tables. No other crate writes a table literally, because tables may
//! get new fields.

use super::constants::{BodyConstants, IdempotencyKey};
use super::errors::{ErrorCase, ErrorTable, Repeat};
use super::items::ItemRules;
use super::statuses::Statuses;
use super::{CaseReference, Field, FieldReference, ListStyle, ObjectStyle, Piece, QueryStyle, Reference, Spec};

#[doc(hidden)]
impl Spec {
    /// Creates the table from what every endpoint has. The other fields have their defaults.
    #[must_use]
    pub const fn new(
        name: &'static str,
        method: &'static str,
        path: &'static str,
        pieces: &'static [Piece],
        fields: &'static [Field],
    ) -> Self {
        Self { name, method, path, pieces, fields, ..Self::PLAIN }
    }

    #[must_use]
    pub const fn with_accept(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    #[must_use]
    pub const fn idempotent(self) -> Self {
        Self { idempotent: true, ..self }
    }

    #[must_use]
    pub const fn with_host(self, host_prefix: &'static str, host: &'static [Piece]) -> Self {
        Self { host_prefix, host, ..self }
    }

    #[must_use]
    pub const fn with_query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    #[must_use]
    pub const fn with_headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    #[must_use]
    pub const fn with_success(self, success: Statuses) -> Self {
        Self { success, ..self }
    }

    #[must_use]
    pub const fn with_scopes(self, scopes: &'static [&'static str]) -> Self {
        Self { scopes, ..self }
    }

    #[must_use]
    pub const fn with_constants(self, constants: BodyConstants) -> Self {
        Self { constants, ..self }
    }

    #[must_use]
    pub const fn with_idempotency_key(self, key: IdempotencyKey) -> Self {
        Self { idempotency_key: Some(key), ..self }
    }

    #[must_use]
    pub const fn with_items(self, items: ItemRules) -> Self {
        Self { items, ..self }
    }
}

#[doc(hidden)]
impl QueryStyle {
    #[must_use]
    pub const fn new(list: ListStyle, object: ObjectStyle) -> Self {
        Self { list, object }
    }
}

#[doc(hidden)]
impl Reference {
    /// Creates the documentation of an endpoint whose response is the whole body.
    #[must_use]
    pub const fn new(docs: &'static str, response: &'static str, fields: &'static [FieldReference]) -> Self {
        Self { docs, response, at: &[], fields }
    }

    #[must_use]
    pub const fn with_at(self, at: &'static [&'static str]) -> Self {
        Self { at, ..self }
    }
}

#[doc(hidden)]
impl FieldReference {
    /// Creates the documentation of a field without a default, whose value is not a secret.
    #[must_use]
    pub const fn new(name: &'static str, docs: &'static str, ty: &'static str, required: bool) -> Self {
        Self { name, docs, ty, required, sensitive: false, default: None }
    }

    #[must_use]
    pub const fn sensitive(self) -> Self {
        Self { sensitive: true, ..self }
    }

    #[must_use]
    pub const fn with_default(self, json: &'static str) -> Self {
        Self { default: Some(json), ..self }
    }
}

#[doc(hidden)]
impl CaseReference {
    #[must_use]
    pub const fn new(name: &'static str, docs: &'static str, detail: Option<&'static str>) -> Self {
        Self { name, docs, detail }
    }
}

#[doc(hidden)]
impl ErrorCase {
    #[must_use]
    pub const fn new(statuses: Statuses, code: Option<&'static str>, repeat: Option<Repeat>) -> Self {
        Self { statuses, code, repeat }
    }
}

#[doc(hidden)]
impl ErrorTable {
    #[must_use]
    pub const fn new(cases: &'static [ErrorCase], includes: &'static [&'static Self]) -> Self {
        Self { cases, includes }
    }
}

#[doc(hidden)]
impl Statuses {
    #[must_use]
    pub const fn new(ranges: &'static [(u16, u16)]) -> Self {
        Self(ranges)
    }
}
