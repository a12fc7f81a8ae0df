//! Reads the rate limits that a server reports, and when they are reset.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;

use super::retry_after::{number, seconds, sent_at};

/// The field of draft-ietf-httpapi-ratelimit-headers. In the current version it is a list, `"default";r=0;t=30`; in
/// version 07 it was a dictionary, `limit=100, remaining=0, reset=30`.
const RATE_LIMIT: &str = "ratelimit";

/// The limits and windows behind [`RATE_LIMIT`]: `"default";q=100;w=60`.
const POLICY: &str = "ratelimit-policy";

/// The fields of one limit: those of earlier versions of the draft, and common fields without a standard.
struct Fields {
    limit: &'static str,
    remaining: &'static str,
    reset: &'static str,
}

const FIELDS: [Fields; 4] = [
    Fields { limit: "ratelimit-limit", remaining: "ratelimit-remaining", reset: "ratelimit-reset" },
    Fields { limit: "x-ratelimit-limit", remaining: "x-ratelimit-remaining", reset: "x-ratelimit-reset-after" },
    Fields { limit: "x-ratelimit-limit", remaining: "x-ratelimit-remaining", reset: "x-ratelimit-reset" },
    Fields { limit: "x-rate-limit-limit", remaining: "x-rate-limit-remaining", reset: "x-rate-limit-reset" },
];

/// Numbers from here on are Unix time: as seconds from now, this would be three years.
const UNIX_SECONDS: f64 = 1e8;
/// Numbers from here on are Unix time in milliseconds: as seconds, this would be the year 5138.
const UNIX_MILLISECONDS: f64 = 1e11;

/// Whether there is a field that may need the current time.
pub(crate) fn has_rate_limit(headers: &HeaderMap) -> bool {
    headers.contains_key(RATE_LIMIT) || FIELDS.iter().any(|fields| headers.contains_key(fields.reset))
}

/// A rate limit of the server, as a reply reports it: see [`Reply::rate_limits`](crate::Reply::rate_limits). Each value
/// is `None` if the server does not send it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The name of the limit, if the server has several.
    pub name: Option<String>,
    /// How many requests, or other units, the server allows in a window.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// The time until the limit is reset.
    pub reset: Option<Duration>,
    /// The length of a window.
    pub window: Option<Duration>,
}

impl RateLimit {
    /// Returns whether nothing is left. `false` if the server does not send how much is left.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.remaining == Some(0)
    }
}

/// Returns all limits in a reply. Unix time is compared with the reply's `Date`, or with `now` if it has none.
pub(crate) fn rate_limits(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> Vec<RateLimit> {
    let found = found(headers).into_iter();
    let limits = found.map(|limit| RateLimit {
        name: limit.name,
        limit: limit.quota.map(whole),
        remaining: limit.remaining.map(whole),
        reset: limit.reset.map(|reset| until(reset, || sent_at(headers, &now))),
        window: limit.window.map(seconds),
    });
    limits.collect()
}

/// Returns the limit that a client reaches first: an exhausted one, of several the one that is reset last; otherwise the
/// one with the least left.
pub(crate) fn tightest(limits: Vec<RateLimit>) -> Option<RateLimit> {
    limits.into_iter().min_by_key(|limit| match limit.remaining {
        Some(0) => (0, Duration::MAX.saturating_sub(limit.reset.unwrap_or_default()).as_nanos()),
        Some(remaining) => (1, u128::from(remaining)),
        None => (2, 0),
    })
}

/// Returns the time until the exhausted limit is reset, or `None` if some quota is left or there are no such fields.
/// Unix time is compared with the reply's `Date`, or with `now` if it has none.
pub(crate) fn rate_limit_reset(headers: &HeaderMap, now: impl Fn() -> SystemTime) -> Option<Duration> {
    let resets = found(headers).into_iter().filter_map(Limit::reset_of_used_up);
    resets.map(|reset| until(reset, || sent_at(headers, &now))).max()
}

/// Reads the limits of `RateLimit` and `RateLimit-Policy`. If `RateLimit` has no reset, reads the first of the other
/// fields instead.
fn found(headers: &HeaderMap) -> Vec<Limit> {
    let mut limits = limits(&joined(headers, RATE_LIMIT));
    let policies = self::limits(&joined(headers, POLICY));
    if limits.iter().any(|limit| limit.reset.is_some() || limit.remaining.is_some()) {
        let is_one = limits.len() == 1 && policies.len() == 1;
        for limit in &mut limits {
            let mut policies = policies.iter();
            if let Some(policy) = policies.find(|policy| is_one || policy.name == limit.name) {
                limit.quota = limit.quota.or(policy.quota);
                limit.window = limit.window.or(policy.window);
            }
        }
    }
    if limits.iter().any(|limit| limit.reset.is_some()) {
        return limits;
    }
    let field = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).and_then(first_number);
    let others = FIELDS.iter().map(|fields| Limit {
        quota: field(fields.limit),
        remaining: field(fields.remaining),
        reset: field(fields.reset),
        ..Limit::default()
    });
    let others: Vec<Limit> = others.collect();
    let first = |is_better: fn(&Limit) -> bool| others.iter().position(is_better);
    let best = first(Limit::is_used_up).or_else(|| first(|limit| limit.reset.is_some()));
    let best = best.or_else(|| first(|limit| limit.quota.or(limit.remaining).is_some()));
    match best.and_then(|best| others.into_iter().nth(best)) {
        Some(other) => vec![other],
        None if limits.is_empty() => policies,
        None => limits,
    }
}

fn joined(headers: &HeaderMap, name: &str) -> String {
    let lines: Vec<&str> = headers.get_all(name).iter().filter_map(|line| line.to_str().ok()).collect();
    lines.join(",")
}

/// Reads the first number of `100, 100;w=60`: earlier versions of the draft add the policy to the limit.
fn first_number(text: &str) -> Option<f64> {
    number(text.split([',', ';']).next().unwrap_or_default().trim())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the text has no sign; too large is the maximum"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

fn until(reset: f64, now: impl Fn() -> SystemTime) -> Duration {
    if reset < UNIX_SECONDS {
        return seconds(reset);
    }
    let unix = seconds(if reset < UNIX_MILLISECONDS { reset } else { reset / 1000.0 });
    let now = now().duration_since(UNIX_EPOCH).unwrap_or_default();
    unix.saturating_sub(now)
}

/// One limit, in the units of the fields.
#[derive(Default)]
struct Limit {
    name: Option<String>,
    quota: Option<f64>,
    remaining: Option<f64>,
    reset: Option<f64>,
    window: Option<f64>,
}

impl Limit {
    fn is_used_up(&self) -> bool {
        self.reset.is_some() && self.remaining.is_none_or(|remaining| remaining <= 0.0)
    }

    fn reset_of_used_up(self) -> Option<f64> {
        self.reset.filter(|_| self.is_used_up())
    }

    fn take(&mut self, parameter: &str) {
        let Some((name, value)) = parameter.split_once('=') else { return };
        let value = number(value.trim());
        match name.trim() {
            "r" | "remaining" => self.remaining = value,
            "t" | "reset" => self.reset = value,
            "q" | "limit" => self.quota = value,
            "w" => self.window = value,
            _ => {}
        }
    }
}

/// Parses the limits of a `RateLimit` or `RateLimit-Policy` field, in all of their forms: `"default";r=0;t=30`,
/// `limit=100, remaining=0, reset=30`, and `100;w=60`.
fn limits(field: &str) -> Vec<Limit> {
    let mut dictionary = Limit::default();
    let mut has_dictionary = false;
    let mut limits = Vec::new();
    for member in unquoted(field, ',') {
        let mut parts = unquoted(member, ';').into_iter();
        let first = parts.next().unwrap_or_default().trim();
        if first.contains('=') && !first.starts_with('"') {
            has_dictionary = true;
            dictionary.take(first);
            parts.for_each(|parameter| {
                if parameter.trim_start().starts_with("w=") {
                    dictionary.take(parameter);
                }
            });
        } else if !first.is_empty() {
            let quota = number(first);
            let name = if quota.is_some() { None } else { Some(first.trim_matches('"').to_owned()) };
            let mut limit = Limit { name, quota, ..Limit::default() };
            parts.for_each(|parameter| limit.take(parameter));
            limits.push(limit);
        }
    }
    if has_dictionary {
        limits.push(dictionary);
    }
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

    fn all(headers: &[(&'static str, &str)]) -> Vec<RateLimit> {
        let headers = headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()));
        rate_limits(&headers.collect(), || UNIX_EPOCH + Duration::from_secs(NOW))
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

    #[test]
    fn every_limit_that_a_server_reports_is_read() {
        let secs = |secs| Some(Duration::from_secs(secs));
        let limit = |name: Option<&str>, limit, remaining, reset, window| RateLimit {
            name: name.map(str::to_owned),
            limit,
            remaining,
            reset,
            window,
        };
        for (headers, expected) in [
            // The draft, with the policy of each limit by its name, or the only one.
            (
                &[
                    ("ratelimit", r#""minute";r=5;t=30, "day";r=0;t=40"#),
                    ("ratelimit-policy", r#""day";q=9;w=86400, "minute";q=7;w=60"#),
                ][..],
                vec![
                    limit(Some("minute"), Some(7), Some(5), secs(30), secs(60)),
                    limit(Some("day"), Some(9), Some(0), secs(40), secs(86400)),
                ],
            ),
            (
                &[("ratelimit", r#""default";r=50;t=30"#), ("ratelimit-policy", "100;w=60")],
                vec![limit(Some("default"), Some(100), Some(50), secs(30), secs(60))],
            ),
            (&[("ratelimit", r#""default";r=50"#)], vec![limit(Some("default"), None, Some(50), None, None)]),
            (
                &[("ratelimit-policy", r#""default";q=100;w=60"#)],
                vec![limit(Some("default"), Some(100), None, None, secs(60))],
            ),
            // Its earlier versions.
            (
                &[("ratelimit", "limit=100, remaining=50, reset=5")],
                vec![limit(None, Some(100), Some(50), secs(5), None)],
            ),
            (
                &[("ratelimit-limit", "100, 100;w=60"), ("ratelimit-remaining", "9"), ("ratelimit-reset", "4")],
                vec![limit(None, Some(100), Some(9), secs(4), None)],
            ),
            // Common fields.
            (
                &[
                    ("x-ratelimit-limit", "5000"),
                    ("x-ratelimit-remaining", "4999"),
                    ("x-ratelimit-reset", "1700000012"),
                ],
                vec![limit(None, Some(5000), Some(4999), secs(12), None)],
            ),
            (
                &[("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0")],
                vec![limit(None, Some(60), Some(0), None, None)],
            ),
            (
                &[("x-rate-limit-limit", "600"), ("x-rate-limit-reset", "1")],
                vec![limit(None, Some(600), None, secs(1), None)],
            ),
            (&[("x-ratelimit-limit", "many")], vec![]),
            (&[], vec![]),
        ] {
            assert_eq!(all(headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn tightest_limit_is_the_exhausted_one_that_is_reset_last_or_that_with_the_least_left() {
        for (field, expected) in [
            (r#""a";r=5;t=1, "b";r=3;t=9"#, Some("b")),
            (r#""a";r=0;t=1, "b";r=0;t=9, "c";r=1;t=99"#, Some("b")),
            (r#""a";t=9, "b";r=1000;t=1"#, Some("b")),
            (r#""a";t=9"#, Some("a")),
            ("", None),
        ] {
            let tightest = tightest(all(&[("ratelimit", field)]));
            assert_eq!(tightest.and_then(|limit| limit.name).as_deref(), expected, "{field}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(field in r#"([a-z"\\;,=0-9. -]{0,40}|"[a-z";,\\]{0,8}";r=[0-9]{0,3};t=[0-9]{0,4})"#) {
            let _ = reset(&[("ratelimit", &field)]);
            let _ = all(&[("ratelimit", &field), ("ratelimit-policy", &field)]);
            let _ = reset(&[("x-ratelimit-reset", &field)]);
        }
    }
}
