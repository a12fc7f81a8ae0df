//! The date of HTTP's header fields, [RFC 9110 section 5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7):
//! `"Tue, 14 Nov 2023 22:13:20 GMT"`.
//!
//! Written as IMF-fixdate, in whole seconds, rounded down. Read in all three forms that the RFC asks recipients to take:
//! IMF-fixdate, the one of RFC 850 (`Sunday, 06-Nov-94 08:49:37 GMT`), whose year has two digits and is at most 50 years
//! ahead, and that of C's `asctime` (`Sun Nov  6 08:49:37 1994`). Whether the day of the week is the right one is not
//! looked at. A leap second is read as the second before it.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Object {
//!     #[serde(with = "callsheet::with::http_date")]
//!     last_modified: SystemTime,
//! }
//!
//! let object: Object = serde_json::from_str(r#"{"last_modified":"Sun, 06 Nov 1994 08:49:37 GMT"}"#)?;
//! assert_eq!(object.last_modified, SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777));
//! assert_eq!(serde_json::to_string(&object)?, r#"{"last_modified":"Sun, 06 Nov 1994 08:49:37 GMT"}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::time::SystemTime;

use serde::ser::Error as _;
use serde::{Deserializer, Serializer};

use super::calendar::{self, Civil, Scan, Time};
use super::{Read, option_module};

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const LONG_DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The error of an instant that has no such form.
pub(crate) const TOO_FAR: &str = "an HTTP date tells the years 0 to 9999 only";

/// Writes a string.
///
/// # Errors
///
/// For an instant out of the years 0 to 9999: the form has four digits for the year.
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
/// For anything else, and for an instant that the platform's `SystemTime` cannot tell.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
    super::read::<HttpDate, D>(deserializer)
}

option_module!(SystemTime, HttpDate);

struct HttpDate;

impl Read for HttpDate {
    type Value = SystemTime;
    const EXPECTED: &'static str = "an HTTP date";

    fn text(text: &str) -> Option<SystemTime> {
        parse(text)
    }
}

/// The instant that an HTTP date tells, in any of its three forms.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    parse_at(text, SystemTime::now)
}

/// The same; `now` decides the century of a year with two digits.
pub(crate) fn parse_at(text: &str, now: impl FnOnce() -> SystemTime) -> Option<SystemTime> {
    let civil = imf_fixdate(text).or_else(|| asctime(text)).or_else(|| rfc850(text, now()))?;
    calendar::instant(civil.seconds()?, 0)
}

fn written(time: SystemTime) -> Option<String> {
    let (seconds, _) = calendar::since_epoch(time)?;
    let civil = Civil::at(seconds)?;
    let Civil { year, month, day, time: Time { hour, minute, second } } = civil;
    let weekday = DAYS.get(usize::try_from(civil.weekday()).ok()?)?;
    let month = MONTHS.get(usize::try_from(month - 1).ok()?)?;
    Some(format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT"))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`.
fn imf_fixdate(text: &str) -> Option<Civil> {
    let mut scan = Scan::new(text);
    scan.name(&DAYS)?;
    scan.literal(", ")?;
    let day = scan.digits(2)?;
    scan.literal(" ")?;
    let month = scan.name(&MONTHS)? + 1;
    scan.literal(" ")?;
    let year = scan.digits(4)?;
    scan.literal(" ")?;
    let time = scan.time()?;
    scan.literal(" GMT")?;
    scan.end()?;
    Some(Civil { year, month, day, time })
}

/// `Sunday, 06-Nov-94 08:49:37 GMT`, received at `now`.
fn rfc850(text: &str, now: SystemTime) -> Option<Civil> {
    let mut scan = Scan::new(text);
    scan.name(&LONG_DAYS)?;
    scan.literal(", ")?;
    let day = scan.digits(2)?;
    scan.literal("-")?;
    let month = scan.name(&MONTHS)? + 1;
    scan.literal("-")?;
    let in_century = scan.digits(2)?;
    scan.literal(" ")?;
    let time = scan.time()?;
    scan.literal(" GMT")?;
    scan.end()?;
    let now = Civil::at(calendar::since_epoch(now)?.0)?;
    let civil = Civil { year: now.year / 100 * 100 + in_century, month, day, time };
    // More than 50 years ahead: it is the most recent such year of the past that is meant.
    let is_past = civil > Civil { year: now.year + 50, ..now };
    Some(if is_past { Civil { year: civil.year - 100, ..civil } } else { civil })
}

/// `Sun Nov  6 08:49:37 1994`.
fn asctime(text: &str) -> Option<Civil> {
    let mut scan = Scan::new(text);
    scan.name(&DAYS)?;
    scan.literal(" ")?;
    let month = scan.name(&MONTHS)? + 1;
    scan.literal(" ")?;
    let day = if scan.literal(" ").is_some() { scan.digits(1)? } else { scan.digits(2)? };
    scan.literal(" ")?;
    let time = scan.time()?;
    scan.literal(" ")?;
    let year = scan.digits(4)?;
    scan.end()?;
    Some(Civil { year, month, day, time })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_of_the_rfc_are_one_instant() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            let time = HttpDate::text(text);
            assert_eq!(time, calendar::instant(784_111_777, 0), "{text}");
            assert_eq!(time.and_then(written).as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        }
    }

    #[test]
    fn two_digits_of_a_year_are_at_most_fifty_years_ahead() {
        // 2026-07-01T12:00:00Z.
        let now = calendar::instant(1_782_907_200, 0).unwrap();
        for (text, year) in [
            ("Wednesday, 01-Jul-26 12:00:00 GMT", 2026),
            ("Wednesday, 01-Jul-76 12:00:00 GMT", 2076),
            ("Thursday, 01-Jul-76 12:00:01 GMT", 1976),
            ("Saturday, 01-Jan-77 00:00:00 GMT", 1977),
            ("Friday, 31-Dec-99 00:00:00 GMT", 1999),
            ("Saturday, 01-Jan-00 00:00:00 GMT", 2000),
        ] {
            assert_eq!(rfc850(text, now).map(|civil| civil.year), Some(year), "{text}");
        }
    }

    #[test]
    fn before_1970_and_at_the_ends() {
        let text = |seconds| calendar::instant(seconds, 0).and_then(written);
        assert_eq!(text(-1).as_deref(), Some("Wed, 31 Dec 1969 23:59:59 GMT"));
        assert_eq!(text(253_402_300_799).as_deref(), Some("Fri, 31 Dec 9999 23:59:59 GMT"));
        assert_eq!(text(253_402_300_800), None);
        assert_eq!(text(-62_167_219_200).as_deref(), Some("Sat, 01 Jan 0000 00:00:00 GMT"));
        assert_eq!(text(-62_167_219_201), None);
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "0",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Son, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06-Nov-94 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sun Nov 6 08:49:37 1994",
            "Sun Nov  6 08:49:37 1994 ",
        ] {
            assert_eq!(HttpDate::text(text), None, "{text}");
        }
    }
}
