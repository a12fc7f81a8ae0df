//! Bounds and boxes that require [`Send`] and [`Sync`], except in a browser.
//!
//! JavaScript values and the browser's futures belong to one thread. Therefore futures, transports, bodies and hooks need
//! not be [`Send`] or [`Sync`] on `wasm32-unknown-unknown`.

use std::future::Future;
use std::pin::Pin;

/// A future in a box. It is `Send`, except on `wasm32-unknown-unknown`.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A future in a box. It is `Send`, except on `wasm32-unknown-unknown`.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Any error that can be sent to another thread.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod bounds {
    /// The same as [`Send`], except on `wasm32-unknown-unknown`, where every type implements it.
    pub trait MaybeSend: Send {}

    impl<T: Send + ?Sized> MaybeSend for T {}

    /// The same as [`Sync`], except on `wasm32-unknown-unknown`, where every type implements it.
    pub trait MaybeSync: Sync {}

    impl<T: Sync + ?Sized> MaybeSync for T {}
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod bounds {
    /// The same as [`Send`], except on `wasm32-unknown-unknown`, where every type implements it.
    pub trait MaybeSend {}

    impl<T: ?Sized> MaybeSend for T {}

    /// The same as [`Sync`], except on `wasm32-unknown-unknown`, where every type implements it.
    pub trait MaybeSync {}

    impl<T: ?Sized> MaybeSync for T {}
}

pub use self::bounds::{MaybeSend, MaybeSync};
