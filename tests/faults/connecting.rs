//! Connections that are not established, to a port whose queue is full. Only Linux neither accepts nor refuses them.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use callsheet::transport::TimeLimit;
use callsheet::{Client, Error, error::Sent};
use support::{FaultServer, Reaction};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use crate::{AT_ONCE, SECOND, order};

/// A port whose queue of connections is full, so that another one is neither accepted nor refused.
struct Full {
    address: SocketAddr,
    _listener: TcpListener,
    _queued: Vec<TcpStream>,
}

impl Full {
    async fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queued = Vec::new();
        for _ in 0..16 {
            let connecting = tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(address));
            let Ok(connected) = connecting.await else { break };
            queued.push(connected.unwrap());
        }
        assert!(queued.len() < 16, "a queue of connections without an end");
        Self { address, _listener: listener, _queued: queued }
    }

    fn client(&self) -> callsheet::ClientBuilder {
        Client::builder(format!("http://{}", self.address)).retry(AT_ONCE)
    }
}

#[tokio::test]
async fn connect_timeout_has_sent_nothing() {
    let full = Full::new().await;
    let limit = Duration::from_millis(80);
    let client = full.client().connect_timeout(limit).build().unwrap();
    let start = Instant::now();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!((error.time_limit(), error.sent(), error.attempts()), (Some(TimeLimit::Connect), Sent::No, 3));
    assert!(matches!(error, Error::Timeout { .. }) && error.status().is_none(), "{error:?}");
    assert!(error.to_string().contains("timed out: connect timeout"), "{error}");
    assert!(start.elapsed() >= 3 * limit && start.elapsed() < 3 * SECOND, "{:?}", start.elapsed());
}

#[tokio::test]
async fn call_timeout_ends_connecting() {
    let full = Full::new().await;
    let client = full.client().timeout(Duration::from_millis(100)).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!((error.time_limit(), error.attempts()), (Some(TimeLimit::Total), 1));
    assert_eq!(error.sent(), Sent::No);
}

#[tokio::test]
async fn attempt_that_timed_out_while_connecting_has_sent_nothing_and_is_repeated() {
    let full = Full::new().await;
    let client = full.client().attempt_timeout(Duration::from_millis(50)).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!((error.time_limit(), error.sent(), error.attempts()), (Some(TimeLimit::Attempt), Sent::No, 3));
}

#[tokio::test]
async fn post_whose_connection_after_a_303_is_not_made_in_time_is_not_repeated() {
    let full = Full::new().await;
    let location = format!("http://{}/x", full.address);
    let kept = location.clone();
    let server = FaultServer::start(move |_| Reaction::done_with(303, &[("location", &location)])).await;
    let limit = Duration::from_millis(80);
    let client = || Client::builder(server.origin()).retry(AT_ONCE);
    for (client, expected) in [
        (client().attempt_timeout(limit), TimeLimit::Attempt),
        (client().connect_timeout(limit), TimeLimit::Connect),
        (client().timeout(limit), TimeLimit::Total),
    ] {
        let error = order!(PostOrder).send(&client.build().unwrap()).await.unwrap_err();
        assert_eq!((error.time_limit(), error.sent(), error.attempts()), (Some(expected), Sent::Yes, 1), "{error:?}");
        let reply = error.reply().expect("the reply of the redirect is kept");
        assert_eq!(
            (reply.status().as_u16(), reply.headers()["location"].to_str().unwrap()),
            (303, &*kept),
            "{error:?}"
        );
    }
    assert_eq!(server.log().effects(), 3);
}
