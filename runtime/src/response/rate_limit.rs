//! Reads when a rate limit is reset.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;

use super::retry_after::{number, seconds, sent_at};

/// The field of draft-ietf-httpapi-ratelimit-headers. In the current version it is a list, `"default";r=0;t=30`; in
/// version 07 it was a dictionary, `limit=100, remaining=0, reset=30`.
const RATE_LIMIT: &str = "ratelimit";

/// Fields with the time of the reset, each with its field for the remaining quota: fields of earlier versions of the
/// draft, and common fields without a standard.
const FIELDS: [(&str, &str); 4] = [
    ("ratelimit-reset", "ratelimit-remaining"),
    ("x-ratelimit-reset-after", "x-ratelimit-remaining"),
    ("x-ratelimit-reset", "x-ratelimit-remaining"),
    ("x-rate-limit-reset", "x-rate-limit-remaining"),
];

/// Numbers from here on are Unix time: as seconds from now, this would be three years.
const UNIX_SECONDS: f64 = 1e8;
/// Numbers from here on are Unix time in milliseconds: as seconds, this would be the year 5138.
const UNIX_MILLISECONDS: f64 = 1e11;

/// Whether there is a field that may need the current time.
pub(crate) fn has_rate_limit(headers: &HeaderMap) -> bool {
    headers.contains_key(RATE_LIMIT) || FIELDS.iter().any(|(reset, _)| headers.contains_key(*reset))
}

/// Returns the time until the exhausted limit is reset, or `None` if some quota is left or there are no such fields.
/// Unix time is compared with the reply's `Date`, or with `now` if it has none.
pub(crate) fn rate_limit_reset(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> Option<Duration> {
    let time_until = |reset: f64| until(reset, || sent_at(headers, &now));
    let fields: Vec<&str> = headers.get_all(RATE_LIMIT).iter().filter_map(|field| field.to_str().ok()).collect();
    let limits = limits(&fields.join(","));
    if limits.iter().any(|limit| limit.reset.is_some()) {
        return limits.into_iter().filter_map(Limit::reset_of_used_up).map(time_until).max();
    }
    let field =
        |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).and_then(|text| number(text.trim()));
    FIELDS.iter().find_map(|(reset, remaining)| {
        let limit = Limit { remaining: field(remaining), reset: field(reset) };
        limit.reset_of_used_up().map(time_until)
    })
}

fn until(reset: f64, now: impl Fn() -> SystemTime) -> Duration {
    if reset < UNIX_SECONDS {
        return seconds(reset);
    }
    let unix = seconds(if reset < UNIX_MILLISECONDS { reset } else { reset / 1000.0 });
    let now = now().duration_since(UNIX_EPOCH).unwrap_or_default();
    unix.saturating_sub(now)
}

/// The remaining quota of one limit, and when it is reset.
#[derive(Default)]
struct Limit {
    remaining: Option<f64>,
    reset: Option<f64>,
}

impl Limit {
    fn reset_of_used_up(self) -> Option<f64> {
        self.reset.filter(|_| self.remaining.is_none_or(|remaining| remaining <= 0.0))
    }

    fn take(&mut self, parameter: &str) {
        let Some((name, value)) = parameter.split_once('=') else { return };
        let value = number(value.trim());
        match name.trim() {
            "r" | "remaining" => self.remaining = value,
            "t" | "reset" => self.reset = value,
            _ => {}
        }
    }
}

/// Parses the limits of a `RateLimit` field, in both of its forms.
fn limits(field: &str) -> Vec<Limit> {
    let mut dictionary = Limit::default();
    let mut limits = Vec::new();
    for member in unquoted(field, ',') {
        let mut parts = unquoted(member, ';').into_iter();
        let first = parts.next().unwrap_or_default();
        if first.contains('=') && !first.trim_start().starts_with('"') {
            dictionary.take(first);
        } else {
            let mut limit = Limit::default();
            parts.for_each(|parameter| limit.take(parameter));
            limits.push(limit);
        }
    }
    limits.push(dictionary);
    limits
}

/// Splits a text at separators that are not in quotes (RFC 9651 section 3.3.3).
fn unquoted(text: &str, separator: char) -> Vec<&str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let parts = text.split(|char| {
        let was_escaped = is_escaped;
        is_escaped = is_quoted && char == '\\' && !was_escaped;
        is_quoted ^= char == '"' && !was_escaped;
        char == separator && !is_quoted
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2023-11-14T22:13:20Z
    const NOW: u64 = 1_700_000_000;

    fn reset(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let headers = headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()));
        rate_limit_reset(&headers.collect(), || UNIX_EPOCH + Duration::from_secs(NOW))
    }

    #[test]
    fn every_form_of_a_rate_limit_is_read() {
        for (headers, expected) in [
            // Seconds from now, whole or not.
            (&[("x-ratelimit-reset", "30")][..], Some(30_000)),
            (&[("x-ratelimit-reset", "0.25")], Some(250)),
            (&[("x-rate-limit-reset", " 7 ")], Some(7000)),
            (&[("ratelimit-reset", "50")], Some(50_000)),
            // Unix time, in seconds or milliseconds.
            (&[("x-ratelimit-reset", "1700000012")], Some(12_000)),
            (&[("x-ratelimit-reset", "1700000012.5")], Some(12_500)),
            (&[("x-ratelimit-reset", "1700000012345")], Some(12_345)),
            (&[("ratelimit-reset", "1700000012")], Some(12_000)),
            (&[("x-ratelimit-reset", "1699999999")], Some(0)),
            (&[("x-ratelimit-reset", "1700000012"), ("date", "Tue, 14 Nov 2023 22:13:22 GMT")], Some(10_000)),
            (&[("x-ratelimit-reset", "1700000012"), ("date", "soon")], Some(12_000)),
            // Seconds from now take precedence, because they need no clock.
            (&[("x-ratelimit-reset", "1700000012"), ("x-ratelimit-reset-after", "3.5")], Some(3500)),
            // Some quota is left.
            (&[("x-ratelimit-reset", "30"), ("x-ratelimit-remaining", "1")], None),
            (&[("x-ratelimit-reset", "30"), ("x-ratelimit-remaining", "0")], Some(30_000)),
            (&[("ratelimit-reset", "30"), ("ratelimit-remaining", "7")], None),
            // The draft, in both of its forms.
            (&[("ratelimit", r#""default";r=0;t=30"#)], Some(30_000)),
            (&[("ratelimit", r#""default";r=50;t=30"#)], None),
            (&[("ratelimit", r#""default";t=30"#)], Some(30_000)),
            (&[("ratelimit", r#""minute";r=0;t=30, "day";r=0;t=3600, "year";r=5;t=99999"#)], Some(3_600_000)),
            (&[("ratelimit", r#""minute";r=0;t=30"#), ("ratelimit", r#""day";r=0;t=40"#)], Some(40_000)),
            (&[("ratelimit", r#""a,b;t=1\";r=9";r=0;t=30"#)], Some(30_000)),
            (&[("ratelimit", "default;r=0;t=30")], Some(30_000)),
            (&[("ratelimit", "limit=100, remaining=0, reset=30")], Some(30_000)),
            (&[("ratelimit", "limit=100;w=60, remaining=2, reset=30")], None),
            (&[("ratelimit", r#""default";r=0;t=30"#), ("x-ratelimit-reset", "9")], Some(30_000)),
            (&[("ratelimit", "100"), ("x-ratelimit-reset", "9")], Some(9000)),
            (&[("ratelimit", r#""default";r=0"#), ("x-ratelimit-reset", "9")], Some(9000)),
            // No usable value.
            (&[("ratelimit", r#""default";r=7;t=30"#), ("x-ratelimit-reset", "9")], None),
            (&[("x-ratelimit-reset", "-1")], None),
            (&[("x-ratelimit-reset", "1s")], None),
            (&[("x-ratelimit-reset", "")], None),
            (&[("ratelimit-policy", r#""default";q=100;w=60"#)], None),
            (&[], None),
        ] {
            assert_eq!(reset(headers).map(|reset| reset.as_millis()), expected, "{headers:?}");
        }
    }

    #[test]
    fn too_large_number_is_the_longest_wait() {
        assert_eq!(
            reset(&[("x-ratelimit-reset", &"9".repeat(400))]),
            Some(Duration::MAX.saturating_sub(Duration::from_secs(NOW)))
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(field in r#"([a-z"\\;,=0-9. -]{0,40}|"[a-z";,\\]{0,8}";r=[0-9]{0,3};t=[0-9]{0,4})"#) {
            let _ = reset(&[("ratelimit", &field)]);
            let _ = reset(&[("x-ratelimit-reset", &field)]);
        }
    }
}
