//! Faults of real connections.

use std::time::Duration;

use callsheet::{Client, ClientBuilder, RetryPolicy, error::Sent};
use support::{FaultServer, Reaction, Refusing, Then};

use crate::{Ended, ended, order};

/// More attempts and very short waits.
const QUICK: RetryPolicy = RetryPolicy::new().attempts(4).backoff(Duration::from_millis(1), Duration::from_millis(4));

fn client(origin: &str) -> ClientBuilder {
    Client::builder(origin).retry(QUICK).timeout(Duration::from_secs(10)).attempt_timeout(Duration::from_millis(150))
}

/// A server that fails this many requests and then succeeds.
async fn flapping(faults: u32, fault: impl Fn() -> Reaction + Send + Sync + 'static) -> FaultServer {
    FaultServer::start(move |turn| if turn.number < faults { fault() } else { Reaction::done(200, "done") }).await
}

fn end(how: &str, attempts: u32, sent: Sent) -> Ended {
    Ended { how: how.to_owned(), attempts, sent }
}

/// Failures at each position of a reply, with the result of a call that is not repeated.
fn breaks() -> Vec<(Reaction, &'static str, Sent)> {
    let done = || Reaction::done(200, "done");
    let body = done().head() + 2;
    let mut breaks = Vec::new();
    for then in [Then::Close, Then::Reset] {
        breaks
            .extend([(done().cut(0, then), "no_reply", Sent::Maybe), (done().cut(20, then), "no_reply", Sent::Maybe)]);
    }
    breaks.push((done().cut(body, Then::Close), "cut_off 200", Sent::Yes));
    for (at, how, sent) in [(0, "", Sent::Maybe), (20, "", Sent::Maybe), (body, " 200", Sent::Yes)] {
        let how: &'static str = if how.is_empty() { "timeout:attempt" } else { "timeout:attempt 200" };
        breaks.push((done().cut(at, Then::Stall), how, sent));
    }
    breaks
}

#[tokio::test]
async fn patch_is_processed_once_whatever_fails() {
    for (fault, how, sent) in breaks() {
        let text = format!("{fault:?}");
        let server = flapping(1, move || fault.clone()).await;
        let client = client(server.origin()).build().unwrap();
        assert_eq!(ended(order!(PatchOrder).send(&client).with_reply().await), end(how, 1, sent), "{text}");
        assert_eq!((server.log().requests(), server.log().effects()), (1, 1), "{text}");
    }
}

#[tokio::test]
async fn idempotent_call_is_repeated_until_it_succeeds() {
    for (fault, ..) in breaks() {
        let text = format!("{fault:?}");
        let server = flapping(4, move || fault.clone()).await;
        let client = client(server.origin()).build().unwrap();
        let first = ended(order!(GetOrder).send(&client).with_reply().await);
        assert_eq!((first.attempts, server.log().requests()), (4, 4), "{text}: {first:?}");
        assert_ne!(first.sent, Sent::No, "{text}");
        assert_eq!(ended(order!(KeyedOrder).send(&client).with_reply().await), end("ok", 1, Sent::Yes), "{text}");
    }
    for (fault, ..) in breaks() {
        let server = flapping(3, move || fault.clone()).await;
        let client = client(server.origin()).build().unwrap();
        assert_eq!(ended(order!(KeyedOrder).send(&client).with_reply().await), end("ok", 4, Sent::Yes));
        assert_eq!(server.log().requests(), 4);
    }
}

#[tokio::test]
async fn status_429_is_retried_with_any_method() {
    for (name, value) in [("x", "y"), ("retry-after", "0"), ("retry-after-ms", "3")] {
        let server = flapping(3, move || Reaction::refused(429, &[(name, value)])).await;
        let client = client(server.origin()).build().unwrap();
        assert_eq!(ended(order!(PatchOrder).send(&client).with_reply().await), end("ok", 4, Sent::Yes), "{name}");
        assert_eq!((server.log().requests(), server.log().effects()), (4, 1));
        // All on one connection, because replies are read completely.
        assert_eq!(server.log().connections, 1);
    }
}

#[tokio::test]
async fn status_503_with_retry_after_is_retried_only_if_idempotent() {
    for (name, value) in
        [("retry-after", "0.01"), ("retry-after-ms", "3"), ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")]
    {
        let busy = || flapping(3, move || Reaction::refused(503, &[(name, value)]));
        let server = busy().await;
        let over = client(server.origin()).build().unwrap();
        assert_eq!(
            ended(order!(PatchOrder).send(&over).with_reply().await),
            end("undocumented 503", 1, Sent::Yes),
            "{name}"
        );
        assert_eq!((server.log().requests(), server.log().effects()), (1, 0));
        let server = busy().await;
        let over = client(server.origin()).build().unwrap();
        assert_eq!(ended(order!(PutOrder).send(&over).with_reply().await), end("ok", 4, Sent::Yes), "{name}");
        let server = busy().await;
        let over = client(server.origin()).build().unwrap();
        assert_eq!(ended(order!(KeyedOrder).send(&over).with_reply().await), end("ok", 4, Sent::Yes), "{name}");
        assert_eq!((server.log().requests(), server.log().effects()), (4, 1));
    }
}

#[tokio::test]
async fn post_on_a_connection_closed_early_is_repeated_only_if_not_sent() {
    for then in [Then::Close, Then::Reset] {
        let on_accept = move |number| if number < 2 { then } else { Then::KeepOpen };
        let server = FaultServer::start_with(on_accept, |_| Reaction::done(200, "")).await;
        let client = client(server.origin()).build().unwrap();
        let post = ended(order!(PostOrder).send(&client).with_reply().await);
        // After the request was written, the client cannot know whether it was read. If the client sees the end of the
        // connection before it writes, the request was not sent and is repeated.
        let is_repeated = post.how == "ok" && post.attempts > 1;
        assert!(is_repeated || post.how == "no_reply" && post.sent == Sent::Maybe, "{post:?}");
        assert_eq!(ended(order!(GetOrder).send(&client).with_reply().await).how, "ok");
        assert_eq!(server.log().effects(), 1 + u32::from(is_repeated));
    }
    let server = FaultServer::start_with(|_| Then::Stall, |_| Reaction::done(200, "")).await;
    let client = client(server.origin()).build().unwrap();
    assert_eq!(ended(order!(PostOrder).send(&client).with_reply().await), end("timeout:attempt", 1, Sent::Maybe));
    server.has_seen(|log| log.hang_ups == 1 && log.open == 0).await;
}

#[tokio::test]
async fn refused_connection_is_retried_until_the_server_listens() {
    let refusing: Refusing = FaultServer::refusing();
    let client = client(&refusing.origin()).build().unwrap();
    assert_eq!(ended(order!(PatchOrder).send(&client).with_reply().await), end("connect", 4, Sent::No));
    let often = QUICK.attempts(90).backoff(Duration::from_millis(20), Duration::from_millis(20));
    let patient = client.with(callsheet::CallOptions::new().retry(often));
    let (ended, server) = tokio::join!(async { ended(order!(PatchOrder).send(&patient).with_reply().await) }, async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        refusing.listen(|_| Reaction::done(200, ""))
    });
    assert_eq!((ended.how.as_str(), server.log().effects()), ("ok", 1));
    assert!(ended.attempts > 1, "{ended:?}");
}

#[tokio::test]
async fn connection_closed_after_a_reply_does_not_affect_the_next_call() {
    // A server that closes a keep-alive connection: the next call notices it, or opens another connection.
    let whole = Reaction::done(200, "done").head() + 4;
    let server = FaultServer::start(move |_| Reaction::done(200, "done").cut(whole, Then::Close)).await;
    let client = client(server.origin()).build().unwrap();
    for number in 0..50 {
        let order = number.to_string();
        let result = support::orders::PatchOrder { order: order.clone() }.send(&client).await;
        let effects = server.log().processed.get(&format!("/orders/{order}")).copied().unwrap_or_default();
        match result {
            Ok(()) => assert_eq!(effects, 1),
            Err(error) => assert!(effects <= 1 && (effects == 0 || error.sent() != Sent::No), "{error:?}"),
        }
    }
}
