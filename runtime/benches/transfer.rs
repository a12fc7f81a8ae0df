//! Moves bytes up and down over loopback, with this crate and with plain `reqwest`, in interleaved rounds:
//!
//! `cargo bench -p callsheet --bench transfer -- [GIB] [ROUNDS]`, by default 4 GiB and 3 rounds.
//!
//! Each transfer is a process of its own, so that its peak of memory is known (`VmHWM`, only on Linux). The server is in
//! this process. The ratio compares the best rounds: above 1, this crate is faster.

use std::convert::Infallible;
use std::pin::Pin;
use std::process::Command;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use callsheet::{Body, Client, Download, endpoint};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

const PIECE: usize = 128 * 1024;
static ZEROS: [u8; PIECE] = [0; PIECE];

const KINDS: [[&str; 2]; 2] = [["up callsheet", "up reqwest"], ["down callsheet", "down reqwest"]];

#[endpoint(method = "PUT", path = "/")]
struct Upload {
    #[payload]
    content: Body,
}

#[endpoint(method = "GET", path = "/<bytes>", response = Download)]
struct Read {
    bytes: u64,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let runtime = Runtime::new()?;
    if let [kind, origin, bytes] = &arguments[..] {
        return runtime.block_on(transfer(kind, origin, bytes.parse()?));
    }
    let gibibytes: f64 = arguments.first().map_or(Ok(4.0), |text| text.parse())?;
    let rounds: usize = arguments.get(1).map_or(Ok(3), |text| text.parse())?;
    let bytes = format!("{:.0}", gibibytes * f64::from(1 << 30));
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let origin = format!("http://{}", listener.local_addr()?);
    runtime.spawn(serve(listener));
    println!("{gibibytes} GiB, best of {rounds} rounds");
    for pair in KINDS {
        let mut best = [(0.0, 0); 2];
        for _ in 0..rounds {
            for (kind, best) in pair.into_iter().zip(&mut best) {
                let (speed, memory) = measured(kind, &origin, &bytes)?;
                *best = (speed.max(best.0), memory.max(best.1));
            }
        }
        for (kind, (speed, memory)) in pair.into_iter().zip(best) {
            println!("{kind:<16} {speed:>7.0} MiB/s, peak of memory {:>6.1} MiB", f64::from(memory) / 1024.0);
        }
        println!("{:<16} {:>7.2}", "ratio", best[0].0 / best[1].0);
    }
    Ok(())
}

/// Runs one transfer in another process. Returns MiB per second, and the peak of memory in KiB.
fn measured(kind: &str, origin: &str, bytes: &str) -> Result<(f64, u32), Failure> {
    let output = Command::new(std::env::current_exe()?).args([kind, origin, bytes]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let failed = || format!("{kind}: {text}{}", String::from_utf8_lossy(&output.stderr));
    let (speed, memory) = text.trim().split_once(' ').ok_or_else(failed)?;
    Ok((speed.parse()?, memory.parse()?))
}

/// Moves the bytes, and prints how fast that was and how much memory this process needed.
async fn transfer(kind: &str, origin: &str, bytes: u64) -> Result<(), Failure> {
    let start = Instant::now();
    let moved = match kind {
        "up callsheet" => {
            let client = Client::builder(origin).build()?;
            let content = Body::new(Zeros(bytes)).with_length(bytes);
            Upload { content }.send(&client).await?;
            bytes
        }
        "up reqwest" => {
            let client = reqwest::Client::new();
            let sent = client.put(origin).body(reqwest::Body::wrap(Zeros(bytes))).send().await?;
            sent.error_for_status()?;
            bytes
        }
        "down callsheet" => {
            let client = Client::builder(origin).build()?;
            let mut download = Read { bytes }.send(&client).await?;
            let mut moved = 0;
            while let Some(chunk) = download.chunk().await? {
                moved += chunk.len() as u64;
            }
            moved
        }
        _ => {
            let mut response = reqwest::get(format!("{origin}/{bytes}")).await?;
            let mut moved = 0;
            while let Some(chunk) = response.chunk().await? {
                moved += chunk.len() as u64;
            }
            moved
        }
    };
    assert_eq!(moved, bytes, "{kind}");
    let mebibytes = f64::from(u32::try_from(bytes >> 20)?);
    let speed = mebibytes / start.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|line| line.split_whitespace().next()).unwrap_or("0");
    println!("{speed} {peak}");
    Ok(())
}

/// So many bytes, in pieces that need no memory.
struct Zeros(u64);

impl http_body::Body for Zeros {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let length = usize::try_from(self.0).map_or(PIECE, |left| left.min(PIECE));
        self.0 -= length as u64;
        Poll::Ready((length > 0).then(|| Ok(Frame::data(Bytes::from_static(&ZEROS[..length])))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0)
    }
}

async fn serve(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        // The client may close the connection.
        tokio::spawn(async move { answer(stream).await.ok() });
    }
}

/// Answers one request: discards its body, or sends as many bytes as its path names.
async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut buffer = Vec::with_capacity(PIECE);
    let end = loop {
        if stream.read_buf(&mut buffer).await? == 0 {
            return Ok(());
        }
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
    let number = |before: &str| {
        let rest = head.split_once(before)?.1;
        rest.split(|char: char| !char.is_ascii_digit()).next()?.parse::<u64>().ok()
    };
    if let Some(length) = number("content-length: ") {
        let mut left = length.saturating_sub((buffer.len() - end) as u64);
        let mut piece = vec![0; 1 << 20];
        while left > 0 {
            left = left.saturating_sub(stream.read(&mut piece).await? as u64);
        }
        return stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
    }
    let mut left = number("get /").unwrap_or_default();
    stream.write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {left}\r\n\r\n").as_bytes()).await?;
    while left > 0 {
        let length = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
        stream.write_all(&ZEROS[..length]).await?;
        left -= length as u64;
    }
    stream.shutdown().await
}
