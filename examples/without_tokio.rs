//! Calls endpoints through another HTTP client, `ureq`, in a program without an async runtime.
//!
//! `cargo run --example without_tokio` talks to a server on a thread of its own. Callsheet builds the request and reads
//! the response; what lies between belongs to `ureq`.
//!
//! Cargo has no features per example, so this one is built with those of the whole workspace. A program of your own
//! turns them off, and then has neither tokio nor reqwest in its tree:
//!
//! ```toml
//! [dependencies]
//! bytes = "1"
//! callsheet = { version = "0.1", default-features = false }
//! http = "1"
//! serde = { version = "1", features = ["derive"] }
//! ureq = "3"
//! ```

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use callsheet::{BaseUrl, Endpoint, Error, endpoint};
use http::header::{AUTHORIZATION, HeaderValue};
use serde::Deserialize;
use ureq::Agent;

/// Give an organization another name.
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

/// An API, and the client that goes there.
struct Connection {
    agent: Agent,
    base: BaseUrl,
    authorization: HeaderValue,
}

impl Connection {
    fn new(base_url: &str, token: &str) -> anyhow::Result<Self> {
        // By default a status such as 404 is an error of ureq's own, and its body is lost.
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(60)));
        let mut authorization = HeaderValue::try_from(format!("Bearer {token}"))?;
        authorization.set_sensitive(true);
        Ok(Self { agent: config.build().new_agent(), base: base_url.parse()?, authorization })
    }

    /// Sends any endpoint.
    ///
    /// The outer error is ureq's: no reply came. The inner result is what callsheet makes of the reply.
    fn send<E: Endpoint>(&self, endpoint: &E) -> Result<Result<E::Response, Error<E::Error>>, ureq::Error> {
        let mut request = match endpoint.to_request(&self.base) {
            Ok(request) => request,
            Err(error) => return Ok(Err(error)),
        };
        request.headers_mut().insert(AUTHORIZATION, self.authorization.clone());
        let response = if request.body().is_empty() {
            // No body at all, instead of one of no bytes.
            self.agent.run(request.map(drop))?
        } else {
            self.agent.run(request.map(Vec::from))?
        };
        let (head, mut body) = response.into_parts();
        let body = Bytes::from(body.read_to_vec()?);
        Ok(E::read_response(http::Response::from_parts(head, body)))
    }
}

fn main() -> anyhow::Result<()> {
    let address = start_server()?;
    let connection = Connection::new(&format!("http://{address}/v1"), "token")?;
    println!("A server on a thread of its own answers at {address}.\n");
    for (title, organization) in [
        ("A value", "org_acme"),
        ("A documented error", "org_unknown"),
        ("An undocumented error", "org_limited"),
        ("A value that cannot be sent", ".."),
    ] {
        let call = RenameOrganization { organization: organization.to_owned(), name: "Acme Limited".to_owned() };
        println!("{title}\n  {}\n", outcome(connection.send(&call)?));
    }
    Ok(())
}

/// How a call ended, for a person.
fn outcome(result: Result<Organization, Error<RenameOrganizationError>>) -> String {
    use RenameOrganizationError::{OrganizationNotFound, PermissionDenied};

    match result {
        Ok(organization) => format!("{} is called {} now.", organization.id, organization.name),
        Err(Error::Api { error: OrganizationNotFound { .. }, .. }) => "There is no such organization.".to_owned(),
        Err(Error::Api { error: PermissionDenied { .. }, .. }) => "You may not rename it.".to_owned(),
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

/// Starts a server that knows two organizations, and gives its address.
fn start_server() -> io::Result<std::net::SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming() {
            if let Err(error) = stream.and_then(answer) {
                eprintln!("the server lost a connection: {error}");
            }
        }
    });
    Ok(address)
}

/// Answers one request, as little of HTTP as that takes.
fn answer(stream: TcpStream) -> io::Result<()> {
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
        "org_acme" => ("200 OK", serde_json::json!({ "id": id, "name": arguments["name"] })),
        "org_limited" => ("429 Too Many Requests\r\nretry-after: 30", error("rate_limit_reached", "Not so fast")),
        _ => ("404 Not Found", error("organization_not_found", "No organization has this id")),
    };
    let body = body.to_string();
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\nx-request-id: req_0001\r\n");
    write!(reader.get_mut(), "{head}content-length: {}\r\n\r\n{body}", body.len())
}

fn error(code: &str, description: &str) -> serde_json::Value {
    serde_json::json!({ "error": { "code": code, "description": description } })
}
