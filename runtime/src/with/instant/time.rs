//! `time`'s types.

use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime, UtcDateTime};

use super::{CalendarDate, Instant, with_four_digits};

impl Instant for OffsetDateTime {
    fn to_rfc3339(&self) -> Option<String> {
        self.format(&Rfc3339).ok()
    }

    fn from_rfc3339(text: &str) -> Option<Self> {
        Self::parse(text, &Rfc3339).ok()
    }

    fn to_unix_seconds(&self) -> Option<i64> {
        Some(self.unix_timestamp())
    }

    fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::from_unix_timestamp(seconds).ok()
    }
}

impl Instant for UtcDateTime {
    fn to_rfc3339(&self) -> Option<String> {
        self.format(&Rfc3339).ok()
    }

    fn from_rfc3339(text: &str) -> Option<Self> {
        OffsetDateTime::from_rfc3339(text).map(Self::from)
    }

    fn to_unix_seconds(&self) -> Option<i64> {
        Some(self.unix_timestamp())
    }

    fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::from_unix_timestamp(seconds).ok()
    }
}

impl CalendarDate for Date {
    fn to_iso8601(&self) -> Option<String> {
        with_four_digits(self.to_string())
    }

    fn from_iso8601(text: &str) -> Option<Self> {
        Self::parse(text, &Iso8601::DATE).ok()
    }
}
