//! The usual layers of tower-http around a client, with a real server.

use std::convert::Infallible;
use std::time::Duration;

use callsheet::clock::TokioClock;
use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{Body, Redirects, Transport, TransportErrorKind};
use callsheet::{CallOptions, Client, Error, RetryPolicy, error::BoxError};
use http::{Request, Response, StatusCode};
use support::widgets::{CreateWidget, WIDGET, get_widget, widget};
use support::{RawServer, Script, Scripted, Step, json, redirect, reply};
use tower::{Service, ServiceBuilder};
use tower_http::follow_redirect::FollowRedirectLayer;
use tower_http::follow_redirect::policy::{Action, Attempt, Limited, Policy, PolicyExt as _, SameOrigin};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::tokens::Source;
use crate::{AT_ONCE, SECOND, order};

fn client<S, B>(server: &RawServer, service: S) -> Client
where
    S: Service<Request<Body>, Response = Response<B>> + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let transport = TowerTransport::new(service);
    Client::builder(server.origin()).transport(transport).retry(RetryPolicy::none()).build().unwrap()
}

fn service() -> TransportService<impl Transport> {
    TransportService::new(ReqwestTransport::new().unwrap())
}

#[tokio::test]
async fn trace_and_timeout_layers_forward_a_call() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let layers = ServiceBuilder::new()
        .layer(TraceLayer::new_for_http())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(5)));
    assert_eq!(get_widget().send(&client(&server, layers.service(service()))).await.unwrap(), widget());
    let create = CreateWidget { name: "Bolt".to_owned() };
    assert_eq!(create.send(&client(&server, service())).await.unwrap(), widget());
    assert_eq!(server.requests()[1].text(), r#"{"name":"Bolt"}"#);
}

#[tokio::test]
async fn timeout_layer_answers_with_its_status() {
    let server = RawServer::in_turn([Script::receive().stall()]).await;
    let layer = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, support::SHORT);
    let error = get_widget().send(&client(&server, ServiceBuilder::new().layer(layer).service(service()))).await;
    let error = error.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::REQUEST_TIMEOUT), "{error:?}");
}

#[tokio::test]
async fn body_limit_layer_lets_small_requests_pass_and_refuses_large_ones() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let limited = ServiceBuilder::new().layer(RequestBodyLimitLayer::new(40)).service(service());
    let client = client(&server, limited);
    let create = CreateWidget { name: "Bolt".to_owned() };
    assert_eq!(create.send(&client).await.unwrap(), widget());
    assert_eq!(server.request().text(), r#"{"name":"Bolt"}"#);
    let error = CreateWidget { name: "B".repeat(100) }.send(&client).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.kind(), TransportErrorKind::RequestBody, "{error:?}");
    assert_eq!(server.requests().len(), 1, "nothing of a body that is too large was sent");
    assert_eq!(error.sent(), callsheet::error::Sent::Maybe, "the head may have been: {error:?}");
}

#[tokio::test]
async fn follow_redirect_layer_follows_and_the_call_is_not_repeated_after_it() {
    let replies = [redirect(302, "/elsewhere"), json(200, WIDGET)];
    let server = RawServer::in_turn(replies.map(|bytes| Script::receive().write(bytes))).await;
    let following = ServiceBuilder::new().layer(FollowRedirectLayer::new()).service(service());
    let client = client(&server, following);
    let full = get_widget().send(&client).with(CallOptions::new().follow_redirects(false)).with_reply().await.unwrap();
    assert_eq!(full.value, widget());
    assert!(full.reply.is_after_redirect());
    assert_eq!(server.requests()[1].line(), "GET /elsewhere HTTP/1.1");
}

/// The request after the redirect has the URI of the first one.
#[tokio::test]
async fn post_after_redirect_to_the_same_uri_is_not_sent_again() {
    for redirected in [302, 303, 307] {
        for refused in [429, 401] {
            let replies =
                [redirect(redirected, "/orders/1"), reply(refused, &[], ""), json(200, "{}"), json(200, "{}")];
            let server = RawServer::in_turn(replies.map(|bytes| Script::receive().write(bytes))).await;
            let following = ServiceBuilder::new().layer(FollowRedirectLayer::new()).service(service());
            let builder = Client::builder(server.origin()).transport(TowerTransport::new(following));
            let builder = builder.token_source(Source::counting(Duration::ZERO)).follow_redirects(false).retry(AT_ONCE);
            let error = order!(PostOrder).send(&builder.build().unwrap()).await.unwrap_err();
            assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (refused, 1), "{error:?}");
            let second = if redirected == 307 { "POST" } else { "GET" };
            let lines: Vec<_> = server.requests().iter().map(|request| request.line().to_owned()).collect();
            assert_eq!(lines, ["POST", second].map(|method| format!("{method} /orders/1 HTTP/1.1")), "{redirected}");
        }
    }
}

/// A custom body type, as a layer may have one.
#[tokio::test]
async fn service_accepts_requests_with_any_body() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let body = axum::body::Body::from_stream(futures_util::stream::iter(
        ["{\"name\"", ":\"Bolt\"}"].map(|piece| Ok::<_, Infallible>(bytes::Bytes::from(piece))),
    ));
    let request = Request::post(format!("{}/widgets", server.origin())).body(body).unwrap();
    let response = service().call(request).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(server.request().text(), r#"{"name":"Bolt"}"#);
}

/// The policy that the documentation of the `tower` transport shows.
#[derive(Clone, Default)]
struct AsTheCallSays(Option<Redirects>);

impl<B, E> Policy<B, E> for AsTheCallSays {
    fn on_request(&mut self, request: &mut Request<B>) {
        self.0 = self.0.take().or_else(|| request.extensions().get().cloned());
    }

    fn redirect(&mut self, attempt: &Attempt<'_>) -> Result<Action, E> {
        match &self.0 {
            Some(redirects) if redirects.may_follow(attempt.status()) => redirects.mark_followed(),
            Some(_) => return Ok(Action::Stop),
            None => {}
        }
        Ok(Action::Follow)
    }
}

#[tokio::test(start_paused = true)]
async fn follow_redirect_layer_with_a_policy_follows_what_the_call_may_follow() {
    let redirect = || Step::Reply(303, vec![("location".to_owned(), "/x".to_owned())], String::new());
    let client = |transport: &Scripted| {
        let policy = Limited::default()
            .and::<_, Body, BoxError>(SameOrigin::default())
            .and::<_, Body, BoxError>(AsTheCallSays::default());
        let layer = FollowRedirectLayer::with_policy(policy);
        let service = ServiceBuilder::new().layer(layer).service(TransportService::new(transport.clone()));
        let client =
            Client::builder("http://orders.example").transport(TowerTransport::new(service)).clock(TokioClock::new());
        client.attempt_timeout(SECOND).retry(AT_ONCE).build().unwrap()
    };
    let transport = Scripted::new([redirect(), Step::status(200)]);
    order!(GetOrder).send(&client(&transport)).await.unwrap();
    assert_eq!(transport.attempts()[1].request.uri(), "http://orders.example/x");

    let transport = Scripted::new([redirect(), Step::status(200)]);
    let options = CallOptions::new().follow_redirects(false);
    let error = order!(GetOrder).send(&client(&transport)).with(options).await.unwrap_err();
    assert_eq!((error.status(), transport.attempts().len()), (Some(StatusCode::SEE_OTHER), 1));

    // Redirects without an end: the last one is the response.
    let transport = Scripted::new([Step::After(Duration::from_millis(10), Box::new(redirect()))]);
    let error = order!(GetOrder).send(&client(&transport)).await.unwrap_err();
    assert_eq!((error.status(), transport.attempts().len()), (Some(StatusCode::SEE_OTHER), 21), "{error:?}");

    // A timeout after a redirect: without the policy, the client would not know about the redirect.
    let transport = Scripted::new([redirect(), Step::Stall]);
    let error = order!(PutOrder).send(&client(&transport)).await.unwrap_err();
    assert_eq!(
        (error.attempts(), error.sent(), transport.attempts().len()),
        (1, callsheet::error::Sent::Yes, 2),
        "{error:?}"
    );
}
