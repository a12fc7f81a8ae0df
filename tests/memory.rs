//! Measures the memory of an upload by the peak of this process. This is a separate test binary.
#![cfg(target_os = "linux")]

use bytes::Bytes;
use callsheet::{Client, endpoint};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const MIB: usize = 1 << 20;
const UPLOAD: usize = 64 * MIB;

#[endpoint(method = "PUT", path = "/file")]
struct PutFile {
    #[payload(bytes)]
    file: Bytes,
}

/// Returns the peak memory of this process, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// Receives an upload piece by piece, discards it, and responds.
async fn receive(stream: &mut TcpStream, reply: &[u8]) -> std::io::Result<usize> {
    let mut buffer = vec![0; MIB];
    let mut head = Vec::new();
    let end = loop {
        let read = stream.read(&mut buffer).await?;
        head.extend_from_slice(&buffer[..read]);
        match head.windows(4).position(|window| window == b"\r\n\r\n") {
            Some(end) => break end + 4,
            None if read == 0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            None => {}
        }
    };
    let mut received = head.len() - end;
    while received < UPLOAD {
        match stream.read(&mut buffer).await? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => received += read,
        }
    }
    stream.write_all(reply).await?;
    Ok(received)
}

#[tokio::test]
async fn upload_of_bytes_is_never_copied_even_if_it_is_retried() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let again =
            receive(&mut stream, b"HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        let last = receive(&mut stream, b"HTTP/1.1 204 Done\r\n\r\n").await.unwrap();
        (again, last)
    };
    let client = Client::builder(origin).build().unwrap();
    let call = PutFile { file: Bytes::from(vec![7; UPLOAD]) };
    let before = peak();
    let (sent, received) = tokio::join!(call.send(&client), server);
    sent.unwrap();
    assert_eq!(received, (UPLOAD, UPLOAD));
    let more = peak() - before;
    assert!(before >= UPLOAD && more < UPLOAD / 4, "{} MiB more for {} MiB", more / MIB, UPLOAD / MIB);
}
