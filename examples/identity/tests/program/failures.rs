//! The output of each failure: a sentence, an exit code, and one object with `--json`.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use identity_server as server;
use serde_json::Value;

use super::{add_key, command, run, run_at, start, text};

#[tokio::test(flavor = "multi_thread")]
async fn each_documented_error_has_its_sentence_and_exit_code() {
    let server = start().await;
    let key = add_key(&server);
    let runs: [(&[&str], i32, &str); 12] = [
        (&["organizations", "show", "org_none"], 3, "There is no such organization."),
        (&["client", "show-user", "user_none"], 3, "There is no such user."),
        (
            &["user", "authorization", server::USER_TOKEN, "--session", "none", "--ip-address", "127.0.0.1"],
            3,
            "There is no such session.",
        ),
        (&["client", "update-organization", "org_managed", "--name", "A"], 4, "You may not do this."),
        (&["ssh-keys", "authenticate", &key, "11.0.0.1"], 4, "This IP address may not use this SSH key."),
        (&["client", "create-organization", "A", "--user", "none"], 5, "One of the user ids belongs to no user."),
        (
            &["user", "authorization", server::USER_TOKEN, "--session", server::SESSION],
            5,
            "A session needs the IP address that it is used from: give --ip-address.",
        ),
        (
            &["organizations", "update", "org_acme", "--name", "", "--time-zone", "X"],
            5,
            "The input was refused: Name can't be blank; Time zone is not included in the list.",
        ),
        (
            &["invites", "list", "org_acme", "--state", "added_later"],
            5,
            "The argument state is not valid: invalid_enum_value.",
        ),
        (&["organizations", "show", "org_limited"], 6, "Too many requests: 100 of this type are permitted."),
        (&["organizations", "show", "org_broken"], 7, "The server failed."),
        (
            &["ssh-keys", "authenticate", "none", "11.0.0.1"],
            1,
            "GET {api}/ssh_keys/authenticate: undocumented reply: 404 ssh_key_not_found: No SSH key was found with this \
             fingerprint (request id req_0017)",
        ),
    ];
    for (arguments, code, sentence) in runs {
        let output = run_at(&server, server::TOKEN, arguments);
        let sentence = sentence.replace("{api}", &server.api_url());
        assert_eq!(text(&output.stderr), format!("error: {sentence}\n"), "{arguments:?}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(code), 0), "{arguments:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_token_or_base_url_has_its_sentence_and_exit_code() {
    let server = start().await;
    for (token, code, sentence) in [
        ("expired", 4, "error: The token is not valid, or has expired.\n"),
        (server::TOKEN_WITHOUT_SCOPE, 4, "error: The token lacks a scope; one of these is needed: user.\n"),
        (server::TOKEN_LIMITED, 6, "error: Too many requests: 100 of this type are permitted.\n"),
        (server::TOKEN_BROKEN, 7, "error: The server failed.\n"),
    ] {
        let output = run_at(&server, token, &["user", "show"]);
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(code), sentence));
    }
    let elsewhere = format!("{}/nothing", server.api_url());
    let output = run(&["--base-url", &elsewhere, "--token", server::TOKEN, "user", "show"]);
    assert_eq!(text(&output.stderr), "error: There is no such endpoint: is the base URL right?\n");
    assert_eq!(output.status.code(), Some(1));

    let output = run(&["--base-url", "http://127.0.0.1:1", "--token", "any", "user", "show"]);
    let sentence = "error: GET http://127.0.0.1:1/user: no connection; earlier attempts: no connection, no connection\n  \
                    because: ";
    assert!(text(&output.stderr).starts_with(sentence), "{output:?}");
    assert_eq!(output.status.code(), Some(8));
}

/// A server that answers one request with this status and body.
fn canned(status: u16, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let head = format!("HTTP/1.1 {status} Canned\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all([head.as_bytes(), body.as_bytes()].concat().as_slice()).unwrap();
    });
    base_url
}

#[test]
fn unexpected_replies_have_their_sentence_and_exit_code() {
    let missing = r#"{"error":{"code":"missing_required_argument","description":"d","detail":{"path":["properties","name"],"argument":{"name":"name","description":null}}}}"#;
    for (status, body, code, sentence) in [
        (400, missing, 5, "The argument properties.name is missing."),
        (
            404,
            "<html>",
            1,
            "GET {api}/user: documented status, but the body is not in the documented format (the body looks like HTML or XML): 404 Not Found",
        ),
        (200, "{}", 1, "GET {api}/user: the reply does not decode: 200 OK\n  because: missing field `user`"),
        (418, "", 1, "GET {api}/user: undocumented reply: 418 I'm a teapot"),
    ] {
        let base_url = canned(status, body);
        let output = run(&["--base-url", &base_url, "--token", "any", "user", "show"]);
        let sentence = sentence.replace("{api}", &base_url);
        assert_eq!(text(&output.stderr), format!("error: {sentence}\n"));
        assert_eq!(output.status.code(), Some(code));
    }
}

#[test]
fn failure_with_json_is_one_object() {
    let output = run(&["client", "create-organization", "Acme", "--identifier", "acme", "--json"]);
    let object: Value = serde_json::from_str(&text(&output.stderr)).unwrap();
    let expected = serde_json::json!({ "error": {
        "exit_code": 5, "sentence": "The input was refused: Identifier has already been taken.", "status": 422,
        "code": "validation_error", "message": "An error ocurred with the input provided", "request_id": "req_0001",
    }});
    assert_eq!((object, output.status.code(), output.stdout.len()), (expected, Some(5), 0));
}

#[test]
fn wrong_usage_and_unsendable_values_have_their_exit_codes() {
    for arguments in
        [&["organizations"][..], &["users", "create"], &["--base-url", "http://127.0.0.1:1", "user", "show"]]
    {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(!output.stderr.is_empty());
    }
    let output = run(&["organizations", "show", ".."]);
    assert!(text(&output.stderr).contains("the field `organization` cannot be sent"), "{output:?}");
    assert_eq!(output.status.code(), Some(5));
}

#[test]
fn help_lists_the_exit_codes_and_hides_the_token() {
    let output = command(&["--help"]).env("IDENTITY_TOKEN", "a-secret").output().unwrap();
    let help = text(&output.stdout);
    for line in ["0  done", "2  wrong usage", "8  no reply, or not in time"] {
        assert!(help.contains(line), "{help}");
    }
    assert!(!help.contains("a-secret"), "{help}");
}
