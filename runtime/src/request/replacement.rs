//! A value that replaces the one of a field while the request is built.

use crate::request::new_value::NewValue;
use crate::request::value::Value;
use crate::spec::{Field, Spec};

/// A value for the field with this name, in each of its places. It is sent even if the field itself is absent.
#[derive(Debug, Clone)]
pub(crate) struct Replacement {
    /// The name of the field in Rust.
    pub(crate) field: &'static str,
    pub(crate) value: NewValue,
}

impl Replacement {
    /// Returns the values of a request, of which those of this field are replaced.
    pub(crate) fn among<'v>(&'v self, spec: &'static Spec, values: &[Value<'v>]) -> Vec<Value<'v>> {
        let rows = spec.fields.iter().zip(values);
        rows.map(|(row, value)| if row.name == self.field { instead_of(&self.value, row, *value) } else { *value })
            .collect()
    }
}

/// Returns the value for the place of the other one.
fn instead_of<'v>(new: &'v NewValue, row: &'static Field, value: Value<'v>) -> Value<'v> {
    match value {
        Value::Path(field, _) => Value::Path(field, new),
        Value::Query(field, _) => Value::Query(field, new),
        Value::Header(field, _) => Value::Header(field, new),
        Value::Member(field, _) => Value::Member(field, new),
        Value::Form(field, _) => Value::Form(field, new),
        Value::Absent => Value::New(row, new),
        // The macro refuses a field in any other place.
        other => other,
    }
}
