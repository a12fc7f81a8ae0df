//! Reads how long a server asks to wait.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::with::http_date;

/// Returns the wait of `retry-after-ms`, otherwise of `Retry-After` (RFC 9110 section 10.2.3), or `None` if neither is
/// present and valid. The value of `Retry-After` is seconds (some servers send fractions) or a date. A date is
/// compared with the reply's `Date`, so that it does not matter whether the clocks agree. Without `Date`, it is
/// compared with `now`, the time of arrival.
pub(crate) fn retry_after(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    if let Some(milliseconds) = text("retry-after-ms").and_then(number) {
        return Some(seconds(milliseconds / 1000.0));
    }
    let asked = text(RETRY_AFTER.as_str())?;
    if let Some(asked) = number(asked) {
        return Some(seconds(asked));
    }
    // A date in the past means no wait.
    let until = http_date::parse(asked)?;
    Some(until.duration_since(sent_at(headers, now)).unwrap_or_default())
}

/// Returns when the server sent the reply by its own clock, otherwise `now`.
pub(super) fn sent_at(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> SystemTime {
    let date = headers.get(DATE).and_then(|value| value.to_str().ok());
    date.and_then(|text| http_date::parse(text.trim())).unwrap_or_else(now)
}

/// Converts seconds to a duration. Too large numbers become the maximum, because nobody waits that long.
pub(super) fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// Parses digits with an optional fraction, without sign and exponent.
pub(super) fn number(text: &str) -> Option<f64> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if is_digits(whole) && is_digits(fraction) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let headers = headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()));
        retry_after(&headers.collect(), SystemTime::now)
    }

    #[test]
    fn every_form_of_retry_after_is_read() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        for (headers, expected) in [
            (&[("retry-after", "120")][..], Some(120_000)),
            (&[("retry-after", " 0 ")], Some(0)),
            (&[("retry-after-ms", "1500")], Some(1500)),
            (&[("retry-after-ms", "250"), ("retry-after", "9")], Some(250)),
            (&[("retry-after-ms", "soon"), ("retry-after", "9")], Some(9000)),
            (&[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"), ("date", date)], Some(10_000)),
            (&[("retry-after", "Sunday, 06-Nov-94 08:49:47 GMT"), ("date", date)], Some(10_000)),
            (&[("retry-after", "Sun Nov  6 08:49:47 1994"), ("date", date)], Some(10_000)),
            (&[("retry-after", date), ("date", "Sun, 06 Nov 1994 09:00:00 GMT")], Some(0)),
            (&[("retry-after", date)], Some(0)),
            (&[("retry-after", "-1")], None),
            (&[("retry-after", "1.5")], Some(1500)),
            (&[("retry-after", "1.")], None),
            (&[("retry-after", "1e9")], None),
            (&[("retry-after", "NaN")], None),
            (&[("retry-after", "")], None),
            (&[("retry-after", "tomorrow")], None),
            (&[], None),
        ] {
            assert_eq!(asked(headers), expected.map(Duration::from_millis), "{headers:?}");
        }
    }

    #[test]
    fn date_is_compared_with_the_local_clock_if_the_reply_has_no_date() {
        let asked = asked(&[("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")]).unwrap();
        assert!(asked > Duration::from_secs(7000 * 365 * 24 * 3600));
    }

    #[test]
    fn too_large_number_is_the_longest_wait() {
        assert_eq!(asked(&[("retry-after", "99999999999999999999999")]), Some(Duration::MAX));
    }
}
