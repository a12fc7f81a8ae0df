//! Instants and the calendar: the Gregorian one, carried back before its time, as RFC 3339 and RFC 9110 have it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_OF_DAY: i64 = 86_400;
const DAYS_OF_ERA: i64 = 146_097;
/// From 0000-03-01, where an era of 400 years begins, to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Seconds since 1970, rounded down, and the nanoseconds on top.
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

/// The instant, where the platform can tell it.
pub(super) fn instant(seconds: i64, nanos: u32) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let time = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
    time?.checked_add(Duration::from_nanos(nanos.into()))
}

/// A date and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Civil {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: i64,
    /// From 1.
    pub(super) day: i64,
    pub(super) time: Time,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Time {
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
}

impl Civil {
    /// Of seconds since 1970 in UTC; `None` out of the years 0 to 9999, which have four digits.
    pub(super) fn at(seconds: i64) -> Option<Self> {
        let (days, rest) = (seconds.div_euclid(SECONDS_OF_DAY), seconds.rem_euclid(SECONDS_OF_DAY));
        let (year, month, day) = date(days);
        let time = Time { hour: rest / 3600, minute: rest / 60 % 60, second: rest % 60 };
        (0..=9999).contains(&year).then_some(Self { year, month, day, time })
    }

    /// Seconds since 1970, taken as UTC; `None` where there is no such day or time.
    ///
    /// A leap second counts as the one before it, since neither Unix time nor `SystemTime` can tell it.
    pub(super) fn seconds(self) -> Option<i64> {
        let Time { hour, minute, second } = self.time;
        let days = days(self.year, self.month, self.day);
        let exists = (1..=12).contains(&self.month) && date(days) == (self.year, self.month, self.day);
        let in_day = hour * 3600 + minute * 60 + second.min(59);
        (exists && hour < 24 && minute < 60 && second <= 60).then_some(days * SECONDS_OF_DAY + in_day)
    }

    /// The day of the week, 0 for Sunday.
    pub(super) fn weekday(self) -> i64 {
        // 1970-01-01 was a Thursday.
        (days(self.year, self.month, self.day) + 4).rem_euclid(7)
    }
}

/// Days since 1970 of a date, by Howard Hinnant's `days_from_civil`: years from March on, so that a leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let months_from_march = (month + 9) % 12;
    let day_of_year = (153 * months_from_march + 2) / 5 + day - 1;
    era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - DAYS_TO_EPOCH
}

/// The date so many days after 1970-01-01: the inverse, `civil_from_days`.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + DAYS_TO_EPOCH;
    let (era, in_era) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
    let year_of_era = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let day_of_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = (months_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

/// What is left of a text to be read.
pub(super) struct Scan<'a>(&'a [u8]);

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    /// Takes this very text.
    pub(super) fn literal(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text.as_bytes())?;
        Some(())
    }

    /// Takes one of these characters.
    pub(super) fn one_of(&mut self, characters: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        characters.contains(first).then_some(*first)
    }

    pub(super) fn digit(&mut self) -> Option<u8> {
        let (digit, rest) = self.0.split_first().filter(|(byte, _)| byte.is_ascii_digit())?;
        self.0 = rest;
        Some(digit - b'0')
    }

    /// Takes a number of exactly so many digits.
    pub(super) fn digits(&mut self, count: usize) -> Option<i64> {
        (0..count).try_fold(0, |number, _| Some(number * 10 + i64::from(self.digit()?)))
    }

    /// Takes one of these names, and tells which.
    pub(super) fn name(&mut self, names: &[&str]) -> Option<i64> {
        let index = names.iter().position(|name| self.literal(name).is_some())?;
        i64::try_from(index).ok()
    }

    /// Takes `08:49:37`.
    pub(super) fn time(&mut self) -> Option<Time> {
        let hour = self.digits(2)?;
        self.literal(":")?;
        let minute = self.digits(2)?;
        self.literal(":")?;
        Some(Time { hour, minute, second: self.digits(2)? })
    }

    /// Whether all was taken.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_four_digit_years_comes_back() {
        let (first, last) = (days(0, 1, 1), days(9999, 12, 31));
        assert_eq!(last - first + 1, 25 * DAYS_OF_ERA);
        let mut before = (-1, 12, 31);
        for day in first..=last {
            let date = date(day);
            assert!(date > before && days(date.0, date.1, date.2) == day, "{date:?}");
            before = date;
        }
    }

    #[test]
    fn instants_around_the_epoch_are_rounded_down() {
        for (seconds, nanos) in [(0, 0), (0, 1), (-1, 999_999_999), (-1, 0), (-2, 1), (i64::from(i32::MIN), 0)] {
            assert_eq!(since_epoch(instant(seconds, nanos).unwrap()), Some((seconds, nanos)));
        }
    }

    #[test]
    fn no_instant_panics() {
        for seconds in [i64::MIN, i64::MAX] {
            assert_eq!(Civil::at(seconds), None);
            // A platform may be unable to tell such an instant.
            if let Some(time) = instant(seconds, 999_999_999) {
                assert_eq!(since_epoch(time), Some((seconds, 999_999_999)));
            }
        }
    }
}
