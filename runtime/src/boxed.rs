//! Boxes that are `Send`: a future and an error.

use std::future::Future;
use std::pin::Pin;

/// A future in a box, `Send`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An error of any kind that a thread may hand on.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
