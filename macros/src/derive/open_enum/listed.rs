//! The variants that have names on the wire.

use proc_macro2::Ident;
use syn::{Fields, Type, Variant};

use crate::diag::Diagnostics;
use crate::names::{self, RenameRule, Taken};
use crate::serde_attr::SerdeAttrs;

/// A variant that has a name on the wire.
pub(super) struct Listed<'a> {
    pub(super) variant: &'a Ident,
    /// The type of its value, in a union.
    pub(super) ty: Option<&'a Type>,
    pub(super) written: String,
    pub(super) read: Vec<String>,
}

pub(super) fn listed<'a>(
    variants: impl Iterator<Item = (&'a Variant, SerdeAttrs)>,
    (write_rule, read_rule): (Option<RenameRule>, Option<RenameRule>),
    diag: &mut Diagnostics,
) -> Vec<Listed<'a>> {
    let (mut written, mut read) = (Taken::by_variants(), Taken::by_variants());
    let listed = variants.map(|(variant, attrs)| {
        let plain = names::plain(&variant.ident);
        let by = |rule: Option<RenameRule>| rule.map_or_else(|| plain.clone(), |rule| rule.variant(&plain));
        let listed = Listed {
            variant: &variant.ident,
            ty: held(variant),
            written: attrs.rename.unwrap_or_else(|| by(write_rule)),
            read: std::iter::once(attrs.read_name.unwrap_or_else(|| by(read_rule))).chain(attrs.aliases).collect(),
        };
        let before = diag.len();
        written.take(&listed.written, &variant.ident, diag);
        for name in &listed.read {
            // Report one mistake once.
            if diag.len() == before {
                read.take(name, &variant.ident, diag);
            }
        }
        listed
    });
    listed.collect()
}

/// The type of a variant's value.
pub(super) fn held(variant: &Variant) -> Option<&Type> {
    match &variant.fields {
        Fields::Unnamed(fields) => fields.unnamed.first().map(|field| &field.ty),
        Fields::Named(_) | Fields::Unit => None,
    }
}
