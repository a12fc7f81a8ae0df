//! How a stream gets the error type of its endpoint.

/// The errors of a stream whose endpoint is not known yet: the default of the last parameter of
/// [`JsonLines`](crate::JsonLines) and [`Events`](crate::Events).
///
/// `#[endpoint]` replaces it by the error enum of the endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNamed {}

/// A stream of items. `Output` is the same stream with the errors `E` of an endpoint.
#[doc(hidden)]
pub trait InEndpoint<E> {
    /// The type of the response.
    type Output;
}

/// A type that is written as the `response` of an endpoint and that has the name of a stream of items. `IS_STREAM` is
/// whether it is one. Otherwise `Output` is the type itself.
#[doc(hidden)]
pub trait InEndpointIf<E, const IS_STREAM: bool> {
    /// The type of the response.
    type Output;
}

/// The type of the items in something that has the name of a stream: itself, or a type that is an item of every stream if
/// it is another type.
#[doc(hidden)]
pub trait ItemIf<const IS_STREAM: bool> {
    /// The type.
    type Itself;
}

impl<T> ItemIf<true> for T {
    type Itself = T;
}

impl<T> ItemIf<false> for T {
    type Itself = bool;
}

impl<T: InEndpoint<E>, E> InEndpointIf<E, true> for T {
    type Output = T::Output;
}

impl<T, E> InEndpointIf<E, false> for T {
    type Output = T;
}
