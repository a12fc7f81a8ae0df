//! Instants and dates of jiff, time and chrono, with and without the modules of `with`.

use callsheet::{endpoint, with};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{built, pairs, parameters, reason};

const TEXT: &str = "2023-11-14T22:13:20.5Z";

#[endpoint(method = "GET", path = "/<at>")]
struct Dates {
    at: jiff::Timestamp,
    jiff: jiff::civil::Date,
    time: time::Date,
    chrono: chrono::NaiveDate,
    time_at: time::OffsetDateTime,
    time_utc: time::UtcDateTime,
    chrono_at: Option<chrono::DateTime<chrono::Utc>>,
    chrono_local: chrono::DateTime<chrono::FixedOffset>,
    #[header(with = with::http_date)]
    seen: jiff::Timestamp,
    #[header(with = with::http_date)]
    time_seen: time::OffsetDateTime,
    #[header(with = with::http_date)]
    chrono_seen: Option<chrono::DateTime<chrono::Utc>>,
    #[query(with = with::unix_seconds)]
    unix: Vec<chrono::DateTime<chrono::Utc>>,
}

fn dates() -> Dates {
    let chrono: chrono::DateTime<chrono::Utc> = TEXT.parse().unwrap();
    let time = time::OffsetDateTime::parse(TEXT, &time::format_description::well_known::Rfc3339).unwrap();
    Dates {
        at: TEXT.parse().unwrap(),
        jiff: jiff::civil::date(2023, 1, 2),
        time: time::Date::from_ordinal_date(2023, 2).unwrap(),
        chrono: chrono::NaiveDate::from_ymd_opt(2023, 1, 2).unwrap(),
        time_at: time,
        time_utc: time.into(),
        chrono_at: Some(chrono),
        chrono_local: "2023-11-14T23:13:20.500+01:00".parse().unwrap(),
        seen: TEXT.parse().unwrap(),
        time_seen: time,
        chrono_seen: Some(chrono),
        unix: vec![chrono],
    }
}

#[test]
fn instants_and_dates_are_rfc_3339_without_a_with() {
    let request = built(&dates());
    assert_eq!(request.uri().path(), "/2023-11-14T22%3A13%3A20.5Z");
    let query = [
        ("jiff", "2023-01-02"),
        ("time", "2023-01-02"),
        ("chrono", "2023-01-02"),
        ("time_at", TEXT),
        ("time_utc", TEXT),
        ("chrono_at", "2023-11-14T22:13:20.500Z"),
        ("chrono_local", "2023-11-14T23:13:20.500+01:00"),
        ("unix", "1700000000"),
    ];
    assert_eq!(parameters(request.uri().query().unwrap().as_bytes()), pairs(&query));
    for name in ["seen", "time-seen", "chrono-seen"] {
        assert_eq!(request.headers()[name], "Tue, 14 Nov 2023 22:13:20 GMT");
    }
}

#[test]
fn year_without_four_digits_is_refused() {
    let far = Dates { chrono: chrono::NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap(), ..dates() };
    let before = Dates { jiff: jiff::civil::date(-1, 1, 1), ..dates() };
    let negative = Dates { chrono_at: Some(chrono::DateTime::<chrono::Utc>::MIN_UTC), ..dates() };
    for (call, field, what) in
        [(far, "chrono", "a date"), (before, "jiff", "a date"), (negative, "chrono_at", "a timestamp of RFC 3339")]
    {
        let error = reason(&call);
        assert_eq!(error, format!("field `{field}`: {what} is written for the years 0 to 9999 only"));
    }
}

/// A struct with an instant in each form.
macro_rules! instants {
    ($($name:ident $ty:ty;)*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct $name {
            #[serde(with = "with::rfc3339")]
            rfc3339: Vec<$ty>,
            #[serde(with = "with::unix_seconds")]
            unix: $ty,
            #[serde(default, with = "with::http_date")]
            http: Option<$ty>,
        }
    )*};
}

instants! {
    System std::time::SystemTime;
    Jiff jiff::Timestamp;
    Time time::OffsetDateTime;
    TimeUtc time::UtcDateTime;
    Chrono chrono::DateTime<chrono::Utc>;
    ChronoLocal chrono::DateTime<chrono::FixedOffset>;
}

/// A struct with a date.
macro_rules! dates {
    ($($name:ident $ty:ty;)*) => {$(
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        struct $name(#[serde(with = "with::date")] Vec<Option<$ty>>);
    )*};
}

dates! {
    JiffDate jiff::civil::Date;
    TimeDate time::Date;
    ChronoDate chrono::NaiveDate;
}

#[test]
fn only_full_dates_are_read() {
    for text in
        ["2023-1-2", "2023-W01-1", "2023-001", "20230102", "2023-01-02T00:00:00", "+2023-01-0", "2023-02-30", ""]
    {
        let json = json!([text]);
        serde_json::from_value::<JiffDate>(json.clone()).unwrap_err();
        serde_json::from_value::<TimeDate>(json.clone()).unwrap_err();
        serde_json::from_value::<ChronoDate>(json).unwrap_err();
    }
}

proptest! {
    #[test]
    fn all_types_write_and_read_the_same_as_a_system_time(seconds in 0..253_402_207_199_i64, millis in 0..1000_u32) {
        let fraction = format!("{millis:03}");
        let at = jiff::Timestamp::new(seconds, 0).unwrap().to_string();
        let at = format!("{}.{fraction}Z", at.trim_end_matches('Z'));
        let http = serde_json::to_value(HttpOnly(jiff::Timestamp::from_second(seconds).unwrap())).unwrap();
        let json = json!({"rfc3339": [at], "unix": seconds, "http": http});
        macro_rules! same {
            ($($name:ident)*) => {$(
                let read: $name = serde_json::from_value(json.clone()).unwrap();
                let written = serde_json::to_value(&read).unwrap();
                prop_assert_eq!(&written["unix"], &json["unix"]);
                prop_assert_eq!(&written["http"], &json["http"]);
                // Each library chooses the length of the fraction.
                prop_assert_eq!(serde_json::from_value::<System>(written).unwrap(), system(&json));
            )*};
        }
        same!(System Jiff Time TimeUtc Chrono ChronoLocal);
    }

    #[test]
    fn all_types_write_and_read_the_same_dates(days in -719_528..2_932_897_i64) {
        let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(days * 24)).unwrap();
        let json = json!([date.to_string(), null]);
        prop_assert_eq!(&serde_json::to_value(serde_json::from_value::<JiffDate>(json.clone()).unwrap()).unwrap(), &json);
        prop_assert_eq!(&serde_json::to_value(serde_json::from_value::<TimeDate>(json.clone()).unwrap()).unwrap(), &json);
        prop_assert_eq!(&serde_json::to_value(serde_json::from_value::<ChronoDate>(json.clone()).unwrap()).unwrap(), &json);
    }
}

fn system(json: &serde_json::Value) -> System {
    serde_json::from_value(json.clone()).unwrap()
}

#[derive(Serialize)]
#[serde(transparent)]
struct HttpOnly(#[serde(with = "with::http_date")] jiff::Timestamp);
