//! [`Http2Server`]: an HTTP/2 server (prior knowledge) that is written frame by frame, so that it can refuse streams.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;
const REFUSED_STREAM: u32 = 7;
/// `:status: 200`, in the static table of HPACK (RFC 7541 appendix A).
const STATUS_200: &[u8] = &[0x88];

/// How the server handles streams.
#[derive(Debug, Clone, Copy)]
pub struct Http2Rules {
    /// How many streams of a connection may be open at a time; others are refused by `REFUSED_STREAM`.
    pub concurrent: u32,
    /// Whether the server sends this limit in its settings. The client then respects it after it has read them.
    pub is_limit_known: bool,
    /// After how many requests of a connection the server sends a `GOAWAY`, with this reason; then it answers them and
    /// closes the connection.
    pub goaway: Option<(usize, u32)>,
    /// How many of the first streams, of all connections together, are reset with this reason.
    pub resets: (usize, u32),
    /// Whether requests are never answered.
    pub stalls: bool,
    /// How many pieces of 100 bytes each response has; one after each 3 milliseconds. `None` for no content.
    pub pieces: Option<usize>,
}

impl Default for Http2Rules {
    fn default() -> Self {
        Self {
            concurrent: 100,
            is_limit_known: true,
            goaway: None,
            resets: (0, REFUSED_STREAM),
            stalls: false,
            pieces: None,
        }
    }
}

/// What the server saw.
#[derive(Debug, Clone, Copy, Default)]
pub struct Http2Log {
    /// Connections.
    pub connections: usize,
    /// Requests including refused ones, except those after a `GOAWAY`.
    pub requests: usize,
    /// Requests that got a response.
    pub answered: usize,
    /// Requests that were refused or reset.
    pub reset: usize,
    /// Responses that the client has reset.
    pub cancelled: usize,
}

/// A server on loopback that answers every request with 200, by default without content.
#[derive(Debug)]
pub struct Http2Server {
    origin: String,
    log: Arc<Mutex<Http2Log>>,
    accepting: JoinHandle<()>,
}

impl Http2Server {
    /// Starts it.
    ///
    /// # Panics
    ///
    /// If there is no port.
    pub async fn start(rules: Http2Rules) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("its address"));
        let log = Arc::<Mutex<Http2Log>>::default();
        let accepting = tokio::spawn(accept(listener, rules, Arc::clone(&log)));
        Self { origin, log, accepting }
    }

    /// Returns its address, such as `http://127.0.0.1:40000`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns what it saw so far.
    ///
    /// # Panics
    ///
    /// After a panic of the server.
    #[must_use]
    pub fn log(&self) -> Http2Log {
        *self.log.lock().expect("the log")
    }
}

impl Drop for Http2Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, rules: Http2Rules, log: Arc<Mutex<Http2Log>>) {
    for _ in 0..1000 {
        let Ok((stream, _)) = listener.accept().await else { return };
        log.lock().expect("the log").connections += 1;
        let log = Arc::clone(&log);
        // An error means that the client closed the connection.
        tokio::spawn(async move { Connection::new(stream, rules, log).serve().await });
    }
}

struct Connection {
    stream: TcpStream,
    rules: Http2Rules,
    log: Arc<Mutex<Http2Log>>,
    /// Requests without a response: their streams, and whether they are complete.
    open: Vec<(u32, bool)>,
    /// Responses that are being sent: their streams, and how many pieces are left.
    sending: Vec<(u32, usize)>,
    requests: usize,
    is_going_away: bool,
    input: Vec<u8>,
}

impl Connection {
    fn new(stream: TcpStream, rules: Http2Rules, log: Arc<Mutex<Http2Log>>) -> Self {
        let (open, sending, input) = (Vec::new(), Vec::new(), Vec::new());
        Self { stream, rules, log, open, sending, requests: 0, is_going_away: false, input }
    }

    async fn serve(mut self) -> io::Result<()> {
        let mut preface = [0; PREFACE.len()];
        self.stream.read_exact(&mut preface).await?;
        assert_eq!(preface, PREFACE);
        // SETTINGS_MAX_CONCURRENT_STREAMS (3).
        let limit = [&[0, 3][..], &self.rules.concurrent.to_be_bytes()].concat();
        self.write(SETTINGS, 0, 0, if self.rules.is_limit_known { &limit } else { &[] }).await?;
        let mut tick = tokio::time::interval(Duration::from_millis(3));
        loop {
            let mut buffer = [0; 4096];
            tokio::select! {
                read = self.stream.read(&mut buffer) => match read? {
                    0 => return Ok(()),
                    length => self.input.extend_from_slice(&buffer[..length]),
                },
                _ = tick.tick() => self.answer().await?,
            }
            while let Some((kind, flags, id, payload)) = self.next_frame() {
                self.receive(kind, flags, id, &payload).await?;
            }
            if self.is_going_away && self.open.is_empty() {
                return self.stream.shutdown().await;
            }
        }
    }

    fn next_frame(&mut self) -> Option<(u8, u8, u32, Vec<u8>)> {
        let head = self.input.get(..9)?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let (kind, flags) = (head[3], head[4]);
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]) & 0x7fff_ffff;
        let payload = self.input.get(9..9 + length)?.to_vec();
        self.input.drain(..9 + length);
        Some((kind, flags, id, payload))
    }

    async fn receive(&mut self, kind: u8, flags: u8, id: u32, payload: &[u8]) -> io::Result<()> {
        match kind {
            SETTINGS if flags & ACK == 0 => self.write(SETTINGS, ACK, 0, &[]).await,
            PING if flags & ACK == 0 => self.write(PING, ACK, 0, payload).await,
            HEADERS if self.is_going_away => Ok(()),
            HEADERS => {
                assert!(flags & END_HEADERS != 0, "no CONTINUATION");
                self.begin(id).await?;
                if flags & END_STREAM != 0 {
                    self.end(id);
                }
                Ok(())
            }
            RST_STREAM => {
                let before = self.sending.len();
                self.sending.retain(|(stream, _)| *stream != id);
                self.log.lock().expect("the log").cancelled += before - self.sending.len();
                Ok(())
            }
            DATA if flags & END_STREAM != 0 => {
                self.end(id);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn begin(&mut self, id: u32) -> io::Result<()> {
        let resets = {
            let mut log = self.log.lock().expect("the log");
            log.requests += 1;
            let is_reset = log.reset < self.rules.resets.0;
            let is_refused = self.open.len() >= self.rules.concurrent as usize;
            log.reset += usize::from(is_reset || is_refused);
            is_reset.then_some(self.rules.resets.1).or(is_refused.then_some(REFUSED_STREAM))
        };
        if let Some(reason) = resets {
            return self.write(RST_STREAM, 0, id, &reason.to_be_bytes()).await;
        }
        self.requests += 1;
        self.open.push((id, false));
        if let Some((_, reason)) = self.rules.goaway.filter(|(requests, _)| *requests == self.requests) {
            self.is_going_away = true;
            self.write(GOAWAY, 0, 0, &[id.to_be_bytes(), reason.to_be_bytes()].concat()).await?;
        }
        Ok(())
    }

    fn end(&mut self, id: u32) {
        self.open.iter_mut().filter(|(open, _)| *open == id).for_each(|(_, is_complete)| *is_complete = true);
    }

    async fn answer(&mut self) -> io::Result<()> {
        if self.rules.stalls {
            return Ok(());
        }
        let (complete, open): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.open).into_iter().partition(|(_, is_complete)| *is_complete);
        self.open = open;
        for (id, _) in complete {
            self.log.lock().expect("the log").answered += 1;
            let end = if self.rules.pieces.is_some() { 0 } else { END_STREAM };
            self.write(HEADERS, END_HEADERS | end, id, STATUS_200).await?;
            self.sending.extend(self.rules.pieces.map(|pieces| (id, pieces)));
        }
        for (id, left) in self.sending.clone() {
            let is_last = left <= 1;
            self.write(DATA, if is_last { END_STREAM } else { 0 }, id, &[b'x'; 100]).await?;
        }
        self.sending.iter_mut().for_each(|(_, left)| *left -= 1);
        self.sending.retain(|(_, left)| *left > 0);
        Ok(())
    }

    async fn write(&mut self, kind: u8, flags: u8, id: u32, payload: &[u8]) -> io::Result<()> {
        let length = u32::try_from(payload.len()).expect("a short frame").to_be_bytes();
        let head = [&length[1..], &[kind, flags], &id.to_be_bytes()].concat();
        self.stream.write_all(&[&head[..], payload].concat()).await
    }
}
