//! Redirects: which ones are followed, and which credentials the next request contains.

#[cfg(target_os = "linux")]
#[path = "redirects/tls.rs"]
mod tls;

use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::transport::reqwest_0_13;
use callsheet::transport::{Transport as _, TransportErrorKind};
use callsheet::{
    Client, Error,
    error::{DocumentedError, Sent},
};
use support::widgets::{CreateWidget, DeleteWidget, WIDGET, get_widget, update_widget, widget};
use support::{RawServer, Received, SHORT, Script, builder_of, json, redirect};

const BODY: &str = r#"{"name":"Bolt"}"#;

/// A client with a token, a secret header and a normal one.
fn client_of(server: &RawServer) -> Client {
    let builder = builder_of(server).bearer("token-1").secret_header("x-api-key", "key-1").header("x-tenant", "acme");
    builder.build().unwrap()
}

/// A server that redirects once and then returns a widget.
async fn redirecting(status: u16, location: &str) -> RawServer {
    let replies = [redirect(status, location), json(200, WIDGET)];
    RawServer::in_turn(replies.map(|bytes| Script::receive().write(bytes))).await
}

/// The second of two requests.
#[track_caller]
fn second(server: &RawServer) -> Received {
    let mut requests = server.requests();
    assert_eq!(requests.len(), 2, "{requests:?}");
    requests.remove(1)
}

#[track_caller]
fn assert_carries_all(request: &Received) {
    assert_eq!(request.header("authorization"), Some("Bearer token-1"), "{}", request.head);
    assert_eq!(request.header("x-api-key"), Some("key-1"), "{}", request.head);
    assert_eq!(request.header("x-tenant"), Some("acme"), "{}", request.head);
}

#[track_caller]
fn assert_carries_nothing(request: &Received) {
    assert_eq!(request.header_names(), ["accept", "host", "user-agent"], "{}", request.head);
    assert!(request.body.is_empty(), "{request:?}");
}

/// Asserts that a redirect is the reply.
#[track_caller]
fn assert_not_followed<E: DocumentedError>(error: &Error<E>, status: u16, location: &[u8]) {
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!(error.status().unwrap(), status);
    assert_eq!(error.headers().unwrap()["location"].as_bytes(), location);
    assert_eq!(error.body().unwrap(), "moved");
    assert_eq!((error.request_id(), error.sent(), error.attempts()), (Some("req_redirect"), Sent::Yes, 1));
}

#[tokio::test]
async fn redirect_with_307_or_308_in_the_same_origin_repeats_the_whole_request() {
    for status in [307, 308] {
        let server = redirecting(status, "/elsewhere?a=b").await;
        assert_eq!(update_widget().send(&client_of(&server)).await.unwrap(), widget());
        let request = second(&server);
        assert_eq!((request.line(), request.text()), ("PATCH /elsewhere?a=b HTTP/1.1", BODY));
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_carries_all(&request);
    }
}

#[tokio::test]
async fn get_redirected_in_the_same_origin_keeps_its_token() {
    for status in [301, 302, 303, 307, 308] {
        let server = redirecting(status, "elsewhere").await;
        let full = get_widget().send(&client_of(&server)).with_reply().await.unwrap();
        assert_eq!((full.value, full.reply.request_id()), (widget(), Some("req_1")));
        let request = second(&server);
        assert_eq!(request.line(), "GET /widgets/elsewhere HTTP/1.1", "{status}");
        assert_carries_all(&request);
    }
}

#[tokio::test]
async fn get_redirected_to_another_origin_sends_no_secret() {
    for status in [301, 302, 303, 307, 308] {
        let other = RawServer::answering(json(200, WIDGET)).await;
        let server = redirecting(status, &format!("{}/x?y", other.origin())).await;
        assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget());
        let request = other.request();
        assert_eq!(request.line(), "GET /x?y HTTP/1.1");
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("host"), other.origin().strip_prefix("http://"));
        assert_carries_nothing(&request);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn other_name_of_the_same_host_is_another_origin() {
    let to_its_name = |request: &Received| {
        let host = request.header("host").unwrap().replace("127.0.0.1", "localhost");
        redirect(302, &format!("http://{host}/x"))
    };
    let scripts = [Script::receive().answer(to_its_name), Script::receive().write(json(200, WIDGET))];
    let server = RawServer::in_turn(scripts).await;
    assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget());
    assert_carries_nothing(&second(&server));
}

#[tokio::test]
async fn removed_token_is_not_sent_after_a_redirect_back() {
    let back = json(200, WIDGET);
    let home = RawServer::answering(back).await;
    let other = redirecting(302, &format!("{}/again", home.origin())).await;
    let server = redirecting(302, &format!("{}/x", other.origin())).await;
    assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget());
    assert_carries_nothing(&home.request());
}

#[tokio::test]
async fn patch_and_delete_are_not_redirected_to_another_origin() {
    for status in [307, 308] {
        let other = RawServer::answering(json(200, WIDGET)).await;
        let location = format!("{}/x", other.origin());
        let server = redirecting(status, &location).await;
        let error = update_widget().send(&client_of(&server)).await.unwrap_err();
        assert_not_followed(&error, status, location.as_bytes());
        let error =
            DeleteWidget { widget: "w".to_owned() }.send(&client_of(&redirecting(status, &location).await)).await;
        assert_not_followed(&error.unwrap_err(), status, location.as_bytes());
        assert_eq!((server.requests().len(), other.log().connections), (1, 0));
    }
}

#[tokio::test]
async fn unsafe_request_redirected_with_301_or_302_is_not_followed() {
    for status in [301, 302] {
        let server = redirecting(status, "/x").await;
        assert_not_followed(&update_widget().send(&client_of(&server)).await.unwrap_err(), status, b"/x");
        assert_eq!(server.requests().len(), 1);
        let server = redirecting(status, "/x").await;
        let create = CreateWidget { name: "a".to_owned() };
        assert_not_followed(&create.send(&client_of(&server)).await.unwrap_err(), status, b"/x");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn unsafe_request_redirected_with_303_becomes_a_get_without_a_body() {
    let server = redirecting(303, "/result").await;
    assert_eq!(update_widget().send(&client_of(&server)).await.unwrap(), widget());
    let request = second(&server);
    assert_eq!((request.line(), request.text()), ("GET /result HTTP/1.1", ""));
    assert_eq!((request.header("content-type"), request.header("content-length")), (None, None));
    assert_carries_all(&request);

    let other = RawServer::answering(json(200, WIDGET)).await;
    let server = redirecting(303, &format!("{}/result", other.origin())).await;
    assert_eq!(update_widget().send(&client_of(&server)).await.unwrap(), widget());
    assert_eq!(other.request().line(), "GET /result HTTP/1.1");
    assert_carries_nothing(&other.request());
}

#[tokio::test]
async fn redirect_loop_ends_with_the_last_redirect() {
    let server = RawServer::answering(redirect(302, "/round")).await;
    assert_not_followed(&get_widget().send(&client_of(&server)).await.unwrap_err(), 302, b"/round");
    assert_eq!(server.requests().len(), 11);

    let server = RawServer::answering(redirect(307, "/round")).await;
    assert_not_followed(&update_widget().send(&client_of(&server)).await.unwrap_err(), 307, b"/round");
    assert_eq!(server.requests().len(), 11);
    assert!(server.requests().iter().all(|request| request.text() == BODY));
}

#[tokio::test]
async fn redirect_with_an_unusable_location_is_the_reply() {
    for location in ["http://", "http://[", "http://a:99999/", "ftp://127.0.0.1/", "file:///etc/passwd", "data:,x"] {
        let server = redirecting(302, location).await;
        assert_not_followed(&get_widget().send(&client_of(&server)).await.unwrap_err(), 302, location.as_bytes());
        assert_eq!(server.requests().len(), 1);
    }
    let no_text =
        b"HTTP/1.1 302 Found\r\nlocation: /\xff\r\nx-request-id: req_redirect\r\ncontent-length: 5\r\n\r\nmoved";
    let server = RawServer::answering(no_text).await;
    assert_not_followed(&get_widget().send(&client_of(&server)).await.unwrap_err(), 302, b"/\xff");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn redirect_without_a_location_is_the_reply() {
    let server = RawServer::answering(json(302, "moved")).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (302, Some("req_1")));
}

#[tokio::test]
async fn connection_lost_after_a_redirect_counts_as_sent() {
    let replies = [Script::receive().write(redirect(307, "/x")), Script::receive()];
    let server = RawServer::in_turn(replies).await;
    let error = update_widget().send(&client_of(&server)).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!((source.kind(), error.sent()), (TransportErrorKind::NoReply, Sent::Yes));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn endless_body_of_a_redirect_is_not_read() {
    let head = "HTTP/1.1 302 Found\r\nlocation: /x\r\n\r\n";
    let endless = Script::receive().write(head).flood("a".repeat(0x4000), 64 << 20);
    let server = RawServer::in_turn([endless, Script::receive().write(json(200, WIDGET))]).await;
    assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget());
    server.has_seen(|log| log.hang_ups == 1).await;
}

#[tokio::test]
async fn redirects_share_one_timeout() {
    let script = Script::receive().pause(40).write(redirect(302, "/round"));
    let server = RawServer::each(script).await;
    let client = builder_of(&server).timeout(SHORT).build().unwrap();
    let error = get_widget().send(&client).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!((1..=4).contains(&server.requests().len()), "{}", server.requests().len());
}

#[tokio::test]
async fn get_with_a_body_is_not_redirected_to_another_origin() {
    // No endpoint sends such a request, but users of the transport can.
    let get = |server: &RawServer, body: &'static str| {
        http::Request::get(format!("{}/a", server.origin())).body(callsheet::Body::from(body)).unwrap()
    };
    // Only this transport is redirected to other origins, because a custom client may add headers.
    let transport = ReqwestTransport::new().unwrap();
    for status in [301, 302, 303, 307, 308] {
        let other = RawServer::answering(json(200, WIDGET)).await;
        let location = format!("{}/x", other.origin());
        let server = redirecting(status, &location).await;
        let response = transport.send(get(&server, "s3cret")).await.unwrap();
        assert_eq!((response.status().as_u16(), other.log().connections), (status, 0));

        // The same without a body is followed, and so is a body within the origin.
        let server = redirecting(status, &location).await;
        let response = transport.send(get(&server, "")).await.unwrap();
        assert_eq!((response.status().as_u16(), other.request().text()), (200, ""));
        let server = redirecting(status, "/x").await;
        let response = transport.send(get(&server, "s3cret")).await.unwrap();
        assert_eq!((response.status().as_u16(), second(&server).text()), (200, "s3cret"));
    }
}

#[tokio::test]
async fn custom_reqwest_client_is_used() {
    let mut headers = http::HeaderMap::new();
    headers.insert("x-own", http::HeaderValue::from_static("yes"));
    let own = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).default_headers(headers);
    let transport = reqwest_0_13::from_client(own.build().unwrap());
    let server = redirecting(302, "/x").await;
    let client = builder_of(&server).bearer("token-1").transport(transport).build().unwrap();
    assert_eq!(get_widget().send(&client).await.unwrap(), widget());
    for request in server.requests() {
        assert_eq!((request.header("x-own"), request.header("authorization")), (Some("yes"), Some("Bearer token-1")));
    }
}

#[tokio::test]
async fn custom_reqwest_builder_leaves_redirects_to_the_transport() {
    let other = RawServer::answering(json(200, WIDGET)).await;
    let own = || reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(5));
    let client = |server: &RawServer| {
        let transport = reqwest_0_13::from_builder(own()).unwrap();
        builder_of(server).secret_header("x-api-key", "key-1").transport(transport).build().unwrap()
    };
    let same_origin = redirecting(302, "/x").await;
    assert_eq!(get_widget().send(&client(&same_origin)).await.unwrap(), widget());
    let elsewhere = redirecting(302, other.origin()).await;
    let error = get_widget().send(&client(&elsewhere)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), other.log().connections), (302, 0));
}

#[tokio::test]
async fn token_is_not_sent_after_a_reqwest_client_followed_a_redirect_itself() {
    let other = RawServer::each(Script::receive().write(redirect(307, "/further"))).await;
    let server = redirecting(302, &format!("{}/x", other.origin())).await;
    let once =
        reqwest::redirect::Policy::custom(
            |attempt| {
                if attempt.previous().len() > 1 { attempt.stop() } else { attempt.follow() }
            },
        );
    let own = reqwest::Client::builder().redirect(once).build().unwrap();
    let transport = reqwest_0_13::from_client(own);
    let client = builder_of(&server).bearer("token-1").transport(transport).build().unwrap();
    assert_eq!(get_widget().send(&client).await.unwrap_err().status().unwrap(), 307);
    let request = other.request();
    assert_eq!((request.line(), request.header("authorization")), ("GET /x HTTP/1.1", None));
}

#[tokio::test]
async fn client_with_default_headers_is_not_redirected_to_another_origin() {
    let other = RawServer::answering(json(200, WIDGET)).await;
    let server = RawServer::answering(redirect(302, &format!("{}/elsewhere", other.origin()))).await;
    let headers = [(http::header::AUTHORIZATION, "Bearer s3cret".parse().unwrap())];
    let own = reqwest::Client::builder().default_headers(headers.into_iter().collect());
    let transport = reqwest_0_13::from_builder(own).unwrap();
    assert!(!format!("{transport:?}").contains("s3cret"));
    let client = Client::builder(server.origin()).transport(transport).build().unwrap();
    let error = get_widget().send(&client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), other.log().connections), (302, 0));
}

#[tokio::test]
async fn failed_request_after_a_redirect_keeps_the_redirect_response() {
    let server = RawServer::each(Script::receive().write(redirect(302, "/gone")).then_receive()).await;
    let nowhere = redirect(307, "http://127.0.0.1:1/");
    let server_of_nowhere = RawServer::answering(nowhere).await;
    for server in [server, server_of_nowhere] {
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert!(error.headers().is_some_and(|headers| headers.contains_key("location")), "{error:?}");
        assert_eq!((error.request_id(), error.sent()), (Some("req_redirect"), Sent::Yes));
    }
}
