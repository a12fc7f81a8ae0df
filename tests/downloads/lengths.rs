//! The length of a download and its total timeout, with transports that check neither.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use callsheet::clock::Clock as _;
use callsheet::transport::{Body, BoxFuture, TimeLimit, Transport, TransportError, TransportErrorKind};
use callsheet::{AnyError, Client, Download, endpoint};
use http::{Request, Response};
use support::Simulated;

use super::{kind, lines, media};

/// A transport whose responses have these fields and these pieces, without any check.
#[derive(Clone)]
struct Unchecked(&'static [(&'static str, &'static str)], &'static [&'static str]);

impl Transport for Unchecked {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let mut response = Response::builder();
        for (name, value) in self.0 {
            response = response.header(*name, *value);
        }
        let pieces = self.1.iter().map(|piece| Ok::<_, std::io::Error>(*piece));
        let response = response.body(Body::stream(futures_util::stream::iter(pieces))).unwrap();
        Box::pin(async { Ok(response) })
    }
}

async fn read(
    fields: &'static [(&'static str, &'static str)],
    pieces: &'static [&'static str],
) -> (u64, Result<(), AnyError>) {
    let client = Client::builder("http://h").transport(Unchecked(fields, pieces)).build().unwrap();
    let mut media = media().send(&client).await.unwrap();
    loop {
        match media.chunk().await {
            Ok(Some(_)) => {}
            Ok(None) => return (media.received(), Ok(())),
            Err(error) => {
                assert!(media.chunk().await.is_err(), "it is still not the end");
                return (media.received(), Err(error));
            }
        }
    }
}

#[tokio::test]
async fn body_with_another_length_than_declared_is_an_error() {
    let (received, result) = read(&[("content-length", "7")], &["abc", "def"]).await;
    let error = result.unwrap_err();
    assert_eq!((received, kind(&error)), (6, TransportErrorKind::CutOff));
    assert!(lines(&error).contains("ended after 6 of 7 bytes"), "{}", lines(&error));
    let (received, result) = read(&[("content-length", "5")], &["abc", "def"]).await;
    let error = result.unwrap_err();
    assert_eq!((received, kind(&error)), (3, TransportErrorKind::CutOff));
    assert!(lines(&error).contains("more than the 5 bytes"), "{}", lines(&error));
}

#[tokio::test]
async fn length_is_not_compared_if_it_is_not_that_of_the_body() {
    for fields in [
        &[("content-length", "6")] as &[_],
        &[],
        &[("content-length", "x")],
        &[("content-length", "2"), ("content-encoding", "gzip")],
        &[("content-length", "2"), ("transfer-encoding", "chunked")],
    ] {
        let (received, result) = read(fields, &["abc", "def"]).await;
        result.unwrap();
        assert_eq!(received, 6, "{fields:?}");
    }
}

/// Looks whether a media file exists.
#[endpoint(method = "HEAD", path = "/media", response = Download)]
struct HasMedia;

#[tokio::test]
async fn response_to_head_has_a_length_and_no_body() {
    let client = Client::builder("http://h").transport(Unchecked(&[("content-length", "6")], &[])).build().unwrap();
    let mut media = HasMedia.send(&client).await.unwrap();
    assert_eq!((media.chunk().await.unwrap(), media.length()), (None, None));
}

/// A body that sends a byte each second, or always.
struct Trickle(Simulated, Option<BoxFuture<'static, ()>>, Duration);

impl http_body::Body for Trickle {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let Self(clock, wait, pause) = &mut *self;
        let waiting = wait.get_or_insert_with(|| clock.sleep(*pause));
        ready!(waiting.as_mut().poll(context));
        *wait = None;
        Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(b"x")))))
    }
}

#[derive(Clone)]
struct Trickling(Simulated, Duration);

impl Transport for Trickling {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let body = Trickle(self.0.clone(), None, self.1);
        Box::pin(async { Ok(Response::new(Body::new(body))) })
    }
}

#[test]
fn trickle_ends_only_by_a_total_timeout() {
    let clock = Simulated::default();
    let transport = Trickling(clock.clone(), Duration::from_secs(50));
    let client = Client::builder("http://h").transport(transport).clock(clock.clone()).build().unwrap();
    let (received, limit) = clock.run(async {
        let mut media = media().send(&client).await.unwrap();
        for _ in 0..1000 {
            media.chunk().await.unwrap().unwrap();
        }
        // It counts from the head.
        let mut media = media.total_timeout(Duration::from_secs(50 * 1000 + 120));
        for _ in 0..10 {
            match media.chunk().await {
                Ok(piece) => assert!(piece.is_some()),
                Err(error) => return (media.received(), error.time_limit()),
            }
        }
        panic!("it never ends")
    });
    assert_eq!((received, limit, clock.now().as_secs()), (1002, Some(TimeLimit::Total), 50_120));
}

#[tokio::test]
async fn body_that_is_too_short_does_not_look_complete() {
    struct InMemory;
    impl Transport for InMemory {
        fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
            Box::pin(async { Ok(Response::builder().header("content-length", "7").body(Body::from("abc")).unwrap()) })
        }
    }
    let client = Client::builder("http://h").transport(InMemory).build().unwrap();
    let mut media = media().send(&client).await.unwrap();
    assert_eq!(media.chunk().await.unwrap().unwrap(), "abc");
    // Code that reads a body by its trait may stop here.
    assert!(!http_body::Body::is_end_stream(&media));
    assert_eq!(kind(&media.chunk().await.unwrap_err()), TransportErrorKind::CutOff);
}
