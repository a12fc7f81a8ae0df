//! Converts `SystemTime` to and from numbers and the text of RFC 3339.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_OF_DAY: i64 = 86_400;
const DAYS_OF_ERA: i64 = 146_097;
/// The days from 0000-03-01, where an era of 400 years begins, to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Returns the seconds since 1970, rounded down, and the additional nanoseconds.
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

/// Returns the instant, if the platform's `SystemTime` can hold it.
pub(super) fn system_time(seconds: i64, nanos: u32) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let time = if seconds < 0 { UNIX_EPOCH.checked_sub(whole) } else { UNIX_EPOCH.checked_add(whole) };
    time?.checked_add(Duration::from_nanos(nanos.into()))
}

/// Writes a `SystemTime` as text. The code does not use another crate for this: the standard library has no calendar,
/// and if an optional crate wrote the text, the text would change with the features of a program.
pub(super) fn written(time: SystemTime) -> Option<String> {
    let (seconds, nanos) = since_epoch(time)?;
    let (days, second) = (seconds.div_euclid(SECONDS_OF_DAY), seconds.rem_euclid(SECONDS_OF_DAY));
    let (year, month, day) = date(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if nanos > 0 {
        text += format!(".{nanos:09}").trim_end_matches('0');
    }
    (0..=9999).contains(&year).then(|| text + "Z")
}

/// Parses a text as a `SystemTime`.
pub(super) fn read(text: &str) -> Option<SystemTime> {
    let (date_and_time, rest) = text.split_at_checked("2023-11-14T22:13:20".len())?;
    let is_separated = [(4, "-"), (7, "-"), (10, "Tt "), (13, ":"), (16, ":")];
    if !is_separated.iter().all(|&(at, allowed)| allowed.as_bytes().contains(&date_and_time.as_bytes()[at])) {
        return None;
    }
    let number = |from: usize, to: usize| digits(date_and_time.get(from..to)?);
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let days = days(year, month, day);
    let exists = (1..=12).contains(&month) && date(days) == (year, month, day);
    if !exists || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (nanos, offset) = fraction_and_offset(rest)?;
    // A leap second counts as the second before it, because neither Unix time nor `SystemTime` has leap seconds.
    system_time(days * SECONDS_OF_DAY + hour * 3600 + minute * 60 + second.min(59) - offset, nanos)
}

/// Parses the nanoseconds, and the number of seconds by which the local time is ahead of UTC.
fn fraction_and_offset(text: &str) -> Option<(u32, i64)> {
    let (nanos, zone) = match text.strip_prefix('.') {
        Some(fraction) => {
            let end = fraction.find(|char: char| !char.is_ascii_digit()).filter(|&end| end > 0)?;
            let nanos = format!("{:0<9}", &fraction[..end.min(9)]).parse().ok()?;
            (nanos, &fraction[end..])
        }
        None => (0, text),
    };
    let sign = match zone.get(..1)? {
        "Z" | "z" if zone.len() == 1 => return Some((nanos, 0)),
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) =
        zone[1..].split_once(':').filter(|(hours, minutes)| hours.len() == 2 && minutes.len() == 2)?;
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    (hours < 24 && minutes < 60).then_some((nanos, sign * (hours * 3600 + minutes * 60)))
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Returns the days from 1970 to a date, by Howard Hinnant's `days_from_civil`. Its years begin in March, so that a
/// leap day is the last day.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let months_from_march = (month + 9) % 12;
    let day_of_year = (153 * months_from_march + 2) / 5 + day - 1;
    era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - DAYS_TO_EPOCH
}

/// Returns the date this many days after 1970-01-01, by the inverse function `civil_from_days`.
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
            // Some platforms cannot hold such an instant.
            if let Some(time) = system_time(seconds, 999_999_999) {
                assert_eq!(since_epoch(time), Some((seconds, 999_999_999)));
                assert_eq!(written(time), None);
            }
        }
    }

    /// Reads a text and writes it again.
    fn again(text: &str) -> Option<String> {
        read(text).and_then(written)
    }

    #[test]
    fn examples_of_the_rfc_are_read() {
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
    fn optional_forms_of_the_grammar_are_read() {
        assert_eq!(again("2000-02-29t00:00:00z").as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(again("2000-02-29 00:00:00-00:00").as_deref(), Some("2000-02-29T00:00:00Z"));
        assert_eq!(again("0000-01-01T00:00:00.1234567899Z").as_deref(), Some("0000-01-01T00:00:00.123456789Z"));
        // Such an instant exists, but it cannot be written in UTC.
        assert!(read("9999-12-31T23:59:59-00:01").is_some_and(|time| written(time).is_none()));
    }

    #[test]
    fn invalid_timestamps_are_refused() {
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
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn every_day_of_the_four_digit_years_is_read_back() {
        let (first, last) = (days(0, 1, 1), days(9999, 12, 31));
        assert_eq!(last - first + 1, 25 * DAYS_OF_ERA);
        let mut before = (-1, 12, 31);
        for day in first..=last {
            let date = date(day);
            assert!(date > before && days(date.0, date.1, date.2) == day, "{date:?}");
            before = date;
        }
    }
}
