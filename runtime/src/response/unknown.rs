//! Collects values that an open enum does not list.

use std::cell::RefCell;

/// The name of an enum, and a value that it does not list.
pub(crate) type Unknown = (&'static str, String);

thread_local! {
    /// The unknown values that were decoded on this thread; `None` while nobody collects them.
    static MET: RefCell<Option<Vec<Unknown>>> = const { RefCell::new(None) };
}

/// Starts or stops collecting unknown values. Returns those that were collected so far.
pub(crate) fn keep(values: Option<Vec<Unknown>>) -> Option<Vec<Unknown>> {
    MET.replace(values)
}

/// Records a decoded value that its enum does not list.
pub(crate) fn met(ty: &'static str, value: &str) {
    MET.with_borrow_mut(|met| {
        if let Some(met) = met {
            met.push((ty, value.to_owned()));
        }
    });
}
