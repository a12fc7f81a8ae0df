//! Measures the memory of an upload in pieces by the peak of this process. This is a separate test binary.
#![cfg(target_os = "linux")]

use std::io;

use bytes::Bytes;
use callsheet::{Body, Client, endpoint};
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const MIB: usize = 1 << 20;
const PIECES: usize = 1024;
const UPLOAD: usize = PIECES * 64 * 1024;

#[endpoint(method = "PUT", path = "/file")]
struct PutFile {
    #[payload]
    file: Body,
}

/// Returns the peak memory of this process, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// Receives requests with this many bytes of content, answers the first one of each pair with 503, and counts them.
async fn receive(listener: TcpListener) -> usize {
    let mut received = 0;
    let mut buffer = vec![0; MIB];
    for number in 0.. {
        let Ok((mut stream, _)) = listener.accept().await else { break };
        let mut content = 0;
        while content < UPLOAD {
            match stream.read(&mut buffer).await.unwrap() {
                0 => break,
                read => content += read,
            }
        }
        received += content;
        let status = if number % 2 == 0 { "503 Busy\r\nretry-after: 0" } else { "204 Done" };
        let response = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        stream.write_all(response.as_bytes()).await.unwrap();
        if number == 3 {
            break;
        }
        // The rest is heads and the framing of chunks.
        while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
    }
    received
}

fn pieces() -> Body {
    Body::stream(stream::iter((0..PIECES).map(|_| Ok::<_, io::Error>(Bytes::from(vec![7; UPLOAD / PIECES])))))
}

#[tokio::test]
async fn upload_in_pieces_needs_memory_for_only_a_few_pieces() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::builder(origin).build().unwrap();
    let path = std::env::temp_dir().join(format!("callsheet-upload-memory-{}", std::process::id()));
    let file = std::fs::File::create(&path).unwrap();
    file.set_len(UPLOAD as u64).unwrap();
    let server = tokio::spawn(receive(listener));
    let before = peak();
    PutFile { file: Body::from_fn(|| async { Ok(pieces()) }) }.send(&client).await.unwrap();
    PutFile { file: Body::file(&path) }.send(&client).await.unwrap();
    let more = peak() - before;
    std::fs::remove_file(&path).unwrap();
    assert!(server.await.unwrap() >= 4 * UPLOAD);
    assert!(more < 12 * MIB, "{} MiB more for {} MiB", more / MIB, UPLOAD / MIB);
}
