//! Timeouts and waits of streams of items, by a simulated clock.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use callsheet::clock::Clock as _;
use callsheet::error::BoxError;
use callsheet::random::SeededRandom;
use callsheet::transport::{Body, BoxFuture, TimeLimit, Transport, TransportError, TransportErrorKind};
use callsheet::{Client, Error, Event, Events, JsonLines, RetryPolicy, endpoint};
use http::{Request, Response};
use proptest::prelude::*;
use support::Simulated;

/// Watch numbers.
#[endpoint(method = "GET", path = "/numbers", response = Events<Event<u32>>, events(reconnect))]
struct Watch;

/// Read numbers.
#[endpoint(method = "GET", path = "/lines", response = JsonLines<u32>)]
struct Lines;

/// Read numbers once.
#[endpoint(method = "GET", path = "/numbers", response = Events<u32>)]
struct Once;

/// How a response ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Then {
    End,
    Cut,
    /// A layer of the client fails.
    Layer,
    Silence,
}

/// A response: its pieces, each after a wait in milliseconds.
#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    pieces: VecDeque<(u64, Bytes)>,
    then: Then,
}

impl Answer {
    fn new(pieces: &[(u64, &'static str)], then: Then) -> Self {
        let pieces = pieces.iter().map(|(wait, text)| (*wait, Bytes::from_static(text.as_bytes()))).collect();
        Self { status: 200, pieces, then }
    }

    fn no_content() -> Self {
        Self { status: 204, pieces: VecDeque::new(), then: Then::End }
    }
}

type Answers = dyn Fn(usize, Option<&str>) -> Option<Answer> + Send + Sync;

/// A server without a network. Its function gets the number of the request and the last event id; without an answer
/// there is no connection.
#[derive(Clone)]
struct Served {
    clock: Simulated,
    answers: Arc<Answers>,
    /// When each request was sent.
    at: Arc<Mutex<Vec<Duration>>>,
}

impl Transport for Served {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let number = self.at.lock().unwrap().len();
        self.at.lock().unwrap().push(self.clock.now());
        let id = request.headers().get("last-event-id").map(|id| id.to_str().unwrap());
        let answer = (self.answers)(number, id);
        let content_type = if request.uri().path() == "/lines" { "application/jsonl" } else { "text/event-stream" };
        Box::pin(async move {
            let refused = || TransportError::new(TransportErrorKind::Connect, callsheet::error::Sent::No, "refused");
            let answer = answer.ok_or_else(refused)?;
            let response = Response::builder().status(answer.status).header("content-type", content_type);
            let body = Paced { clock: self.clock.clone(), wait: None, answer };
            Ok(response.body(Body::new(body)).unwrap())
        })
    }
}

struct Paced {
    clock: Simulated,
    wait: Option<BoxFuture<'static, ()>>,
    answer: Answer,
}

impl http_body::Body for Paced {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        let Some((wait, bytes)) = this.answer.pieces.front().cloned() else {
            return match this.answer.then {
                Then::End => Poll::Ready(None),
                Then::Cut => Poll::Ready(Some(Err("cut".into()))),
                Then::Layer => {
                    let error = TransportError::new(TransportErrorKind::Layer, callsheet::error::Sent::Yes, "refused");
                    Poll::Ready(Some(Err(error.into())))
                }
                Then::Silence => Poll::Pending,
            };
        };
        let waiting = this.wait.get_or_insert_with(|| this.clock.sleep(Duration::from_millis(wait)));
        ready!(waiting.as_mut().poll(context));
        this.wait = None;
        this.answer.pieces.pop_front();
        Poll::Ready(Some(Ok(http_body::Frame::data(bytes))))
    }
}

impl Served {
    fn new(answers: impl Fn(usize, Option<&str>) -> Option<Answer> + Send + Sync + 'static) -> Self {
        Self { clock: Simulated::default(), answers: Arc::new(answers), at: Arc::default() }
    }

    fn client(&self, seed: u64) -> Client {
        let client = Client::builder("http://h").transport(self.clone()).clock(self.clock.clone());
        client.random(SeededRandom::new(seed)).retry(RetryPolicy::none()).build().unwrap()
    }

    /// The seconds between the requests.
    fn gaps(&self) -> Vec<f64> {
        let at = self.at.lock().unwrap();
        at.windows(2).map(|two| two[1].saturating_sub(two[0]).as_secs_f64()).collect()
    }
}

type Watched = Events<Event<u32>, WatchError>;

/// Reads a stream to its end. Returns its numbers, and the error that ended it.
fn watch(served: &Served, seed: u64, change: fn(Watched) -> Watched) -> (Vec<u32>, Option<Error<WatchError>>) {
    served.clock.run(async {
        let mut stream = change(Watch.send(&served.client(seed)).await.unwrap());
        let mut found = Vec::new();
        loop {
            match stream.next().await {
                Ok(Some(event)) => found.push(event.data),
                Ok(None) => return (found, None),
                Err(error) => return (found, Some(error)),
            }
        }
    })
}

#[track_caller]
fn assert_waits(served: &Served, least: &[f64]) {
    let gaps = served.gaps();
    assert_eq!(gaps.len(), least.len(), "{gaps:?}");
    for (gap, least) in gaps.iter().zip(least) {
        assert!((*least..=least * 1.5 + 1e-9).contains(gap), "{gaps:?}");
    }
}

#[test]
fn wait_is_that_of_the_stream_or_three_seconds_with_a_random_part() {
    let served = Served::new(|number, _| {
        Some(match number {
            0 => Answer::new(&[(0, "data: 1\n\n")], Then::End),
            1 => Answer::new(&[(0, "retry: 20000\n")], Then::Cut),
            2 => Answer::new(&[(0, "retry: 0\n\n")], Then::End),
            3 => Answer::new(&[(0, "retry: 99999999999999999999\n\n")], Then::End),
            4 => Answer::new(&[(0, "retry: soon\n\n")], Then::End),
            _ => Answer::no_content(),
        })
    });
    assert_eq!(watch(&served, 1, |stream| stream).0, [1]);
    assert_waits(&served, &[3.0, 20.0, 0.1, 300.0, 300.0]);
    let first: Vec<f64> = (0..9)
        .map(|seed| {
            served.at.lock().unwrap().clear();
            watch(&served, seed, |stream| stream);
            served.gaps()[0]
        })
        .collect();
    assert!(first.iter().any(|gap| (gap - first[0]).abs() > 0.1), "{first:?}");
}

#[test]
fn wait_doubles_until_a_byte_arrives_and_the_stream_gives_up() {
    let served = Served::new(|number, _| match number {
        0 => Some(Answer::new(&[(0, "data: 1\n\n")], Then::Cut)),
        // No connection, and bodies without a byte.
        1 | 7.. => None,
        2 | 5 | 6 => Some(Answer::new(&[], Then::End)),
        3 => Some(Answer::new(&[], Then::Cut)),
        4 => Some(Answer::new(&[(0, ":\n")], Then::Cut)),
    });
    let (found, error) = watch(&served, 1, |stream| stream);
    assert_eq!(found, [1]);
    let error = error.unwrap();
    assert_eq!(error.received().and_then(|received| received.items), Some(1));
    assert!(error.to_string().contains("after 1 item"), "{error}");
    assert_waits(&served, &[3.0, 6.0, 12.0, 24.0, 3.0, 6.0, 12.0, 24.0, 48.0]);
}

#[test]
fn stream_that_always_ends_at_once_gives_up() {
    let served = Served::new(|_, _| Some(Answer::new(&[], Then::End)));
    let error = watch(&served, 1, |stream| stream.reconnect_attempts(2)).1.unwrap();
    assert_waits(&served, &[3.0, 6.0]);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("2 requests in a row brought nothing"), "{source}");
    assert_eq!(error.status().unwrap().as_u16(), 200);
}

#[test]
fn error_that_another_connection_does_not_mend_ends_the_stream() {
    let served = Served::new(|number, _| (number < 3).then(|| Answer::new(&[(0, "data: 1\n\n")], Then::Layer)));
    let (found, error) = watch(&served, 1, |stream| stream);
    let Some(Error::Transport { source, .. }) = error else { panic!("{error:?}") };
    assert_eq!((found, source.kind(), served.gaps().len()), (vec![1], TransportErrorKind::Layer, 0));
    // An item that is too large would be as large in the next response.
    let served = Served::new(|_, _| Some(Answer::new(&[(0, "data: 1\n\ndata: 123456789\n\n")], Then::End)));
    let (found, error) = watch(&served, 1, |stream| stream.item_limit(10));
    let Some(Error::Transport { source, .. }) = error else { panic!("{error:?}") };
    assert_eq!((found, source.kind(), served.gaps().len()), (vec![1], TransportErrorKind::TooLarge, 0));
}

#[test]
fn stream_without_the_key_ends_with_its_body() {
    let served = Served::new(|_, _| Some(Answer::new(&[(0, "data: 1\n\n")], Then::End)));
    let client = served.client(1);
    served.clock.run(async {
        let mut stream = Once.send(&client).await.unwrap();
        assert_eq!((stream.next().await.unwrap(), stream.next().await.unwrap()), (Some(1), None));
    });
    assert_eq!(served.at.lock().unwrap().len(), 1);
}

#[test]
fn caller_sets_first_and_longest_wait() {
    let served = Served::new(|number, _| (number == 0).then(|| Answer::new(&[(0, "data: 1\n\n")], Then::End)));
    watch(&served, 1, |stream| stream.reconnect_backoff(Duration::from_secs(1), Duration::from_secs(3)));
    assert_waits(&served, &[1.0, 2.0, 3.0, 3.0, 3.0]);
}

#[test]
fn total_timeout_includes_waits_and_requests() {
    let served = Served::new(|_, _| Some(Answer::new(&[(500, "data: 1\n\n")], Then::Cut)));
    let (found, error) = watch(&served, 1, |stream| stream.total_timeout(Duration::from_secs(20)));
    assert_eq!(error.unwrap().time_limit(), Some(TimeLimit::Total));
    assert!((4..=6).contains(&found.len()), "{found:?}");
    assert_eq!(served.clock.now().as_secs(), 20);
}

#[test]
fn idle_stream_connects_again_and_a_comment_is_a_sign_of_life() {
    let served = Served::new(|number, _| {
        Some(match number {
            0 => Answer::new(&[(0, "data: 1\n\n"), (59_000, ":\n"), (59_000, ":\n")], Then::Silence),
            1 => Answer::new(&[(59_000, "data: 2\n\n")], Then::End),
            _ => Answer::no_content(),
        })
    });
    assert_eq!(watch(&served, 1, |stream| stream).0, [1, 2]);
    assert_waits(&served, &[59.0 + 59.0 + 60.0 + 3.0, 59.0 + 3.0]);
}

/// Reads a stream that does not connect again. Returns how many items arrived, the limit, and the seconds.
fn read(is_lines: bool, answer: &Answer, total: Option<u64>) -> (usize, Option<TimeLimit>, u64) {
    let (answer, mut items) = (answer.clone(), 0);
    let served = Served::new(move |_, _| Some(answer.clone()));
    let client = served.client(1);
    macro_rules! read {
        ($endpoint:expr) => {{
            let mut stream = $endpoint.send(&client).await.unwrap();
            if let Some(total) = total {
                stream = stream.total_timeout(Duration::from_secs(total));
            }
            loop {
                match stream.next().await {
                    Ok(Some(_)) => items += 1,
                    Ok(None) => break None,
                    Err(error) => {
                        assert_eq!(error.received().and_then(|received| received.items), Some(items as u64));
                        break error.time_limit();
                    }
                }
            }
        }};
    }
    let limit = served.clock.run(async { if is_lines { read!(Lines) } else { read!(Once) } });
    (items, limit, served.clock.now().as_secs())
}

#[test]
fn item_streams_have_an_idle_timeout_and_a_total_timeout_only_if_it_is_set() {
    for (is_lines, item, part) in [(true, "1\n", "1"), (false, "data: 1\n\n", "data: 1\n")] {
        let read = |answer: Answer, total| read(is_lines, &answer, total);
        let answer = |waits: &[u64], then| {
            let pieces: Vec<_> = waits.iter().map(|wait| (wait * 1000, item)).collect();
            Answer::new(&pieces, then)
        };
        assert_eq!(read(answer(&[59, 59, 59], Then::End), None), (3, None, 177));
        assert_eq!(read(answer(&[59, 61], Then::End), None), (1, Some(TimeLimit::Idle), 119));
        assert_eq!(read(answer(&[1], Then::Silence), None), (1, Some(TimeLimit::Idle), 61));
        assert_eq!(read(answer(&[], Then::Silence), None), (0, Some(TimeLimit::Idle), 60));
        // A day of items each minute.
        assert_eq!(read(answer(&[59; 1440], Then::End), None), (1440, None, 59 * 1440));
        assert_eq!(read(answer(&[59; 1440], Then::End), Some(1000)), (16, Some(TimeLimit::Total), 1000));
        // Several items in one piece, and the limit between them.
        let together = Answer::new(&[(0, item), (10_000, part)], Then::Silence);
        assert_eq!(read(together, Some(65)), (1, Some(TimeLimit::Total), 65));
    }
}

#[test]
fn trickle_without_a_complete_item_ends_only_by_a_total_timeout() {
    let trickle = |byte: &'static str| Answer::new(&vec![(50_000, byte); 2000], Then::Silence);
    for (is_lines, byte) in [(true, "1"), (false, ":"), (false, "x")] {
        assert_eq!(read(is_lines, &trickle(byte), Some(70_000)), (0, Some(TimeLimit::Total), 70_000));
        // Every byte counts, so the idle timeout starts after the last one.
        assert_eq!(read(is_lines, &trickle(byte), None), (0, Some(TimeLimit::Idle), 2000 * 50 + 60));
    }
}

/// Events with ids 1 to 9, after this id.
fn events_after(id: Option<&str>) -> String {
    let start: usize = id.map_or(0, |id| id.parse().unwrap());
    let event = |number: usize| match number % 3 {
        0 => format!("id: {number}\ndata: {number}\n\n"),
        1 => format!(": comment\r\ndata:{number}\r\nid:{number}\r\n\r\n"),
        _ => format!("event: n\rdata: {number}\rid: {number}\r\r"),
    };
    (start + 1..=9).map(event).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn each_event_arrives_once_however_often_the_stream_breaks(
        breaks in proptest::collection::vec((0_usize..60, 0_u8..4, 1_usize..20), 0..12),
        seed in any::<u64>(),
    ) {
        let count = breaks.len();
        let served = Served::new(move |number, id| {
            let rest = events_after(id);
            let Some((length, then, size)) = breaks.get(number) else {
                if rest.is_empty() {
                    return Some(Answer::no_content());
                }
                return Some(Answer::new(&[(0, String::leak(rest))], Then::End));
            };
            // The first response exists, because the first call is not repeated.
            let then = match then {
                0 => Then::End,
                1 => Then::Cut,
                2 => Then::Silence,
                _ if number == 0 => Then::Cut,
                _ => return None,
            };
            let bytes = Bytes::from(rest.into_bytes());
            let bytes = bytes.slice(..bytes.len().min(*length));
            let pieces = bytes.chunks(*size).map(|piece| (10, Bytes::copy_from_slice(piece))).collect();
            Some(Answer { status: 200, pieces, then })
        });
        let (found, error) = watch(&served, seed, |stream| stream.reconnect_attempts(100));
        prop_assert!(error.is_none(), "{error:?}");
        prop_assert_eq!(found, (1..=9).collect::<Vec<u32>>());
        prop_assert!(served.at.lock().unwrap().len() <= count + 3);
    }
}
