//! `jiff`'s types.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{CalendarDate, Instant, with_four_digits};

impl Instant for Timestamp {
    fn to_rfc3339(&self) -> Option<String> {
        with_four_digits(self.to_string())
    }

    fn from_rfc3339(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn to_unix_seconds(&self) -> Option<i64> {
        // jiff rounds toward 1970.
        Some(self.as_nanosecond().div_euclid(1_000_000_000)).and_then(|seconds| i64::try_from(seconds).ok())
    }

    fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::from_second(seconds).ok()
    }
}

impl CalendarDate for Date {
    fn to_iso8601(&self) -> Option<String> {
        with_four_digits(self.to_string())
    }

    fn from_iso8601(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
