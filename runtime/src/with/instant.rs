//! The types of instants and dates, by what the modules need of them.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::rfc3339;

/// An instant: `SystemTime`, and the types of `jiff`, `time` and `chrono` with the features of these names.
pub trait Instant: Sized {
    /// The text of RFC 3339; `None` outside of the years 0 to 9999, which have four digits.
    fn to_rfc3339(&self) -> Option<String>;

    fn from_rfc3339(text: &str) -> Option<Self>;

    /// Seconds since 1970, rounded down.
    fn to_unix_seconds(&self) -> Option<i64>;

    fn from_unix_seconds(seconds: i64) -> Option<Self>;
}

/// A date: a type of `jiff`, `time` or `chrono`, with the feature of its name.
pub trait CalendarDate: Sized {
    /// The text; `None` outside of the years 0 to 9999, which have four digits.
    fn to_iso8601(&self) -> Option<String>;

    fn from_iso8601(text: &str) -> Option<Self>;
}

impl Instant for SystemTime {
    fn to_rfc3339(&self) -> Option<String> {
        rfc3339::written(*self)
    }

    fn from_rfc3339(text: &str) -> Option<Self> {
        rfc3339::read(text)
    }

    fn to_unix_seconds(&self) -> Option<i64> {
        since_epoch(*self).map(|(seconds, _)| seconds)
    }

    fn from_unix_seconds(seconds: i64) -> Option<Self> {
        system_time(seconds, 0)
    }
}

/// Seconds since 1970, rounded down, and the nanoseconds in addition.
pub(super) fn since_epoch(time: SystemTime) -> Option<(i64, u32)> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => Some((i64::try_from(after.as_secs()).ok()?, after.subsec_nanos())),
        Err(error) => {
            let before = error.duration();
            let seconds = 0_i64.checked_sub_unsigned(before.as_secs())?;
            match before.subsec_nanos() {
                0 => Some((seconds, 0)),
                nanos => Some((seconds.checked_sub(1)?, 1_000_000_000 - nanos)),
            }
        }
    }
}

/// The instant, if the platform's `SystemTime` can hold it.
pub(super) fn system_time(seconds: i64, nanos: u32) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let time = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
    time?.checked_add(Duration::from_nanos(nanos.into()))
}

/// A text that begins with a year of four digits; libraries write other years in forms that RFC 3339 does not have.
#[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
pub(super) fn with_four_digits(text: String) -> Option<String> {
    let (year, rest) = text.as_bytes().split_at_checked(4)?;
    (year.iter().all(u8::is_ascii_digit) && rest.starts_with(b"-")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_around_the_epoch_are_rounded_down() {
        for (seconds, nanos) in [(0, 0), (0, 1), (-1, 999_999_999), (-1, 0), (-2, 1), (i64::from(i32::MIN), 0)] {
            assert_eq!(since_epoch(system_time(seconds, nanos).unwrap()), Some((seconds, nanos)));
        }
    }

    #[test]
    fn no_instant_panics() {
        for seconds in [i64::MIN, i64::MAX] {
            // A platform may be unable to hold such an instant.
            if let Some(time) = system_time(seconds, 999_999_999) {
                assert_eq!(since_epoch(time), Some((seconds, 999_999_999)));
                assert_eq!(time.to_rfc3339(), None);
            }
        }
    }
}
