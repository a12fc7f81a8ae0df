//! Timeouts: which limit was exceeded, for which call, and whether the request was sent.

use std::time::{Duration, Instant};

use callsheet::transport::{TimeLimit, TransportErrorKind};
use callsheet::{CallOptions, Client, RetryPolicy, error::Sent};
use support::{FaultServer, Reaction, Scripted, Step, Then};

use crate::{AT_ONCE, SECOND, order, over};

/// Returns how long a call to a server that never responds takes, and its result.
macro_rules! stalled {
    ($ty:ident, $client:expr, $options:expr) => {{
        let start = tokio::time::Instant::now();
        let error = order!($ty).send(&$client).with($options).await.unwrap_err();
        (error.time_limit(), error.sent(), error.attempts(), start.elapsed().as_millis() / 100)
    }};
}

#[tokio::test(start_paused = true)]
async fn each_time_limit_is_reported_per_client_and_per_call() {
    use TimeLimit::{Attempt, Total};
    let none = CallOptions::new;
    let total = || none().timeout(3 * SECOND);
    let stall = Scripted::new([Step::Stall]);
    let plain = over(&stall).build().unwrap();
    // By default a minute, all of it for one attempt.
    assert_eq!(stalled!(PostOrder, plain, none()), (Some(Total), Sent::Maybe, 1, 600));
    assert_eq!(stalled!(GetOrder, plain, none()), (Some(Total), Sent::Maybe, 1, 600));
    assert_eq!(stalled!(KeyedOrder, plain, none()), (Some(Total), Sent::Maybe, 1, 600));
    let once = none().retry(RetryPolicy::none());
    assert_eq!(stalled!(GetOrder, plain, once), (Some(Total), Sent::Maybe, 1, 600));
    // Per call.
    assert_eq!(stalled!(PostOrder, plain, total()), (Some(Total), Sent::Maybe, 1, 30));
    assert_eq!(stalled!(PostOrder, plain, none().attempt_timeout(SECOND)), (Some(Attempt), Sent::Maybe, 1, 10));
    assert_eq!(stalled!(GetOrder, plain, none().attempt_timeout(SECOND)), (Some(Attempt), Sent::Maybe, 3, 30));
    assert_eq!(stalled!(GetOrder, plain, total().no_attempt_timeout()), (Some(Total), Sent::Maybe, 1, 30));
    // Per client, and per call instead.
    let client = over(&stall).timeout(5 * SECOND).attempt_timeout(2 * SECOND).build().unwrap();
    assert_eq!(stalled!(PostOrder, client, none()), (Some(Attempt), Sent::Maybe, 1, 20));
    assert_eq!(stalled!(GetOrder, client, none()), (Some(Total), Sent::Maybe, 3, 50));
    assert_eq!(stalled!(GetOrder, client, total()), (Some(Total), Sent::Maybe, 2, 30));
    assert_eq!(stalled!(GetOrder, client, none().no_timeout()), (Some(Attempt), Sent::Maybe, 3, 60));
    assert_eq!(stalled!(GetOrder, client.with(total()), none()), (Some(Total), Sent::Maybe, 2, 30));
    assert_eq!(stalled!(PostOrder, client, none().no_attempt_timeout()), (Some(Total), Sent::Maybe, 1, 50));
    let client = over(&stall).no_timeout().attempt_timeout(2 * SECOND).build().unwrap();
    assert_eq!(stalled!(GetOrder, client, none()), (Some(Attempt), Sent::Maybe, 3, 60));
}

#[tokio::test(start_paused = true)]
async fn reply_that_began_counts_as_sent() {
    let client = over(&Scripted::new([Step::StallInBody(503)])).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!((error.time_limit(), error.sent()), (Some(TimeLimit::Total), Sent::Yes));
    assert_eq!((error.status().unwrap().as_u16(), error.body().unwrap().as_ref()), (503, b"{".as_slice()));
    assert!(error.to_string().contains("timed out: total timeout"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn late_reply_within_the_timeout_is_returned() {
    let late = |seconds: u32| Scripted::new([Step::After(seconds * SECOND, Box::new(Step::status(200)))]);
    let client = |transport: &Scripted| over(transport).timeout(5 * SECOND).build().unwrap();
    order!(PostOrder).send(&client(&late(4))).await.unwrap();
    assert!(order!(PostOrder).send(&client(&late(6))).await.unwrap_err().is_timeout());
}

#[tokio::test(start_paused = true)]
async fn timer_does_not_outlive_its_call() {
    let transport = Scripted::new([Step::After(SECOND, Box::new(Step::status(200)))]);
    let client = over(&transport).build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    // A paused clock advances to the next timer while the runtime is idle.
    let start = tokio::time::Instant::now();
    let (send, receive) = tokio::sync::oneshot::channel();
    let thread = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        send.send(()).unwrap();
    });
    receive.await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    thread.join().unwrap();
}

#[tokio::test(start_paused = true)]
async fn maximum_and_zero_durations_do_not_panic() {
    for time in [Duration::MAX, Duration::from_secs(u64::MAX / 4), Duration::from_secs(1 << 40)] {
        let asks = Step::Reply(503, vec![("retry-after".to_owned(), "1".to_owned())], String::new());
        let transport = Scripted::new([asks, Step::status(500), Step::status(200)]);
        let policy = AT_ONCE.backoff(time, Duration::ZERO).longest_retry_after(time);
        let client = over(&transport).timeout(time).attempt_timeout(time).retry(policy).build().unwrap();
        order!(GetOrder).send(&client).await.unwrap();
        // Endless waits are not started, or do not end.
        let client = over(&transport).no_timeout().retry(RetryPolicy::new().backoff(time, time)).build().unwrap();
        order!(GetOrder).send(&client).await.unwrap();
    }
    let client = over(&Scripted::new([Step::Stall])).timeout(Duration::ZERO).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!((error.time_limit(), error.attempts()), (Some(TimeLimit::Total), 1));
    let client = over(&Scripted::new([Step::Stall])).attempt_timeout(Duration::ZERO).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!((error.time_limit(), error.attempts()), (Some(TimeLimit::Attempt), 3));
}

#[tokio::test(start_paused = true)]
async fn transport_can_report_a_connect_timeout() {
    let transport = Scripted::new([Step::ConnectTimeout, Step::status(200)]);
    let full = order!(PostOrder).send(&over(&transport).build().unwrap()).with_reply().await.unwrap();
    assert_eq!(full.reply.attempts(), 2);
    let transport = Scripted::new([Step::Fails(TransportErrorKind::Timeout, Sent::Maybe)]);
    let error = order!(PostOrder).send(&over(&transport).build().unwrap()).await.unwrap_err();
    assert_eq!((error.time_limit(), error.sent(), error.attempts()), (Some(TimeLimit::Attempt), Sent::Maybe, 1));
}

/// Returns the number of other tasks.
fn tasks() -> usize {
    tokio::runtime::Handle::current().metrics().num_alive_tasks()
}

/// Asserts that the number of tasks soon returns to what it was.
async fn assert_no_more_tasks(before: usize) {
    let start = Instant::now();
    while tasks() > before {
        assert!(start.elapsed() < 5 * SECOND, "{} tasks are left of {before}", tasks());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn dropped_call_closes_its_connection_and_leaves_no_task() {
    let head = Reaction::done(200, "body").head();
    for bytes in [0, 10, head, head + 2] {
        let server = FaultServer::start(move |_| Reaction::done(200, "body").cut(bytes, Then::Stall)).await;
        let before = tasks();
        let client = Client::builder(server.origin()).build().unwrap();
        let call = tokio::time::timeout(Duration::from_millis(60), order!(GetOrder).send(&client));
        assert!(call.await.is_err());
        server.has_seen(|log| log.hang_ups == 1 && log.open == 0).await;
        assert_eq!((server.log().connections, server.log().requests()), (1, 1));
        // The one connection's task of the server is among them.
        assert_no_more_tasks(before).await;
    }
}

#[tokio::test(start_paused = true)]
async fn call_dropped_during_a_wait_is_not_sent_again() {
    let asks = Step::Reply(429, vec![("retry-after".to_owned(), "5".to_owned())], String::new());
    let transport = Scripted::new([asks]);
    let client = over(&transport).build().unwrap();
    let before = tasks();
    assert!(tokio::time::timeout(3 * SECOND, order!(GetOrder).send(&client)).await.is_err());
    tokio::time::sleep(60 * SECOND).await;
    assert_eq!((transport.attempts().len(), tasks()), (1, before));
}

#[tokio::test]
async fn unpolled_call_opens_no_connection() {
    let server = FaultServer::start(|_| Reaction::done(200, "")).await;
    let client = Client::builder(server.origin()).build().unwrap();
    drop(order!(GetOrder).send(&client));
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert_eq!(server.log().connections, 0);
}
