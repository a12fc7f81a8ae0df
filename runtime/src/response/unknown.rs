//! Values that an open enum does not list, for whoever wants to know of them.

use std::cell::RefCell;

/// The name of an enum, and a value that it does not list.
pub(crate) type Unknown = (&'static str, String);

thread_local! {
    /// Those that decoding has met on this thread; `None` if nobody wants to know of them.
    static MET: RefCell<Option<Vec<Unknown>>> = const { RefCell::new(None) };
}

/// Starts or stops keeping unknown values; returns those that were kept so far.
pub(crate) fn keep(values: Option<Vec<Unknown>>) -> Option<Vec<Unknown>> {
    MET.replace(values)
}

/// Called where a value is decoded that its enum does not list.
pub(crate) fn met(ty: &'static str, value: &str) {
    MET.with_borrow_mut(|met| {
        if let Some(met) = met {
            met.push((ty, value.to_owned()));
        }
    });
}
