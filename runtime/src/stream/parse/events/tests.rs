use std::time::Duration;

use bytes::Bytes;

use super::super::splits;
use super::{EventParser, RawEvent, TooLarge};

/// Name, data and id of each event.
fn read(stream: &[u8]) -> Vec<(String, String, String)> {
    let (events, ..) = splits::events(&[stream], usize::MAX).unwrap();
    events.into_iter().map(|RawEvent { name, data, id }| (name, data, id.to_string())).collect()
}

fn data(stream: &[u8]) -> Vec<String> {
    read(stream).into_iter().map(|(_, data, _)| data).collect()
}

fn ids(stream: &[u8]) -> Vec<String> {
    read(stream).into_iter().map(|(_, _, id)| id).collect()
}

fn names(stream: &[u8]) -> Vec<String> {
    read(stream).into_iter().map(|(name, ..)| name).collect()
}

#[test]
fn examples_of_the_standard_are_read_as_it_says() {
    assert_eq!(data(splits::EVENTS[0]), ["YHOO\n+2\n10"]);
    let second = read(splits::EVENTS[1]);
    let expected = [("message", "first event", "1"), ("message", "second event", "")];
    assert_eq!(second, expected.map(|(name, data, id)| (name.to_owned(), data.to_owned(), id.to_owned())));
    // The third event of that example is incomplete. With an empty line, it starts with a space.
    assert_eq!(data(b"data:  third event\n\n"), [" third event"]);
    assert_eq!(data(splits::EVENTS[2]), ["", "\n"]);
    assert_eq!(data(splits::EVENTS[3]), ["test", "test"]);
    assert_eq!(names(splits::EVENTS[4]), ["add", "remove", "add"]);
}

#[test]
fn lines_end_with_cr_lf_or_both() {
    assert_eq!(data(b"data: a\r\n\r\ndata: b\r\rdata: c\n\ndata: d\r\n\n"), ["a", "b", "c", "d"]);
    assert_eq!(data(b"data: a\n\rdata: b\r\n\r\n"), ["a", "b"]);
}

#[test]
fn event_that_ends_with_cr_does_not_wait_for_lf() {
    let mut parser = EventParser::default();
    let mut input = Bytes::from_static(b"data: a\r\n\r");
    assert_eq!(parser.next(&mut input, 100).unwrap().unwrap().data, "a");
    let mut input = Bytes::from_static(b"\ndata: b\n\n");
    assert_eq!(parser.next(&mut input, 100).unwrap().unwrap().data, "b");
    assert_eq!(parser.next(&mut input, 100), Ok(None));
}

#[test]
fn byte_order_mark_is_removed_only_at_the_start() {
    assert_eq!(data(b"\xEF\xBB\xBFdata: a\n\n\xEF\xBB\xBFdata: b\n\ndata: c\n\n"), ["a", "c"]);
    assert_eq!(data(b"\xEF\xBB\xBF\xEF\xBB\xBFdata: a\n\n"), [""; 0]);
}

#[test]
fn only_one_space_after_the_colon_is_removed() {
    assert_eq!(data(b"data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta\n\ndata::a\n\n"), ["a", "a", " a", "\ta", ":a"]);
}

#[test]
fn comments_and_unknown_fields_are_skipped() {
    assert_eq!(data(b": c\n:data: c\nData: x\n data: y\ndata : z\nfoo\ndata: a\n\n:\n\n"), ["a"]);
}

#[test]
fn event_without_data_is_skipped_with_its_name() {
    assert_eq!(read(b"event: a\n\ndata: x\n\n")[0].0, "message");
    assert_eq!(data(b"event: a\nid: 1\n\n"), [""; 0]);
}

#[test]
fn id_stays_until_the_next_one() {
    assert_eq!(ids(b"id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n"), ["1", "1", ""]);
    // An id belongs to the stream even if its event has no data.
    assert_eq!(ids(b"id: 1\n\ndata: b\n\n"), ["1"]);
    assert_eq!(ids(b"id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n"), ["1", "1"]);
}

#[test]
fn id_of_an_incomplete_event_is_not_the_last_one() {
    let (_, last_id, _) = splits::events(&[b"id: 1\ndata: a\n\nid: 2\ndata: b\n"], 100).unwrap();
    assert_eq!(last_id, "1");
}

#[test]
fn stream_after_another_one_keeps_the_id_of_that_one() {
    let mut parser = EventParser::after("7".into());
    let mut input = Bytes::from_static(b"data: a\n\nid: 8\ndata: b\n\n");
    assert_eq!(parser.last_id(), "7");
    assert_eq!(parser.next(&mut input, 100).unwrap().unwrap().id.as_ref(), "7");
    assert_eq!(parser.next(&mut input, 100).unwrap().unwrap().id.as_ref(), "8");
}

#[test]
fn retry_is_digits_only() {
    let retry = |stream: &[u8]| splits::events(&[stream], 100).unwrap().2;
    assert_eq!(retry(b"retry: 1500\n"), Some(Duration::from_millis(1500)));
    assert_eq!(retry(b"retry:07\n"), Some(Duration::from_millis(7)));
    assert_eq!(retry(b"retry: 99999999999999999999999\n"), Some(Duration::from_millis(u64::MAX)));
    for invalid in ["", "1s", "-1", "+1", "1.5", "  1", "1 ", "\u{663}"] {
        assert_eq!(retry(format!("retry: {invalid}\n").as_bytes()), None, "{invalid:?}");
    }
}

#[test]
fn invalid_utf8_is_replaced() {
    assert_eq!(data(b"data: \xFF\n\ndata: \xE2\x82 \xF0\x9F\x98\x80\n\n"), ["\u{FFFD}", "\u{FFFD} \u{1F600}"]);
    assert_eq!(data(b"data: \xED\xA0\x80\n\n"), ["\u{FFFD}\u{FFFD}\u{FFFD}"]);
}

#[test]
fn event_that_is_larger_than_the_limit_is_an_error() {
    let stream: &[u8] = b"data: 1234\ndata: 5678\n\ndata: 1234\n\n";
    // The first line stays as 4 bytes of data, and the second one has 10.
    assert!(splits::events(&[stream], 14).is_ok());
    assert_eq!(splits::events(&[stream], 13), Err(TooLarge));
    assert_eq!(splits::events(&[b"data: 123456789012345"], 13), Err(TooLarge));
    assert_eq!(splits::events(&[b"event: 123\ndata: 123\n"], 11), Err(TooLarge));
    assert_eq!(splits::events(&[b":1234567890123\n"], 13), Err(TooLarge));
    // Small comments do not add up.
    assert!(splits::events(&[b":12345678\n:12345678\n:12345678\n"], 13).is_ok());
}

#[test]
fn another_response_of_a_stream_keeps_the_last_id_and_forgets_the_incomplete_event() {
    let mut parser = EventParser::default();
    let mut body = Bytes::from_static(b"retry: 5\nid: 1\ndata: a\n\nid: 2\nevent: x\ndata: b\nda");
    assert_eq!(parser.next(&mut body, 100).unwrap().unwrap().data, "a");
    assert_eq!(parser.next(&mut body, 100).unwrap(), None);
    parser.restart();
    assert_eq!((parser.last_id(), parser.retry(), parser.partial()), ("1", Some(Duration::from_millis(5)), Vec::new()));
    // A byte order mark is at the start of each response.
    let event = parser.next(&mut Bytes::from_static(b"\xef\xbb\xbfdata: c\n\n"), 100).unwrap().unwrap();
    assert_eq!((event.name.as_str(), event.data.as_str(), &*event.id), ("message", "c", "1"));
}

#[test]
fn id_that_is_taken_back_is_not_the_same_as_none() {
    let mut parser = EventParser::default();
    parser.next(&mut Bytes::from_static(b"data: a\n\n"), 100).unwrap();
    assert!(!parser.has_last_id());
    parser.next(&mut Bytes::from_static(b"id\ndata: a\n\n"), 100).unwrap();
    assert_eq!((parser.has_last_id(), parser.last_id()), (true, ""));
    assert!(!EventParser::after("".into()).has_last_id());
}
