//! [`RawServer`]: plays a script on each connection, byte by byte.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::received::{Incoming, Received};

/// The maximum number of connections of a server.
const MAX_CONNECTIONS: usize = 256;
/// The maximum time of a connection, or of a wait in a test.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server on loopback that plays a script on each connection and logs what it received.
///
/// Dropping it closes all its connections.
#[derive(Debug)]
pub struct RawServer {
    origin: String,
    log: watch::Sender<Log>,
    accepting: JoinHandle<()>,
}

/// The log of a server.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The requests, in the order in which they were complete.
    pub requests: Vec<Received>,
    /// The number of accepted connections.
    pub connections: usize,
    /// The number of connections that the client closed before the script ended.
    pub hang_ups: usize,
    /// The number of bytes that a flood has written.
    pub flooded: usize,
}

/// The steps of a server on a connection. After the last one, it closes the connection.
#[derive(Debug, Clone, Default)]
pub struct Script(Vec<Step>);

type Answer = Arc<dyn Fn(&Received) -> Vec<u8> + Send + Sync>;

#[derive(Clone)]
enum Step {
    Receive,
    ReceiveHead,
    Write(Vec<u8>),
    Answer(Answer),
    Pause(Duration),
    AwaitRequests(usize),
    Flood { piece: Vec<u8>, at_most: usize },
    Stall,
    Reset,
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Receive => "Receive",
            Self::ReceiveHead => "ReceiveHead",
            Self::Write(_) => "Write",
            Self::Answer(_) => "Answer",
            Self::Pause(_) => "Pause",
            Self::AwaitRequests(_) => "AwaitRequests",
            Self::Flood { .. } => "Flood",
            Self::Stall => "Stall",
            Self::Reset => "Reset",
        })
    }
}

impl Script {
    /// Starts a script that receives nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts a script by receiving a complete request.
    #[must_use]
    pub fn receive() -> Self {
        Self(vec![Step::Receive])
    }

    /// Starts a script by receiving only the head of a request.
    #[must_use]
    pub fn receive_head() -> Self {
        Self(vec![Step::ReceiveHead])
    }

    /// Then receives another complete request on the same connection.
    #[must_use]
    pub fn then_receive(self) -> Self {
        self.then(Step::Receive)
    }

    fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// Then writes these bytes.
    #[must_use]
    pub fn write(self, bytes: impl AsRef<[u8]>) -> Self {
        self.then(Step::Write(bytes.as_ref().to_vec()))
    }

    /// Then writes a response that depends on the last request.
    #[must_use]
    pub fn answer(self, answer: impl Fn(&Received) -> Vec<u8> + Send + Sync + 'static) -> Self {
        self.then(Step::Answer(Arc::new(answer)))
    }

    /// Then waits, so that the bytes before arrive separately.
    #[must_use]
    pub fn pause(self, milliseconds: u64) -> Self {
        self.then(Step::Pause(Duration::from_millis(milliseconds)))
    }

    /// Then waits until the server has received this many requests on all its connections.
    #[must_use]
    pub fn await_requests(self, count: usize) -> Self {
        self.then(Step::AwaitRequests(count))
    }

    /// Then writes a piece repeatedly, until the client closes the connection or this many bytes are written.
    #[must_use]
    pub fn flood(self, piece: impl AsRef<[u8]>, at_most: usize) -> Self {
        self.then(Step::Flood { piece: piece.as_ref().to_vec(), at_most })
    }

    /// Then does nothing until the client closes the connection.
    #[must_use]
    pub fn stall(self) -> Self {
        self.then(Step::Stall)
    }

    /// Then resets the connection instead of closing it.
    #[must_use]
    pub fn reset(self) -> Self {
        self.then(Step::Reset)
    }
}

impl RawServer {
    /// Starts a server that plays one of these scripts on each connection in turn, and closes further connections
    /// immediately.
    ///
    /// # Panics
    ///
    /// If no port is free on loopback.
    pub async fn in_turn(scripts: impl IntoIterator<Item = Script>) -> Self {
        let scripts: Vec<Script> = scripts.into_iter().collect();
        Self::start(move |connection| scripts.get(connection).cloned().unwrap_or_default()).await
    }

    /// Starts a server that plays the same script on every connection.
    ///
    /// # Panics
    ///
    /// If no port is free on loopback.
    pub async fn each(script: Script) -> Self {
        Self::start(move |_| script.clone()).await
    }

    /// Starts a server that answers every request with these bytes.
    ///
    /// # Panics
    ///
    /// If no port is free on loopback.
    pub async fn answering(reply: impl AsRef<[u8]>) -> Self {
        Self::each(Script::receive().write(reply)).await
    }

    async fn start(script: impl Fn(usize) -> Script + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
        let origin = format!("http://{}", listener.local_addr().expect("the port's address"));
        let log = watch::Sender::new(Log::default());
        let accepting = tokio::spawn(accept(listener, script, log.clone()));
        Self { origin, log, accepting }
    }

    /// Returns scheme, host and port, such as `http://127.0.0.1:4000`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the log.
    #[must_use]
    pub fn log(&self) -> Log {
        self.log.borrow().clone()
    }

    /// Returns the requests so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.log().requests
    }

    /// Returns the only request.
    ///
    /// # Panics
    ///
    /// If there was no request, or more than one.
    #[must_use]
    pub fn request(&self) -> Received {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }

    /// Waits until the log satisfies this condition.
    ///
    /// # Panics
    ///
    /// If that takes too long.
    pub async fn has_seen(&self, what: impl FnMut(&Log) -> bool) {
        let mut log = self.log.subscribe();
        let seen = tokio::time::timeout(PATIENCE, log.wait_for(what)).await;
        assert!(seen.is_ok(), "never seen; {:?}", self.log());
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        // The connections belong to this task and end with it.
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, script: impl Fn(usize) -> Script, log: watch::Sender<Log>) {
    let mut connections = JoinSet::new();
    for number in 0..MAX_CONNECTIONS {
        let Ok((stream, _)) = listener.accept().await else { return };
        log.send_modify(|log| log.connections += 1);
        let connection = Connection { incoming: Incoming::new(stream), log: log.clone(), last: None };
        connections.spawn(tokio::time::timeout(PATIENCE, connection.play(script(number))));
    }
    while connections.join_next().await.is_some() {}
}

struct Connection {
    incoming: Incoming,
    log: watch::Sender<Log>,
    last: Option<Received>,
}

impl Connection {
    async fn play(mut self, script: Script) {
        for step in script.0 {
            if self.step(step).await.is_err() {
                self.log.send_modify(|log| log.hang_ups += 1);
                return;
            }
        }
        // An error means that the client closed the connection first.
        let _ = self.incoming.stream.shutdown().await;
    }

    /// Fails if the client closed the connection.
    async fn step(&mut self, step: Step) -> std::io::Result<()> {
        match step {
            Step::Receive => self.receive().await,
            Step::ReceiveHead => self.incoming.end_of_head().await.map(drop),
            Step::Write(bytes) => self.incoming.stream.write_all(&bytes).await,
            Step::Answer(answer) => {
                let bytes = self.last.as_ref().map(|request| answer(request)).unwrap_or_default();
                self.incoming.stream.write_all(&bytes).await
            }
            Step::Pause(time) => {
                tokio::time::sleep(time).await;
                Ok(())
            }
            Step::AwaitRequests(count) => {
                let mut log = self.log.subscribe();
                let enough = log.wait_for(|log| log.requests.len() >= count).await;
                enough.map(drop).map_err(std::io::Error::other)
            }
            Step::Flood { piece, at_most } => self.flood(&piece, at_most).await,
            Step::Stall => loop {
                self.incoming.read_more().await?;
            },
            Step::Reset => self.incoming.stream.set_zero_linger(),
        }
    }

    async fn receive(&mut self) -> std::io::Result<()> {
        let request = self.incoming.receive().await?;
        self.last = Some(request.clone());
        self.log.send_modify(|log| log.requests.push(request));
        Ok(())
    }

    async fn flood(&mut self, piece: &[u8], at_most: usize) -> std::io::Result<()> {
        let mut written = 0;
        while written < at_most {
            self.incoming.stream.write_all(piece).await?;
            written += piece.len();
            self.log.send_modify(|log| log.flooded += piece.len());
        }
        Ok(())
    }
}
