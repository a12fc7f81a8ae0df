//! Lookups: in the path and beside it, and read from a reply.

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

/// Its value is only written, so it has no `Deserialize`.
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

#[endpoint(method = "GET", path = "/users/<user>")]
struct GetUser {
    user: User,
    page: Option<u8>,
}

#[endpoint(method = "DELETE", path = "/users/<user>")]
struct DeleteUser {
    user: User,
}

#[endpoint(method = "PATCH", path = "/users/<user>/name/<tag>")]
struct Rename {
    /// Not a lookup, though the macro cannot know it.
    tag: Number,
    user: User,
    name: String,
}

#[endpoint(method = "POST", path = "/users/<user>/block")]
struct Block {
    user: User,
}

#[endpoint(method = "POST", path = "/users/<user>/tags/<other>", form("kind" = "a"))]
struct TagByForm {
    user: User,
    other: User,
}

#[endpoint(method = "PUT", path = "/users/<user>/photo")]
struct SetPhoto {
    user: User,
    #[payload(text)]
    photo: String,
}

#[endpoint(method = "POST", path = "/users/<user>")]
struct InPathAlone {
    #[path]
    user: User,
}

#[endpoint(method = "GET", path = "/users/<user>", query("user" = "constant"))]
struct NameIsTaken {
    user: User,
}

/// An endpoint with a host, a map and a type alias.
#[endpoint(method = "GET", path = "/users/<user>")]
struct Mapped {
    user: Alias,
    #[query(flatten)]
    more: std::collections::BTreeMap<String, u8>,
}

type Alias = User;

fn sent<E: Endpoint>(endpoint: &E) -> (String, String, Option<String>) {
    let request = request(endpoint).unwrap();
    let content_type = request.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    let body = std::str::from_utf8(request.body()).unwrap().to_owned();
    (request.uri().path_and_query().unwrap().to_string().replacen("/v1", "", 1), body, content_type)
}

fn named() -> User {
    User::EmailAddress("a b".to_owned())
}

#[test]
fn lookup_that_the_path_contains_is_sent_nowhere_else() {
    assert_eq!(sent(&GetUser { user: User::Id(7), page: Some(2) }).0, "/users/7?page=2");
    assert_eq!(sent(&DeleteUser { user: User::Id(7) }).0, "/users/7");
    let rename = Rename { tag: Number(1), user: User::Id(7), name: "n".to_owned() };
    let (path, body, _) = sent(&rename);
    assert_eq!((path.as_str(), body.as_str()), ("/users/7/name/1", r#"{"name":"n"}"#));
    // The endpoint has no field in the body, so it sends no body.
    assert_eq!(sent(&Block { user: User::Id(7) }), ("/users/7/block".to_owned(), String::new(), None));
    assert_eq!(request(&Block { user: User::Id(7) }).unwrap().headers()["content-length"], "0");
}

#[test]
fn lookup_by_another_key_is_also_sent_where_the_other_fields_are() {
    assert_eq!(sent(&GetUser { user: named(), page: Some(2) }).0, "/users/_?user%5Bemail_address%5D=a%20b&page=2");
    assert_eq!(sent(&DeleteUser { user: named() }).0, "/users/_?user%5Bemail_address%5D=a%20b");
    let json = |path: &str, body: &str| (path.to_owned(), body.to_owned(), Some("application/json".to_owned()));
    let rename = Rename { tag: Number(1), user: named(), name: "n".to_owned() };
    assert_eq!(sent(&rename), json("/users/_/name/1", r#"{"user":{"email_address":"a b"},"name":"n"}"#));
    assert_eq!(sent(&Block { user: named() }), json("/users/_/block", r#"{"user":{"email_address":"a b"}}"#));
    let (path, body, content_type) = sent(&TagByForm { user: named(), other: User::Id(1) });
    assert_eq!((path.as_str(), body.as_str()), ("/users/_/tags/1", "kind=a&user%5Bemail_address%5D=a+b"));
    assert_eq!(content_type.as_deref(), Some("application/x-www-form-urlencoded"));
    let (path, body, _) = sent(&SetPhoto { user: named(), photo: "p".to_owned() });
    assert_eq!((path.as_str(), body.as_str()), ("/users/_/photo?user%5Bemail_address%5D=a%20b", "p"));
    let more = [("user[email_address]".to_owned(), 1), ("x".to_owned(), 2)].into();
    assert_eq!(sent(&Mapped { user: named(), more }).0, "/users/_?user%5Bemail_address%5D=a%20b&x=2");
}

#[test]
fn lookup_only_in_the_path_requires_its_first_key() {
    for error in [request(&InPathAlone { user: named() }), request(&NameIsTaken { user: named() })] {
        let error = error.unwrap_err();
        assert!(error.contains("`#[path] #[query]`") && error.contains("`user`"), "{error}");
    }
    assert_eq!(sent(&InPathAlone { user: User::Id(1) }).0, "/users/1");
    assert_eq!(sent(&NameIsTaken { user: User::Id(1) }).0, "/users/1?user=constant");
}

#[test]
fn table_records_which_fields_are_lookups() {
    use callsheet::spec::{BesidePath, Place};
    let place =
        |spec: &'static callsheet::spec::Spec, name| spec.fields.iter().find(|field| field.name == name).unwrap().place;
    let path = Place::Path { allow_empty: false };
    assert_eq!(place(GetUser::SPEC, "user"), Place::Lookup { beside: BesidePath::Query });
    assert_eq!(place(Mapped::SPEC, "user"), Place::Lookup { beside: BesidePath::Query });
    assert_eq!(place(Rename::SPEC, "user"), Place::Lookup { beside: BesidePath::Member });
    assert_eq!(place(Rename::SPEC, "tag"), path);
    assert_eq!(place(TagByForm::SPEC, "other"), Place::Lookup { beside: BesidePath::Form });
    assert_eq!(place(InPathAlone::SPEC, "user"), path);
    assert_eq!(place(NameIsTaken::SPEC, "user"), path);
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
