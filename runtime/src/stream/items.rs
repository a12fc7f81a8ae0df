//! What all streams of items share: everything that depends neither on the type of the items nor on that of the errors.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::idle::Idle;
use super::parse::TooLarge;
use super::reconnect::{Decision, Reconnect, Resumption, is_interrupted_request, is_interruption};
use super::total::Total;
use crate::endpoint::StreamingReply;
use crate::endpoint::drift::{self, Watch};
use crate::error::call::FailedCall;
use crate::error::documented::ErrorSet;
use crate::error::reply::{ErrorReply, Said};
use crate::error::{AnyError, Error};
use crate::error_format::ErrorsInSuccess;
use crate::response::decode_error::DecodeError;
use crate::response::received::Received;
use crate::response::reply::Reply;
use crate::spec::ItemRules;
use crate::transport::Body;
use crate::transport::error::{Sent, TransportError, TransportErrorKind};

/// Splits a body into items, and knows what they mean.
pub(super) trait Parse {
    /// An item that is not decoded.
    type Item;

    /// Takes bytes from `input` up to the end of the next item.
    fn next(&mut self, input: &mut Bytes, limit: usize) -> Result<Option<Self::Item>, TooLarge>;

    /// Returns the last item of a body that has ended.
    fn end(&mut self, limit: usize) -> Result<Option<Self::Item>, TooLarge>;

    /// Returns the part of an item whose end has not arrived.
    fn partial(&self) -> Bytes;

    /// Returns the content of an item.
    fn content(item: &Self::Item) -> Bytes;

    /// Returns what a request must contain so that the server continues the stream. `None` if it cannot do that.
    fn resumption(&self) -> Option<Resumption> {
        None
    }

    /// Starts another response of the same stream. An item whose end has not arrived is forgotten.
    fn restart(&mut self) {}

    /// Whether this item ends the stream.
    fn is_end(_: &Self::Item, _: &ItemRules) -> bool {
        false
    }

    /// Whether the name of the item makes it an error.
    fn is_error(_: &Self::Item, _: &ItemRules) -> bool {
        false
    }
}

/// The items of a body.
pub(super) struct Items<P> {
    incoming: StreamingReply,
    pub(super) parser: P,
    /// What has arrived and is not parsed.
    input: Bytes,
    idle: Idle,
    total: Total,
    pub(super) reconnect: Reconnect,
    limit: usize,
    state: State,
    received: u64,
    bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// The body has ended, and the parser may have a last item.
    BodyEnded,
    /// The request is sent again.
    Reconnecting,
    /// The stream has ended, by its end or by an error that the server sent.
    Ended,
    /// The stream is incomplete.
    Failed,
}

/// The next item of a stream, which is not decoded.
pub(super) enum Next<I> {
    Item(I),
    /// An error that the server sent, as a reply of which it is the body.
    Error(Box<Reply>),
    /// The server refused to continue the stream.
    Refused(Box<AnyError>),
    End,
}

/// The end of a stream; `None` if it continues on another connection.
type Last<I> = Result<Option<Next<I>>, Error<Infallible>>;

/// The default of `item_limit`.
pub(super) const DEFAULT_ITEM_LIMIT: usize = 1 << 20;

impl<P: Parse> Items<P> {
    pub(super) fn new(incoming: StreamingReply, parser: P) -> Self {
        let total = Total::begin(incoming.clock.as_deref());
        let (idle, limit, state) = (Idle::default(), DEFAULT_ITEM_LIMIT, State::Open);
        let reconnect = Reconnect::default();
        Self { incoming, parser, input: Bytes::new(), idle, total, reconnect, limit, state, received: 0, bytes: 0 }
    }

    pub(super) fn reply(&self) -> &Reply {
        &self.incoming.head
    }

    pub(super) fn received(&self) -> Received {
        Received { items: Some(self.received), bytes: self.bytes }
    }

    pub(super) fn set_idle(&mut self, limit: Option<Duration>) {
        self.idle.set(limit);
    }

    pub(super) fn set_total(&mut self, limit: Duration) {
        self.total.set(limit);
    }

    pub(super) fn set_limit(&mut self, bytes: usize) {
        self.limit = bytes;
    }

    /// Whether nothing more comes, so that an iterator ends.
    #[cfg(any(feature = "stream", feature = "blocking"))]
    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Ended | State::Failed)
    }

    /// Returns the next item. After an error, the stream is over.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Next<P::Item>, Error<Infallible>>> {
        loop {
            let found = match self.state {
                State::Open => self.parser.next(&mut self.input, self.limit),
                State::BodyEnded => self.parser.end(self.limit),
                State::Reconnecting => match ready!(self.poll_reconnect(context)) {
                    Ok(None) => continue,
                    Ok(Some(last)) => return Poll::Ready(Ok(last)),
                    Err(error) => return Poll::Ready(Err(error)),
                },
                State::Ended => return Poll::Ready(Ok(Next::End)),
                State::Failed => {
                    let error =
                        TransportError::new(TransportErrorKind::CutOff, Sent::Yes, "the stream has failed before");
                    return Poll::Ready(Err(self.fail(error)));
                }
            };
            match found {
                Ok(Some(item)) => return Poll::Ready(Ok(self.classify(item))),
                Ok(None) if self.state == State::BodyEnded => match self.at_end() {
                    Ok(None) => continue,
                    Ok(Some(last)) => return Poll::Ready(Ok(last)),
                    Err(error) => return Poll::Ready(Err(error)),
                },
                Ok(None) => {}
                Err(TooLarge) => {
                    let reason = format!("an item is larger than {} bytes, the item limit of the stream", self.limit);
                    let error = TransportError::new(TransportErrorKind::TooLarge, Sent::Yes, reason);
                    return Poll::Ready(Err(self.fail(error)));
                }
            }
            match ready!(self.poll_body(context)) {
                Some(Ok(data)) => self.input = data,
                Some(Err(error)) => match self.interrupted(error) {
                    Ok(()) => {}
                    Err(error) => return Poll::Ready(Err(error)),
                },
                None => self.state = State::BodyEnded,
            }
        }
    }

    /// Reads more of the body; `None` at its end.
    fn poll_body(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        let clock = self.incoming.clock.as_deref();
        if let Poll::Ready(error) = self.total.poll(clock, context) {
            return Poll::Ready(Some(Err(error)));
        }
        loop {
            let Poll::Ready(frame) = http_body::Body::poll_frame(Pin::new(&mut self.incoming.body), context) else {
                return self.idle.poll(clock, context).map(|error| Some(Err(error)));
            };
            self.idle.arrived();
            match frame {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // Trailers are not part of the content.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.bytes += data.len() as u64;
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }

    fn classify(&mut self, item: P::Item) -> Next<P::Item> {
        let rules = &self.incoming.spec.items;
        if P::is_end(&item, rules) {
            self.close(State::Ended);
            return Next::End;
        }
        if !P::is_error(&item, rules) && !self.has_error_member(&item) {
            return Next::Item(item);
        }
        Next::Error(self.end_with_error(P::content(&item)))
    }

    /// Ends the stream with an error that the server sent. Returns the reply whose body is the item.
    pub(super) fn end_with_error(&mut self, item: Bytes) -> Box<Reply> {
        let reply = self.incoming.head.with_item(item, self.received());
        self.close(State::Ended);
        Box::new(reply)
    }

    /// Whether the item has the member that makes it an error.
    fn has_error_member(&mut self, item: &P::Item) -> bool {
        let Some(member) = self.incoming.spec.items.error else { return false };
        let (head, format) = (&mut self.incoming.head, self.incoming.format);
        head.replace_body(P::content(item));
        let is_error = ErrorsInSuccess::if_present(member).is_error(head, format);
        head.replace_body(Bytes::new());
        is_error
    }

    /// Ends the stream at the end of the body. Returns `None` if the stream connects again.
    fn at_end(&mut self) -> Last<P::Item> {
        let is_without_content = self.incoming.head.status() == StatusCode::NO_CONTENT;
        if !is_without_content && self.incoming.spec.items.has_end() {
            let reason = "the body ended without the end marker of the stream";
            let error = TransportError::new(TransportErrorKind::CutOff, Sent::Yes, reason);
            return self.interrupted(error).map(|()| None);
        }
        let decision = if is_without_content { Decision::NotAllowed } else { self.begin_reconnect() };
        match decision {
            Decision::Waits => Ok(None),
            Decision::NotAllowed => {
                self.close(State::Ended);
                Ok(Some(Next::End))
            }
            Decision::GivesUp(reason) => {
                Err(self.fail(TransportError::new(TransportErrorKind::CutOff, Sent::Yes, reason)))
            }
        }
    }

    /// Connects again after this error of the body, or fails with it.
    fn interrupted(&mut self, error: TransportError) -> Result<(), Error<Infallible>> {
        if is_interruption(&error) && matches!(self.begin_reconnect(), Decision::Waits) {
            return Ok(());
        }
        Err(self.fail(error))
    }

    fn begin_reconnect(&mut self) -> Decision {
        let decision = self.reconnect.begin(&self.incoming, self.parser.resumption(), self.bytes);
        if matches!(decision, Decision::Waits) {
            self.close(State::Reconnecting);
        }
        decision
    }

    /// Waits until the stream is connected again. Returns the last item of the stream if it is not.
    fn poll_reconnect(&mut self, context: &mut Context<'_>) -> Poll<Last<P::Item>> {
        if let Poll::Ready(error) = self.total.poll(self.incoming.clock.as_deref(), context) {
            return Poll::Ready(Err(self.fail(error)));
        }
        Poll::Ready(Ok(match ready!(self.reconnect.poll(context)) {
            Ok(incoming) => {
                self.incoming = incoming;
                self.parser.restart();
                self.idle.arrived();
                self.state = State::Open;
                None
            }
            Err(error) if is_interrupted_request(&error) && matches!(self.begin_reconnect(), Decision::Waits) => None,
            // A definition may not list this status, which asks clients not to connect again.
            Err(error) if error.status() == Some(StatusCode::NO_CONTENT) => {
                self.close(State::Ended);
                Some(Next::End)
            }
            Err(error) => Some(self.refused(error)),
        }))
    }

    fn refused(&mut self, mut error: AnyError) -> Next<P::Item> {
        if let Error::Transport { call, .. } | Error::Timeout { call, .. } = &mut error {
            call.set_received(self.received());
        }
        self.close(State::Failed);
        Next::Refused(Box::new(error))
    }

    fn close(&mut self, state: State) {
        self.state = state;
        self.input = Bytes::new();
        self.incoming.body = Body::empty();
        if state != State::Reconnecting {
            self.reconnect.stop();
        }
    }

    /// Ends an incomplete stream. The body of the error's reply is the part of the item that arrived.
    fn fail(&mut self, source: TransportError) -> Error<Infallible> {
        self.close(State::Failed);
        let StreamingReply { spec, target, head, .. } = &self.incoming;
        let reply = head.with_item(self.parser.partial(), self.received());
        let call = reply.call().clone();
        Error::of_transport(source, FailedCall::new(spec, target.clone(), Some(reply), Sent::Yes, call))
    }

    /// Decodes an item. `content` is its body if it does not decode.
    pub(super) fn decode<T, E>(
        &mut self,
        content: Bytes,
        decode: impl FnOnce(&Reply) -> Result<Option<T>, DecodeError>,
    ) -> Result<Option<T>, Error<E>> {
        let StreamingReply { spec, head, drift, .. } = &mut self.incoming;
        head.replace_body(content);
        let watch = Watch::begin(drift.as_ref());
        let decoded = decode(head);
        watch.end(spec, head);
        let content = head.replace_body(Bytes::new());
        self.received += u64::from(!matches!(decoded, Ok(None)));
        decoded.map_err(|source| self.undecoded(source, content).typed())
    }

    #[cold]
    fn undecoded(&self, source: DecodeError, content: Bytes) -> Error<Infallible> {
        let reply = self.incoming.head.with_item(content, self.received());
        Error::Decode { source, reply: self.saying(reply, Said::default()) }
    }

    /// Reads an error that the server sent in the stream.
    pub(super) fn error<E: ErrorSet>(&self, reply: Box<Reply>) -> Error<E> {
        let StreamingReply { spec, format, drift, .. } = &self.incoming;
        let (spec, drift, reply) = (*spec, drift.as_ref(), *reply);
        let mut problem = format.read(&reply).unwrap_or_default();
        let Some(row) = E::TABLE.find_in_stream(problem.code.as_deref()) else {
            let said = Said::of(problem);
            drift::undocumented(drift, spec, E::TABLE, &reply, said.code.as_deref());
            return Error::Undocumented { reply: self.saying(reply, said) };
        };
        match E::from_reply(row, &problem, &reply) {
            Ok(error) => {
                let misfit = problem.take_misfit();
                drop(problem);
                drift::detail(drift, spec, &reply, misfit.as_deref());
                let mut reply = self.error_reply(reply);
                reply.set_detail_error(misfit);
                Error::Documented { error, reply }
            }
            Err(source) => {
                let said = Said::of(problem);
                drift::detail(drift, spec, &reply, Some(&source));
                Error::UnexpectedBody { source: Some(source), reply: self.saying(reply, said) }
            }
        }
    }

    fn saying(&self, reply: Reply, said: Said) -> Box<ErrorReply> {
        let mut reply = self.error_reply(reply);
        reply.set_said(said);
        reply
    }

    fn error_reply(&self, reply: Reply) -> Box<ErrorReply> {
        let StreamingReply { spec, format, target, .. } = &self.incoming;
        Box::new(ErrorReply::new(spec, *format, target.clone(), reply))
    }
}

impl<P> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("endpoint", &self.incoming.spec.name)
            .field("reply", &self.incoming.head)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
