//! Documented errors with `renew`.

use std::time::Duration;

use callsheet::{Error, RetryPolicy};
use support::orders::RenewedOrderError;
use support::{Scripted, Step};

use crate::tokens::Source;
use crate::{AT_ONCE, order, over};

fn code(status: u16, code: &str) -> Step {
    Step::body(status, &format!(r#"{{"code":"{code}"}}"#))
}

#[tokio::test(start_paused = true)]
async fn renew_fetches_another_token_once() {
    for policy in [RetryPolicy::none(), AT_ONCE] {
        let source = Source::counting(Duration::ZERO);
        let transport = Scripted::new([code(403, "invalid_api_token"), Step::status(200)]);
        let client = over(&transport).token_source(source.clone()).retry(policy.clone()).build().unwrap();
        order!(RenewedOrder).send(&client).await.unwrap();
        let sent = transport.header("authorization");
        assert_eq!(sent, ["Bearer token-0", "Bearer token-1"].map(|token| Some(token.to_owned())));

        let source = Source::counting(Duration::ZERO);
        let transport = Scripted::new([code(403, "invalid_api_token")]);
        let client = over(&transport).token_source(source.clone()).retry(policy.clone()).build().unwrap();
        let error = order!(RenewedOrder).send(&client).await.unwrap_err();
        assert!(
            matches!(&error, Error::Documented { error: RenewedOrderError::InvalidApiToken { .. }, .. }),
            "{error:?}"
        );
        assert_eq!((transport.attempts().len(), source.asked()), (2, 2));
    }
}

#[tokio::test(start_paused = true)]
async fn other_error_with_the_same_status_fetches_no_token() {
    for step in [code(403, "permission_denied"), code(403, "other"), Step::status(403)] {
        let source = Source::counting(Duration::ZERO);
        let transport = Scripted::new([step]);
        let client = over(&transport).token_source(source.clone()).build().unwrap();
        order!(RenewedOrder).send(&client).await.unwrap_err();
        assert_eq!((transport.attempts().len(), source.asked()), (1, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn retry_never_with_401_fetches_no_token() {
    for (step, attempts) in [(code(401, "account_disabled"), 1), (code(401, "other"), 2), (Step::status(401), 2)] {
        let source = Source::counting(Duration::ZERO);
        let transport = Scripted::new([step]);
        let client = over(&transport).token_source(source.clone()).build().unwrap();
        order!(QuotaOrder).send(&client).await.unwrap_err();
        assert_eq!((transport.attempts().len(), source.asked()), (attempts, u32::try_from(attempts).unwrap()));
    }
}

#[tokio::test(start_paused = true)]
async fn post_after_a_redirect_is_not_renewed() {
    let source = Source::counting(Duration::ZERO);
    let transport = Scripted::new([Step::Redirected(Box::new(code(403, "invalid_api_token"))), Step::status(200)]);
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    order!(RenewedOrder).send(&client).await.unwrap_err();
    assert_eq!((transport.attempts().len(), source.asked()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn server_that_refuses_every_token_does_not_cause_a_fetch_per_call() {
    let source = Source::counting(Duration::ZERO);
    let transport = Scripted::new([code(403, "invalid_api_token")]);
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    for _ in 0..50 {
        order!(RenewedOrder).send(&client).await.unwrap_err();
    }
    assert!((2..=3).contains(&source.asked()), "{}", source.asked());
}
