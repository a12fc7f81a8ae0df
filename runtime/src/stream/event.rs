//! [`Event`] and [`FromEvent`]: what is read from one event.

use crate::response::decode_error::DecodeError;
use crate::response::from_reply::{FromJson, Slot, Text, decode_text, nothing};
use crate::response::unknown;

/// An event with its name and its id: the item of `Events<Event<Chunk>>`.
///
/// ```
/// use callsheet::{Endpoint, Event, Events, endpoint};
///
/// #[derive(Debug, serde::Deserialize)]
/// pub struct Price {
///     pub cents: u32,
/// }
///
/// #[endpoint(method = "GET", path = "/prices", response = Events<Event<Price>>)]
/// pub struct WatchPrices;
///
/// # async fn run() -> Result<(), callsheet::AnyError> {
/// let body = "event: bid\nid: 7\ndata: {\"cents\":120}\n\n";
/// let response = http::Response::builder().header("content-type", "text/event-stream").body(body.into());
/// let mut prices = WatchPrices::read_response(response.unwrap())?;
/// let event = prices.next().await?.unwrap();
/// assert_eq!((event.name.as_str(), event.id.as_str(), event.data.cents), ("bid", "7", 120));
/// # Ok(())
/// # }
/// # futures_util::FutureExt::now_or_never(run()).unwrap().unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its name: the field `event`, otherwise `message`.
    pub name: String,
    /// The last event id when it arrived: its own `id`, or that of an earlier event; empty if there is none.
    pub id: String,
    /// Its data.
    pub data: T,
}

/// A type that an event is read as: the item of [`Events`](crate::Events).
///
/// | type | is read from |
/// | --- | --- |
/// | any type that decodes from JSON | the data as JSON |
/// | [`Text`] | the data as it is |
/// | [`Event<T>`](Event) | the same as `T`, with name and id |
/// | an enum that derives [`Event`](macro@crate::Event) | the variant that has the name of the event |
/// | your own | what [`from_event`](Self::from_event) makes of name, id and data |
///
/// Implement it for a type that cannot be derived:
///
/// ```
/// use callsheet::Event;
/// use callsheet::error::DecodeError;
/// use callsheet::stream::FromEvent;
///
/// /// Numbers, separated by commas.
/// pub struct Numbers(Vec<u32>);
///
/// impl FromEvent for Numbers {
///     fn from_event(event: Event<String>) -> Result<Option<Self>, DecodeError> {
///         if event.name == "ping" {
///             return Ok(None); // skips the event
///         }
///         let numbers = event.data.split(',').map(str::parse).collect::<Result<_, _>>();
///         numbers.map(|numbers| Some(Self(numbers))).map_err(|_| DecodeError::new("expected numbers"))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from an event",
    label = "expected a type that decodes from JSON, or an enum of named events",
    note = "derive serde's `Deserialize` for it, and let it own its values; or derive `callsheet::Event` for an enum of named events; or write `callsheet::Text` for data that is text"
)]
pub trait FromEvent: Sized {
    /// Named by expansions, so that a type without this trait is reported.
    #[doc(hidden)]
    const IS_ITEM: () = ();

    /// Reads an event. Returns `None` to skip it.
    ///
    /// # Errors
    ///
    /// If its data does not decode.
    fn from_event(event: Event<String>) -> Result<Option<Self>, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: FromJson> FromEvent for T {
    fn from_event(event: Event<String>) -> Result<Option<Self>, DecodeError> {
        if event.data.trim().is_empty() {
            return Err(DecodeError::new("the data is empty, expected a value"));
        }
        let mut value = None;
        decode_text(&event.data, &mut Slot(&mut value))
            .map_err(|error| DecodeError::of_json(&error, event.data.as_bytes()))?;
        value.map(Some).ok_or_else(nothing)
    }
}

#[diagnostic::do_not_recommend]
impl FromEvent for Text {
    fn from_event(event: Event<String>) -> Result<Option<Self>, DecodeError> {
        Ok(Some(Self(event.data)))
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromEvent> FromEvent for Event<T> {
    fn from_event(event: Event<String>) -> Result<Option<Self>, DecodeError> {
        let (name, id) = (event.name.clone(), event.id.clone());
        Ok(T::from_event(event)?.map(|data| Self { name, id, data }))
    }
}

/// Reads an event as the value of a variant.
///
/// # Errors
///
/// If its data does not decode.
pub fn read_event<T, E>(
    event: Event<String>,
    read: fn(Event<String>) -> Result<Option<T>, DecodeError>,
    variant: fn(T) -> E,
) -> Result<Option<E>, DecodeError> {
    Ok(read(event)?.map(variant))
}

/// Skips an event that no variant of this enum names, and reports drift.
///
/// # Errors
///
/// Never. The result is that of [`FromEvent::from_event`].
pub fn skip_event<E>(ty: &'static str, event: &Event<String>) -> Result<Option<E>, DecodeError> {
    unknown::met(ty, &event.name);
    Ok(None)
}

/// Keeps an event that no variant of this enum names as the value of `variant`, and reports drift.
///
/// # Errors
///
/// Never. The result is that of [`FromEvent::from_event`].
pub fn keep_event<T, E>(
    ty: &'static str,
    event: Event<String>,
    keep: fn(Event<String>) -> T,
    variant: fn(T) -> E,
) -> Result<Option<E>, DecodeError> {
    unknown::met(ty, &event.name);
    Ok(Some(variant(keep(event))))
}

/// A type that holds every event, whatever its data is: the value of the variant with `#[event(other)]`.
/// Implemented for `Event<Text>`; it cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold every event",
    label = "expected `callsheet::Event<callsheet::Text>`",
    note = "the data of an event with another name can have any form, so it is kept as text"
)]
#[doc(hidden)]
pub trait AnyEvent {
    /// Keeps the event as it is.
    #[doc(hidden)]
    fn keep(event: Event<String>) -> Self;
}

#[diagnostic::do_not_recommend]
impl AnyEvent for Event<Text> {
    fn keep(event: Event<String>) -> Self {
        let Event { name, id, data } = event;
        Self { name, id, data: Text(data) }
    }
}
