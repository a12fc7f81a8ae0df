//! Completion of keys in editors. It costs nothing in a normal build, where [`keys`](crate::__keys) expands to nothing.

#[cfg(rust_analyzer)]
pub mod keys;

/// Imports the keys of an attribute, as written, from the module that describes them.
#[cfg(rust_analyzer)]
#[doc(hidden)]
#[macro_export]
macro_rules! __keys {
    ($([$of:ident $($key:ident)*])*) => {
        $(
            #[allow(unused_imports)]
            use $crate::__private::editor_keys::$of::{$($key as _),*};
        )*
    };
}

/// Editors read the keys; the compiler does not need them.
#[cfg(not(rust_analyzer))]
#[doc(hidden)]
#[macro_export]
macro_rules! __keys {
    ($($tokens:tt)*) => {};
}
