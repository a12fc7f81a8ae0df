//! `chrono`'s types.

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, Utc};

use super::{CalendarDate, Instant, with_four_digits};

impl Instant for DateTime<Utc> {
    fn to_rfc3339(&self) -> Option<String> {
        with_four_digits(self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    fn from_rfc3339(text: &str) -> Option<Self> {
        DateTime::<FixedOffset>::from_rfc3339(text).map(|time| time.to_utc())
    }

    fn to_unix_seconds(&self) -> Option<i64> {
        Some(self.timestamp())
    }

    fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::from_timestamp(seconds, 0)
    }
}

impl Instant for DateTime<FixedOffset> {
    fn to_rfc3339(&self) -> Option<String> {
        with_four_digits(self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    fn from_rfc3339(text: &str) -> Option<Self> {
        Self::parse_from_rfc3339(text).ok()
    }

    fn to_unix_seconds(&self) -> Option<i64> {
        Some(self.timestamp())
    }

    fn from_unix_seconds(seconds: i64) -> Option<Self> {
        DateTime::<Utc>::from_timestamp(seconds, 0).map(|time| time.fixed_offset())
    }
}

impl CalendarDate for NaiveDate {
    fn to_iso8601(&self) -> Option<String> {
        with_four_digits(self.to_string())
    }

    fn from_iso8601(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}
