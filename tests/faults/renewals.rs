//! Tokens that the server refuses, and how soon another one is fetched.

use std::time::Duration;

use callsheet::Sent;
use callsheet::auth::Token;

use crate::tokens::{Guarded, Source};
use crate::{SECOND, order};

#[tokio::test(start_paused = true)]
async fn the_first_refusal_renews_it_and_the_second_is_the_reply() {
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
    // Each of them takes ten milliseconds.
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
    // Each time the server takes the next token alone.
    for fetches in 2..20 {
        *server.token.lock().unwrap() = format!("Bearer token-{}", fetches - 1);
        let full = order!(PostOrder).send(&client).full().await.unwrap();
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
