//! What boxes and traits need so that threads may share them: in a browser, nothing.
//!
//! Values of JavaScript belong to one thread, and so do the futures of a browser. On `wasm32-unknown-unknown` no bound of this
//! crate therefore asks for [`Send`] or [`Sync`].

use std::future::Future;
use std::pin::Pin;

/// A future in a box. It is `Send`, except on `wasm32-unknown-unknown`.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A future in a box. It is `Send`, except on `wasm32-unknown-unknown`.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// An error of any kind that may go to another thread.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod bounds {
    /// [`Send`], except on `wasm32-unknown-unknown`, where every type has it.
    pub trait MaybeSend: Send {}

    impl<T: Send + ?Sized> MaybeSend for T {}

    /// [`Sync`], except on `wasm32-unknown-unknown`, where every type has it.
    pub trait MaybeSync: Sync {}

    impl<T: Sync + ?Sized> MaybeSync for T {}
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod bounds {
    /// [`Send`], except on `wasm32-unknown-unknown`, where every type has it.
    pub trait MaybeSend {}

    impl<T: ?Sized> MaybeSend for T {}

    /// [`Sync`], except on `wasm32-unknown-unknown`, where every type has it.
    pub trait MaybeSync {}

    impl<T: ?Sized> MaybeSync for T {}
}

pub use self::bounds::{MaybeSend, MaybeSync};
