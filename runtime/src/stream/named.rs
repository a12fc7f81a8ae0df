//! How a stream gets the error type of its endpoint.

use crate::response::from_reply::FromReply;

/// The errors of a stream whose endpoint is not known yet: the default of the last parameter of
/// [`JsonLines`](crate::JsonLines) and [`Events`](crate::Events).
///
/// `#[endpoint]` replaces it by the error enum of the endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNamed {}

/// A type that is written as the `response` of an endpoint and that has the name of a stream of items. `Output` is the
/// same stream with the errors `E` of the endpoint, or the type itself if it is another type with that name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a reply",
    label = "expected `callsheet::Events` or `callsheet::JsonLines`, or a type that decodes from JSON",
    note = "if it is a stream of your own, give it another name"
)]
#[doc(hidden)]
pub trait InEndpoint<E> {
    /// The type of the response.
    type Output;
}

#[diagnostic::do_not_recommend]
impl<T: FromReply, E> InEndpoint<E> for T {
    type Output = T;
}
