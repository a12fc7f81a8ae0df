//! Streams of items: JSON lines and server-sent events.

#[path = "items/calls.rs"]
mod calls;
#[path = "items/faults.rs"]
mod faults;
#[path = "items/named.rs"]
mod named;
#[path = "items/reconnected.rs"]
mod reconnected;
#[path = "items/timed.rs"]
mod timed;

use callsheet::{Events, JsonLines, endpoint};

/// A part of an answer.
#[derive(Debug, serde::Deserialize, PartialEq, Eq)]
struct Chunk {
    text: String,
}

/// Ask a question.
#[endpoint(
    method = "POST",
    path = "/chat",
    response = Events<Chunk>,
    errors(
        /// The server is busy.
        overloaded = 529,
        /// The answer is not allowed.
        refused(status = 400, detail = Refusal),
    ),
    events(end = "[DONE]", error_event = "error", error = "error"),
)]
struct Chat {
    model: String,
}

#[derive(Debug, serde::Deserialize, PartialEq, Eq)]
struct Refusal {
    category: String,
}

fn chat() -> Chat {
    Chat { model: "m".to_owned() }
}

/// Watch rows.
#[endpoint(
    method = "GET",
    path = "/rows",
    response = JsonLines<Row>,
    errors(
        /// The position is too old.
        expired = 410,
    ),
    lines(error = "error"),
)]
struct ExportRows;

#[derive(Debug, serde::Deserialize, PartialEq, Eq)]
struct Row {
    id: u32,
}

/// A stream can be part of state that threads share.
const _: fn() = || {
    fn is_shared<T: Send + Sync + Unpin>() {}
    is_shared::<Events<std::rc::Rc<u8>, ChatError>>();
    is_shared::<JsonLines<std::rc::Rc<u8>, ExportRowsError>>();
};

/// The head of a chunked response.
fn head(content_type: &str) -> String {
    let content_type = match content_type {
        "" => String::new(),
        some => format!("content-type: {some}\r\n"),
    };
    format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\nx-request-id: req_7\r\n{content_type}transfer-encoding: chunked\r\n\r\n"
    )
}

/// A piece of a chunked body.
fn piece(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = bytes.as_ref();
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

/// The end of a chunked body.
const END: &str = "0\r\n\r\n";
