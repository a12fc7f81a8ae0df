//! When a body is sent again.

use callsheet::auth::{Token, TokenSource};
use callsheet::error::{BoxError, Sent};
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{BoxFuture, reqwest_0_13};
use callsheet::{Body, Client, ClientBuilder, Error, RetryPolicy};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use support::{ClosedPort, Http2Rules, Http2Server, RawServer, Script, Simulated, redirect, reply};

use crate::{AT_ONCE, CONTENT, Opened, PostBlob, PutBlobError, client_of, one_shot, put, replayable};

struct Tokens(AtomicU32);

impl TokenSource for Tokens {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let number = self.0.fetch_add(1, SeqCst);
        Box::pin(async move { Ok(Token::new(format!("token-{number}"))) })
    }
}

/// How the server handles the first attempt, and why the client sends the request again.
fn first_attempts() -> Vec<(&'static str, Script)> {
    let receive = Script::receive;
    vec![
        ("no response", receive()),
        ("reset", receive().reset()),
        ("part of a response", receive().write("HTTP/1.1 20")),
        ("500", receive().write(reply(500, &[], ""))),
        ("503", receive().write(reply(503, &[], ""))),
        ("429", receive().write(reply(429, &[("retry-after", "0")], ""))),
        ("401", receive().write(reply(401, &[], ""))),
        ("307", receive().write(redirect(307, "/elsewhere"))),
        ("308", receive().write(redirect(308, "/elsewhere"))),
    ]
}

async fn server_of(first: &Script) -> RawServer {
    RawServer::in_turn([first.clone(), Script::receive().write(reply(204, &[], ""))]).await
}

/// Clients over the transport itself and below layers of tower.
fn builders(server: &RawServer) -> [ClientBuilder; 2] {
    let layered = TowerTransport::new(TransportService::new(crate::transport()));
    [client_of(server), client_of(server).transport(layered)].map(|builder| builder.token_source(Tokens(0.into())))
}

#[tokio::test]
async fn replayable_body_is_sent_again() {
    for (event, first) in first_attempts() {
        for (kind, body) in replayable() {
            for way in 0..2 {
                let server = server_of(&first).await;
                let [direct, layered] = builders(&server);
                let client = if way == 0 { direct } else { layered }.build().unwrap();
                put(body.clone()).send(&client).await.unwrap();
                let sent: Vec<_> = server.requests().iter().map(|request| request.text().to_owned()).collect();
                assert_eq!(sent, [CONTENT; 2], "{event}, {kind}");
            }
        }
    }
}

#[tokio::test]
async fn one_shot_body_is_sent_once_and_the_error_reports_the_reason() {
    for (event, first) in first_attempts() {
        for way in 0..2 {
            for (kind, body) in one_shot() {
                let server = server_of(&first).await;
                let [direct, layered] = builders(&server);
                let client = if way == 0 { direct } else { layered }.build().unwrap();
                let error = put(body).send(&client).await.unwrap_err();
                assert_stopped(&error, &format!("{event}, {kind}"));
                assert_eq!((error.attempts(), server.log().connections), (1, 1), "{event}, {kind}: {error}");
                let status = error.status().map(|status| status.as_str().to_owned());
                assert!(status.is_none_or(|status| status == event), "{event}, {kind}: {error:?}");
            }
        }
    }
}

fn assert_stopped(error: &Error<PutBlobError>, what: &str) {
    assert!(error.is_stopped_by_body(), "{what}: {error:?}");
    let end = "; not sent again: the body can be read only once (use `Body::file` or `Body::from_fn`)";
    assert!(error.to_string().ends_with(end), "{what}: {error}");
}

#[tokio::test]
async fn error_does_not_mention_the_body_if_the_request_is_not_repeated_anyway() {
    for (status, policy) in [(404, AT_ONCE), (503, RetryPolicy::none()), (302, AT_ONCE)] {
        let server = RawServer::answering(reply(status, &[("location", "/elsewhere")], "")).await;
        let client = client_of(&server).retry(policy).build().unwrap();
        for (kind, body) in one_shot().into_iter().chain(replayable()) {
            let error = put(body).send(&client).await.unwrap_err();
            assert!(!error.is_stopped_by_body() && !error.to_string().contains("body"), "{kind}: {error}");
        }
    }
    // A POST is not repeated after a 503, whatever its body is.
    let server = RawServer::answering(reply(503, &[], "")).await;
    let client = client_of(&server).build().unwrap();
    for (_, content) in one_shot() {
        let error = PostBlob { content }.send(&client).await.unwrap_err();
        assert!(!error.is_stopped_by_body(), "{error}");
    }
    // A body is not sent to another origin either.
    let other = RawServer::answering(reply(204, &[], "")).await;
    let server = RawServer::answering(redirect(307, other.origin())).await;
    let error = put(one_shot().remove(0).1).send(&client_of(&server).build().unwrap()).await.unwrap_err();
    assert!(!error.is_stopped_by_body(), "{error}");
    assert_eq!(other.log().connections, 0);
}

/// During the pause after a renewal that did not help, a refused token is not replaced, whatever the body is.
#[tokio::test]
async fn error_does_not_mention_the_body_if_the_token_would_not_be_renewed() {
    let server = RawServer::answering(reply(401, &[], "")).await;
    for (kind, body) in one_shot() {
        // This clock stands still, so the pause does not end.
        let builder = client_of(&server).clock(Simulated::default()).token_source(Tokens(0.into()));
        let client = builder.build().unwrap();
        assert_eq!(put(CONTENT).send(&client).await.unwrap_err().attempts(), 2);
        assert_eq!(put(CONTENT).send(&client).await.unwrap_err().attempts(), 1);
        let error = put(body).send(&client).await.unwrap_err();
        assert_eq!((error.attempts(), error.status().unwrap().as_u16()), (1, 401), "{kind}");
        assert!(!error.is_stopped_by_body() && !error.to_string().contains("body"), "{kind}: {error}");
    }
}

#[tokio::test]
async fn redirect_303_drops_the_body() {
    for (kind, body) in one_shot().into_iter().chain(replayable()) {
        let first = Script::receive().write(redirect(303, "/elsewhere"));
        let server = RawServer::in_turn([first, Script::receive().write(reply(204, &[], ""))]).await;
        put(body).send(&client_of(&server).build().unwrap()).await.unwrap();
        let second = &server.requests()[1];
        assert_eq!((second.line(), second.text()), ("GET /elsewhere HTTP/1.1", ""), "{kind}");
        let framing = ["content-length", "transfer-encoding", "content-type"].map(|name| second.header(name));
        assert_eq!(framing, [None; 3], "{kind}");
    }
}

#[tokio::test]
async fn one_shot_body_that_was_not_read_is_sent_again() {
    for (kind, body) in one_shot() {
        let server = RawServer::answering(reply(204, &[], "")).await;
        let transport = crate::own_transports::FirstFails::new();
        let client = client_of(&server).transport(transport).build().unwrap();
        let reply = put(body).send(&client).with_reply().await.unwrap().reply;
        assert_eq!((reply.attempts(), server.request().text()), (2, CONTENT), "{kind}");
    }
}

#[tokio::test]
async fn one_shot_body_is_not_read_before_there_is_a_connection() {
    let port = ClosedPort::new();
    let client = Client::builder(format!("http://{port}")).retry(AT_ONCE).build().unwrap();
    for (kind, body) in one_shot() {
        let kept = body.clone();
        let error = put(body).send(&client).await.unwrap_err();
        assert_eq!((error.attempts(), error.sent(), kept.is_spent()), (3, Sent::No, false), "{kind}: {error}");
    }
}

async fn refusing(resets: usize) -> (Http2Server, Client) {
    let server = Http2Server::start(Http2Rules { resets: (resets, 7), ..Http2Rules::default() }).await;
    let transport = reqwest_0_13::from_builder(reqwest::Client::builder().http2_prior_knowledge()).unwrap();
    let client = Client::builder(server.origin()).transport(transport).retry(AT_ONCE).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn stream_refused_by_http_2_is_repeated_if_the_body_can_be() {
    for (kind, body) in replayable() {
        let (server, client) = refusing(1).await;
        PostBlob { content: body }.send(&client).await.unwrap();
        assert_eq!((server.log().requests, server.log().answered), (2, 1), "{kind}");
    }
    for (kind, body) in one_shot() {
        let (server, client) = refusing(1).await;
        let kept = body.clone();
        match put(body).send(&client).await {
            // The refusal may come before the body is read.
            Ok(()) => assert_eq!(server.log().requests, 2, "{kind}"),
            Err(error) => {
                assert_stopped(&error, kind);
                assert_eq!((server.log().requests, kept.is_spent()), (1, true), "{kind}");
            }
        }
    }
}

#[tokio::test]
async fn function_opens_the_content_once_for_each_attempt() {
    let busy = || Script::receive().write(reply(503, &[], ""));
    let server = RawServer::in_turn([busy(), busy(), Script::receive().write(reply(204, &[], ""))]).await;
    let opened = Opened::default();
    put(opened.body()).send(&client_of(&server).build().unwrap()).await.unwrap();
    assert_eq!((opened.count(), server.requests().len()), (3, 3));
    assert!(server.requests().iter().all(|request| request.header("content-length") == Some("25")));

    let server = server_of(&Script::receive().write(redirect(307, "/elsewhere"))).await;
    let opened = Opened::default();
    put(opened.body()).send(&client_of(&server).build().unwrap()).await.unwrap();
    assert_eq!((opened.count(), server.requests()[1].header("content-length")), (2, Some("25")));
}

#[tokio::test]
async fn function_that_returns_a_one_shot_body_twice_fails_at_the_second_attempt() {
    let shared = Body::reader(CONTENT.as_bytes());
    let body = Body::from_fn(move || {
        let shared = shared.clone();
        async { Ok(shared) }
    });
    let server = server_of(&Script::receive().write(reply(503, &[], ""))).await;
    let error = put(body).send(&client_of(&server).build().unwrap()).await.unwrap_err();
    crate::assert_is_of_body(&error, "can be read only once and was already read");
    assert_eq!(error.attempts(), 2);
}
