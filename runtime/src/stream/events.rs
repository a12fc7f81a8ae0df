//! [`Events`]: a body of server-sent events.

use std::marker::PhantomData;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::event::{Event, FromEvent};
use super::items::{Items, Next, Parse};
use super::media_type::media_type;
use super::methods::stream_of_items;
use super::named::{InEndpoint, NotNamed};
use super::parse::TooLarge;
use super::parse::events::{DEFAULT_NAME, EventParser, RawEvent};
use super::reconnect::{Resume, Resumption};
use crate::endpoint::{FromResponse, Read, StreamingReply};
use crate::error::Error;
use crate::error::documented::ErrorSet;
use crate::response::decode_error::DecodeError;
use crate::spec::ItemRules;

/// A response whose body is a stream of server-sent events (WHATWG HTML standard, section 9.2). See
/// [`reference::streams`](crate::reference::streams).
///
/// Write it in an endpoint as `response = Events<Chunk>`. The endpoint's error enum then becomes the type `E`. To name
/// the type elsewhere, write `Events<Chunk, ChatError>`.
///
/// The data of each event is read as the type `T`: see [`FromEvent`].
#[must_use = "the body is read only if it is polled"]
pub struct Events<T, E = NotNamed> {
    items: Items<EventParser>,
    types: PhantomData<fn() -> (T, E)>,
}

stream_of_items!(Events, EventParser, FromEvent);

impl<T, E> Events<T, E> {
    /// Returns the last event id: the `id` of the last event that has arrived completely and that set one; empty if
    /// there is none. With `events(reconnect)`, the stream sends it when it connects again. To continue the stream in
    /// another run of the program, send it in the header field `Last-Event-ID`:
    /// [`reference::streams`](crate::reference::streams#connecting-again) has an example.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        self.items.parser.last_id()
    }

    /// Makes [`last_event_id`](Self::last_event_id) return this id until the stream sets another one, for a stream that
    /// continues an earlier one. It must be called before the first [`next`](Self::next).
    pub fn after(mut self, last_event_id: &str) -> Self {
        self.items.parser = EventParser::after(last_event_id.into());
        self
    }

    /// Returns the reconnection time: how long a client should wait before it connects again, if the stream has set it
    /// by the field `retry`. With `events(reconnect)`, the stream waits that long.
    #[must_use]
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.items.parser.retry()
    }
}

/// Connecting again, for an endpoint with `events(reconnect)`: see
/// [`reference::streams`](crate::reference::streams#connecting-again).
impl<T, E> Events<T, E> {
    /// Sets how many requests in a row may bring nothing, not even a comment, before the stream fails. By default 5. With
    /// 0, the stream does not connect again.
    ///
    /// It has no effect if the definition does not have `events(reconnect)`.
    pub fn reconnect_attempts(mut self, attempts: u32) -> Self {
        self.items.reconnect.set_attempts(attempts);
        self
    }

    /// Sets the wait before the stream connects again, unless the stream sets another one by the field `retry`, and the
    /// longest wait in any case. By default 3 seconds and 5 minutes. The wait doubles after each request that brought
    /// nothing, and up to half of it is added at random.
    ///
    /// It has no effect if the definition does not have `events(reconnect)`.
    pub fn reconnect_backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.items.reconnect.set_waits(first, longest);
        self
    }

    /// Returns how many times the stream has connected again.
    #[must_use]
    pub fn reconnections(&self) -> u32 {
        self.items.reconnect.count()
    }
}

/// The name of an event that is an error even if no key of the definition says so.
const ERROR_NAME: &str = "error";

impl<T: FromEvent, E: ErrorSet> Events<T, E> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<T>, Error<E>>> {
        loop {
            let event = match ready!(self.items.poll(context)) {
                Ok(Next::Item(event)) => event,
                Ok(Next::Error(reply)) => return Poll::Ready(Err(self.items.error(reply))),
                Ok(Next::Refused(error)) => return Poll::Ready(Err(error.into_set())),
                Ok(Next::End) => return Poll::Ready(Ok(None)),
                Err(error) => return Poll::Ready(Err(error.typed())),
            };
            let data_bytes = EventParser::content(&event);
            let RawEvent { name, data, id } = event;
            // Most streams have only events without a name.
            let is_error = name == ERROR_NAME;
            let named = (name != DEFAULT_NAME).then(|| Box::from(name.as_str()));
            let decode = |_: &_| {
                let decoded = T::from_event(Event { name, id: id.to_string(), data });
                decoded.map_err(|error| named.into_iter().fold(error, DecodeError::in_event))
            };
            match self.items.decode(data_bytes.clone(), decode) {
                // An error that is skipped would look like the end of the stream.
                Ok(None) if is_error => {
                    let reply = self.items.end_with_error(data_bytes);
                    return Poll::Ready(Err(self.items.error(reply)));
                }
                // The type has no place for it.
                Ok(None) => {}
                decoded => return Poll::Ready(decoded),
            }
        }
    }
}

impl<T, E> From<StreamingReply> for Events<T, E> {
    fn from(incoming: StreamingReply) -> Self {
        Self { items: Items::new(incoming, EventParser::default()), types: PhantomData }
    }
}

// Messages about a type that is not read suggest what to derive, not this one. The expansion checks the type of the items.
#[diagnostic::do_not_recommend]
impl<T, E: ErrorSet> FromResponse for Events<T, E> {
    const ACCEPT: &'static str = "text/event-stream";
    const READ: Read<Self> = Read::stream(check, Self::from);
}

impl<T, E> InEndpoint<E> for Events<T> {
    type Output = Events<T, E>;
}

/// Accepts an event stream, and a response without content.
fn check(status: StatusCode, headers: &HeaderMap) -> Result<(), DecodeError> {
    match media_type(headers) {
        _ if status == StatusCode::NO_CONTENT => Ok(()),
        Some(found) if found == "text/event-stream" => Ok(()),
        Some(found) => Err(DecodeError::new(format!("expected the content type `text/event-stream`, found `{found}`"))),
        None => Err(DecodeError::new("expected the content type `text/event-stream`, found none")),
    }
}

impl Parse for EventParser {
    type Item = RawEvent;

    fn next(&mut self, input: &mut Bytes, limit: usize) -> Result<Option<RawEvent>, TooLarge> {
        self.next(input, limit)
    }

    fn end(&mut self, _: usize) -> Result<Option<RawEvent>, TooLarge> {
        // The standard discards an incomplete event.
        Ok(None)
    }

    fn partial(&self) -> Bytes {
        self.partial().into()
    }

    fn content(event: &RawEvent) -> Bytes {
        Bytes::copy_from_slice(event.data.as_bytes())
    }

    fn resumption(&self) -> Option<Resumption> {
        let value = match (self.has_last_id(), self.last_id()) {
            (false, _) => Resume::Unchanged,
            (true, "") => Resume::Without,
            (true, id) => HeaderValue::from_bytes(id.as_bytes()).map_or(Resume::Impossible, Resume::Value),
        };
        Some(Resumption { field: HeaderName::from_static("last-event-id"), value, wait: self.retry() })
    }

    fn restart(&mut self) {
        self.restart();
    }

    fn is_end(event: &RawEvent, rules: &ItemRules) -> bool {
        rules.end == Some(&event.data) || rules.end_event == Some(&event.name)
    }

    fn is_error(event: &RawEvent, rules: &ItemRules) -> bool {
        rules.error_event == Some(&event.name)
    }
}
