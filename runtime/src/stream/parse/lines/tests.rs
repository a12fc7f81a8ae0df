use bytes::Bytes;

use super::super::splits;
use super::{LineParser, TooLarge};

fn read(body: &[u8]) -> Vec<Bytes> {
    splits::lines(&[body], usize::MAX).unwrap()
}

#[test]
fn lines_end_with_lf_or_crlf() {
    assert_eq!(read(b"1\n2\r\n3\n"), ["1", "2", "3"]);
    assert_eq!(read(b"1\r2\r\r\n"), ["1\r2\r"]);
}

#[test]
fn last_line_needs_no_end() {
    assert_eq!(read(b"1\n2"), ["1", "2"]);
    assert_eq!(read(b"1\n2\r"), ["1", "2"]);
}

#[test]
fn lines_without_content_are_skipped() {
    assert_eq!(read(b"\n\r\n1\n \t\r\n\n2\n\n"), ["1", "2"]);
}

#[test]
fn byte_order_mark_is_removed_only_at_the_start() {
    assert_eq!(read(b"\xEF\xBB\xBF1\n2\n"), ["1", "2"]);
    assert_eq!(read(b"1\n\xEF\xBB\xBF2\n"), [Bytes::from("1"), Bytes::from("\u{FEFF}2")]);
}

#[test]
fn invalid_utf8_stays_as_it_is() {
    assert_eq!(read(b"\"\xFF\"\n"), [Bytes::from_static(b"\"\xFF\"")]);
}

#[test]
fn line_that_is_larger_than_the_limit_is_an_error() {
    let lines = |body: &[u8], limit| splits::lines(&[body], limit);
    assert_eq!(lines(b"\xEF\xBB\xBF12345\r\n12345\r\n12345", 5).unwrap().len(), 3);
    assert_eq!(lines(b"12345\n123456\n", 5), Err(TooLarge));
    assert_eq!(lines(b"12345\n123456", 5), Err(TooLarge));
}

#[test]
fn line_without_end_does_not_grow_above_the_limit() {
    let mut parser = LineParser::default();
    let mut kept = 0;
    let error = loop {
        match parser.next(&mut Bytes::from_static(b"123"), 100) {
            Ok(line) => assert_eq!(line, None),
            Err(error) => break error,
        }
        kept = parser.partial().len();
    };
    assert_eq!((error, kept), (TooLarge, 102));
}
