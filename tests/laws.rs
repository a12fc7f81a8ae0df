//! Property tests of the runtime's laws, without a network, through public functions.

use bytes::Bytes;
use callsheet::{BaseUrl, Client, Endpoint, Error, Patch, endpoint, error::Sent};
use http::{HeaderMap, Response, StatusCode};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde::Deserialize;

/// An endpoint with a field in each place.
#[endpoint(
    method = "POST",
    path = "/users/<user>/keys/<key>",
    response = Answer,
    errors(not_found = 404, denied = 403, invalid(status = 422, detail = Detail)),
)]
struct Everywhere {
    user: String,
    key: u64,
    #[query]
    search: Option<String>,
    #[query]
    tags: Vec<String>,
    name: String,
    note: Patch<String>,
    score: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Answer {
    name: String,
    count: u32,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Detail {
    details: Vec<u8>,
}

fn base() -> BaseUrl {
    "http://localhost:8080/api".parse().unwrap()
}

fn everywhere(user: &str) -> Everywhere {
    Everywhere {
        user: user.to_owned(),
        key: 7,
        search: None,
        tags: Vec::new(),
        name: String::new(),
        note: Patch::Absent,
        score: None,
    }
}

fn response(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response.headers_mut().insert("x-request-id", "req-1".parse().unwrap());
    response
}

/// A body that is similar to a documented one, or any bytes.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let code = prop_oneof![Just("not_found"), Just("denied"), Just("invalid"), Just("other")];
    let detail = prop_oneof![Just("null"), Just("{}"), Just(r#"{"details":[1]}"#), Just(r#"{"details":"x"}"#)];
    let envelope = (code, ".*", detail).prop_map(|(code, message, detail)| {
        let message = serde_json::to_string(&message).unwrap();
        format!(r#"{{"error":{{"code":"{code}","description":{message},"detail":{detail}}}}}"#).into_bytes()
    });
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        envelope,
        Just(br#"{"name":"x","count":1}"#.to_vec()),
        Just(br#"{"name":"x","count":-1}"#.to_vec()),
        "[\\[{]{0,300}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn error_contains_the_whole_reply(status in 200u16..=599, body in bodies(), header in "[ -~]{0,20}") {
        let mut reply = response(status, body.clone());
        reply.headers_mut().insert("x-any", header.parse().unwrap());
        let headers: HeaderMap = reply.headers().clone();
        if let Err(error) = Everywhere::read_response(reply) {
            prop_assert_eq!(error.status().unwrap().as_u16(), status);
            prop_assert_eq!(error.headers().unwrap(), &headers);
            prop_assert_eq!(error.body().unwrap(), &body);
            prop_assert_eq!(error.request_id(), Some("req-1"));
            prop_assert_eq!((error.attempts(), error.sent()), (1, Sent::Yes));
        }
    }

    #[test]
    fn error_prints_one_line(status in 300u16..=599, body in bodies()) {
        let error = Everywhere::read_response(response(status, body)).unwrap_err();
        let line = error.to_string();
        prop_assert!(line.starts_with("POST /users/<user>/keys/<key>: "), "{}", line);
        prop_assert!(line.contains(&status.to_string()), "{}", line);
        prop_assert!(line.ends_with("(request id req-1)"), "{}", line);
        prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
        if let Some(code) = error.code() {
            prop_assert!(line.contains(code), "{}", line);
        }
    }

    #[test]
    fn decode_error_contains_no_value(secret in "s3cret[a-z\"`', ]{0,10}", place in 0usize..4) {
        let text = serde_json::to_string(&secret).unwrap();
        let body = match place {
            0 => format!(r#"{{"name":"a","count":{text}}}"#),
            1 => format!(r#"{{"name":[{text}],"count":1}}"#),
            2 => format!("[{text}]"),
            _ => text,
        };
        let error = Everywhere::read_response(response(200, body)).unwrap_err();
        let Error::Decode { source, .. } = &error else { panic!("{error:?}") };
        for printed in [source.to_string(), format!("{source:?}"), error.to_string(), format!("{error:?}")] {
            prop_assert!(!printed.contains("s3cret"), "{}", printed);
        }
        prop_assert_eq!(source.path(), ["count", "name", "", ""][place]);
    }

    #[test]
    fn path_value_arrives_as_one_segment(user in "\\PC*|[./%?#\\\\ ]{1,4}|.*") {
        match everywhere(&user).to_request(&base()) {
            Ok(request) => {
                // RFC 3986: only unreserved characters and percent-encodings.
                let segment = request.uri().path().split('/').nth(3).unwrap();
                prop_assert!(segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
                // Another parser, which removes dot segments as servers do.
                let url = url::Url::parse(&request.uri().to_string()).unwrap();
                let segments: Vec<_> = url.path_segments().unwrap().collect();
                let decoded = percent_decode_str(segments[2]).decode_utf8().unwrap();
                prop_assert_eq!((segments.len(), &*decoded), (5, user.as_str()));
            }
            Err(error) => {
                prop_assert!(["", ".", ".."].contains(&user.as_str()), "{:?}", user);
                prop_assert!(std::error::Error::source(&error).unwrap().to_string().starts_with("field `user`: "));
                prop_assert_eq!((error.sent(), error.attempts()), (Sent::No, 0));
            }
        }
    }

    #[test]
    fn query_is_read_by_another_parser(search in ".*", tags in proptest::collection::vec(".*", 0..4)) {
        let call = Everywhere { search: Some(search.clone()), tags: tags.clone(), ..everywhere("a") };
        let request = call.to_request(&base()).unwrap();
        let read: Vec<(String, String)> =
            form_urlencoded::parse(request.uri().query().unwrap().as_bytes()).into_owned().collect();
        let mut expected = vec![("search".to_owned(), search)];
        expected.extend(tags.into_iter().map(|tag| ("tags".to_owned(), tag)));
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn body_is_read_by_another_parser(name in ".*", note in proptest::option::of(".*"), score in proptest::num::f64::NORMAL) {
        let call = Everywhere { name: name.clone(), note: Patch::or_null(note.clone()), score: Some(score), ..everywhere("a") };
        let request = call.to_request(&base()).unwrap();
        let read: serde_json::Value = serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap();
        prop_assert_eq!(&read["name"], &serde_json::json!(name));
        prop_assert_eq!(&read["note"], &serde_json::json!(note));
        prop_assert_eq!(read.as_object().unwrap().len(), 3);
    }

    #[test]
    fn accepted_base_url_builds_requests(text in "https?://[a-z.:@0-9\\[\\]]{0,12}(/[a-z.%/ ]{0,8})?") {
        if let Ok(base) = text.parse::<BaseUrl>() {
            let request = everywhere("a").to_request(&base).unwrap();
            prop_assert!(request.uri().host().is_some_and(|host| !host.is_empty()));
            prop_assert!(request.uri().path().ends_with("/users/a/keys/7"));
        }
    }

    #[test]
    fn client_header_never_contains_a_line_break(value in ".*") {
        let built = Client::builder("http://localhost").header("x-any", &value).build();
        prop_assert_eq!(built.is_ok(), value.chars().all(|char| char == '\t' || !char.is_ascii_control()), "{:?}", value);
    }
}

#[test]
fn number_that_is_not_finite_is_refused_with_its_field() {
    let call = Everywhere { score: Some(f64::NAN), ..everywhere("a") };
    let error = call.to_request(&base()).unwrap_err();
    let Error::Build { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.field_name(), Some("score"));
    assert_eq!(source.to_string(), "field `score`: a number that is not finite has no form in JSON");
}

/// A lookup that is only in the path.
#[derive(callsheet::Lookup)]
enum Which {
    Id(String),
    Name(String),
}

#[endpoint(method = "PATCH", path = "/%2e<which>/<which_else>")]
struct InPathAlone {
    #[path]
    which: Which,
    which_else: String,
}

#[test]
fn lookup_that_is_only_in_the_path_is_sent_completely() {
    let request = |which| InPathAlone { which, which_else: "a".to_owned() }.to_request(&base());
    assert_eq!(request(Which::Id("b".to_owned())).unwrap().uri().path(), "/api/%2eb/a");
    let error = request(Which::Name("b".to_owned())).unwrap_err();
    let Error::Build { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.field_name(), Some("which"));
    assert!(source.to_string().contains("`#[path] #[body]`"), "{source}");
}

#[test]
fn percent_encoded_dot_segments_are_refused() {
    let error = InPathAlone { which: Which::Id(".".to_owned()), which_else: "a".to_owned() }.to_request(&base());
    let Err(Error::Build { source, .. }) = error else { panic!("`%2e.` is `..` to a URL library") };
    assert_eq!(source.field_name(), Some("which"));
}

#[test]
fn absent_values_are_left_out_and_a_declared_body_is_an_object() {
    #[endpoint(method = "PUT", path = "/")]
    struct Optional {
        name: Option<String>,
        note: Patch<u8>,
    }
    let body = |call: Optional| call.to_request(&base()).unwrap().into_body();
    assert_eq!(body(Optional { name: None, note: Patch::Absent }), "{}");
    assert_eq!(body(Optional { name: None, note: Patch::Null }), r#"{"note":null}"#);
    assert_eq!(body(Optional { name: Some("a".into()), note: Patch::Value(1) }), r#"{"name":"a","note":1}"#);
}

#[test]
fn undeclared_body_is_not_sent() {
    #[endpoint(method = "POST", path = "/<id>")]
    struct NoBody {
        id: u8,
    }
    let request = NoBody { id: 1 }.to_request(&base()).unwrap();
    assert!(request.body().is_empty());
    assert!(!request.headers().contains_key("content-type"));
}

#[test]
fn unknown_members_are_ignored() {
    let answer = Everywhere::read_response(response(200, r#"{"name":"a","count":1,"added":{"later":[]}}"#));
    assert!(answer.is_ok());
    let error = Everywhere::read_response(response(404, r#"{"error":{"code":"not_found","added":1},"added":[]}"#));
    assert!(matches!(error, Err(Error::Documented { error: EverywhereError::NotFound { message: None }, .. })));
}

#[test]
fn response_of_unit_type_ignores_the_body() {
    #[endpoint(method = "DELETE", path = "/<id>")]
    struct Delete {
        id: u8,
    }
    assert!(Delete::read_response(response(204, "")).is_ok());
    assert!(Delete::read_response(response(200, "<html>")).is_ok());
    let moved = Delete::read_response(response(304, "")).unwrap_err();
    assert!(matches!(moved, Error::Undocumented { .. }), "{moved:?}");
}

#[test]
fn calls_and_errors_are_send_and_sync() {
    fn send<T: Send + 'static>(_: &T) {}
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    let client = Client::builder("http://localhost").build().unwrap();
    shared(&client);
    send(&everywhere("a").send(&client));
    send(&everywhere("a").send(&client).with_reply());
    shared(&everywhere("").to_request(&base()).unwrap_err());
}

/// Returns the files of the runtime in this folder, with their text.
fn sources(folder: &std::path::Path, found: &mut Vec<(std::path::PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.push((path, code.join("\n")));
        }
    }
}

/// Returns the signatures of public functions, types and re-exports, each up to its body.
fn public_signatures(code: &str) -> impl Iterator<Item = &str> {
    let starts = code.match_indices("pub ").map(|(at, _)| &code[at..]);
    starts.map(|item| &item[..item.find(['{', ';']).unwrap_or(item.len())])
}

/// Only the default transport uses `reqwest`, and only the module whose name contains its version does so in public.
#[test]
fn reqwest_appears_only_in_its_transport_and_in_public_only_in_the_versioned_module() {
    let mut files = Vec::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src"), &mut files);
    let (mut others, mut of_transport, mut of_version) = (0, 0, 0);
    for (path, code) in files {
        let is_version = path.ends_with("transport/reqwest_0_13.rs");
        if is_version {
            of_version += public_signatures(&code).filter(|item| item.contains("reqwest::")).count();
        } else if path.ends_with("transport/reqwest.rs")
            || path.ends_with("transport/fetch.rs")
            || path.parent().unwrap().ends_with("transport/reqwest")
        {
            of_transport += 1;
            for item in public_signatures(&code) {
                assert!(!item.contains("reqwest::"), "{}: {item}", path.display());
            }
        } else {
            others += 1;
            let named = code.replace("transport::reqwest::", "").contains("reqwest::");
            assert!(!named, "{}", path.display());
        }
    }
    assert!(others > 15 && of_transport > 3 && of_version == 2, "{others} {of_transport} {of_version}");
}
