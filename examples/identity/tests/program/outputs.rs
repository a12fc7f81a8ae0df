//! The output of each subcommand.

use std::io::Read as _;
use std::process::Stdio;

use identity_server as server;
use serde_json::Value;

use super::{NEW_KEY, add_key, command, printed, run, run_at, start};

#[test]
fn every_subcommand_prints_its_result() {
    let new_user =
        ["users", "create", "--first-name", "Dee", "--last-name", "Roe", "--email-address", "dee@example.com"];
    let authorization =
        ["user", "authorization", server::USER_TOKEN, "--session", server::SESSION, "--ip-address", "10.0.0.1"];
    // `ssh-keys authenticate` needs a key that already exists, so the next test runs it.
    let runs: [(&[&str], &str); 17] = [
        (&["client", "update-organization", "org_acme", "--name", "Acme Limited"], "name         Acme Limited"),
        (&["client", "create-organization", "Newco", "--user", "user_2"], "user_2, owner"),
        (&["client", "show-user", "email=ada@example.com"], "Ada Smith"),
        (&["organizations", "list"], "org_managed   managed       Managed (2 users, managed)"),
        (&["organizations", "show", "identifier=acme"], "1 High Street"),
        (&["organizations", "update", "org_acme", "--address2", "Floor 2", "--postcode="], "postcode    -"),
        (&["organizations", "permissions", "org_acme"], "organization.update"),
        (&["invites", "list", "org_acme", "--state", "pending"], "no invites"),
        (&["invites", "create", "org_acme", "cy@example.com"], "cy@example.com  pending, until 20"),
        (&["signup-intents", "create", "cy@example.com"], "signup_intent_"),
        (&NEW_KEY, "SHA256:"),
        (&["user", "show"], "session: session_1"),
        (&["user", "update", "--last-name", "Jones"], "Ada Jones"),
        (&["user", "preferences", "--color-scheme", "dark"], "dark"),
        (&["user", "identity-check", "--return-url", "https://app.example.com"], "unverified"),
        (&authorization, "ip_address_changed"),
        (&new_user, "id                  user_"),
    ];
    for (arguments, expected) in runs {
        let printed = printed(&run(arguments));
        assert!(printed.contains(expected), "{arguments:?}: {printed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn run_sees_the_effects_of_an_earlier_run() {
    let server = start().await;
    let fingerprint = add_key(&server);
    let run = |arguments: &[&str]| printed(&run_at(&server, server::TOKEN, arguments));
    assert_eq!(run(&["ssh-keys", "authenticate", &fingerprint, "10.1.2.3"]), "user  user_1\n");
    run(&["organizations", "update", "org_acme", "--name", "Renamed"]);
    assert!(run(&["organizations", "list"]).contains("Renamed"));
    assert!(!run(&["organizations", "list", "--exclude-managed"]).contains("org_managed"));
    run(&["invites", "create", "org_acme", "cy@example.com"]);
    assert!(run(&["invites", "list", "identifier=acme"]).contains("cy@example.com"));
    run(&["client", "update-organization", "org_acme", "--time-zone="]);
    assert!(run(&["client", "update-organization", "org_acme"]).contains("time zone    -\n"));
}

#[test]
fn json_output_is_the_reply_of_the_server() {
    let answer = printed(&run(&["--json", "organizations", "show", "org_acme"]));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["organization"]["id"], "org_acme");
    assert_eq!(answer["organization"]["address2"], Value::Null);
}

#[test]
fn control_characters_in_a_name_are_escaped() {
    let shown = printed(&run(&["organizations", "update", "org_acme", "--name", "\u{1b}[31mRed\u{7}"]));
    assert!(shown.contains("name        \\u{1b}[31mRed\\u{7}\n"), "{shown:?}");
}

#[test]
fn closed_pipe_is_not_a_failure() {
    let mut child = command(&["organizations", "list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}
