//! Measures the memory of reading many pages by the peak of this process. This is a separate test binary.
#![cfg(target_os = "linux")]

use std::sync::atomic::{AtomicU32, Ordering};

use callsheet::transport::{BoxFuture, Transport, TransportError};
use callsheet::{Body, Client, endpoint};
use futures_util::FutureExt as _;
use http::{Request, Response};

const MIB: usize = 1 << 20;
const PAGES: u32 = 10_000;
const ITEMS: usize = 100;

#[derive(serde::Deserialize)]
struct Page {
    rows: Vec<String>,
    next: Option<String>,
}

#[endpoint(
    method = "GET",
    path = "/rows",
    response = Page,
    pages(cursor = after, next = next, items = rows, item = String),
)]
struct ListRows {
    after: Option<String>,
}

/// Pages of about ten kilobytes, each with another cursor.
#[derive(Default)]
struct ManyPages(AtomicU32);

impl Transport for ManyPages {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        let row = format!("{:?}", format!("{number:0100}"));
        let next = if number < PAGES { format!("\"{number}\"") } else { "null".to_owned() };
        let body = format!(r#"{{"rows":[{}],"next":{next}}}"#, vec![row; ITEMS].join(","));
        Box::pin(async move { Ok(Response::new(body.into())) })
    }
}

/// Returns the peak memory of this process, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[test]
fn ten_thousand_pages_are_read_in_constant_memory() {
    let client = Client::builder("http://a").transport(ManyPages::default()).build().unwrap();
    let mut rows = ListRows::builder().pages(&client).ahead(2).items();
    let (mut count, mut bytes, mut before) = (0, 0, 0);
    while let Some(row) = rows.next().now_or_never().expect("the transport never waits").unwrap() {
        (count, bytes) = (count + 1, bytes + row.len());
        if count == 100 * ITEMS {
            before = peak();
        }
    }
    assert_eq!(count, PAGES as usize * ITEMS);
    let more = peak() - before;
    // Only the hashes of the cursors remain.
    assert!(more < 2 * MIB && bytes > 90 * MIB, "{} KiB more for {} MiB", more >> 10, bytes / MIB);
}
