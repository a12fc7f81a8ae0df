//! Compares the SDK with the documentation of the API in `documentation.json`: 18 endpoints with their arguments, their
//! errors and the structure of their replies.

use bytes::Bytes;
use callsheet::{Endpoint, Error, error::ErrorSet};
use http::Response;
use krystal_identity::client::{organizations as for_clients, users as users_for_clients};
use krystal_identity::{ErrorKind, Identity, invites, organizations, signup_intents, ssh_keys, user, users};
use serde_json::{Value, json};

/// The check of each endpoint, in the order of the documentation.
const CHECKS: [fn(&Value); 18] = [
    check::<for_clients::UpdateOrganization>,
    check::<for_clients::CreateOrganization>,
    check::<users_for_clients::GetUser>,
    check::<organizations::ListOrganizations>,
    check::<organizations::GetOrganization>,
    check::<organizations::UpdateOrganization>,
    check::<organizations::GetPermissions>,
    check::<invites::ListInvites>,
    check::<invites::CreateInvite>,
    check::<signup_intents::CreateSignupIntent>,
    check::<ssh_keys::CreateSshKey>,
    check::<ssh_keys::AuthenticateSshKey>,
    check::<user::GetUser>,
    check::<user::UpdateUser>,
    check::<user::UpdatePreferences>,
    check::<user::CreateIdentityCheck>,
    check::<user::GetAuthorization>,
    check::<users::CreateUser>,
];

#[test]
fn every_endpoint_is_as_documented() {
    let documentation: Value = serde_json::from_str(include_str!("documentation.json")).unwrap();
    let endpoints = documentation.as_array().unwrap();
    assert_eq!(endpoints.len(), CHECKS.len());
    for (documented, check) in endpoints.iter().zip(CHECKS) {
        check(documented);
    }
}

fn check<E: Endpoint<Api = Identity>>(documented: &Value) {
    let spec = E::SPEC;
    let path = documented["path"].as_str().unwrap().replace('{', "<").replace('}', ">");
    assert_eq!((spec.method, spec.path), (documented["method"].as_str().unwrap(), path.as_str()));
    assert_eq!(<Identity as callsheet::Api>::BASE_URL, documented["base_url"].as_str());
    check_docs::<E>(documented);
    check_arguments::<E>(documented);
    check_errors::<E>(documented);
    check_success::<E>(documented);
}

/// The docs start with the documented title.
fn check_docs<E: Endpoint>(documented: &Value) {
    let title = documented["title"].as_str().unwrap();
    assert!(E::REFERENCE.docs.starts_with(title), "{title}: {}", E::REFERENCE.docs);
}

fn check_arguments<E: Endpoint>(documented: &Value) {
    let fields = E::REFERENCE.fields.iter();
    let mut fields: Vec<(&str, bool, String)> =
        fields.map(|field| (field.name, field.required, type_name(field.ty))).collect();
    let arguments = documented["arguments"].as_array().unwrap().iter();
    let mut arguments: Vec<(&str, bool, String)> = arguments
        .map(|argument| {
            let [name, ty] = ["name", "type"].map(|key| argument[key].as_str().unwrap());
            (name, argument["required"] == true, type_name(ty))
        })
        .collect();
    fields.sort_unstable();
    arguments.sort_unstable();
    assert_eq!(fields, arguments, "{}", E::SPEC.name);
}

/// The name of a type, whether Rust or the documentation writes it: `Organization Lookup`, `InviteStateEnum`,
/// `Boolean`.
fn type_name(written: &str) -> String {
    let of_option = written.strip_prefix("Option<").and_then(|inner| inner.strip_suffix('>'));
    let name = of_option.unwrap_or(written).replace(' ', "").to_ascii_lowercase();
    let name = name.strip_suffix("enum").unwrap_or(&name);
    if name == "boolean" { "bool".to_owned() } else { name.to_owned() }
}

fn check_errors<E: Endpoint>(documented: &Value) {
    let mut cases: Vec<(&str, u64)> = Vec::new();
    for case in E::Error::TABLE.cases {
        cases.push((case.code.unwrap(), case.statuses.0[0].0.into()));
    }
    let errors = documented["errors"].as_array().unwrap().iter();
    let mut errors: Vec<(&str, u64)> =
        errors.map(|error| (error["code"].as_str().unwrap(), error["status"].as_u64().unwrap())).collect();
    cases.sort_unstable();
    errors.sort_unstable();
    assert_eq!(cases, errors, "{}", E::SPEC.name);
    assert!(E::Error::REFERENCE.iter().all(|case| !case.docs.is_empty()), "{}", E::SPEC.name);
    for (code, status) in errors {
        check_kind::<E>(code, u16::try_from(status).unwrap());
    }
}

/// The SDK's error type knows the kind of each documented error.
fn check_kind<E: Endpoint>(code: &str, status: u16) {
    let details = if code == "validation_error" { json!(["wrong"]) } else { Value::Null };
    let body = json!({ "error": { "code": code, "description": "d", "detail": { "details": details } } });
    let Err(error) = read::<E>(status, &body) else { panic!("{code} is a success") };
    assert!(error.documented().is_some(), "{error}");
    assert_ne!(krystal_identity::Error::from(error).kind(), ErrorKind::Unexpected, "{code}");
}

/// The documented reply decodes with any nullable member null, and does not decode without a required member.
fn check_success<E: Endpoint>(documented: &Value) {
    let status = u16::try_from(documented["success_status"].as_u64().unwrap()).unwrap();
    let returned = &documented["returned"];
    for nulls in [false, true] {
        let sample = object(returned, nulls);
        if let Err(error) = read::<E>(status, &sample) {
            panic!("{error}: {sample}");
        }
    }
    let whole = object(returned, false);
    let mut members = Vec::new();
    collect(returned, "", &mut members);
    for (pointer, nullable) in members {
        for change in [remove, nullify] {
            let mut changed = whole.clone();
            change(&mut changed, &pointer);
            let read = read::<E>(status, &changed);
            assert_eq!(read.is_ok(), nullable, "{} {pointer}", E::SPEC.name);
        }
    }
    assert_eq!(E::SPEC.success.0, [(status, status)], "{}", E::SPEC.name);
    let other = if status == 200 { 201 } else { 200 };
    assert!(read::<E>(other, &whole).is_err(), "{} accepts {other}", E::SPEC.name);
}

fn read<E: Endpoint>(status: u16, body: &Value) -> Result<E::Response, Error<E::Error>> {
    E::read_response(Response::builder().status(status).body(Bytes::from(body.to_string())).unwrap())
}

fn object(members: &Value, nulls: bool) -> Value {
    let members = members.as_array().unwrap().iter();
    members
        .map(|member| (member["name"].as_str().unwrap().to_owned(), value(member, nulls)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn value(member: &Value, nulls: bool) -> Value {
    let nullable = member["nullable"] == true;
    if nullable && nulls {
        return Value::Null;
    }
    let one = match member["type"].as_str().unwrap() {
        _ if member.get("fields").is_some() => object(&member["fields"], nulls),
        "Boolean" => json!(true),
        "Integer" => json!(3),
        "Unix Timestamp" => json!(1_767_225_600),
        // Includes enums, whose values are not documented.
        _ => json!("added_later"),
    };
    match member["array"] == true {
        // `[ String? ]`
        true if nullable => json!([one, null]),
        true => json!([one]),
        false => one,
    }
}

/// The JSON Pointer of each member, and whether the member may be null.
fn collect(members: &Value, prefix: &str, into: &mut Vec<(String, bool)>) {
    for member in members.as_array().unwrap() {
        let pointer = format!("{prefix}/{}", member["name"].as_str().unwrap());
        into.push((pointer.clone(), member["nullable"] == true));
        let inside = if member["array"] == true { format!("{pointer}/0") } else { pointer };
        if member.get("fields").is_some() {
            collect(&member["fields"], &inside, into);
        }
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    value.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
}

fn nullify(value: &mut Value, pointer: &str) {
    *value.pointer_mut(pointer).unwrap() = Value::Null;
}
