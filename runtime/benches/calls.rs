//! Time and allocations of a call, compared with hand-written code.
//!
//! `cargo bench -p callsheet --bench calls`. Each group runs callsheet and plain reqwest with the same timeouts.
//! `alloc` is what one iteration allocates, `grow` what it reallocates. For round trips, the items per second are
//! calls.

#![expect(clippy::wildcard_imports, reason = "each module is a group of benchmarks of this file")]

mod shape;

use bytes::Bytes;
use callsheet::transport::into_bytes_request;
use callsheet::{Client, Endpoint as _};
use divan::{AllocProfiler, Bencher, black_box};
use http::StatusCode;
use shape::{INVALID, NOT_FOUND, SUCCESS, UpdateThing, handwritten};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const BASE: &str = "http://127.0.0.1:9/api/v1";

fn main() {
    divan::main();
}

fn client(base: &str) -> Client {
    Client::builder(base).bearer("a-token-of-usual-length").build().expect("a client")
}

fn by_hand(base: &str) -> handwritten::Client {
    handwritten::Client::new(base, "a-token-of-usual-length")
}

mod build {
    use super::*;

    #[divan::bench]
    fn callsheet(bencher: Bencher<'_, '_>) {
        let (client, call) = (client(BASE), shape::call());
        bencher.bench_local(|| client.to_request(black_box(&call)));
    }

    /// Goes as far as the hand-written code: up to reqwest's own request. Uses reqwest's conversion, which parses the
    /// whole URL. The default transport does not, because it parses the origin only once.
    #[divan::bench]
    fn callsheet_for_reqwest(bencher: Bencher<'_, '_>) {
        let (client, call) = (client(BASE), shape::call());
        bencher.bench_local(|| {
            let request = client.to_request(black_box(&call)).expect("a request");
            reqwest::Request::try_from(into_bytes_request(request).expect("a body in memory"))
        });
    }

    #[divan::bench]
    fn handwritten(bencher: Bencher<'_, '_>) {
        let (client, call) = (by_hand(BASE), shape::handwritten::call());
        bencher.bench_local(|| shape::handwritten::build(&client, black_box(&call)));
    }
}

/// Reads replies of one kind, with callsheet and by hand.
macro_rules! read {
    ($($name:ident: $status:literal $body:expr;)*) => {$(
        mod $name {
            use super::*;

            #[divan::bench]
            fn callsheet() -> impl Sized {
                UpdateThing::read_response(black_box(shape::response($status, $body)))
            }

            #[divan::bench]
            fn handwritten() -> impl Sized {
                let status = StatusCode::from_u16($status).expect("a status");
                shape::handwritten::read(black_box(status), Bytes::from_static($body))
            }
        }
    )*};
}

read! {
    read_success: 200 SUCCESS;
    read_error: 404 NOT_FOUND;
    read_error_with_detail: 422 INVALID;
}

mod round_trip {
    use std::future::Future;
    use std::sync::LazyLock;

    use axum::Router;
    use axum::routing::patch;
    use divan::counter::ItemsCount;
    use tokio::runtime::{Builder, Runtime};
    use tokio::task::JoinSet;

    use super::*;

    /// The number of calls in one iteration.
    const CALLS: usize = 256;

    /// The base URL of a server on another thread.
    static SERVER: LazyLock<String> = LazyLock::new(|| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}/api/v1", listener.local_addr().expect("its address"));
        std::thread::spawn(move || {
            listener.set_nonblocking(true).expect("a socket for tokio");
            runtime().block_on(async {
                let router = Router::new()
                    .route("/api/v1/things/{thing}", patch(async || ([("content-type", "application/json")], SUCCESS)));
                let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
                axum::serve(listener, router).await.expect("a server");
            });
        });
        base
    });

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().expect("a runtime")
    }

    /// Makes the calls, with this many in flight at a time.
    async fn calls<F: Future<Output = ()> + Send + 'static>(in_flight: usize, call: impl Fn() -> F) {
        let mut running = JoinSet::new();
        for _ in 0..CALLS {
            if running.len() == in_flight {
                running.join_next().await.expect("a call").expect("its end");
            }
            running.spawn(call());
        }
        running.join_all().await;
    }

    #[divan::bench(args = [1, 64])]
    fn callsheet(bencher: Bencher<'_, '_>, in_flight: usize) {
        let runtime = runtime();
        let client = client(&SERVER);
        bencher.counter(ItemsCount::new(CALLS)).bench_local(|| {
            runtime.block_on(calls(in_flight, || {
                let call = shape::call().send(&client);
                async move {
                    black_box(call.await.expect("a value"));
                }
            }));
        });
    }

    #[divan::bench(args = [1, 64])]
    fn handwritten(bencher: Bencher<'_, '_>, in_flight: usize) {
        let runtime = runtime();
        let client = std::sync::Arc::new(by_hand(&SERVER));
        bencher.counter(ItemsCount::new(CALLS)).bench_local(|| {
            runtime.block_on(calls(in_flight, || {
                let client = client.clone();
                async move {
                    let call = shape::handwritten::call();
                    black_box(shape::handwritten::update_thing(&client, &call).await.expect("a value"));
                }
            }));
        });
    }
}
