//! Seals: hidden supertraits of the traits of values, so that only this crate and its derives implement those.
//!
//! Each seal is implemented for the same types as the traits that it seals, and explains in its message what to do
//! instead of implementing such a trait.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use bytes::Bytes;
use serde::Serialize;

use crate::request::part::Part;
use crate::request::places::for_each_list;
use crate::request::scalar::Scalar;
use crate::transport::Body;

/// Declares a seal with the traits that it seals, the advice to those who implement one of them, and the types that
/// have it.
macro_rules! seals {
    ($($(#[$doc:meta])* $seal:ident, $message:literal, $advice:literal: $([$($generics:tt)*] $ty:ty;)*)*) => {$(
        $(#[$doc])*
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "only callsheet and its derives implement this trait",
            note = $advice
        )]
        pub trait $seal {}

        $(
            #[diagnostic::do_not_recommend]
            impl<$($generics)*> $seal for $ty {}
        )*
    )*};
}

seals! {
    /// Seals `PathValue`.
    PathSeal, "`{Self}` cannot implement `PathValue` by hand",
    "derive `callsheet::Scalar` or `callsheet::Lookup` for it, or implement `callsheet::Scalar`":
        [T: Scalar + ?Sized] T;

    /// Seals `PathListValue` and `PathSegmentsValue`.
    SegmentsSeal, "`{Self}` cannot implement `PathListValue` or `PathSegmentsValue` by hand",
    "write a list as the type of the field, such as `Vec<String>`":
        [] str;
        [] String;
        [T: Clone] Cow<'_, [T]>;
        [T, S] HashSet<T, S>;

    /// Seals `QueryValue` and `QueryElement`.
    QuerySeal, "`{Self}` cannot implement `QueryValue` or `QueryElement` by hand",
    "derive `callsheet::Scalar`, `callsheet::Arguments` or `callsheet::Lookup` for it, or implement `callsheet::Scalar`":
        [T: Scalar + ?Sized] T;
        [T] Option<T>;
        [T: Clone] Cow<'_, [T]>;
        [T, S] HashSet<T, S>;

    /// Seals `HeaderFieldValue`.
    HeaderSeal, "`{Self}` cannot implement `HeaderFieldValue` by hand",
    "derive `callsheet::Scalar` for it, or implement `callsheet::Scalar`":
        [T: Scalar + ?Sized] T;
        [T] Option<T>;
        [T: Clone] Cow<'_, [T]>;
        [T, S] HashSet<T, S>;

    /// Seals `PartValue` and `PartElement`.
    PartSeal, "`{Self}` cannot implement `PartValue` or `PartElement` by hand",
    "derive `callsheet::Scalar` for it, implement `callsheet::Scalar`, or make it a `callsheet::Part`":
        [T: Scalar + ?Sized] T;
        [] Bytes;
        [] Body;
        [] Part;
        [T] Option<T>;
        [T: Clone] Cow<'_, [T]>;
        [T, S] HashSet<T, S>;

    /// Seals `QueryMapValue` and `HeaderMapValue`.
    MapSeal, "`{Self}` cannot implement `QueryMapValue` or `HeaderMapValue` by hand",
    "write a map as the type of the field, such as `BTreeMap<String, String>`":
        [K, V] BTreeMap<K, V>;
        [K, V, S] HashMap<K, V, S>;
        [T] Option<T>;

    /// Seals `HostValue`.
    HostSeal, "`{Self}` cannot implement `HostValue` by hand",
    "derive `callsheet::Scalar` for it, or implement `callsheet::Scalar`":
        [T: Scalar + ?Sized] T;

    /// Seals `JsonValue`.
    JsonSeal, "`{Self}` cannot implement `JsonValue` by hand",
    "derive `callsheet::Arguments` or serde's `Serialize` for it, or implement `Serialize`":
        [T: Serialize + ?Sized] T;

    /// Seals `TextValue`.
    TextSeal, "`{Self}` cannot implement `TextValue` by hand",
    "implement `AsRef<str>` for it":
        [T: AsRef<str> + ?Sized] T;

    /// Seals `BytesValue`.
    BytesSeal, "`{Self}` cannot implement `BytesValue` by hand",
    "implement `AsRef<[u8]>` for it":
        [T: AsRef<[u8]> + ?Sized] T;
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> SegmentsSeal for $list {}

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> QuerySeal for $list {}

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> HeaderSeal for $list {}

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> PartSeal for $list {}
    )*};
}

for_each_list!(lists);
