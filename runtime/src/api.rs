//! [`Api`]: one HTTP service, that endpoints belong to.

use crate::format::{ErrorFormat, StandardFormat};

/// One HTTP service: what its endpoints have in common.
///
/// Endpoints that name none belong to [`JsonApi`]. A [`Client`](crate::Client) of one API takes no other's endpoints.
pub trait Api: 'static {
    /// Where errors carry their code, message and detail.
    const ERROR_FORMAT: &'static dyn ErrorFormat;
}

/// The built-in API, of endpoints that name no other: JSON, with errors in the [`StandardFormat`].
#[derive(Debug, Clone, Copy)]
pub enum JsonApi {}

impl Api for JsonApi {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
}
