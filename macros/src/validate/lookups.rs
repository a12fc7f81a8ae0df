//! Lookups in the path. Only the compiler knows which types are lookups. This module decides where such a field is sent
//! in addition to the path.

use syn::{LitStr, Type};

use super::row::{Row, default_place};
use crate::attr::EndpointArgs;
use crate::attr::fields::Place;
use crate::types::{Special, is_primitive, ungrouped};

/// Sets where each field that may be a lookup is also sent: in the place of the endpoint's other fields. If the name is
/// taken there, the field is only in the path, as with `#[path]`.
pub(super) fn place(args: &EndpointArgs, method: Option<&str>, rows: &mut [Row<'_>]) {
    let Some(method) = method else { return };
    let has = |rows: &[Row<'_>], place| rows.iter().any(|row| row.place == place);
    let key = args.idempotency_key.given();
    let has_form = has(rows, Place::Form) || !args.form.is_missing() || key.is_some_and(|key| key.place == Place::Form);
    let beside = match default_place(method) {
        Place::Query => Place::Query,
        _ if has(rows, Place::Payload) || has(rows, Place::Part) => Place::Query,
        _ if has_form => Place::Form,
        _ => Place::Body,
    };
    let mut taken: Vec<String> = rows.iter().filter(|row| row.place == beside).map(|row| row.wire.clone()).collect();
    let constants = match beside {
        Place::Query => args.query.given().into_iter().flatten().map(|constant| constant.name.value()).collect(),
        Place::Form => args.form.given().into_iter().flatten().map(|constant| constant.name.value()).collect(),
        _ => args.body.given().into_iter().flatten().map(|constant| constant.name.value()).collect::<Vec<_>>(),
    };
    taken.extend(constants);
    taken.extend(key.filter(|key| key.place == beside).map(|key| LitStr::value(&key.name)));
    let may_be = |row: &&mut Row<'_>| {
        let is_default = row.place == Place::Path && !row.is_multi && row.field.placements.is_empty();
        is_default && may_be_lookup(&row.field.ty) && !taken.contains(&row.wire)
    };
    for (at, row) in rows.iter_mut().filter(may_be).enumerate() {
        row.lookup = Some((at, beside));
    }
}

/// Whether a type may be a lookup, judged by its spelling.
pub(crate) fn may_be_lookup(ty: &Type) -> bool {
    let is_string = matches!(ungrouped(ty), Type::Path(path) if path.path.is_ident("String"));
    !is_string && !is_primitive(ty) && Special::of(ty).is_none()
}
