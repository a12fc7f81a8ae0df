//! Saves a large file with a progress bar, and continues after the connection is cut.
//!
//! `cargo run --example download_and_resume` talks to a server in the same program. The server cuts the first two
//! connections in the middle. `resume` requests the rest with `Range`, so every byte is sent only once.

use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use callsheet::{Client, Download, Error, endpoint};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Get a media file.
#[endpoint(
    method = "GET",
    path = "/media/<id>",
    response = Download,
    errors(
        /// No media file has this id.
        media_not_found = 404,
    ),
)]
pub struct GetMedia {
    /// Its id.
    pub id: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::builder(serve().await?).build()?;
    let target = std::env::temp_dir().join(format!("callsheet-m1-{}.bin", std::process::id()));

    let bar = ProgressBar::no_length().with_style(ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}")?);
    let media = GetMedia::builder().id("m1").send(&client).await?;
    println!("{} of {:?} bytes", media.reply().status(), media.length());

    let drawn = bar.clone();
    let save = media.save(&target).resume().progress(move |progress| {
        drawn.set_length(progress.total.unwrap_or_default());
        drawn.set_position(progress.received);
    });
    let length = save.await?;
    bar.finish();
    println!("saved {length} bytes");
    anyhow::ensure!(tokio::fs::read(&target).await? == content(), "the file differs from the content");
    tokio::fs::remove_file(&target).await?;

    // An error status is the error of the endpoint, as with every other response.
    match GetMedia::builder().id("m2").send(&client).await {
        Err(Error::Documented { error: GetMediaError::MediaNotFound { .. }, .. }) => println!("there is no m2"),
        other => anyhow::bail!("{other:?}"),
    }
    Ok(())
}

/// The media file.
fn content() -> Vec<u8> {
    (0..8_000_000_u32).map(|number| number.to_le_bytes()[usize::from(number % 3 == 0)]).collect()
}

/// Starts the server and returns its URL.
async fn serve() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        for connection in 0_usize.. {
            let Ok((stream, _)) = listener.accept().await else { return };
            // The first two connections end early.
            let at_most = if connection < 2 { 3_000_000 } else { usize::MAX };
            tokio::spawn(answer(stream, at_most));
        }
    });
    Ok(url)
}

/// Answers one request, and closes the connection after `at_most` bytes of the content.
async fn answer(stream: TcpStream, at_most: usize) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut is_there, mut start) = (false, 0);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let line = line.trim_end().to_ascii_lowercase();
        is_there |= line.starts_with("get /media/m1 ");
        if let Some(range) = line.strip_prefix("range: bytes=") {
            start = range.trim_end_matches('-').parse().map_err(io::Error::other)?;
        }
        if line.is_empty() {
            break;
        }
    }
    if !is_there {
        let missing =
            "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 26\r\n\r\n{\"code\":\"media_not_found\"}";
        return stream.write_all(missing.as_bytes()).await;
    }
    let content = content();
    let rest = &content[start..];
    let mut head = String::from("HTTP/1.1 ");
    let written = match start {
        0 => write!(head, "200 OK\r\n"),
        _ => write!(
            head,
            "206 Partial Content\r\ncontent-range: bytes {start}-{}/{}\r\n",
            content.len() - 1,
            content.len()
        ),
    };
    written.map_err(io::Error::other)?;
    head += &format!("connection: close\r\netag: \"v1\"\r\ncontent-length: {}\r\n\r\n", rest.len());
    stream.write_all(head.as_bytes()).await?;
    for piece in rest[..rest.len().min(at_most)].chunks(100_000) {
        stream.write_all(piece).await?;
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    stream.shutdown().await
}
