//! Prints the answer of a chat as it arrives, and handles an error in the middle of it. Then watches a list of rows, with
//! named events, over a connection that is cut.
//!
//! `cargo run --example events` talks to a server in the same program. It answers with server-sent events. In the second
//! answer, it sends an error after some of them. It cuts off the first response with changes, and continues after the
//! last event that arrived.

use std::io::{self, Write as _};
use std::time::Duration;

use callsheet::{Client, Error, Event, Events, Text, endpoint};
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

/// Watch the changes of a list. The stream connects again if it is cut off.
#[endpoint(method = "GET", path = "/changes", response = Events<Change>, events(reconnect))]
pub struct WatchChanges;

/// A change of the list. Events with other names are skipped.
#[derive(Debug, PartialEq, Event)]
pub enum Change {
    /// `event: added`, with a JSON object.
    Added(Row),
    /// `event: removed`, with the name as text.
    Removed(Text),
    /// `event: cleared`.
    Cleared,
}

/// A row of the list.
#[derive(Debug, PartialEq, serde::Deserialize)]
pub struct Row {
    /// Its name.
    pub name: String,
}

/// Prints changes until the server ends the stream. Returns their number, and how often the stream has connected again.
async fn watch(client: &Client) -> Result<(usize, u32), Error<WatchChangesError>> {
    let mut changes = WatchChanges.send(client).await?.reconnect_attempts(3).total_timeout(Duration::from_secs(60));
    let mut count = 0;
    while let Some(change) = changes.next().await? {
        match change {
            Change::Added(row) => println!("added {}", row.name),
            Change::Removed(name) => println!("removed {}", name.0),
            Change::Cleared => println!("cleared"),
        }
        count += 1;
    }
    Ok((count, changes.reconnections()))
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
    let (changes, reconnections) = watch(&client).await?;
    println!("{changes} changes, connected again {reconnections} times");
    anyhow::ensure!((changes, reconnections) == (3, 2));
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
    let (mut length, mut last_id, mut is_chat) = (0, None, false);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let line = line.trim_end().to_ascii_lowercase();
        is_chat |= line.starts_with("post /chat ");
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().map_err(io::Error::other)?;
        }
        if let Some(id) = line.strip_prefix("last-event-id: ") {
            last_id = Some(id.to_owned());
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    if is_chat {
        let is_busy = String::from_utf8_lossy(&body).contains("busy");
        chat(&mut stream, is_busy).await?;
    } else {
        changes(&mut stream, last_id.as_deref()).await?;
    }
    stream.shutdown().await
}

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream\r\n\r\n";

/// Sends an answer, word by word.
async fn chat(stream: &mut BufReader<TcpStream>, is_busy: bool) -> io::Result<()> {
    stream.write_all(HEAD).await?;
    for word in ["One", " annotated", " struct."] {
        stream.write_all(format!("data: {{\"text\": \"{word}\"}}\n\n").as_bytes()).await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
        if is_busy {
            let error = "event: error\ndata: {\"code\": \"overloaded\", \"message\": \"the server is busy\"}\n\n";
            return stream.write_all(error.as_bytes()).await;
        }
    }
    stream.write_all(b"data: [DONE]\n\n").await
}

/// Sends the changes after the one with this id. The first response ends in the middle of a change.
async fn changes(stream: &mut BufReader<TcpStream>, last_id: Option<&str>) -> io::Result<()> {
    let body: &[u8] = match last_id {
        None => b"retry: 200\n\nid: 1\nevent: added\ndata: {\"name\": \"a\"}\n\nid: 2\nevent: remo",
        Some("1") => b"event: ping\ndata:\n\nid: 2\nevent: removed\ndata: a\n\nid: 3\nevent: cleared\ndata:\n\n",
        // Asks the client not to connect again.
        Some(_) => return stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").await,
    };
    stream.write_all(HEAD).await?;
    stream.write_all(body).await
}
