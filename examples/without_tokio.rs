//! Calls endpoints with another HTTP client, `ureq`, in a program without tokio.
//!
//! `cargo run --example without_tokio` talks to a server on another thread. `ureq` sends each request on a separate
//! thread. callsheet does the rest, including timeouts and retries, which need no async runtime.
//!
//! Cargo has no features per example, so this one is built with the features of the whole workspace. Your own program
//! can turn them off. Its dependency tree then contains neither tokio nor reqwest:
//!
//! ```toml
//! [dependencies]
//! callsheet = { version = "0.1", default-features = false }
//! futures-channel = "0.3"
//! http = "1"
//! pollster = "1"
//! serde = { version = "1", features = ["derive"] }
//! ureq = "3"
//! ```

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use callsheet::transport::{Body, BoxFuture, Transport, TransportError, TransportErrorKind, into_bytes_request};
use callsheet::{CallOptions, Client, Error, endpoint, error::Sent};
use futures_channel::oneshot;
use http::{Request, Response};
use serde::Deserialize;
use ureq::Agent;

/// Rename an organization.
#[endpoint(
    method = "PATCH",
    path = "/organizations/<organization>",
    response = Organization,
    errors(
        /// No organization has this id.
        organization_not_found = 404,
        /// Somebody else manages the organization.
        permission_denied = 403,
    ),
)]
pub struct RenameOrganization {
    /// Its id.
    pub organization: String,
    /// Its new name.
    pub name: String,
}

/// An organization.
#[derive(Debug, Deserialize)]
pub struct Organization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Sends each request with `ureq` on a separate thread, because `ureq` blocks.
struct UreqTransport(Agent);

impl UreqTransport {
    fn new() -> Self {
        // By default, ureq returns an error for statuses such as 404 and drops the body. ureq's timeout ends the thread
        // of a call that callsheet has already given up.
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0);
        Self(config.timeout_global(Some(Duration::from_secs(90))).build().new_agent())
    }
}

impl Transport for UreqTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let agent = self.0.clone();
        let (sender, receiver) = oneshot::channel();
        thread::spawn(move || sender.send(exchange(&agent, request)));
        Box::pin(async move {
            let ended = |error| TransportError::new(TransportErrorKind::NoReply, Sent::Maybe, error);
            receiver.await.map_err(ended)?
        })
    }
}

fn exchange(agent: &Agent, request: Request<Body>) -> Result<Response<Body>, TransportError> {
    let request = into_bytes_request(request)?;
    let response = if request.body().is_empty() {
        // No body, instead of an empty one.
        agent.run(request.map(drop))
    } else {
        agent.run(request.map(Vec::from))
    };
    let (head, mut body) = response.map_err(not_answered)?.into_parts();
    let body = body.read_to_vec().map_err(|error| TransportError::new(TransportErrorKind::CutOff, Sent::Yes, error))?;
    Ok(Response::from_parts(head, Body::from(body)))
}

/// Converts the error of a request without a response. callsheet uses it to decide whether it may repeat the request.
fn not_answered(error: ureq::Error) -> TransportError {
    let (kind, sent) = match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => (TransportErrorKind::Connect, Sent::No),
        _ => (TransportErrorKind::NoReply, Sent::Maybe),
    };
    TransportError::new(kind, sent, error)
}

fn main() -> anyhow::Result<()> {
    let address = start_server()?;
    let base_url = format!("http://{address}/v1");
    let client = Client::builder(base_url).bearer("token").transport(UreqTransport::new()).build()?;
    println!("A server on a thread of its own answers at {address}.\n");
    for (title, organization) in [
        ("A value", "org_acme"),
        ("A documented error", "org_unknown"),
        ("An undocumented error", "org_limited"),
        ("A server that asks to wait a second before the next attempt", "org_busy"),
        ("A server that takes longer than the call may", "org_slow"),
        ("A value that cannot be sent", ".."),
    ] {
        let call = RenameOrganization { organization: organization.to_owned(), name: "Acme Limited".to_owned() };
        let options = CallOptions::new().timeout(Duration::from_secs(2));
        let start = Instant::now();
        // Any executor works.
        let result = pollster::block_on(call.send(&client).with(options));
        println!("{title}, after {:.1} s\n  {}\n", start.elapsed().as_secs_f64(), outcome(result));
    }
    Ok(())
}

/// Describes the outcome of a call.
fn outcome(result: Result<Organization, Error<RenameOrganizationError>>) -> String {
    use RenameOrganizationError::{OrganizationNotFound, PermissionDenied};

    match result {
        Ok(organization) => format!("{} is called {} now.", organization.id, organization.name),
        Err(Error::Documented { error: OrganizationNotFound { .. }, .. }) => {
            "There is no such organization.".to_owned()
        }
        Err(Error::Documented { error: PermissionDenied { .. }, .. }) => "You may not rename it.".to_owned(),
        Err(other) => {
            let mut text = format!("{other}\n    sent: {:?}, code: {:?}", other.sent(), other.code());
            if let Some(reply) = other.reply() {
                text +=
                    &format!("\n    status: {}\n    retry-after: {:?}", reply.status(), header(reply, "retry-after"));
                text += &format!("\n    body: {}", String::from_utf8_lossy(reply.body()));
            }
            text
        }
    }
}

fn header<'a>(reply: &'a callsheet::Reply, name: &str) -> Option<&'a str> {
    reply.headers().get(name)?.to_str().ok()
}

/// Starts a server that knows two organizations, and returns its address.
fn start_server() -> io::Result<std::net::SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            thread::spawn(move || {
                if let Err(error) = stream.and_then(|stream| answer(stream, number)) {
                    eprintln!("the server lost a connection: {error}");
                }
            });
        }
    });
    Ok(address)
}

/// Answers one request, with the minimum of HTTP that this needs.
fn answer(stream: TcpStream, number: usize) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut target, mut length) = (String::new(), 0);
    reader.read_line(&mut target)?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let arguments: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let id = target.split(['/', ' ']).rfind(|segment| segment.starts_with("org_")).unwrap_or_default();
    let (status, body) = match id {
        "org_limited" => ("429 Too Many Requests\r\nretry-after: 60", error("rate_limit_reached", "Not so fast")),
        // The fourth connection is the first attempt of the call to be retried.
        "org_busy" if number == 3 => ("429 Too Many Requests\r\nretry-after: 1", error("busy", "Come back")),
        "org_acme" | "org_busy" => ("200 OK", serde_json::json!({ "id": id, "name": arguments["name"] })),
        "org_slow" => {
            thread::sleep(Duration::from_secs(3));
            ("200 OK", serde_json::json!({ "id": id, "name": arguments["name"] }))
        }
        _ => ("404 Not Found", error("organization_not_found", "No organization has this id")),
    };
    let body = body.to_string();
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\nx-request-id: req_0001\r\n");
    write!(reader.get_mut(), "{head}content-length: {}\r\n\r\n{body}", body.len())
}

fn error(code: &str, description: &str) -> serde_json::Value {
    serde_json::json!({ "error": { "code": code, "description": description } })
}
