//! Runs the program: every subcommand, its output and its exit codes.

#[path = "program/failures.rs"]
mod failures;
#[path = "program/outputs.rs"]
mod outputs;

use std::process::{Command, Output, Stdio};

use identity_server::{self as server, Server};

/// The program with these arguments, without the environment variables that configure it.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_identity"));
    command.args(arguments).env_remove("IDENTITY_BASE_URL").env_remove("IDENTITY_TOKEN").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program runs")
}

/// The program against a server that keeps running, so that one run sees the effects of another.
fn run_at(server: &Server, token: &str, arguments: &[&str]) -> Output {
    let mut command = command(arguments);
    command.env("IDENTITY_BASE_URL", server.api_url()).env("IDENTITY_TOKEN", token);
    command.output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// The output of a run that must succeed.
fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    text(&output.stdout)
}

async fn start() -> Server {
    Server::start().await.expect("a port")
}

/// A key that may be used from a single network.
const NEW_KEY: [&str; 6] = ["ssh-keys", "create", "laptop", "ssh-ed25519 AAAA", "--network", "10.0.0.0/8"];

/// The fingerprint of the key, once the server has it.
fn add_key(server: &Server) -> String {
    let added = printed(&run_at(server, server::TOKEN, &NEW_KEY));
    let line = added.lines().find(|line| line.starts_with("SHA-256")).expect("a fingerprint");
    line.rsplit(' ').next().expect("a fingerprint").to_owned()
}
