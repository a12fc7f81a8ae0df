//! Any bytes as a stream of events or lines, in pieces of any size: nothing panics, the items do not depend on the pieces,
//! and the stream ends.
#![no_main]

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use callsheet::error::ErrorSet;
use callsheet::transport::{Body, BoxFuture, Transport, TransportError};
use callsheet::{Client, Error, Event, Events, JsonLines, Text, endpoint};
use futures_executor::block_on;
use http::{Request, Response};
use libfuzzer_sys::fuzz_target;

#[endpoint(method = "GET", path = "/", response = Events<Event<Text>>, events(end = "[DONE]", error_event = "error", error = "error"))]
struct Watch;

#[endpoint(method = "GET", path = "/", response = JsonLines<serde_json::Value>, lines(error = "error"))]
struct Export;

/// A body of pieces.
struct Pieces(VecDeque<Bytes>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.pop_front().map(|piece| Ok(http_body::Frame::data(piece))))
    }
}

struct Replies(Vec<Bytes>, &'static str);

impl Transport for Replies {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let response = Response::builder().header("content-type", self.1);
        let response = response.body(Body::new(Pieces(self.0.iter().cloned().collect())));
        Box::pin(async { Ok(response.expect("a response")) })
    }
}

/// Reads a stream to its end. Every item and every error as text.
async fn all<T: std::fmt::Debug, E: ErrorSet>(mut next: impl AsyncFnMut() -> Result<Option<T>, Error<E>>) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        match next().await {
            Ok(Some(item)) => all.push(format!("{item:?}")),
            Ok(None) => return all,
            Err(error) => {
                let is_over = !matches!(error, Error::Decode { .. });
                let _ = format!("{error:?}");
                all.push(format!("{error} {:?}", error.body()));
                if is_over {
                    return all;
                }
            }
        }
    }
}

fn read(pieces: Vec<Bytes>, limit: usize) -> [Vec<String>; 2] {
    let client = |content_type| {
        Client::builder("http://h").transport(Replies(pieces.clone(), content_type)).build().expect("a client")
    };
    block_on(async {
        let mut events = Watch.send(&client("text/event-stream")).await.expect("a stream").item_limit(limit);
        let mut lines = Export.send(&client("application/jsonl")).await.expect("a stream").item_limit(limit);
        [all(async || events.next().await).await, all(async || lines.next().await).await]
    })
}

fuzz_target!(|input: (Vec<u8>, Vec<u8>, u16)| {
    let (bytes, sizes, limit) = input;
    let bytes = Bytes::from(bytes);
    let (mut rest, mut pieces) = (bytes.clone(), Vec::new());
    for size in sizes {
        pieces.push(rest.split_to(rest.len().min(usize::from(size))));
    }
    pieces.push(rest);
    let limit = usize::from(limit);
    let (split, whole) = (read(pieces, limit), read(vec![bytes], limit));
    for (split, whole) in split.iter().zip(&whole) {
        // The part of an item that is too large depends on the pieces.
        let is_same = |(one, other): (&String, &String)| one == other || one.contains("too large") && other.contains("too large");
        assert!(split.len() == whole.len() && split.iter().zip(whole).all(is_same), "{split:?} {whole:?}");
    }
});
