//! A timestamp of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339): `"2023-11-14T22:13:20.5Z"`.
//!
//! Written in UTC, with a fraction of as many digits as the nanoseconds need, none for a whole second. Read with any
//! offset, with `T`, `t` or a space in the middle, and with any number of digits, of which nine count. A leap second is
//! read as the second before it.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Event {
//!     #[serde(with = "callsheet::with::rfc3339")]
//!     at: SystemTime,
//! }
//!
//! let event: Event = serde_json::from_str(r#"{"at":"1970-01-01T01:00:02.50+01:00"}"#)?;
//! assert_eq!(event.at, SystemTime::UNIX_EPOCH + Duration::from_millis(2500));
//! assert_eq!(serde_json::to_string(&event)?, r#"{"at":"1970-01-01T00:00:02.5Z"}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::time::SystemTime;

use serde::ser::Error as _;
use serde::{Deserializer, Serializer};

use super::calendar::{self, Civil, Scan, Time};
use super::{Read, option_module};

/// The error of an instant that has no such form.
pub(crate) const TOO_FAR: &str = "RFC 3339 tells the years 0 to 9999 only";

/// Writes a string.
///
/// # Errors
///
/// For an instant out of the years 0 to 9999 of UTC: the form has four digits for the year.
pub fn serialize<S: Serializer>(value: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    match written(*value) {
        Some(text) => serializer.serialize_str(&text),
        None => Err(S::Error::custom(TOO_FAR)),
    }
}

/// Reads a string.
///
/// # Errors
///
/// For anything else, a time without an offset too, and for an instant that the platform's `SystemTime` cannot tell.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
    super::read::<Rfc3339, D>(deserializer)
}

option_module!(SystemTime, Rfc3339);

struct Rfc3339;

impl Read for Rfc3339 {
    type Value = SystemTime;
    const EXPECTED: &'static str = "a timestamp of RFC 3339";

    fn text(text: &str) -> Option<SystemTime> {
        let mut scan = Scan::new(text);
        let year = scan.digits(4)?;
        scan.literal("-")?;
        let month = scan.digits(2)?;
        scan.literal("-")?;
        let day = scan.digits(2)?;
        scan.one_of(b"Tt ")?;
        let time = scan.time()?;
        let nanos = fraction(&mut scan)?;
        let offset = offset(&mut scan)?;
        scan.end()?;
        calendar::instant(Civil { year, month, day, time }.seconds()? - offset, nanos)
    }
}

fn written(time: SystemTime) -> Option<String> {
    let (seconds, nanos) = calendar::since_epoch(time)?;
    let Civil { year, month, day, time: Time { hour, minute, second } } = Civil::at(seconds)?;
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if nanos > 0 {
        text += format!(".{nanos:09}").trim_end_matches('0');
    }
    Some(text + "Z")
}

/// Nanoseconds, where a fraction stands.
fn fraction(scan: &mut Scan<'_>) -> Option<u32> {
    if scan.literal(".").is_none() {
        return Some(0);
    }
    let mut place = 100_000_000;
    let mut nanos = place * u32::from(scan.digit()?);
    while let Some(digit) = scan.digit() {
        place /= 10;
        nanos += place * u32::from(digit);
    }
    Some(nanos)
}

/// Seconds that the local time is ahead of UTC.
fn offset(scan: &mut Scan<'_>) -> Option<i64> {
    let sign = match scan.one_of(b"Zz+-")? {
        b'+' => 1,
        b'-' => -1,
        _ => return Some(0),
    };
    let hours = scan.digits(2)?;
    scan.literal(":")?;
    let minutes = scan.digits(2)?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read, written again.
    fn again(text: &str) -> Option<String> {
        Rfc3339::text(text).and_then(written)
    }

    #[test]
    fn the_examples_of_the_rfc() {
        for (text, expected) in [
            ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.52Z"),
            ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
            ("1990-12-31T23:59:60Z", "1990-12-31T23:59:59Z"),
            ("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59Z"),
            ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.87Z"),
        ] {
            assert_eq!(again(text).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_the_grammar_leaves_open() {
        assert_eq!(again("2000-02-29t00:00:00z").as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(again("2000-02-29 00:00:00-00:00").as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(again("0000-01-01T00:00:00.1234567899Z").as_deref(), Some("0000-01-01T00:00:00.123456789Z"));
        // Such an instant can be told, and not written in UTC.
        assert!(Rfc3339::text("9999-12-31T23:59:59-00:01").is_some_and(|time| written(time).is_none()));
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "2000-01-01",
            "2000-01-01T00:00:00",
            "2000-01-01T00:00Z",
            "2000-1-01T00:00:00Z",
            "2000-00-01T00:00:00Z",
            "2000-13-01T00:00:00Z",
            "2000-01-00T00:00:00Z",
            "2001-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2000-01-99T00:00:00Z",
            "2000-01-01T24:00:00Z",
            "2000-01-01T00:60:00Z",
            "2000-01-01T00:00:61Z",
            "2000-01-01T00:00:00.Z",
            "2000-01-01T00:00:00,5Z",
            "2000-01-01T00:00:00+24:00",
            "2000-01-01T00:00:00+00:60",
            "2000-01-01T00:00:00+0100",
            "2000-01-01T00:00:00Z ",
            "+2000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "2000-01-01T00:00:00\u{661}",
        ] {
            assert_eq!(Rfc3339::text(text), None, "{text}");
        }
    }
}
