//! Prints the answer of a chat as it arrives, and handles an error in the middle of it.
//!
//! `cargo run --example events` talks to a server in the same program. It answers with server-sent events. In the second
//! answer, it sends an error after some of them.

use std::io::{self, Write as _};
use std::time::Duration;

use callsheet::{Client, Error, Events, endpoint};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Ask a question.
#[endpoint(
    method = "POST",
    path = "/chat",
    response = Events<Chunk>,
    errors(
        /// The server is busy: ask again later.
        overloaded = 529,
    ),
    events(end = "[DONE]", error_event = "error"),
)]
pub struct Chat {
    /// The question.
    pub question: String,
}

/// A part of the answer.
#[derive(Debug, serde::Deserialize)]
pub struct Chunk {
    /// Its text.
    pub text: String,
}

/// Asks a question, and prints the answer as it arrives. Returns `None` if the server was busy.
async fn ask(client: &Client, question: &str) -> Result<Option<String>, Error<ChatError>> {
    let mut answer = Chat::builder().question(question).send(client).await?;
    let mut text = String::new();
    loop {
        match answer.next().await {
            Ok(Some(chunk)) => {
                print!("{}", chunk.text);
                // A line that is not complete is printed only then.
                let _ = io::stdout().flush();
                text += &chunk.text;
            }
            Ok(None) => {
                println!();
                return Ok(Some(text));
            }
            // An error in the stream is the same variant as an error response.
            Err(Error::Documented { error: ChatError::Overloaded { message, .. }, .. }) => {
                println!(" .. {}, after {}", message.unwrap_or_default(), answer.received());
                return Ok(None);
            }
            Err(other) => return Err(other),
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::builder(serve().await?).build()?;
    let answer = ask(&client, "What is an endpoint?").await?;
    anyhow::ensure!(answer.as_deref() == Some("One annotated struct."), "{answer:?}");
    let answer = ask(&client, "And what is busy?").await?;
    anyhow::ensure!(answer.is_none(), "{answer:?}");
    Ok(())
}

/// Starts the server and returns its URL.
async fn serve() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    Ok(url)
}

/// Answers one request.
async fn answer(stream: TcpStream) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().map_err(io::Error::other)?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    let is_busy = String::from_utf8_lossy(&body).contains("busy");
    stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n").await?;
    for word in ["One", " annotated", " struct."] {
        stream.write_all(format!("data: {{\"text\": \"{word}\"}}\n\n").as_bytes()).await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
        if is_busy {
            let error = "event: error\ndata: {\"code\": \"overloaded\", \"message\": \"the server is busy\"}\n\n";
            return stream.write_all(error.as_bytes()).await;
        }
    }
    stream.write_all(b"data: [DONE]\n\n").await?;
    stream.shutdown().await
}
