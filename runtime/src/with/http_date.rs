//! The date format of HTTP header fields, [RFC 9110 section
//! 5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7): `"Tue, 14 Nov 2023 22:13:20 GMT"`.
//!
//! The module writes IMF-fixdate, in whole seconds, rounded down. It reads all three forms of the RFC: IMF-fixdate, the
//! form of RFC 850 (`Sunday, 06-Nov-94 08:49:37 GMT`), and the form of C's `asctime` (`Sun Nov  6 08:49:37 1994`). In
//! the form of RFC 850, the years 70 to 99 mean 1970 to 1999. A wrong day of the week is ignored. Dates before 1970
//! cannot be written.
//!
//! For `SystemTime`, and for the instants of `jiff`, `time` and `chrono` with the features of the same names.
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

use serde::Serializer;
use serde::ser::Error as _;

use super::form::{HttpDate, ReadForm, WriteForm, functions};
use super::instant::Instant;
use super::system_time::system_time;

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const LONG_DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The last second of the year 9999.
const LAST: i64 = 253_402_300_799;

/// The error for an instant that this module cannot write.
pub(crate) const TOO_FAR: &str = "an HTTP date is written for the years 1970 to 9999 only";

functions!(HttpDate);

impl<T: Instant> WriteForm<T> for HttpDate {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        match value.to_unix_seconds().and_then(written) {
            Some(text) => serializer.serialize_str(&text),
            None => Err(S::Error::custom(TOO_FAR)),
        }
    }
}

impl<T: Instant> ReadForm<T> for HttpDate {
    const EXPECTED: &'static str = "an HTTP date";

    fn text(text: &str) -> Option<T> {
        T::from_unix_seconds(parse(text)?.to_unix_seconds()?)
    }
}

/// `httpdate` panics outside of these years.
fn written(seconds: i64) -> Option<String> {
    (0..=LAST).contains(&seconds).then(|| system_time(seconds, 0).map(httpdate::fmt_http_date))?
}

/// Parses an HTTP date in any of its three forms.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    // `httpdate` ignores white space around the date.
    let is_exact = text.trim() == text;
    is_exact.then(|| httpdate::parse_http_date(text).ok().or_else(|| with_another_day(text)))?
}

/// Corrects the day of the week, because servers send wrong ones and `httpdate` refuses them.
fn with_another_day(text: &str) -> Option<SystemTime> {
    let (day, rest) = text.split_at(text.find(|char: char| !char.is_ascii_alphabetic())?);
    let days = [DAYS, LONG_DAYS].into_iter().find(|days| days.contains(&day))?;
    days.iter().find_map(|day| httpdate::parse_http_date(&format!("{day}{rest}")).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_of_the_rfc_are_the_same_instant() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            let time = parse(text);
            assert_eq!(time, system_time(784_111_777, 0), "{text}");
            let again = time.and_then(|time| written(time.to_unix_seconds()?));
            assert_eq!(again.as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        }
    }

    #[test]
    fn year_of_two_digits_is_from_1970_to_2069() {
        for (text, year) in [
            ("Wednesday, 01-Jul-26 12:00:00 GMT", 2026),
            ("Saturday, 01-Jan-00 00:00:00 GMT", 2000),
            ("Tuesday, 01-Jan-69 00:00:00 GMT", 2069),
            ("Thursday, 01-Jan-70 00:00:00 GMT", 1970),
            ("Friday, 31-Dec-99 00:00:00 GMT", 1999),
        ] {
            let again = parse(text).and_then(|time| written(time.to_unix_seconds()?));
            assert!(again.as_deref().is_some_and(|again| again.contains(&format!(" {year} "))), "{text}: {again:?}");
        }
    }

    #[test]
    fn wrong_day_of_the_week_is_ignored() {
        for text in ["Mon, 26 Jul 1997 05:00:00 GMT", "Monday, 26-Jul-97 05:00:00 GMT", "Fri Jul 26 05:00:00 1997"] {
            assert_eq!(parse(text), system_time(869_893_200, 0), "{text}");
        }
    }

    #[test]
    fn first_and_last_second_are_written_and_read() {
        assert_eq!(written(-1), None);
        assert_eq!(written(0).as_deref(), Some("Thu, 01 Jan 1970 00:00:00 GMT"));
        assert_eq!(written(LAST).as_deref(), Some("Fri, 31 Dec 9999 23:59:59 GMT"));
        assert_eq!(written(LAST + 1), None);
    }

    #[test]
    fn invalid_dates_are_refused() {
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
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
