//! A command-line program that uses the SDK.
//!
//! `cargo run -p krystal-identity -- organizations list` talks to an embedded server. With `--token`, it talks to the
//! real server, and with `--base-url` to another one.

#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/sentences.rs"]
mod sentences;
#[path = "cli/show.rs"]
mod show;

use std::process::ExitCode;

use callsheet::Endpoint;
use clap::Parser;
use identity_server as server;
use krystal_identity::{Client, Error, Identity};

use crate::commands::Command;
use crate::output::Failure;
use crate::show::Show;

/// Calls Krystal Identity: one subcommand per endpoint.
///
/// Without --token, the program starts an embedded server and stops it at the end. The server contains the organizations
/// `org_acme` and `org_managed` and the users `user_1` and `user_2`.
#[derive(Parser)]
#[command(name = "identity", version, after_help = output::EXIT_CODES)]
struct Options {
    /// The base URL of the API, if it is not <https://identity.krystal.io/api/v1>
    #[arg(long, global = true, env = "IDENTITY_BASE_URL")]
    base_url: Option<String>,
    /// The token of the API
    #[arg(long, global = true, env = "IDENTITY_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Print the replies of the server unchanged, and errors as one JSON object
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    let json = options.json;
    match start(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(json),
    }
}

async fn start(options: Options) -> Result<(), Failure> {
    let (client, _server) = connect(options.base_url, options.token).await?;
    options.command.run(&Caller { client, json: options.json }).await
}

/// A client of the real server or of an embedded one. The embedded server runs until the returned `Server` is dropped.
async fn connect(base_url: Option<String>, token: Option<String>) -> Result<(Client, Option<server::Server>), Failure> {
    let client = match (base_url, token) {
        (None, None) => {
            let embedded = server::Server::start().await.map_err(Failure::Server)?;
            let client = Identity::builder().base_url(embedded.api_url()).bearer(server::TOKEN).build();
            let client = client.map_err(Error::from)?;
            return Ok((client, Some(embedded)));
        }
        (None, Some(token)) => Identity::client(token),
        (Some(base_url), Some(token)) => Identity::builder().base_url(base_url).bearer(token).build(),
        (Some(_), None) => return Err(Failure::NoToken),
    };
    Ok((client.map_err(Error::from)?, None))
}

/// The client and the output format for every subcommand.
struct Caller {
    client: Client,
    json: bool,
}

impl Caller {
    /// Calls an endpoint and prints the response.
    async fn call<E>(&self, endpoint: E) -> Result<(), Failure>
    where
        E: Endpoint<Api = Identity>,
        E::Response: Show,
    {
        let full = self.client.send(&endpoint).with_reply().await.map_err(Error::from)?;
        if self.json {
            return output::print(&String::from_utf8_lossy(full.reply.body()));
        }
        output::print(&output::plain(&full.value.shown()))
    }
}
