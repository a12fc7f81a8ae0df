//! Redirects that are followed, with retries, tokens and options, over real connections.

use std::time::Duration;

use callsheet::spec::Spec;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{Body, Redirects, TransportErrorKind};
use callsheet::{
    CallOptions, Client, ClientBuilder, Error, Response, RetryPolicy, blocking,
    error::{BoxError, Sent},
};
use http::{Request, StatusCode};
use support::{FaultServer, Reaction, Scripted, Step, Then};
use tower::{Service as _, ServiceBuilder, service_fn};

use crate::tokens::Source;
use crate::{AT_ONCE, Ended, ended, order, over};

fn end(how: &str, attempts: u32) -> Ended {
    Ended { how: how.to_owned(), attempts, sent: Sent::Yes }
}

fn client(server: &FaultServer) -> ClientBuilder {
    Client::builder(server.origin()).retry(AT_ONCE).attempt_timeout(Duration::from_millis(200))
}

/// A server that processes every order immediately and redirects with this status. The target of the redirect reacts as
/// given.
async fn redirecting(status: u16, then: impl Fn() -> Reaction + Send + Sync + 'static) -> FaultServer {
    FaultServer::start(move |turn| match turn.request.target() {
        "/orders/1" => Reaction::done_with(status, &[("location", "/result")]),
        _ => then(),
    })
    .await
}

/// What can happen after a redirect, with the result of a call that is not sent again.
fn outcomes() -> Vec<(Reaction, &'static str)> {
    let done = || Reaction::done(200, "done");
    let body = done().head() + 2;
    vec![
        (Reaction::refused(429, &[("retry-after", "0")]), "undocumented 429"),
        (Reaction::refused(429, &[]), "undocumented 429"),
        (Reaction::refused(503, &[("retry-after", "0")]), "undocumented 503"),
        (Reaction::refused(500, &[]), "undocumented 500"),
        (done().cut(0, Then::Close), "no_reply 303"),
        (done().cut(20, Then::Reset), "no_reply 303"),
        (done().cut(body, Then::Close), "cut_off 200"),
        (done().cut(0, Then::Stall), "timeout:attempt 303"),
        (done().cut(body, Then::Stall), "timeout:attempt 200"),
    ]
}

#[tokio::test]
async fn post_after_303_is_not_retried() {
    for (reaction, how) in outcomes() {
        let text = format!("{reaction:?}");
        let server = redirecting(303, move || reaction.clone()).await;
        let client = client(&server).build().unwrap();
        assert_eq!(ended(order!(PostOrder).send(&client).with_reply().await), end(how, 1), "{text}");
        // The same for idempotent requests: by method, by definition or by a key.
        assert_eq!(ended(order!(PutOrder).send(&client).with_reply().await), end(how, 1), "{text}");
        assert_eq!(ended(order!(SettleOrder).send(&client).with_reply().await), end(how, 1), "{text}");
        assert_eq!(ended(order!(KeyedOrder).send(&client).with_reply().await), end(how, 1), "{text}");
        assert_eq!(server.log().processed["/orders/1"], 4, "{text}");
    }
}

#[tokio::test]
async fn get_after_a_redirect_is_retried() {
    for (reaction, how) in outcomes() {
        let text = format!("{reaction:?}");
        let server = redirecting(303, move || reaction.clone()).await;
        let client = client(&server).build().unwrap();
        assert_eq!(ended(order!(GetOrder).send(&client).with_reply().await), end(how, 3), "{text}");
    }
}

#[tokio::test]
async fn patch_after_a_307_or_308_is_not_retried() {
    for status in [307, 308] {
        let server = redirecting(status, || Reaction::refused(429, &[("retry-after", "0")])).await;
        let client = client(&server).build().unwrap();
        assert_eq!(ended(order!(PatchOrder).send(&client).with_reply().await), end("undocumented 429", 1));
        assert_eq!(server.log().received, [("/orders/1".to_owned(), 1), ("/result".to_owned(), 1)].into());
    }
}

#[tokio::test]
async fn connection_that_fails_after_a_redirect_counts_as_sent() {
    let refusing = FaultServer::refusing();
    let location = format!("{}/x", refusing.origin());
    let server = FaultServer::start(move |_| Reaction::done_with(303, &[("location", &location)])).await;
    let client = client(&server).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert!(source.is_after_redirect() && source.sent() == Sent::Yes, "{error:?}");
    assert_eq!((source.kind(), error.attempts(), error.sent()), (TransportErrorKind::Connect, 1, Sent::Yes));
    assert_eq!(server.log().effects(), 1);
}

#[tokio::test]
async fn post_after_303_is_not_sent_again_with_a_new_token() {
    for policy in [RetryPolicy::none(), AT_ONCE] {
        let server = redirecting(303, || Reaction::refused(401, &[])).await;
        let source = Source::counting(Duration::ZERO);
        let of = |source: &Source| client(&server).token_source(source.clone()).retry(policy.clone()).build().unwrap();
        let client = of(&source);
        assert_eq!(ended(order!(PostOrder).send(&client).with_reply().await), end("undocumented 401", 1));
        assert_eq!((server.log().processed["/orders/1"], source.asked()), (1, 1));
        // The next call has another token.
        assert_eq!(ended(order!(KeyedOrder).send(&client).with_reply().await), end("undocumented 401", 1));
        assert_eq!((server.log().processed["/orders/1"], source.asked()), (2, 2));
        // A GET is sent again once, unless its definition is `idempotent = false`.
        let client = of(&Source::counting(Duration::ZERO));
        assert_eq!(ended(order!(GetOrder).send(&client).with_reply().await), end("undocumented 401", 2));
        let client = of(&Source::counting(Duration::ZERO));
        assert_eq!(ended(order!(TakeOrder).send(&client).with_reply().await), end("undocumented 401", 1));
    }
}

#[tokio::test(start_paused = true)]
async fn redirect_is_noticed_if_the_transport_marks_only_the_response() {
    for step in [Step::status(401), Step::status(429)] {
        let transport = Scripted::new([Step::Redirected(Box::new(step)), Step::status(200)]);
        let client = over(&transport).token_source(Source::counting(Duration::ZERO)).build().unwrap();
        let error = order!(PostOrder).send(&client).await.unwrap_err();
        assert!(error.reply().unwrap().is_after_redirect(), "{error:?}");
        assert_eq!(transport.attempts().len(), 1);
    }
}

#[tokio::test]
async fn redirect_followed_by_a_reqwest_client_is_noticed() {
    use callsheet::transport::reqwest_0_13;
    for status in [429, 401] {
        let server = redirecting(303, move || Reaction::refused(status, &[])).await;
        let own = reqwest::Client::builder().build().unwrap();
        let client = client(&server).transport(reqwest_0_13::from_client(own));
        let client = client.token_source(Source::counting(Duration::ZERO)).build().unwrap();
        let error = order!(PostOrder).send(&client).await.unwrap_err();
        assert_eq!((error.attempts(), error.sent()), (1, Sent::Yes), "{error:?}");
        assert_eq!(server.log().processed["/orders/1"], 1);
    }
}

/// The location of an order.
#[derive(Debug, Response)]
struct Place {
    #[status]
    status: StatusCode,
    #[header]
    location: String,
}

/// Ask for the location of an order.
#[callsheet::endpoint(method = "GET", path = "/orders/1", response = Place, success = "3XX")]
struct FindOrder;

/// Read an order that may have moved.
#[callsheet::endpoint(method = "GET", path = "/orders/1", errors(
    /// It has moved temporarily.
    moved(status = 302, code = none),
    /// Any other error.
    default,
))]
struct ReadOrder;

#[tokio::test]
async fn redirect_that_the_definition_accepts_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let server = redirecting(status, || Reaction::done(200, "")).await;
        let client = client(&server).build().unwrap();
        let place = FindOrder.send(&client).await.unwrap();
        assert_eq!((place.status.as_u16(), place.location.as_str()), (status, "/result"));
        let blocking = blocking::Client::new(client.clone()).unwrap();
        let place = tokio::task::spawn_blocking(move || blocking.send(&FindOrder)).await.unwrap().unwrap();
        assert_eq!((place.status.as_u16(), place.location.as_str()), (status, "/result"));
        assert_eq!(server.log().requests(), 2);
        let read = ReadOrder.send(&client).await;
        if status == 302 {
            assert!(matches!(read, Err(Error::Documented { error: ReadOrderError::Moved { .. }, .. })), "{read:?}");
        } else {
            // A `default` does not accept any status.
            assert!(read.is_ok(), "{status}: {read:?}");
        }
    }
}

#[tokio::test]
async fn redirects_can_be_turned_off_for_a_client_and_a_call() {
    let server = redirecting(302, || Reaction::done(200, "")).await;
    let options = |follow| CallOptions::new().follow_redirects(follow);
    for of_client in [None, Some(true), Some(false)] {
        let builder = client(&server);
        let client =
            of_client.map_or_else(|| client(&server), |follow| builder.follow_redirects(follow)).build().unwrap();
        let is_followed = |ended: Ended| match ended.how.as_str() {
            "ok" => true,
            "undocumented 302" => false,
            other => panic!("{other}"),
        };
        let default = of_client.unwrap_or(true);
        assert_eq!(is_followed(ended(order!(GetOrder).send(&client).with_reply().await)), default);
        for follow in [true, false] {
            let call = order!(GetOrder).send(&client).with_reply().with(options(follow));
            assert_eq!(is_followed(ended(call.await)), follow);
            let of_options = client.with(options(follow));
            assert_eq!(is_followed(ended(order!(GetOrder).send(&of_options).with_reply().await)), follow);
            let call = order!(GetOrder).send(&of_options).with_reply().with(options(!follow));
            assert_eq!(is_followed(ended(call.await)), !follow);
            let blocking = blocking::Client::new(of_options).unwrap();
            let sent = tokio::task::spawn_blocking(move || ended(blocking.send_with_reply(&order!(GetOrder))));
            assert_eq!(is_followed(sent.await.unwrap()), follow);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn transports_and_layers_find_the_endpoint_and_the_redirects() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    FindOrder.send(&client.with(CallOptions::new().follow_redirects(false))).await.unwrap_err();
    ReadOrder.send(&client).await.unwrap();
    let attempts = transport.attempts();
    let extensions = |at: usize| attempts[at].request.extensions();
    let name = |at: usize| extensions(at).get::<&'static Spec>().unwrap().name;
    assert_eq!([name(0), name(1), name(2)], ["GetOrder", "FindOrder", "ReadOrder"]);
    let follows = |at: usize| {
        let redirects = extensions(at).get::<Redirects>().unwrap();
        [301, 302, 307].map(|status| redirects.may_follow(StatusCode::from_u16(status).unwrap()))
    };
    assert_eq!([follows(0), follows(1), follows(2)], [[true; 3], [false; 3], [true, false, true]]);
}

#[tokio::test(start_paused = true)]
async fn redirect_followed_by_a_layer_is_noticed() {
    for then in [Step::status(429), Step::Fails(TransportErrorKind::Connect, Sent::No)] {
        let steps = [Step::Reply(303, vec![("location".to_owned(), "/x".to_owned())], String::new()), then];
        let transport = Scripted::new(steps);
        let below = TransportService::new(transport.clone());
        // Like `FollowRedirect` of tower-http: another request, without the extensions of the first one.
        let following = service_fn(move |request: Request<Body>| {
            let mut below = below.clone();
            async move {
                let reply = below.call(request).await?;
                if reply.status() != StatusCode::SEE_OTHER {
                    return Ok::<_, BoxError>(reply);
                }
                let next = Request::get("http://orders.example/x").body(Body::default())?;
                Ok(below.call(next).await?)
            }
        });
        let service = ServiceBuilder::new().service(following);
        let client = Client::builder("http://orders.example").transport(TowerTransport::new(service));
        let client = client.retry(AT_ONCE).token_source(Source::counting(Duration::ZERO)).build().unwrap();
        let error = order!(PostOrder).send(&client).await.unwrap_err();
        assert_eq!((error.attempts(), error.sent(), transport.attempts().len()), (1, Sent::Yes, 2), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn attempt_without_a_redirect_is_not_reported_as_redirected_after_one_with_a_redirect() {
    let refused = || Step::Fails(TransportErrorKind::Connect, Sent::No);
    let transport = Scripted::new([Step::MarkedRedirect(Box::new(Step::status(503))), refused()]);
    let error = order!(GetOrder).send(&over(&transport).build().unwrap()).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!((source.is_after_redirect(), source.sent(), error.sent()), (false, Sent::No, Sent::Yes), "{error:?}");
}
