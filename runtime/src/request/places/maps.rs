//! Maps whose keys are names of query parameters or of header fields.

use std::collections::{BTreeMap, HashMap};

use super::header::HeaderFieldValue;
use super::query::QueryValue;
use crate::request::seal::MapSeal;

/// A map whose keys are names of query parameters, in `#[query(flatten)]`: a `BTreeMap` or a `HashMap`. It cannot be
/// implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map of query parameters",
    label = "this field is flattened into the query",
    note = "`flatten` accepts a `BTreeMap` or a `HashMap` of strings to values that a query accepts"
)]
pub trait QueryMapValue: MapSeal {
    /// Returns its entries, in the order of their keys.
    fn entries(&self) -> Vec<(&str, &dyn QueryValue)>;
}

/// A map whose keys are names of header fields, in `#[header(prefix = "..")]`: a `BTreeMap` or a `HashMap`. It cannot be
/// implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map of headers",
    label = "this field is a map of headers",
    note = "`prefix` accepts a `BTreeMap` or a `HashMap` of strings to values that a header accepts"
)]
pub trait HeaderMapValue: MapSeal {
    /// Returns its entries, in the order of their keys.
    fn entries(&self) -> Vec<(&str, &dyn HeaderFieldValue)>;
}

/// Implements both traits, which differ only in the type of the values.
macro_rules! maps {
    ($($name:ident: $value:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K: AsRef<str>, V: $value> $name for BTreeMap<K, V> {
            fn entries(&self) -> Vec<(&str, &dyn $value)> {
                self.iter().map(|(key, value)| (key.as_ref(), value as _)).collect()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<K: AsRef<str>, V: $value, S> $name for HashMap<K, V, S> {
            fn entries(&self) -> Vec<(&str, &dyn $value)> {
                let mut entries: Vec<(&str, &dyn $value)> =
                    self.iter().map(|(key, value)| (key.as_ref(), value as _)).collect();
                // Sorted, because the order of a `HashMap` changes from run to run.
                entries.sort_by_key(|(key, _)| *key);
                entries
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: $name> $name for Option<T> {
            fn entries(&self) -> Vec<(&str, &dyn $value)> {
                self.as_ref().map(T::entries).unwrap_or_default()
            }
        }
    )*};
}

maps! {
    QueryMapValue: QueryValue;
    HeaderMapValue: HeaderFieldValue;
}
