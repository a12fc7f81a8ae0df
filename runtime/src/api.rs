//! [`Api`]: one HTTP service, that endpoints belong to.

use crate::format::{ErrorFormat, StandardFormat};
use crate::set::{ErrorSet, NoErrors};

/// One HTTP service: what its endpoints have in common.
///
/// Endpoints that name none belong to [`JsonApi`]. A [`Client`](crate::Client) of one API takes no other's endpoints.
pub trait Api: 'static {
    /// Where errors carry their code, message and detail.
    const ERROR_FORMAT: &'static dyn ErrorFormat;

    /// The errors that any of its endpoints may answer: [`NoErrors`], or a set under `#[errors(..)]`.
    ///
    /// Each endpoint's own enum takes them in as the variant `Api`.
    type Errors: ErrorSet;
}

/// The built-in API, of endpoints that name no other: JSON, with errors in the [`StandardFormat`].
#[derive(Debug, Clone, Copy)]
pub enum JsonApi {}

impl Api for JsonApi {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = NoErrors;
}
