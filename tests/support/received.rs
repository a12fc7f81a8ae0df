//! [`Received`]: a request as it was on the wire, and how it is read.

use bytes::Bytes;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

/// The maximum size of a request.
const MAX_REQUEST: usize = 1 << 20;

/// A request as it was on the wire.
#[derive(Debug, Clone)]
pub struct Received {
    /// Request line and headers, without the empty line after them.
    pub head: String,
    /// The bytes after the head.
    pub body: Bytes,
}

impl Received {
    /// Returns the request line, such as `GET / HTTP/1.1`.
    #[must_use]
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// Returns the request target: path and query as they were sent.
    #[must_use]
    pub fn target(&self) -> &str {
        self.line().split(' ').nth(1).unwrap_or_default()
    }

    /// Returns the value of a header that was sent at most once.
    ///
    /// # Panics
    ///
    /// If it was sent twice.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let mut values = lines.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        let first = values.next();
        assert_eq!(values.next(), None, "`{name}` came twice:\n{}", self.head);
        first
    }

    /// Returns the names of the headers, sorted.
    #[must_use]
    pub fn header_names(&self) -> Vec<String> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let mut names: Vec<String> = lines.map(|(name, _)| name.to_ascii_lowercase()).collect();
        names.sort();
        names
    }

    /// Returns the body as text.
    ///
    /// # Panics
    ///
    /// If it is not valid UTF-8.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }
}

/// A connection that receives requests.
pub(crate) struct Incoming {
    pub(crate) stream: TcpStream,
    unread: Vec<u8>,
}

impl Incoming {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self { stream, unread: Vec::new() }
    }

    /// Reads up to the empty line after a head.
    pub(crate) async fn end_of_head(&mut self) -> std::io::Result<usize> {
        loop {
            if let Some(end) = self.unread.windows(4).position(|window| window == b"\r\n\r\n") {
                return Ok(end);
            }
            self.read_more().await?;
        }
    }

    /// Reads a head and the body with the announced length.
    pub(crate) async fn receive(&mut self) -> std::io::Result<Received> {
        let end = self.end_of_head().await?;
        let head = String::from_utf8_lossy(&self.unread[..end]).into_owned();
        let mut request = Received { head, body: Bytes::new() };
        if request.header("transfer-encoding") == Some("chunked") {
            self.unread.drain(..end + 4);
            request.body = self.chunks().await?;
            return Ok(request);
        }
        assert_eq!(request.header("transfer-encoding"), None, "another coding");
        let length: usize = request.header("content-length").map_or(0, |length| length.parse().expect("a length"));
        let whole = end + 4 + length;
        while self.unread.len() < whole {
            self.read_more().await?;
        }
        let bytes: Vec<u8> = self.unread.drain(..whole).collect();
        request.body = Bytes::from(bytes).slice(end + 4..);
        Ok(request)
    }

    /// Reads the chunks of a body (RFC 9112 section 7.1), up to the last one; trailers are not expected.
    async fn chunks(&mut self) -> std::io::Result<Bytes> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                match self.unread.windows(2).position(|window| window == b"\r\n") {
                    Some(end) => break end,
                    None => self.read_more().await?,
                }
            };
            let size = std::str::from_utf8(&self.unread[..end]).expect("a size");
            let size = usize::from_str_radix(size, 16).expect("a size");
            let whole = end + 2 + size + 2;
            while self.unread.len() < whole {
                self.read_more().await?;
            }
            let chunk: Vec<u8> = self.unread.drain(..whole).collect();
            if size == 0 {
                return Ok(body.into());
            }
            body.extend_from_slice(&chunk[end + 2..end + 2 + size]);
        }
    }

    /// Fails if the client closed the connection.
    pub(crate) async fn read_more(&mut self) -> std::io::Result<()> {
        let read = self.stream.read_buf(&mut self.unread).await?;
        if read == 0 || self.unread.len() > MAX_REQUEST {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}
