//! The endpoints against a homeserver on loopback, which stores what the requests set.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, put};
use axum::{Json, Router};
use callsheet::{Client, Error};
use matrix_client::{
    GetRoomByAlias, GetRoomByAliasError, Matrix, MatrixErrors, SendStateEvent, SendStateEventError, SetDisplayName,
    SetDisplayNameError,
};
use serde_json::{Value, json};

const ALICE: &str = "@alice/work:example.org";
const ROOM: &str = "!636q:example.org";
const ALIAS: &str = "#calls & sheets/100%?:example.org";

/// The stored values by their key: a user, or a room with type and key of a state.
type Store = Arc<Mutex<BTreeMap<Vec<String>, Value>>>;

fn error(status: u16, errcode: &str, more: &Value) -> Response {
    let mut body = json!({ "errcode": errcode, "error": "words" });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    (StatusCode::from_u16(status).unwrap(), Json(body)).into_response()
}

async fn set_name(State(store): State<Store>, Path(user): Path<String>, Json(body): Json<Value>) -> Response {
    if user != ALICE {
        return error(403, "M_FORBIDDEN", &json!({}));
    }
    store.lock().unwrap().insert(vec![user], body);
    Json(json!({})).into_response()
}

async fn send_state(State(store): State<Store>, Path(path): Path<Vec<String>>, Json(content): Json<Value>) -> Response {
    match (path[0].as_str(), path[1].as_str(), content["alias"].as_str()) {
        (ROOM, "m.room.canonical_alias", Some(alias)) if alias != ALIAS => error(400, "M_BAD_ALIAS", &json!({})),
        (ROOM, ..) => {
            store.lock().unwrap().insert(path, content);
            Json(json!({ "event_id": "$event:example.org" })).into_response()
        }
        _ => error(403, "M_FORBIDDEN", &json!({})),
    }
}

/// The pattern for a path that ends with an empty segment needs a separate route.
async fn send_state_without_key(
    store: State<Store>,
    Path((room, event_type)): Path<(String, String)>,
    content: Json<Value>,
) -> Response {
    send_state(store, Path(vec![room, event_type, String::new()]), content).await
}

async fn room(Path(alias): Path<String>) -> Response {
    match alias.as_str() {
        ALIAS => Json(json!({ "room_id": ROOM, "servers": ["example.org"], "added": "later" })).into_response(),
        alias if alias.starts_with('#') => error(404, "M_NOT_FOUND", &json!({})),
        _ => error(400, "M_INVALID_PARAM", &json!({})),
    }
}

async fn authorize(headers: HeaderMap, request: Request, next: Next) -> Response {
    match headers.get("authorization").and_then(|value| value.to_str().ok()) {
        Some("Bearer alice") => next.run(request).await,
        Some("Bearer hasty") => {
            let mut response = error(429, "M_LIMIT_EXCEEDED", &json!({ "retry_after_ms": 9200 }));
            response.headers_mut().insert("retry-after", "10".parse().unwrap());
            response
        }
        Some(_) => error(401, "M_UNKNOWN_TOKEN", &json!({ "soft_logout": true })),
        None => error(401, "M_MISSING_TOKEN", &json!({})),
    }
}

/// Starts a homeserver. Returns its base URL and its store.
async fn start() -> (String, Store) {
    let store = Store::default();
    let router = Router::new()
        .route("/profile/{user}/displayname", put(set_name))
        .route("/rooms/{room}/state/{type}/", put(send_state_without_key))
        .route("/rooms/{room}/state/{type}/{key}", put(send_state))
        .route("/directory/room/{alias}", get(room))
        .layer(middleware::from_fn(authorize))
        .with_state(Arc::clone(&store));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/_matrix/client/v3", listener.local_addr().unwrap());
    let router = Router::new().nest("/_matrix/client/v3", router);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (base_url, store)
}

fn client(base_url: &str, token: Option<&str>) -> Client<Matrix> {
    let builder = Client::for_api().base_url(base_url);
    match token {
        Some(token) => builder.bearer(token).build().unwrap(),
        None => builder.build().unwrap(),
    }
}

fn kept(store: &Store, path: &[&str]) -> Option<Value> {
    store.lock().unwrap().get(&path.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>()).cloned()
}

#[tokio::test]
async fn display_name_is_set_and_removed() {
    let (base_url, store) = start().await;
    let client = client(&base_url, Some("alice"));
    SetDisplayName::builder().user_id(ALICE).display_name("Alice").send(&client).await.unwrap();
    assert_eq!(kept(&store, &[ALICE]), Some(json!({ "displayname": "Alice" })));
    SetDisplayName::builder().user_id(ALICE).send(&client).await.unwrap();
    assert_eq!(kept(&store, &[ALICE]), Some(json!({})));

    let others = SetDisplayName::builder().user_id("@bob:example.org").send(&client).await.unwrap_err();
    assert!(matches!(others.documented(), Some(SetDisplayNameError::Forbidden { .. })), "{others:?}");
}

#[tokio::test]
async fn state_key_may_be_empty_or_a_user() {
    let (base_url, store) = start().await;
    let client = client(&base_url, Some("alice"));
    let name = SendStateEvent::builder().room_id(ROOM).event_type("m.room.name").content(json!({ "name": "Calls" }));
    let call = name.state_key("").build();
    assert!(client.to_request(&call).unwrap().uri().path().ends_with("/%21636q%3Aexample.org/state/m.room.name/"));
    assert_eq!(call.send(&client).await.unwrap().event_id, "$event:example.org");
    assert_eq!(kept(&store, &[ROOM, "m.room.name", ""]), Some(json!({ "name": "Calls" })));

    let member = SendStateEvent { event_type: "m.room.member".into(), state_key: ALICE.into(), ..call.clone() };
    member.send(&client).await.unwrap();
    assert!(kept(&store, &[ROOM, "m.room.member", ALICE]).is_some());

    let alias =
        SendStateEvent { event_type: "m.room.canonical_alias".into(), content: json!({ "alias": "#x:y" }), ..call };
    let bad = alias.send(&client).await.unwrap_err();
    assert!(matches!(bad.documented(), Some(SendStateEventError::BadAlias { .. })), "{bad:?}");
    let elsewhere = SendStateEvent { room_id: "!other:example.org".into(), ..alias }.send(&client).await.unwrap_err();
    assert!(matches!(elsewhere.documented(), Some(SendStateEventError::Forbidden { .. })), "{elsewhere:?}");
}

#[tokio::test]
async fn empty_path_value_is_refused_except_for_the_state_key() {
    let (base_url, store) = start().await;
    let client = client(&base_url, Some("alice"));
    let call = SendStateEvent::builder().room_id("").event_type("t").state_key("").content(json!({}));
    let error = call.send(&client).await.unwrap_err();
    assert!(matches!(&error, Error::Build { source, .. } if source.field_name() == Some("room_id")), "{error:?}");
    assert!(store.lock().unwrap().is_empty());
}

#[tokio::test]
async fn alias_with_special_characters_is_one_segment() {
    let (base_url, _) = start().await;
    let client = client(&base_url, Some("alice"));
    let room = GetRoomByAlias::builder().room_alias(ALIAS).send(&client).await.unwrap();
    assert_eq!((room.room_id.as_str(), &room.servers[..]), (ROOM, &["example.org".to_owned()][..]));
    let none = GetRoomByAlias::builder().room_alias("#none:example.org").send(&client).await.unwrap_err();
    assert!(matches!(none.documented(), Some(GetRoomByAliasError::NotFound { .. })), "{none:?}");
    let wrong = GetRoomByAlias::builder().room_alias("none").send(&client).await.unwrap_err();
    assert!(matches!(wrong.documented(), Some(GetRoomByAliasError::InvalidParam { .. })), "{wrong:?}");
    let place = format!("{base_url}/directory/room/<room_alias>");
    assert_eq!(wrong.to_string(), format!("GET {place}: 400 M_INVALID_PARAM: words"));
}

#[tokio::test]
async fn shared_errors_become_their_variants() {
    let (base_url, _) = start().await;
    let error = async |token| {
        let client = client(&base_url, token);
        let error = GetRoomByAlias::builder().room_alias(ALIAS).send(&client).await.unwrap_err();
        let header = error.headers().unwrap().get("retry-after").cloned();
        match error {
            Error::Documented { error: GetRoomByAliasError::Shared(error), .. } => (error, header),
            other => panic!("{other:?}"),
        }
    };
    let (limited, header) = error(Some("hasty")).await;
    assert!(matches!(limited, MatrixErrors::LimitExceeded { detail, .. } if detail.retry_after_ms == Some(9200)));
    assert_eq!(header.unwrap(), "10");
    assert!(matches!(error(Some("old")).await.0, MatrixErrors::UnknownToken { detail, .. } if detail.soft_logout));
    assert!(matches!(error(None).await.0, MatrixErrors::MissingToken { .. }));
}
