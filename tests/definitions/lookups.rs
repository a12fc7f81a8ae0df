//! Reading the lookups that `#[derive(Lookup)]` writes.

use callsheet::{Endpoint, Lookup, Scalar, endpoint};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::request;

#[derive(Debug, Clone, PartialEq, Lookup)]
enum User {
    Id(u64),
    EmailAddress(String),
    #[serde(rename = "sso", alias = "single_sign_on")]
    SingleSignOn(Sso),
    #[serde(rename(serialize = "outgoing", deserialize = "incoming"))]
    Named(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sso {
    provider: String,
    subject: Option<String>,
}

#[derive(Debug, PartialEq, Lookup)]
#[serde(rename_all = "camelCase")]
enum Camel {
    FirstKey(u8),
    OtherKey(u8),
}

/// Its value is only written, so there is no `Deserialize`.
#[derive(Lookup)]
enum Written {
    Id(Number),
}

#[derive(Scalar, Serialize)]
struct Number(u8);

#[derive(Debug, Deserialize)]
struct Owners {
    owners: Vec<User>,
    deputy: Option<User>,
}

#[endpoint(method = "GET", path = "/owners", response = Owners)]
struct GetOwners;

#[endpoint(method = "PUT", path = "/owner")]
struct SetOwner {
    owner: User,
    other: Option<Written>,
}

fn read(json: &serde_json::Value) -> Result<User, String> {
    let of_text = serde_json::from_str::<User>(&json.to_string()).map_err(|error| error.to_string());
    assert_eq!(of_text.is_ok(), serde_json::from_value::<User>(json.clone()).is_ok(), "{json}");
    of_text
}

#[test]
fn lookup_is_read_by_each_of_its_names() {
    let sso = json!({"provider": "p", "subject": null});
    let expected = User::SingleSignOn(Sso { provider: "p".to_owned(), subject: None });
    assert_eq!(read(&json!({"sso": sso})).unwrap(), expected);
    assert_eq!(read(&json!({"single_sign_on": sso})).unwrap(), expected);
    assert_eq!(read(&json!({"incoming": ["a"]})).unwrap(), User::Named(vec!["a".to_owned()]));
    assert_eq!(serde_json::to_value(User::Named(Vec::new())).unwrap(), json!({"outgoing": []}));
    assert_eq!(serde_json::from_str::<Camel>(r#"{"otherKey":1}"#).unwrap(), Camel::OtherKey(1));
    assert!(serde_json::from_str::<Camel>(r#"{"other_key":1}"#).is_err());
}

#[test]
fn lookup_of_another_shape_is_refused() {
    let names = "`id`, `email_address`, `sso`, `incoming`";
    for (json, expected) in [
        (json!({"name": "a"}), format!("unknown field `name`, expected one of {names}")),
        (json!({"id": 1, "name": "a"}), format!("unknown field `name`, expected one of {names}")),
        (json!({}), "invalid length 0, expected an object with one key".to_owned()),
        (json!({"id": 1, "sso": {}}), "invalid length 2, expected an object with one key".to_owned()),
        (json!({"id": "a"}), "invalid type: string \"a\", expected u64".to_owned()),
        (json!({"id": null}), "invalid type: null, expected u64".to_owned()),
        (json!("id"), "invalid type: string \"id\", expected an object with one key".to_owned()),
        (json!(null), "invalid type: null, expected an object with one key".to_owned()),
    ] {
        let error = read(&json).unwrap_err();
        assert!(error.starts_with(&expected), "{json}\n  {error}\n  {expected}");
    }
}

#[test]
fn lookup_in_a_reply_is_read_and_its_error_has_a_path_and_no_value() {
    let read = |body: &'static str| GetOwners::read_response(http::Response::new(body.into()));
    let owners = read(r#"{"owners":[{"id":1},{"email_address":"a"}],"deputy":null}"#).unwrap();
    assert_eq!(owners.owners, [User::Id(1), User::EmailAddress("a".to_owned())]);
    assert_eq!(owners.deputy, None);
    for (body, expected) in [
        (r#"{"owners":[{"id":1},{"id":"s3cret"}]}"#, "`owners[1].id`: found string, expected u64"),
        (
            r#"{"owners":[],"deputy":{"s3cret":1}}"#,
            "`deputy`: unknown field, expected one of `id`, `email_address`, `sso`, `incoming`",
        ),
    ] {
        let error = read(body).unwrap_err();
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), expected);
    }
}

#[test]
fn lookup_whose_value_is_only_written_can_be_sent() {
    let request = request(&SetOwner { owner: User::Id(1), other: Some(Written::Id(Number(2))) }).unwrap();
    assert_eq!(request.body(), r#"{"owner":{"id":1},"other":{"id":2}}"#);
}

fn users() -> impl Strategy<Value = User> {
    prop_oneof![
        any::<u64>().prop_map(User::Id),
        ".*".prop_map(User::EmailAddress),
        (".*", any::<Option<String>>()).prop_map(|(provider, subject)| User::SingleSignOn(Sso { provider, subject })),
    ]
}

proptest! {
    #[test]
    fn lookup_reads_what_it_writes(user in users(), list in proptest::collection::vec(users(), 0..4)) {
        let json = serde_json::to_string(&user).unwrap();
        prop_assert_eq!(serde_json::from_str::<User>(&json).unwrap(), user.clone());
        let tree = serde_json::to_value(&user).unwrap();
        prop_assert_eq!(serde_json::from_value::<User>(tree).unwrap(), user);
        let json = serde_json::to_string(&list).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<User>>(&json).unwrap(), list);
    }
}
