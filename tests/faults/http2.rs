//! HTTP/2: streams that the server refuses, and how they count as attempts.

use callsheet::transport::TransportErrorKind;
use callsheet::transport::reqwest_0_13;
use callsheet::{Client, ClientBuilder, Error, RetryPolicy, WithReply, error::Sent};
use support::orders::PostOrderError;
use support::{Http2Rules, Http2Server};
use tokio::task::JoinSet;

use crate::{AT_ONCE, SECOND, ended, order};

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const ENHANCE_YOUR_CALM: u32 = 11;

fn over(server: &Http2Server) -> ClientBuilder {
    let builder = reqwest::Client::builder().http2_prior_knowledge();
    let transport = reqwest_0_13::from_builder(builder).unwrap();
    Client::builder(server.origin()).transport(transport).timeout(20 * SECOND)
}

/// A server that resets the first streams.
async fn resetting(resets: usize, reason: u32) -> Http2Server {
    Http2Server::start(Http2Rules { resets: (resets, reason), ..Http2Rules::default() }).await
}

#[tokio::test]
async fn refused_stream_without_retries_is_sent_once() {
    let server = resetting(100, REFUSED_STREAM).await;
    let error = order!(GetOrder).send(&over(&server).retry(RetryPolicy::none()).build().unwrap()).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!((source.kind(), error.sent(), error.attempts()), (TransportErrorKind::Refused, Sent::No, 1));
    assert_eq!(server.log().requests, 1);
}

#[tokio::test]
async fn refused_stream_of_a_custom_client_is_sent_once() {
    let server = resetting(100, REFUSED_STREAM).await;
    // By default, such a client repeats it twice.
    let own = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let client = Client::builder(server.origin()).transport(reqwest_0_13::from_client(own));
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    assert_eq!(order!(GetOrder).send(&client).await.unwrap_err().attempts(), 1);
    assert_eq!(order!(PostOrder).send(&client).await.unwrap_err().attempts(), 1);
    assert_eq!(server.log().requests, 2);
}

#[tokio::test]
async fn refused_post_is_repeated_and_every_request_is_counted() {
    // More than the policy's number of attempts.
    for resets in [1, 3, 7] {
        let server = resetting(resets, REFUSED_STREAM).await;
        let ended = ended(order!(PostOrder).send(&over(&server).retry(AT_ONCE).build().unwrap()).with_reply().await);
        assert_eq!((ended.how.as_str(), ended.attempts as usize), ("ok", resets + 1));
        assert_eq!((server.log().requests, server.log().answered), (resets + 1, 1));
    }
}

#[tokio::test]
async fn call_to_a_server_that_refuses_everything_ends() {
    let server = resetting(1000, REFUSED_STREAM).await;
    let client = over(&server).retry(AT_ONCE).build().unwrap();
    // Two for each call, of a budget of a hundred.
    for calls in 1..=12 {
        let error = order!(PostOrder).send(&client).await.unwrap_err();
        // Ten that do not count, and the three attempts of the policy.
        assert_eq!((error.sent(), error.attempts(), server.log().requests), (Sent::No, 13, 13 * calls));
    }
}

#[tokio::test]
async fn other_reset_of_a_post_is_not_repeated() {
    for reason in [INTERNAL_ERROR, NO_ERROR, ENHANCE_YOUR_CALM] {
        let server = resetting(100, reason).await;
        let error = order!(PostOrder).send(&over(&server).retry(AT_ONCE).build().unwrap()).await.unwrap_err();
        assert_eq!((error.sent(), error.attempts(), server.log().requests), (Sent::Maybe, 1, 1), "{reason}");
    }
}

/// Fifty concurrent calls to a server that accepts four at a time, and seven on a connection.
async fn burst(is_limit_known: bool, reason: u32) -> (Http2Server, Vec<Result<WithReply<()>, Error<PostOrderError>>>) {
    let rules = Http2Rules { concurrent: 4, is_limit_known, goaway: Some((7, reason)), ..Http2Rules::default() };
    let server = Http2Server::start(rules).await;
    let client = over(&server).build().unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..50 {
        let client = client.clone();
        calls.spawn(async move { order!(PostOrder).send(&client).with_reply().await });
    }
    (server, calls.join_all().await)
}

#[tokio::test]
async fn posts_beyond_the_limits_of_a_connection_all_succeed() {
    for reason in [NO_ERROR, ENHANCE_YOUR_CALM] {
        let (server, results) = burst(false, reason).await;
        for result in results {
            assert!(result.is_ok(), "{result:?}: {:?}", server.log());
        }
        assert_eq!(server.log().answered, 50, "{:?}", server.log());
        assert!(server.log().connections >= 7, "{:?}", server.log());
    }
}

/// If the client knows the limit, hyper queues one request per connection until a stream is free. If the connection
/// closes meanwhile, hyper does not report whether that request was sent. So such a POST may have been sent.
#[tokio::test]
async fn posts_beyond_known_limits_succeed_unless_they_were_next_on_a_connection_that_went_away() {
    let (server, results) = burst(true, NO_ERROR).await;
    let (ok, failed): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    let log = server.log();
    assert!(failed.len() <= log.connections && ok.len() == log.answered, "{failed:?} {log:?}");
    for error in failed.into_iter().filter_map(Result::err) {
        assert_eq!(error.sent(), Sent::Maybe, "{error:?}");
        assert!(support::printed(&error).contains("dispatch task is gone"), "{error:?}");
    }
}

#[tokio::test]
async fn stream_that_a_goaway_covers_may_have_been_processed() {
    let rules = Http2Rules { goaway: Some((1, NO_ERROR)), stalls: true, ..Http2Rules::default() };
    let server = Http2Server::start(rules).await;
    let client = over(&server).timeout(SECOND / 4).retry(AT_ONCE).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!((error.sent(), error.attempts(), server.log().requests), (Sent::Maybe, 1, 1));
}
