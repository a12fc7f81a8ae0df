//! [`JsonLines`]: a body of which each line is a value.

use std::marker::PhantomData;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::items::{Items, Next, Parse};
use super::media_type::media_type;
use super::methods::stream_of_items;
use super::named::{InEndpoint, NotNamed};
use super::parse::TooLarge;
use super::parse::lines::LineParser;
use crate::endpoint::{FromResponse, Read, StreamingReply};
use crate::error::Error;
use crate::error::documented::ErrorSet;
use crate::response::decode_error::DecodeError;
use crate::response::from_reply::FromReply;

/// A response whose body is one JSON value in each line: NDJSON, JSON Lines. See [`reference::streams`](crate::reference::streams).
///
/// Write it in an endpoint as `response = JsonLines<Row>`. The endpoint's error enum then becomes the type `E`. To name
/// the type elsewhere, write `JsonLines<Row, ExportRowsError>`.
#[must_use = "the body is read only if it is polled"]
pub struct JsonLines<T, E = NotNamed> {
    items: Items<LineParser>,
    types: PhantomData<fn() -> (T, E)>,
}

stream_of_items!(JsonLines, LineParser, FromReply);

impl<T: FromReply, E: ErrorSet> JsonLines<T, E> {
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<T>, Error<E>>> {
        Poll::Ready(match ready!(self.items.poll(context)) {
            Ok(Next::Item(line)) => self.items.decode(line, |reply| T::from_reply(reply).map(Some)),
            Ok(Next::Error(reply)) => Err(self.items.error(reply)),
            Ok(Next::Refused(error)) => Err(error.into_set()),
            Ok(Next::End) => Ok(None),
            Err(error) => Err(error.typed()),
        })
    }
}

impl<T, E> From<StreamingReply> for JsonLines<T, E> {
    fn from(incoming: StreamingReply) -> Self {
        Self { items: Items::new(incoming, LineParser::default()), types: PhantomData }
    }
}

// Messages about a type that is not read suggest what to derive, not this one. The expansion checks the type of the items.
#[diagnostic::do_not_recommend]
impl<T, E: ErrorSet> FromResponse for JsonLines<T, E> {
    const ACCEPT: &'static str = "application/x-ndjson, application/jsonl, application/json, */*;q=0.1";
    const READ: Read<Self> = Read::stream(check, Self::from);
}

impl<T, E> InEndpoint<E> for JsonLines<T> {
    type Output = JsonLines<T, E>;
}

/// Accepts JSON, text, bytes of an unknown type, and no type.
fn check(_: StatusCode, headers: &HeaderMap) -> Result<(), DecodeError> {
    let Some(found) = media_type(headers) else { return Ok(()) };
    let is_json = found.contains("json");
    if is_json || found.starts_with("text/") && found != "text/html" || found == "application/octet-stream" {
        return Ok(());
    }
    Err(DecodeError::new(format!("expected lines of JSON, found the content type `{found}`")))
}

impl Parse for LineParser {
    type Item = Bytes;

    fn next(&mut self, input: &mut Bytes, limit: usize) -> Result<Option<Bytes>, TooLarge> {
        self.next(input, limit)
    }

    fn end(&mut self, limit: usize) -> Result<Option<Bytes>, TooLarge> {
        self.end(limit)
    }

    fn partial(&self) -> Bytes {
        Bytes::copy_from_slice(self.partial())
    }

    fn content(line: &Bytes) -> Bytes {
        line.clone()
    }
}
