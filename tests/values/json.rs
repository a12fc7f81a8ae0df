//! serde_json's own types as values, with any of its features enabled by another crate.

use std::collections::BTreeMap;

use callsheet::{Arguments, Endpoint as _, endpoint};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Number, Value, json};

use super::{built, pairs, parameters};

#[derive(Arguments)]
struct Filter {
    price: Number,
    rates: Vec<Number>,
    any: Value,
    raw: Box<RawValue>,
    raws: Vec<Box<RawValue>>,
    by_price: BTreeMap<i64, Number>,
}

fn filter() -> Filter {
    let raw = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
    Filter {
        price: Number::from_f64(1.5).unwrap(),
        rates: vec![Number::from(1), Number::from(u64::MAX)],
        any: json!({ "deep": [-1, 2.5, "x", true] }),
        raw: raw(r#"{"a": 1.10, "b": ["c"]}"#),
        raws: vec![raw("12345678901234567890123.10"), raw("\"a&b\""), raw("true")],
        by_price: [(-1, Number::from(7))].into(),
    }
}

#[endpoint(method = "GET", path = "/query")]
struct InQuery {
    filter: Filter,
}

#[endpoint(method = "POST", path = "/form")]
struct InForm {
    #[form]
    filter: Filter,
}

#[endpoint(method = "POST", path = "/json")]
struct InBody {
    filter: Filter,
}

#[test]
fn serde_json_number_is_sent_as_a_number_in_every_place() {
    let expected = pairs(&[
        ("filter[price]", "1.5"),
        ("filter[rates]", "1"),
        ("filter[rates]", "18446744073709551615"),
        ("filter[any][deep]", "-1"),
        ("filter[any][deep]", "2.5"),
        ("filter[any][deep]", "x"),
        ("filter[any][deep]", "true"),
        ("filter[raw][a]", if cfg!(feature = "serde-json-features") { "1.10" } else { "1.1" }),
        ("filter[raw][b]", "c"),
        ("filter[raws]", "12345678901234567890123.10"),
        ("filter[raws]", "a&b"),
        ("filter[raws]", "true"),
        ("filter[by_price][-1]", "7"),
    ]);
    assert_eq!(parameters(built(&InQuery { filter: filter() }).uri().query().unwrap().as_bytes()), expected);
    assert_eq!(parameters(built(&InForm { filter: filter() }).body()), expected);
    assert_eq!(
        std::str::from_utf8(built(&InBody { filter: filter() }).body()).unwrap(),
        concat!(
            r#"{"filter":{"price":1.5,"rates":[1,18446744073709551615],"any":{"deep":[-1,2.5,"x",true]},"#,
            r#""raw":{"a": 1.10, "b": ["c"]},"raws":[12345678901234567890123.10,"a&b",true],"by_price":{"-1":7}}}"#
        )
    );
}

mod whole {
    /// Without a module.
    pub(super) fn serialize<T: serde::Serialize, S: serde::Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        value.serialize(to)
    }
}

#[endpoint(method = "POST", path = "/<id>")]
struct WithModules {
    #[path(with = whole)]
    id: Number,
    #[query(with = whole)]
    small: f32,
    #[query(with = whole)]
    raw: Box<RawValue>,
    #[header(with = whole)]
    rate: Number,
    #[body(with = whole)]
    price: Number,
}

#[test]
fn output_of_a_module_does_not_depend_on_features() {
    let number = |text: &str| serde_json::from_str::<Number>(text).unwrap();
    let raw = RawValue::from_string("1.10".to_owned()).unwrap();
    let call = WithModules { id: number("7"), small: 0.1, raw, rate: number("-2.5"), price: number("1.25") };
    let request = built(&call);
    assert_eq!(request.uri(), "http://localhost/7?small=0.1&raw=1.10");
    assert_eq!(request.headers()["rate"], "-2.5");
    assert_eq!(request.body(), r#"{"price":1.25}"#);
}

#[derive(Arguments)]
struct AroundNumber {
    name: &'static str,
    #[serde(flatten)]
    inner: Number,
}

#[derive(Arguments)]
struct AroundRaw {
    name: &'static str,
    #[serde(flatten)]
    inner: Box<RawValue>,
}

#[test]
fn flattened_number_is_refused_but_a_flattened_raw_object_is_accepted() {
    let text = |json: Result<String, serde_json::Error>| json.unwrap_or_else(|error| error.to_string());
    let raw = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
    assert_eq!(
        text(serde_json::to_string(&AroundNumber { name: "a", inner: Number::from(1) })),
        "only an object or a map can be flattened, found a number"
    );
    assert_eq!(
        text(serde_json::to_string(&AroundRaw { name: "a", inner: raw(r#"{"b": 1.10, "name": 2}"#) })),
        r#"{"name":"a","b":1.10}"#
    );
    assert_eq!(
        text(serde_json::to_string(&AroundRaw { name: "a", inner: raw("[1]") })),
        "only an object or a map can be flattened, found a `RawValue` that is not an object"
    );
}

#[endpoint(method = "GET", path = "/prices", response = Prices, errors(out_of_range(status = 422, detail = Value)))]
struct GetPrices;

#[derive(Debug, Deserialize, PartialEq)]
struct Prices {
    exact: Number,
    float: f64,
    int: u64,
    raw: Box<RawValueText>,
    any: Value,
    either: Vec<Either>,
    #[serde(with = "callsheet::with::unix_seconds")]
    at: std::time::SystemTime,
    #[serde(with = "callsheet::with::non_finite")]
    most: f64,
}

/// A `RawValue` that can be compared.
#[derive(Debug, Deserialize)]
struct RawValueText(Box<RawValue>);

impl PartialEq for RawValueText {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum Either {
    Number(u8),
    Text(String),
}

#[test]
fn reading_a_reply_does_not_depend_on_features() {
    let body = r#"{"exact": 1.5, "float": 0.1, "int": 18446744073709551615, "raw": {"a": 1.10}, "any": {"b": [1]},
        "either": [1, "x"], "at": 7, "most": 1.5}"#;
    let prices = GetPrices::read_response(http::Response::new(body.into())).unwrap();
    let raw = RawValue::from_string(r#"{"a": 1.10}"#.to_owned()).unwrap();
    let expected = Prices {
        exact: Number::from_f64(1.5).unwrap(),
        float: 0.1,
        int: u64::MAX,
        raw: Box::new(RawValueText(raw)),
        any: json!({ "b": [1] }),
        either: vec![Either::Number(1), Either::Text("x".to_owned())],
        at: std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(7),
        most: 1.5,
    };
    assert_eq!(prices, expected);
}

#[test]
fn deeply_nested_reply_is_an_error_without_stack_overflow() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
        let error = GetPrices::read_response(http::Response::new(deep.clone().into())).unwrap_err();
        assert!(error.body().is_some(), "{error}");
        let mut refused = http::Response::new(format!(r#"{{"code":"out_of_range","detail":{deep}}}"#).into());
        *refused.status_mut() = http::StatusCode::UNPROCESSABLE_ENTITY;
        let error = GetPrices::read_response(refused).unwrap_err();
        assert_eq!(error.status(), Some(http::StatusCode::UNPROCESSABLE_ENTITY), "{error}");
    }
}
