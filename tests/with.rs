//! The modules for serde's `with`: round trips, and a comparison with jiff.

use std::error::Error as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use callsheet::{Arguments, Endpoint, Patch, endpoint, with};
use jiff::Timestamp;
use jiff::tz::Offset;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Every module, with a required and an optional field.
#[derive(Arguments, Debug, Clone, PartialEq, Deserialize)]
struct All {
    #[serde(with = "with::unix_seconds")]
    unix: SystemTime,
    #[serde(with = "with::rfc3339")]
    rfc3339: SystemTime,
    #[serde(with = "with::http_date")]
    http: SystemTime,
    #[serde(with = "with::base64")]
    bytes: Bytes,
    #[serde(with = "with::base64url")]
    vec: Vec<u8>,
    #[serde(with = "with::non_finite")]
    float: f64,
    #[serde(default, with = "with::unix_seconds")]
    maybe_unix: Option<SystemTime>,
    #[serde(default, with = "with::rfc3339")]
    maybe_rfc3339: Option<SystemTime>,
    #[serde(default, with = "with::http_date")]
    maybe_http: Option<SystemTime>,
    #[serde(default, with = "with::base64")]
    maybe_bytes: Option<Bytes>,
    #[serde(default, with = "with::base64url")]
    maybe_vec: Option<Vec<u8>>,
    #[serde(default, with = "with::non_finite")]
    maybe_float: Option<f32>,
}

/// The same under serde's own derive, which writes null.
#[derive(Serialize)]
struct ByNull {
    #[serde(with = "with::rfc3339")]
    at: Option<SystemTime>,
    #[serde(with = "with::base64")]
    bytes: Option<Vec<u8>>,
}

#[derive(Arguments)]
struct Patched {
    #[serde(with = "with::rfc3339")]
    at: Patch<SystemTime>,
}

#[endpoint(method = "POST", path = "/all", response = All)]
struct Post {
    all: All,
}

fn epoch() -> All {
    All::builder()
        .unix(UNIX_EPOCH)
        .rfc3339(UNIX_EPOCH)
        .http(UNIX_EPOCH)
        .bytes("hi?!")
        .vec(b"hi?!".to_vec())
        .float(f64::NEG_INFINITY)
        .build()
}

fn at(seconds: i64, nanos: u32) -> SystemTime {
    SystemTime::try_from(Timestamp::new(seconds, 0).unwrap()).unwrap() + Duration::from_nanos(nanos.into())
}

/// Writes and reads one value by a module.
macro_rules! through {
    ($($name:ident = $module:literal $ty:ty;)*) => {$(
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        struct $name(#[serde(with = $module)] $ty);
    )*};
}

through! {
    Unix = "with::unix_seconds" SystemTime;
    Rfc3339 = "with::rfc3339" SystemTime;
    HttpDate = "with::http_date" SystemTime;
    Base64 = "with::base64" Vec<u8>;
    Base64Url = "with::base64url" Bytes;
    Double = "with::non_finite" f64;
    Single = "with::non_finite" f32;
    MaybeUnix = "with::unix_seconds" Option<SystemTime>;
}

#[test]
fn endpoint_writes_and_reads_with_modules() {
    let request = Post { all: epoch() }.to_request(&"http://localhost".parse().unwrap()).unwrap();
    let body: Value = serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap();
    let expected = json!({
        "unix": 0,
        "rfc3339": "1970-01-01T00:00:00Z",
        "http": "Thu, 01 Jan 1970 00:00:00 GMT",
        "bytes": "aGk/IQ==",
        "vec": "aGk_IQ",
        "float": "-Infinity",
    });
    assert_eq!(body["all"], expected);
    let reply = http::Response::new(Bytes::from(expected.to_string()));
    assert_eq!(Post::read_response(reply).unwrap(), epoch());
}

#[test]
fn optional_value_is_omitted_null_or_written() {
    let all = All {
        maybe_unix: Some(UNIX_EPOCH),
        maybe_rfc3339: Some(UNIX_EPOCH),
        maybe_http: Some(UNIX_EPOCH),
        maybe_bytes: Some(Bytes::new()),
        maybe_vec: Some(vec![0]),
        maybe_float: Some(0.1),
        ..epoch()
    };
    let mut written = serde_json::to_value(&all).unwrap();
    assert_eq!(written["maybe_vec"], "AA");
    assert_eq!(serde_json::from_value::<All>(written.clone()).unwrap(), all);
    for (name, member) in written.as_object_mut().unwrap() {
        if name.starts_with("maybe") {
            *member = Value::Null;
        }
    }
    assert_eq!(serde_json::from_value::<All>(written).unwrap(), epoch());
    let null = serde_json::to_string(&ByNull { at: None, bytes: None }).unwrap();
    assert_eq!(null, r#"{"at":null,"bytes":null}"#);
    let patched = |at| serde_json::to_string(&Patched { at }).unwrap();
    assert_eq!(patched(Patch::Absent), "{}");
    assert_eq!(patched(Patch::Null), r#"{"at":null}"#);
    assert_eq!(patched(Patch::Value(UNIX_EPOCH)), r#"{"at":"1970-01-01T00:00:00Z"}"#);
}

#[test]
fn error_does_not_quote_the_refused_value() {
    fn refused<T: for<'de> Deserialize<'de> + std::fmt::Debug>() {
        for text in [r#""s3cret""#, "[\"s3cret\"]", "{\"s3cret\":1}", "true", "null", "1e400"] {
            let error = serde_json::from_str::<T>(text).unwrap_err().to_string();
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
    refused::<Unix>();
    refused::<Rfc3339>();
    refused::<HttpDate>();
    refused::<Base64>();
    refused::<Base64Url>();
    refused::<Double>();
    for error in [
        serde_json::from_str::<Rfc3339>("31337").unwrap_err(),
        serde_json::from_str::<Unix>("31337.5").unwrap_err(),
        serde_json::from_str::<Unix>("18446744073709531337").unwrap_err(),
        serde_json::from_str::<MaybeUnix>("\"31337s\"").unwrap_err(),
    ] {
        assert!(!error.to_string().contains("31337"), "{error}");
    }
}

#[test]
fn decode_error_names_the_path_and_what_was_expected() {
    for (body, expected) in [
        (r#"{"unix":0,"rfc3339":"s3cret","http":""}"#, "`rfc3339`: found string, expected a timestamp of RFC 3339"),
        (r#"{"unix":0.5}"#, "`unix`: found number, expected whole Unix seconds"),
        (r#"{"unix":"","http":""}"#, "`unix`: found string, expected whole Unix seconds"),
        (r#"{"http":null}"#, "`http`: found null, expected an HTTP date"),
        (r#"{"bytes":"*"}"#, "`bytes`: found string, expected bytes in base64"),
        (r#"{"vec":true}"#, "`vec`: found boolean, expected bytes in base64url"),
        (r#"{"maybe_float":[]}"#, "`maybe_float`: found sequence, expected a number, `NaN`, `Infinity` or `-Infinity`"),
    ] {
        let error = Post::read_response(http::Response::new(Bytes::from(body))).err().unwrap();
        assert_eq!(error.source().unwrap().to_string(), expected);
    }
}

#[test]
fn floats_that_are_not_finite_are_written_as_strings() {
    for (value, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "Infinity"), (f64::NEG_INFINITY, "-Infinity")] {
        let text = format!("\"{text}\"");
        assert_eq!(serde_json::to_string(&Double(value)).unwrap(), text);
        let read = serde_json::from_str::<Double>(&text).unwrap().0;
        assert!(read.to_bits() == value.to_bits() || read.is_nan() && value.is_nan());
    }
    assert_eq!(serde_json::to_string(&Single(0.1)).unwrap(), "0.1");
    for text in ["\"inf\"", "\"nan\"", "\"+Infinity\"", "\"infinity\"", "\"1e400\"", "\"\""] {
        serde_json::from_str::<Double>(text).unwrap_err();
    }
    // Finite, but not as an `f32`.
    serde_json::from_str::<Single>("1e300").unwrap_err();
}

#[test]
fn base64_matches_the_rfc() {
    // RFC 4648 section 10.
    for (bytes, text) in
        [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")]
    {
        assert_eq!(serde_json::to_value(Base64(bytes.into())).unwrap(), text);
        for text in [text, text.trim_end_matches('=')] {
            assert_eq!(serde_json::from_value::<Base64>(text.into()).unwrap().0, bytes.as_bytes());
            assert_eq!(serde_json::from_value::<Base64Url>(text.into()).unwrap().0, bytes);
        }
    }
    for text in ["Z", "Zm9v\n", "Zm9v Zg==", "_w==", "Zh==", "=", "Zg==Zg=="] {
        serde_json::from_value::<Base64>(text.into()).unwrap_err();
    }
    serde_json::from_str::<Base64Url>("\"/w\"").unwrap_err();
}

#[test]
fn years_without_four_digits_are_errors() {
    let ten_thousand = at(253_402_207_200, 0) + Duration::from_secs(86_400 * 2);
    assert!(serde_json::to_string(&Rfc3339(ten_thousand)).unwrap_err().to_string().contains("years 0 to 9999"));
    assert!(serde_json::to_string(&HttpDate(ten_thousand)).unwrap_err().to_string().contains("years 1970 to 9999"));
    serde_json::to_string(&Unix(ten_thousand)).unwrap();
}

/// Instants of the years 0 to 9999, as far as jiff supports them, with and without a fraction.
fn instants() -> impl Strategy<Value = (i64, u32)> {
    let seconds = prop_oneof![-62_167_219_200..=253_402_207_199_i64, -5_000_000_000..5_000_000_000_i64, -2..2_i64];
    let nanos = prop_oneof![Just(0), 0..1_000_000_000_u32, (0..1000_u32).prop_map(|millis| millis * 1_000_000)];
    (seconds, nanos)
}

proptest! {
    #[test]
    fn jiff_reads_and_writes_the_same_timestamps((seconds, nanos) in instants(), offset in -86_399..=86_399_i32) {
        let time = at(seconds, nanos);
        let by_jiff = Timestamp::try_from(time).unwrap();
        let text = serde_json::to_value(Rfc3339(time)).unwrap();
        prop_assert_eq!(text.as_str().unwrap(), by_jiff.to_string());
        prop_assert_eq!(serde_json::from_value::<Rfc3339>(text).unwrap().0, time);
        // An offset of whole minutes; the local year must also have four digits.
        let offset = Offset::from_seconds(offset / 60 * 60).unwrap();
        if offset.to_datetime(by_jiff).year() >= 0 {
            let local = by_jiff.display_with_offset(offset).to_string();
            prop_assert_eq!(serde_json::from_value::<Rfc3339>(local.into()).unwrap().0, time);
        }
    }

    #[test]
    fn jiff_counts_the_same_seconds((seconds, nanos) in instants()) {
        let written = serde_json::to_value(Unix(at(seconds, nanos))).unwrap();
        prop_assert_eq!(written.as_i64(), Some(seconds));
        prop_assert_eq!(serde_json::from_value::<Unix>(written).unwrap().0, at(seconds, 0));
        prop_assert_eq!(serde_json::from_value::<Unix>(seconds.to_string().into()).unwrap().0, at(seconds, 0));
    }

    #[test]
    fn jiff_writes_the_same_http_dates((seconds, nanos) in instants()) {
        let time = at(seconds, nanos);
        let whole = at(seconds, 0);
        let by_jiff = Timestamp::try_from(whole).unwrap();
        let imf = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&by_jiff).unwrap();
        if seconds < 0 {
            prop_assert!(serde_json::to_value(HttpDate(time)).unwrap_err().to_string().contains("years 1970 to 9999"));
            return Ok(());
        }
        let text = serde_json::to_value(HttpDate(time)).unwrap();
        prop_assert_eq!(text.as_str().unwrap(), imf);
        prop_assert_eq!(serde_json::from_value::<HttpDate>(text).unwrap().0, whole);
        let asctime = by_jiff.strftime("%a %b %e %H:%M:%S %Y").to_string();
        prop_assert_eq!(serde_json::from_value::<HttpDate>(asctime.into()).unwrap().0, whole);
    }

    #[test]
    fn every_integer_of_seconds_is_read_back_or_refused(seconds: i64) {
        if let Ok(Unix(time)) = serde_json::from_value(seconds.into()) {
            prop_assert_eq!(serde_json::to_value(Unix(time)).unwrap().as_i64(), Some(seconds));
            let _ = serde_json::to_string(&Rfc3339(time));
            let _ = serde_json::to_string(&HttpDate(time));
        }
    }

    #[test]
    fn reading_any_text_does_not_panic(text in "\\PC*", near in "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:.]{0,12}[Z+-]?[0-9:]{0,6}") {
        for text in [text, near] {
            let text = Value::from(text);
            let _ = serde_json::from_value::<Rfc3339>(text.clone());
            let _ = serde_json::from_value::<HttpDate>(text.clone());
            let _ = serde_json::from_value::<Unix>(text.clone());
            let _ = serde_json::from_value::<Base64>(text.clone());
            let _ = serde_json::from_value::<Double>(text);
        }
    }

    #[test]
    fn bytes_are_read_back(bytes: Vec<u8>) {
        let standard = serde_json::to_string(&Base64(bytes.clone())).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Base64>(&standard).unwrap().0, &bytes);
        let url = serde_json::to_string(&Base64Url(bytes.clone().into())).unwrap();
        prop_assert!(!url.contains(['+', '/', '=']));
        prop_assert_eq!(&serde_json::from_str::<Base64Url>(&url).unwrap().0, &bytes);
        prop_assert_eq!(standard.replace('+', "-").replace('/', "_").replace('=', ""), url);
    }

    /// serde_json reads some floats inexactly without its feature `float_roundtrip`, so the result is compared with its
    /// own.
    #[test]
    fn finite_floats_are_written_as_without_the_module(double in any::<f64>(), single in any::<f32>()) {
        let text = serde_json::to_string(&double).unwrap();
        prop_assert_eq!(&serde_json::to_string(&Double(double)).unwrap(), &text);
        let plain: f64 = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::from_str::<Double>(&text).unwrap().0.to_bits(), plain.to_bits());
        prop_assert_eq!(serde_json::from_value::<Double>(text.into()).unwrap().0.to_bits(), double.to_bits());
        let text = serde_json::to_string(&single).unwrap();
        prop_assert_eq!(&serde_json::to_string(&Single(single)).unwrap(), &text);
        let plain: f32 = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::from_str::<Single>(&text).unwrap().0.to_bits(), plain.to_bits());
    }
}
