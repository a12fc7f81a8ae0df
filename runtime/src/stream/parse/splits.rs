//! Laws of both parsers: the items do not depend on how the bytes are split.

use std::fmt::Debug;

use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::TooLarge;
use super::events::{EventParser, RawEvent};
use super::lines::LineParser;

/// Event streams. The first ones are the examples of the WHATWG HTML standard, section 9.2.6.
pub(super) const EVENTS: [&[u8]; 21] = [
    b"data: YHOO\ndata: +2\ndata: 10\n\n",
    b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
    b"data\n\ndata\ndata\n\ndata:",
    b"data:test\n\ndata: test\n\n",
    b"event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\nevent: add\ndata: 113411\n\n",
    b"\xEF\xBB\xBFdata: a\r\n\r\ndata: b\r\rdata: c\n\n\xEF\xBB\xBFdata: d\n\n",
    b"\xEF\xBB\xBF\xEF\xBB\xBFdata: a\n\n",
    b"\xEF\xBB\ndata: a\n\n",
    b"\r\n\r\n\n\n\r\rdata: a\n\r\n\r\r\n",
    b"id: 1\ndata: a\n\nid: 2\0\ndata: b\n\nid: 3\n\ndata: c\n\nid\ndata: d\n\nid: 4\ndata: e\n",
    b"retry: 3000\n\nretry: 3s\n\nretry: -1\nretry:\nretry: 99999999999999999999999\ndata: a\n\n",
    b"retry: 0012\ndata: a\n\nretry: \xD9\xA3\ndata: b\n\n",
    b"event: a\nevent: b\nevent\ndata: x\n\nevent: c\n\ndata: y\n\n",
    b"Data: a\nevent : b\ndata : c\nunknown: d\n:data: e\n data: f\ndata: g\n\n",
    b"data: \xE2\x82\xAC \xF0\x9F\x98\x80\n\n",
    b"data: \xFF\xE2\x82 \xC0\x80 \xF0\x9F\x98\n\ndata: \xED\xA0\x80\n\n",
    b"data:::a:b: c\n\ndata:\ta\n\n",
    b"data: {\"a\":1}\r\ndata: {\"b\":2}\r\n\r\ndata: [DONE]\r\n\r\n",
    b"data: a\nid: \xC3\xA9\nevent: \xE2\x82\xAC\n\n",
    b"",
    b"data: a",
];

pub(super) const LINES: [&[u8]; 11] = [
    b"{\"a\":1}\n{\"a\":2}\n",
    b"{\"a\":1}\r\n{\"a\":2}\r\n",
    b"{\"a\":1}\n\n\r\n \t\r\n{\"a\":2}",
    b"\xEF\xBB\xBF{\"a\":1}\n\xEF\xBB\xBF{}\n",
    b"\xEF\xBB\xBF\n1\n",
    b"\xEF\xBB\xBF",
    b"\xEF\xBB\n1\n",
    b"1\r2\r\r\n3\r",
    b"\"\xFF\xE2\x82\"\n\"\xF0\x9F\x98\x80\"",
    b"",
    b"\n\n\n",
];

/// Events, and what the stream has set besides them.
type Parsed = (Vec<RawEvent>, String, Option<std::time::Duration>);

pub(super) fn events(pieces: &[&[u8]], limit: usize) -> Result<Parsed, TooLarge> {
    let mut parser = EventParser::default();
    let mut found = Vec::new();
    for piece in pieces {
        let mut input = Bytes::copy_from_slice(piece);
        while let Some(event) = parser.next(&mut input, limit)? {
            found.push(event);
        }
        assert!(input.is_empty());
    }
    Ok((found, parser.last_id().to_string(), parser.retry()))
}

pub(super) fn lines(pieces: &[&[u8]], limit: usize) -> Result<Vec<Bytes>, TooLarge> {
    let mut parser = LineParser::default();
    let mut found = Vec::new();
    for piece in pieces {
        let mut input = Bytes::copy_from_slice(piece);
        while let Some(line) = parser.next(&mut input, limit)? {
            found.push(line);
        }
        assert!(input.is_empty());
    }
    found.extend(parser.end(limit)?);
    Ok(found)
}

/// Checks every split of each fixture into three pieces, and into single bytes.
fn check<T: PartialEq + Debug>(fixtures: &[&[u8]], limit: usize, parse: fn(&[&[u8]], usize) -> T) {
    for fixture in fixtures {
        let whole = parse(&[fixture], limit);
        let single: Vec<&[u8]> = fixture.chunks(1).collect();
        assert_eq!(parse(&single, limit), whole, "{}", fixture.escape_ascii());
        for second in 0..=fixture.len() {
            for first in 0..=second {
                let pieces = [&fixture[..first], &fixture[first..second], &fixture[second..]];
                assert_eq!(parse(&pieces, limit), whole, "{} at {first} and {second}", fixture.escape_ascii());
            }
        }
    }
}

#[test]
fn events_do_not_depend_on_splits() {
    for limit in [usize::MAX, 40, 20, 12, 9, 5, 0] {
        check(&EVENTS, limit, events);
    }
}

#[test]
fn lines_do_not_depend_on_splits() {
    for limit in [usize::MAX, 9, 7, 6, 3, 1, 0] {
        check(&LINES, limit, lines);
    }
}

fn split<'a>(bytes: &'a [u8], at: &[Index]) -> Vec<&'a [u8]> {
    let mut cuts: Vec<usize> = at.iter().map(|at| at.index(bytes.len() + 1)).collect();
    cuts.sort_unstable();
    let mut start = 0;
    let mut pieces: Vec<&[u8]> = Vec::new();
    for cut in cuts.into_iter().chain([bytes.len()]) {
        pieces.push(&bytes[start..cut]);
        start = cut;
    }
    pieces
}

/// Bytes that are likely to be a stream: fragments of the syntax in any order.
fn likely() -> impl Strategy<Value = Vec<u8>> {
    const FRAGMENTS: [&[u8]; 22] = [
        b"data",
        b"data:",
        b"data: ",
        b"event: ",
        b"id: ",
        b"id",
        b"retry: ",
        b":",
        b" ",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\0",
        b"7",
        b"\xEF\xBB\xBF",
        b"\xE2\x82",
        b"\xAC",
        b"\xFF",
        b"{\"a\":1}",
        b"x",
        b"\t",
    ];
    vec(
        prop_oneof![6 => (0..FRAGMENTS.len()).prop_map(|at| FRAGMENTS[at].to_vec()), 1 => vec(any::<u8>(), 0..6)],
        0..24,
    )
    .prop_map(|parts| parts.concat())
}

/// Name and data of the events that `sse-stream` finds. It does not replace invalid UTF-8.
fn by_sse_stream(bytes: &[u8]) -> Vec<(String, String)> {
    use futures_util::StreamExt as _;
    let body = http_body_util::Full::new(Bytes::from(String::from_utf8_lossy(bytes).into_owned()));
    let stream = sse_stream::SseStream::new(body);
    futures_util::FutureExt::now_or_never(stream.map(Result::unwrap).collect::<Vec<_>>())
        .unwrap()
        .into_iter()
        .filter_map(|event| {
            Some((event.event.filter(|name| !name.is_empty()).unwrap_or("message".into()), event.data?))
        })
        .collect()
}

proptest! {
    #[test]
    fn events_of_random_bytes_do_not_depend_on_splits(
        bytes in likely(), at in vec(any::<Index>(), 0..8), limit in prop_oneof![0..30_usize, Just(usize::MAX)],
    ) {
        prop_assert_eq!(events(&split(&bytes, &at), limit), events(&[&bytes], limit));
    }

    #[test]
    fn lines_of_random_bytes_do_not_depend_on_splits(
        bytes in likely(), at in vec(any::<Index>(), 0..8), limit in prop_oneof![0..30_usize, Just(usize::MAX)],
    ) {
        prop_assert_eq!(lines(&split(&bytes, &at), limit), lines(&[&bytes], limit));
    }

    #[test]
    fn items_are_never_larger_than_the_limit(bytes in likely(), limit in 0..30_usize) {
        for event in events(&[&bytes], limit).map(|(found, ..)| found).unwrap_or_default() {
            // An event without a name has the one of seven bytes.
            prop_assert!(event.data.len() <= 3 * limit, "a replaced byte has three");
        }
        for line in lines(&[&bytes], limit).unwrap_or_default() {
            prop_assert!(line.len() <= limit);
        }
    }
}

fn check_by_another_parser(bytes: &[u8]) {
    let (found, ..) = events(&[bytes], usize::MAX).unwrap();
    let ours: Vec<_> = found.into_iter().map(|event| (event.name, event.data)).collect();
    assert_eq!(by_sse_stream(bytes), ours, "{}", bytes.escape_ascii());
}

#[test]
fn another_parser_finds_the_same_events() {
    for fixture in EVENTS {
        check_by_another_parser(fixture);
    }
}

proptest! {
    #[test]
    fn another_parser_finds_the_same_events_in_random_bytes(bytes in likely()) {
        check_by_another_parser(&bytes);
    }
}
