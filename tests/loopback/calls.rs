//! Calls as futures: concurrent, moved between tasks, dropped.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use callsheet::{Client, Error, error::Sent};
use support::widgets::{GetWidget, GetWidgetError, WIDGET, Widget, get_widget, update_widget, widget};
use support::{RawServer, Received, Script, builder_of, client_of, json, printed};
use tokio::task::JoinSet;

const IN_FLIGHT: usize = 64;

fn assert_send<T: Send + 'static>(value: T) -> T {
    value
}

#[test]
fn clients_are_sync_and_calls_are_send() {
    fn assert_shared<T: Clone + Send + Sync + 'static>() {}
    fn assert_call(_: impl Future + Send + Unpin + 'static) {}

    assert_shared::<Client>();
    let client = Client::builder("http://localhost").build().unwrap();
    let (borrowed, local) = (&client, get_widget());
    // The call borrows neither the client nor the endpoint.
    assert_call(local.send(borrowed));
    assert_call(local.send(borrowed).with_reply());
    assert_call(GetWidget::builder().widget("w").send(borrowed));
}

/// Starts a server that accepts connections and never responds.
fn silent() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let connections: Vec<_> = listener.incoming().take(ROUNDS).collect();
        // Until the calls end.
        std::thread::sleep(Duration::from_secs(5));
        drop(connections);
    });
    base
}

const ROUNDS: usize = 10;

#[test]
fn call_whose_runtime_ends_fails_without_a_panic() {
    let client = Client::builder(silent()).build().unwrap();
    for _ in 0..ROUNDS {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let client = client.clone();
        let handle = runtime.handle().clone();
        // As in `spawn_blocking`, whose threads a runtime does not end.
        let call = std::thread::spawn(move || handle.block_on(async { update_widget().send(&client).await }));
        std::thread::sleep(Duration::from_millis(30));
        runtime.shutdown_background();
        let error = call.join().expect("no panic").unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error}");
    }
}

/// Returns a widget with the name from the request.
fn echo(request: &Received) -> Vec<u8> {
    let id = request.target().trim_start_matches("/widgets/");
    json(200, format!(r#"{{"id":"{id}","size":{}}}"#, id.len()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_calls_get_their_own_replies() {
    // The server replies only after all calls have arrived.
    let server = RawServer::each(Script::receive().await_requests(IN_FLIGHT).answer(echo)).await;
    let client = client_of(&server);
    let mut calls = JoinSet::new();
    for number in 0..IN_FLIGHT {
        let client = client.clone();
        calls.spawn(assert_send(async move {
            let id = format!("wid_{number}");
            let answer = GetWidget { widget: id.clone() }.send(&client).await.unwrap();
            assert_eq!(answer, Widget { size: u32::try_from(id.len()).unwrap(), id });
        }));
    }
    while let Some(call) = calls.join_next().await {
        call.unwrap();
    }
    assert_eq!(server.requests().len(), IN_FLIGHT);
    let mut targets: Vec<String> = server.requests().iter().map(|request| request.target().to_owned()).collect();
    targets.sort();
    targets.dedup();
    assert_eq!(targets.len(), IN_FLIGHT);
}

#[tokio::test]
async fn unpolled_call_sends_nothing() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let client = client_of(&server);
    drop(get_widget().send(&client));
    drop(update_widget().send(&client).with_reply());
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.log().connections, 0);
    // The same client still works.
    assert_eq!(get_widget().send(&client).await.unwrap(), widget());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn call_works_after_its_client_and_endpoint_are_dropped() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let call = {
        let client = client_of(&server);
        get_widget().send(&client)
    };
    assert_eq!(tokio::spawn(call).await.unwrap().unwrap(), widget());
}

#[tokio::test]
async fn dropped_call_closes_its_connection() {
    for script in [Script::receive().stall(), Script::receive().write("HTTP/1.1 200 OK\r\n\r\n{").stall()] {
        let server = RawServer::each(script).await;
        let client = client_of(&server);
        let mut call = get_widget().send(&client);
        tokio::select! {
            outcome = &mut call => panic!("{outcome:?}"),
            () = server.has_seen(|log| log.requests.len() == 1) => {}
        }
        // Then drop it later, while the body arrives.
        assert!(tokio::time::timeout(Duration::from_millis(30), &mut call).await.is_err());
        drop(call);
        server.has_seen(|log| log.hang_ups == 1).await;
        assert_eq!(server.log().connections, 1);
    }
}

#[tokio::test]
async fn slow_call_does_not_delay_others() {
    let scripts = [Script::receive().stall(), Script::receive().write(json(200, WIDGET))];
    let server = RawServer::in_turn(scripts).await;
    let client = builder_of(&server).build().unwrap();
    let slow = tokio::spawn(get_widget().send(&client));
    server.has_seen(|log| log.requests.len() == 1).await;
    assert_eq!(get_widget().send(&client).await.unwrap(), widget());
    assert!(!slow.is_finished());
    slow.abort();
}

/// Returns the result of a call that is awaited outside any runtime.
fn without_a_runtime(client: &Client) -> Error<GetWidgetError> {
    let mut call = get_widget().send(client);
    match Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome.unwrap_err(),
        Poll::Pending => panic!("a call that waits for what never comes"),
    }
}

#[test]
fn call_outside_a_runtime_fails_without_a_panic() {
    // Nobody listens there, and nothing is sent.
    let error = without_a_runtime(&Client::builder("http://127.0.0.1:9").build().unwrap());
    assert_eq!((error.sent(), error.status()), (Sent::No, None));
    assert!(printed(&error).contains("tokio"), "{error:?}");
}

#[test]
fn call_without_a_timeout_outside_a_runtime_fails_without_a_panic() {
    let error = without_a_runtime(&Client::builder("http://127.0.0.1:9").no_timeout().build().unwrap());
    assert_eq!((error.sent(), error.status()), (Sent::No, None));
    assert!(printed(&error).contains("tokio"), "{error:?}");
}
