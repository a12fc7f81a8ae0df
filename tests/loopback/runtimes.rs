//! A client that is used in several runtimes, as `Client` documents.

use std::time::Duration;

use callsheet::transport::TimeLimit;
use callsheet::transport::reqwest_0_13;
use callsheet::{CallOptions, Client, RetryPolicy};
use support::widgets::get_widget;
use support::{FaultServer, Reaction};
use tokio::runtime::{Builder, Runtime};

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A server in a separate runtime.
fn server() -> (Runtime, FaultServer) {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let body = r#"{"id":"w","size":1}"#;
    let server = runtime.block_on(FaultServer::start(move |_| Reaction::done(200, body)));
    (runtime, server)
}

/// Makes a call in this runtime, and leaves the connection in the pool.
fn calls(runtime: &Runtime, client: &Client, timeout: Duration) -> bool {
    runtime.block_on(async {
        let options = CallOptions::new().timeout(timeout).retry(RetryPolicy::none());
        let ended = get_widget().send(client).with(options).await;
        tokio::time::sleep(Duration::from_millis(30)).await;
        ended.is_ok()
    })
}

const LONG: Duration = Duration::from_secs(5);

#[test]
fn connection_of_an_idle_runtime_does_not_answer() {
    let (_runtime, server) = server();
    let client = Client::builder(server.origin()).build().unwrap();
    let (idle, other) = (current_thread(), current_thread());
    assert!(calls(&idle, &client, LONG));
    // The documented pitfall.
    assert!(!calls(&other, &client, Duration::from_millis(200)));
}

#[test]
fn one_client_per_runtime_or_no_idle_connections_works() {
    let (_runtime, server) = server();
    let (idle, other) = (current_thread(), current_thread());
    for runtime in [&idle, &other, &idle] {
        assert!(calls(runtime, &Client::builder(server.origin()).build().unwrap(), LONG));
    }

    let transport = reqwest_0_13::from_builder(reqwest::Client::builder().pool_max_idle_per_host(0)).unwrap();
    let client = Client::builder(server.origin()).transport(transport).build().unwrap();
    for runtime in [&idle, &other, &idle] {
        assert!(calls(runtime, &client, LONG));
    }
}

#[test]
fn connections_of_an_ended_runtime_are_not_reused() {
    let (_runtime, server) = server();
    let client = Client::builder(server.origin()).build().unwrap();
    for _ in 0..3 {
        assert!(calls(&current_thread(), &client, LONG));
    }
}

#[test]
fn runtime_without_timers_supports_calls_and_their_limits() {
    let (_runtime, server) = server();
    let without_timers = || Builder::new_current_thread().enable_io().build().unwrap();
    let client = Client::builder(server.origin()).build().unwrap();
    without_timers().block_on(get_widget().send(&client)).unwrap();
    // It accepts connections and never responds.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Client::builder(format!("https://{}", silent.local_addr().unwrap()));
    let client = client.connect_timeout(Duration::from_millis(50)).retry(RetryPolicy::none()).build().unwrap();
    let error = without_timers().block_on(get_widget().send(&client)).unwrap_err();
    assert_eq!(error.time_limit(), Some(TimeLimit::Connect), "{error:?}");
}
