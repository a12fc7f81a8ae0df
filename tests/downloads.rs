//! Downloads that are saved to files: resumed after a cut, in another process, and with every response that does not fit.

#[path = "downloads/again.rs"]
mod again;
#[path = "downloads/cancelled.rs"]
mod cancelled;
#[path = "downloads/faults.rs"]
mod faults;
#[path = "downloads/files.rs"]
mod files;
#[path = "downloads/lengths.rs"]
mod lengths;
#[path = "downloads/refused.rs"]
mod refused;
#[path = "downloads/resumed.rs"]
mod resumed;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use callsheet::transport::TransportErrorKind;
use callsheet::{AnyError, Download, Error, endpoint};
use support::{Received, Script};

/// Get a media file.
#[endpoint(method = "GET", path = "/media/<id>", response = Download, errors(
    /// No media file has this id.
    media_not_found = 404,
))]
struct GetMedia {
    id: String,
}

fn media() -> GetMedia {
    GetMedia { id: "m1".to_owned() }
}

/// The content that the servers of these tests have.
const CONTENT: &str = "0123456789";

/// A folder that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("callsheet-downloads-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    /// The target of the downloads.
    fn target(&self) -> PathBuf {
        self.0.join("m1.bin")
    }

    /// The content of the target.
    fn saved(&self) -> Option<String> {
        fs::read_to_string(self.target()).ok()
    }

    /// The content of the file that a later download continues.
    fn part(&self) -> Option<String> {
        fs::read_to_string(self.0.join("m1.bin.part")).ok()
    }

    /// The names of all files, sorted.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(&self.0).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        names.into_iter().map(|name| name.into_string().unwrap()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A response with these fields and this content, which declares `length` bytes.
fn response(status: &str, fields: &str, length: usize, content: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nconnection: close\r\n{fields}content-length: {length}\r\n\r\n{content}").into_bytes()
}

/// A response with the whole content, cut after `sent` bytes.
fn whole(etag: &str, sent: usize) -> Script {
    let fields = format!("x-request-id: req_1\r\netag: {etag}\r\n");
    Script::receive().write(response("200 OK", &fields, CONTENT.len(), &CONTENT[..sent]))
}

/// A response with the requested range, cut after `sent` bytes.
fn rest(etag: &'static str, sent: usize) -> Script {
    Script::receive().answer(move |request: &Received| {
        let range = request.header("range").unwrap();
        let start: usize = range.strip_prefix("bytes=").unwrap().strip_suffix('-').unwrap().parse().unwrap();
        let (total, rest) = (CONTENT.len(), &CONTENT[start..]);
        let fields = format!("etag: {etag}\r\ncontent-range: bytes {start}-{}/{total}\r\n", total - 1);
        response("206 Partial Content", &fields, rest.len(), &rest[..sent.min(rest.len())])
    })
}

/// The kind of an error of the transport.
fn kind(error: &AnyError) -> TransportErrorKind {
    match error {
        Error::Transport { source, .. } => source.kind(),
        other => panic!("{other:?}"),
    }
}

/// The error and all its sources, one after the other.
fn lines(error: &AnyError) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(source) = next {
        text += &format!(": {source}");
        next = source.source();
    }
    text
}
