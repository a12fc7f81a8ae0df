//! [`FaultServer`]: responds and fails by a plan, and keeps a log.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::received::{Incoming, Received};

/// The maximum time of a connection, or of a wait in a test.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server on loopback that keeps its connections open and handles each request by a plan.
///
/// Dropping it closes all its connections.
#[derive(Debug)]
pub struct FaultServer {
    origin: String,
    log: watch::Sender<FaultLog>,
    accepting: JoinHandle<()>,
}

/// The log of a server.
#[derive(Debug, Clone, Default)]
pub struct FaultLog {
    /// The number of accepted connections.
    pub connections: usize,
    /// The number of open connections.
    pub open: usize,
    /// The number of complete requests.
    requests: u32,
    /// The number of requests per target.
    pub received: HashMap<String, u32>,
    /// The number of requests per target that had their effect.
    pub processed: HashMap<String, u32>,
    /// The number of connections that the client closed before it had the complete reply.
    pub hang_ups: usize,
}

impl FaultLog {
    /// The number of complete requests.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.requests
    }

    /// Returns the number of requests that had their effect.
    #[must_use]
    pub fn effects(&self) -> u32 {
        self.processed.values().sum()
    }
}

/// A complete request, as the plan receives it.
#[derive(Debug)]
pub struct Turn {
    /// The request.
    pub request: Received,
    /// The number of earlier requests.
    pub number: u32,
    /// The number of earlier requests with the same target.
    pub of_target: u32,
}

/// How a server reacts to a request.
#[derive(Debug, Clone)]
pub struct Reaction {
    /// Whether the request has its effect.
    is_processed: bool,
    bytes: Vec<u8>,
    then: Then,
}

/// What happens to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// It stays open for the next request.
    KeepOpen,
    /// It is closed.
    Close,
    /// It is reset.
    Reset,
    /// Nothing is sent until the client closes it.
    Stall,
}

impl Reaction {
    /// Processes the request, replies with this status and body, and keeps the connection open.
    #[must_use]
    pub fn done(status: u16, body: &str) -> Self {
        Self { is_processed: true, bytes: whole(status, &[], body), then: Then::KeepOpen }
    }

    /// Processes the request, replies with this status and these headers, and keeps the connection open.
    #[must_use]
    pub fn done_with(status: u16, headers: &[(&str, &str)]) -> Self {
        Self { is_processed: true, ..Self::refused(status, headers) }
    }

    /// Replies with this status and these headers without processing the request, and keeps the connection open.
    #[must_use]
    pub fn refused(status: u16, headers: &[(&str, &str)]) -> Self {
        Self { is_processed: false, bytes: whole(status, headers, ""), then: Then::KeepOpen }
    }

    /// Writes only this many bytes of the reply, and then does this.
    #[must_use]
    pub fn cut(mut self, bytes: usize, then: Then) -> Self {
        self.bytes.truncate(bytes);
        self.then = then;
        self
    }

    /// Returns the length of the reply's head.
    #[must_use]
    pub fn head(&self) -> usize {
        self.bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(self.bytes.len(), |end| end + 4)
    }

    /// Whether the request has its effect.
    #[must_use]
    pub fn is_processed(&self) -> bool {
        self.is_processed
    }
}

/// Creates a reply with a content length.
fn whole(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut whole = format!("HTTP/1.1 {status} Planned\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        whole += &format!("{name}: {value}\r\n");
    }
    (whole + "\r\n" + body).into_bytes()
}

/// Decides by its number what happens to a connection before anything is read from it.
type OnAccept = dyn Fn(usize) -> Then + Send + Sync;
type OnRequest = dyn Fn(&Turn) -> Reaction + Send + Sync;

struct Plan {
    on_accept: Box<OnAccept>,
    on_request: Box<OnRequest>,
}

impl FaultServer {
    /// Starts a server that reacts to each request by this plan.
    ///
    /// # Panics
    ///
    /// If no port is free on loopback.
    pub async fn start(on_request: impl Fn(&Turn) -> Reaction + Send + Sync + 'static) -> Self {
        Self::start_with(|_| Then::KeepOpen, on_request).await
    }

    /// The same with a plan for connections. A connection that is not kept open ends before anything is read from it.
    ///
    /// # Panics
    ///
    /// If no port is free on loopback.
    pub async fn start_with(
        on_accept: impl Fn(usize) -> Then + Send + Sync + 'static,
        on_request: impl Fn(&Turn) -> Reaction + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        Self::on(listener, Plan { on_accept: Box::new(on_accept), on_request: Box::new(on_request) })
    }

    /// Reserves a port that refuses connections until a server is started on it.
    ///
    /// # Panics
    ///
    /// If no port is free on loopback.
    #[must_use]
    pub fn refusing() -> Refusing {
        let socket = TcpSocket::new_v4().expect("a socket");
        // Bound but not listening: the port stays reserved, and connections are refused.
        socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a port on loopback");
        Refusing(socket)
    }

    fn on(listener: TcpListener, plan: Plan) -> Self {
        let origin = format!("http://{}", listener.local_addr().expect("the port's address"));
        let log = watch::Sender::new(FaultLog::default());
        let accepting = tokio::spawn(accept(listener, Arc::new(plan), log.clone()));
        Self { origin, log, accepting }
    }

    /// Returns scheme, host and port, such as `http://127.0.0.1:4000`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the log.
    #[must_use]
    pub fn log(&self) -> FaultLog {
        self.log.borrow().clone()
    }

    /// Clears the logged targets.
    pub fn forget_targets(&self) {
        self.log.send_modify(|log| (log.received, log.processed) = Default::default());
    }

    /// Waits until the log satisfies this condition.
    ///
    /// # Panics
    ///
    /// If that takes too long.
    pub async fn has_seen(&self, what: impl FnMut(&FaultLog) -> bool) {
        let mut log = self.log.subscribe();
        let seen = tokio::time::timeout(PATIENCE, log.wait_for(what)).await;
        assert!(seen.is_ok(), "never seen; {:?}", self.log());
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        // The connections belong to this task and end with it.
        self.accepting.abort();
    }
}

/// A port that refuses connections.
#[derive(Debug)]
pub struct Refusing(TcpSocket);

impl Refusing {
    /// Scheme, host and port.
    ///
    /// # Panics
    ///
    /// If the socket has no address.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.0.local_addr().expect("the port's address"))
    }

    /// A server on this port.
    ///
    /// # Panics
    ///
    /// If the server cannot listen on the port.
    #[must_use]
    pub fn listen(self, on_request: impl Fn(&Turn) -> Reaction + Send + Sync + 'static) -> FaultServer {
        let listener = self.0.listen(64).expect("a listener");
        FaultServer::on(listener, Plan { on_accept: Box::new(|_| Then::KeepOpen), on_request: Box::new(on_request) })
    }
}

async fn accept(listener: TcpListener, plan: Arc<Plan>, log: watch::Sender<FaultLog>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else { return };
        while connections.try_join_next().is_some() {}
        let number = log.borrow().connections;
        log.send_modify(|log| (log.connections, log.open) = (log.connections + 1, log.open + 1));
        let (plan, log) = (Arc::clone(&plan), log.clone());
        connections.spawn(async move {
            let _ = tokio::time::timeout(PATIENCE, serve(stream, number, &plan, &log)).await;
            log.send_modify(|log| log.open -= 1);
        });
    }
}

/// Handles the requests of a connection until client or server closes it.
async fn serve(stream: TcpStream, number: usize, plan: &Plan, log: &watch::Sender<FaultLog>) {
    let mut incoming = Incoming::new(stream);
    let mut then = (plan.on_accept)(number);
    while then == Then::KeepOpen {
        let Ok(request) = incoming.receive().await else { return };
        let reaction = react(request, plan, log);
        let written = incoming.stream.write_all(&reaction.bytes).await;
        if written.is_err() {
            return log.send_modify(|log| log.hang_ups += 1);
        }
        then = reaction.then;
    }
    end(incoming, then, log).await;
}

/// Asks the plan about a request, and logs it before the response is sent.
fn react(request: Received, plan: &Plan, log: &watch::Sender<FaultLog>) -> Reaction {
    let target = request.target().to_owned();
    let mut reaction = None;
    log.send_modify(|log| {
        let number = log.requests;
        log.requests += 1;
        let received = log.received.entry(target.clone()).or_default();
        let turn = Turn { request, number, of_target: *received };
        *received += 1;
        let planned = (plan.on_request)(&turn);
        if planned.is_processed {
            *log.processed.entry(target).or_default() += 1;
        }
        reaction = Some(planned);
    });
    reaction.expect("the log is there")
}

async fn end(mut incoming: Incoming, then: Then, log: &watch::Sender<FaultLog>) {
    match then {
        Then::KeepOpen => {}
        // An error means that the client closed the connection first.
        Then::Close => drop(incoming.stream.shutdown().await),
        Then::Reset => drop(incoming.stream.set_zero_linger()),
        Then::Stall => {
            while incoming.read_more().await.is_ok() {}
            log.send_modify(|log| log.hang_ups += 1);
        }
    }
}
