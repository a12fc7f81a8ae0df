//! Tokens that the server refuses, and when another one is fetched.

use std::time::Duration;

use callsheet::auth::Token;
use callsheet::{Client, RetryPolicy, error::Sent};
use support::{RawServer, Script, Scripted, Step, redirect, reply};

use crate::tokens::{Guarded, Source};
use crate::{SECOND, order, over};

#[tokio::test(start_paused = true)]
async fn first_refusal_renews_the_token_and_the_second_is_the_reply() {
    let (source, server) = (Source::counting(SECOND), Guarded::by("none"));
    let client = server.client(&source);
    for (first, last) in [(0, 1), (1, 2)] {
        tokio::time::sleep(SECOND).await;
        let error = order!(PatchOrder).send(&client).await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.attempts(), error.sent()), (401, 2, Sent::Yes));
        let seen = server.seen();
        assert_eq!(seen[seen.len() - 2..], [format!("Bearer token-{first}"), format!("Bearer token-{last}")]);
    }
    assert_eq!(source.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn server_that_refuses_every_token_costs_few_fetches() {
    let (source, server) = (Source::counting(Duration::ZERO), Guarded::by("none"));
    let client = server.client(&source);
    let refused = async || {
        let error = order!(PatchOrder).send(&client).await.unwrap_err();
        (error.status().unwrap().as_u16(), error.attempts())
    };
    assert_eq!(refused().await, (401, 2));
    // Each call takes ten milliseconds.
    for _ in 0..40 {
        assert_eq!(refused().await, (401, 1));
    }
    assert_eq!(source.asked(), 2);
    // The pause doubles: another fetch after 1, 3, 7, 15 and 31 seconds, and then every minute.
    for (seconds, fetches) in [(1, 3), (2, 4), (4, 5), (8, 6), (16, 7), (32, 8), (60, 9), (60, 10)] {
        for due in [fetches - 1, fetches] {
            tokio::time::sleep(Duration::from_millis(500) * seconds).await;
            refused().await;
            assert_eq!(source.asked(), due, "{seconds}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn renewal_that_helped_ends_the_pause() {
    let (source, server) = (Source::counting(Duration::ZERO), Guarded::by("token-1"));
    let client = server.client(&source);
    // Each time, the server accepts only the next token.
    for fetches in 2..20 {
        *server.token.lock().unwrap() = format!("Bearer token-{}", fetches - 1);
        let full = order!(PostOrder).send(&client).with_reply().await.unwrap();
        assert_eq!((full.reply.attempts(), source.asked()), (2, fetches));
    }
}

#[tokio::test(start_paused = true)]
async fn expired_token_is_replaced_during_the_pause() {
    let source =
        Source::new(
            |asked| async move { Ok(Token::new(format!("token-{asked}")).expires_in(Duration::from_millis(500))) },
        );
    let server = Guarded::by("none");
    let client = server.client(&source);
    order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!(source.asked(), 2);
    tokio::time::sleep(SECOND / 2).await;
    "Bearer token-2".clone_into(&mut server.token.lock().unwrap());
    order!(GetOrder).send(&client).await.unwrap();
    assert_eq!(source.asked(), 3);
}

/// A client with these replies, and its source. Each call sends the request once, and once more with another token.
fn answered(steps: impl IntoIterator<Item = Step>) -> (Client, Source) {
    let source = Source::counting(Duration::ZERO);
    let builder = over(&Scripted::new(steps)).token_source(source.clone()).retry(RetryPolicy::none());
    (builder.build().unwrap(), source)
}

#[tokio::test(start_paused = true)]
async fn renewal_helped_only_if_the_reply_shows_it() {
    let says_nothing = [407, 408, 429, 500, 502, 503, 504].map(|status| (status, false));
    let accepts = [200, 304, 400, 403, 404, 409, 422].map(|status| (status, true));
    for (status, helped) in says_nothing.into_iter().chain(accepts) {
        let (client, source) = answered([401, status, 401, 200].map(Step::status));
        let _first = order!(PatchOrder).send(&client).await;
        assert_eq!(source.asked(), 2, "{status}");
        let second = order!(PatchOrder).send(&client).await;
        assert_eq!((second.is_ok(), source.asked()), (helped, 2 + u32::from(helped)), "{status}");
    }
}

#[tokio::test]
async fn reply_of_another_origin_does_not_accept_a_token() {
    let other = RawServer::answering(reply(200, &[], "")).await;
    let away = redirect(302, &format!("{}/orders/1", other.origin()));
    let replies = [reply(401, &[], ""), away, reply(401, &[], ""), reply(200, &[], "")];
    let server = RawServer::in_turn(replies.map(|bytes| Script::receive().write(bytes))).await;
    let source = Source::counting(Duration::ZERO);
    let client = Client::builder(server.origin()).token_source(source.clone()).build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), source.asked()), (401, 2));
}

#[tokio::test(start_paused = true)]
async fn token_accepted_in_another_call_ends_the_pause() {
    let (client, source) = answered([401, 503, 200, 401, 200].map(Step::status));
    order!(PatchOrder).send(&client).await.unwrap_err();
    order!(PatchOrder).send(&client).await.unwrap();
    order!(PatchOrder).send(&client).await.unwrap();
    assert_eq!(source.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn earlier_token_accepted_during_the_pause_does_not_end_it() {
    let slow = Step::After(SECOND / 2, Box::new(Step::status(200)));
    let (client, source) = answered([slow].into_iter().chain([401, 503, 401, 200].map(Step::status)));
    let (first, second) = tokio::join!(order!(PatchOrder).send(&client), order!(PatchOrder).send(&client));
    assert!(first.is_ok() && second.is_err());
    order!(PatchOrder).send(&client).await.unwrap_err();
    assert_eq!(source.asked(), 2);
}

/// Like a server that answers 401 if the token lacks a permission.
#[tokio::test(start_paused = true)]
async fn token_that_one_endpoint_refuses_and_another_accepts_does_not_end_the_pause() {
    let (client, source) = answered([401, 401, 200, 401, 200, 401].map(Step::status));
    for is_ok in [false, true, false, true, false] {
        assert_eq!(order!(PatchOrder).send(&client).await.is_ok(), is_ok);
        assert_eq!(source.asked(), 2);
    }
}
