//! Refuses types that no field and no reply can have, and continues with the types that are meant.
//!
//! rustc would report such a type several times, or suggest a lifetime parameter that an endpoint cannot have.

use syn::Type;

use crate::attr::Value;
use crate::attr::errors::Entry;
use crate::diag::Diagnostics;
use crate::diag::message::{fields, response};
use crate::model::Field;
use crate::spelled::written;
use crate::types::unusable::{Owner, Unusable, unusable};
use crate::types::{Presence, with_value};

/// Refuses the types of fields and replies. `unknown` stands for a type that is not known, and is never reported.
pub(crate) struct Refusing<'a> {
    pub(crate) unknown: &'a Type,
    /// Whether any type was replaced by the unknown one.
    pub(crate) is_unknown_used: bool,
    pub(crate) diag: &'a mut Diagnostics,
}

impl Refusing<'_> {
    pub(crate) fn field(&mut self, field: &mut Field) {
        let Some(Unusable { flaw, part, instead, meant }) = unusable(&field.ty, Owner::Field) else { return };
        let has_with = || field.placements.iter().any(|placement| !placement.options.with.is_missing());
        if flaw.is_only_not_serializable() && has_with() {
            return;
        }
        self.diag.on(&part, fields::unusable_type(flaw, &written(&part), instead.as_deref()));
        let is_known = meant.is_some();
        let ty = self.or_unknown(meant);
        // An optional field stays optional.
        field.ty = if is_known { ty } else { with_value(&field.ty, &ty) };
        field.presence = Presence::of(&field.ty);
        field.is_misplaced = true;
    }

    pub(crate) fn errors(&mut self, entries: &mut [Entry]) {
        for entry in entries {
            if let Entry::Case(case) = entry {
                self.reply(&mut case.detail);
                self.reply(&mut case.body);
            }
        }
    }

    /// The type of a response, a detail or a body. If it could not be read, it is unknown.
    pub(crate) fn reply(&mut self, value: &mut Value<Type>) {
        let replaced = match value {
            Value::Missing => return,
            Value::Broken => None,
            Value::Given(ty) => {
                let Some(Unusable { flaw, part, instead, meant }) = unusable(ty, Owner::Reply) else { return };
                self.diag.on(&part, response::unusable_reply(flaw, &written(&part), instead.as_deref()));
                meant
            }
        };
        *value = Value::Given(self.or_unknown(replaced));
    }

    fn or_unknown(&mut self, meant: Option<Type>) -> Type {
        self.is_unknown_used |= meant.is_none();
        meant.unwrap_or_else(|| self.unknown.clone())
    }
}
