//! Downloads that a server breaks: every row of `faults.tsv` ends in its own error, and no incomplete file has the name of
//! the target.

use std::time::Duration;

use support::{RawServer, Script, client_of, outcome};

use super::{Folder, lines, media};

/// The bytes on the wire of one response, and what happens after them.
fn script(response: &str) -> Script {
    let [status, fields, length, content, then] = cells(response, ';');
    let mut head = format!("HTTP/1.1 {status} OK\r\nconnection: close\r\nx-request-id: req_7\r\n");
    for field in fields.split(',').filter(|field| !field.is_empty()) {
        head += &format!("{field}\r\n");
    }
    let content = match length {
        "until close" => content.to_owned(),
        "chunked" => {
            head += "transfer-encoding: chunked\r\n";
            let end = if then == "end" { "0\r\n\r\n" } else { "" };
            format!("{:x}\r\n{content}\r\n{end}", content.len())
        }
        length => {
            head += &format!("content-length: {length}\r\n");
            content.to_owned()
        }
    };
    let script = Script::receive().write(head + "\r\n").pause(5).write(content).pause(5);
    match then {
        "end" | "cut" => script,
        "reset" => script.reset(),
        "stall" => script.stall(),
        "trickle" => (0..40).fold(script, |script, _| script.pause(60).write("x")).stall(),
        other => panic!("{other}"),
    }
}

fn cells<const N: usize>(line: &str, separator: char) -> [&str; N] {
    let mut cells = line.splitn(N, separator);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

async fn check(line: &str) {
    let [how, responses, expected, received, requests, files, text] = cells(line, '\t');
    let server = RawServer::in_turn(responses.split(" / ").map(script)).await;
    let folder = Folder::new();
    let mut media = media().send(&client_of(&server)).await.unwrap().idle_timeout(Duration::from_millis(200));
    if expected == "total" {
        media = media.total_timeout(Duration::from_millis(500));
    }
    let result = match how {
        "read" => loop {
            match media.chunk().await {
                Ok(Some(_)) => {}
                Ok(None) => break Ok(media.received()),
                Err(error) => {
                    assert!(media.chunk().await.is_err(), "after an error it is not the end: {line}");
                    break Err(error);
                }
            }
        },
        "save" => media.save(folder.target()).await,
        "resume" => media.save(folder.target()).resume().await,
        other => panic!("{other}"),
    };
    let (found, bytes) = match &result {
        Ok(bytes) => ("ok".to_owned(), Some(*bytes)),
        Err(error) => (outcome(error), error.received().map(|received| received.bytes)),
    };
    assert_eq!(found, expected, "{line}\n{result:?}");
    if received != "*" {
        assert_eq!(bytes, received.parse().ok(), "{line}\n{result:?}");
    }
    assert_eq!(server.requests().len(), requests.parse::<usize>().unwrap(), "{line}");
    let names = folder.names();
    let found: Vec<String> = names
        .iter()
        .map(|name| format!("{name}={}", std::fs::read_to_string(folder.path().join(name)).unwrap()))
        .filter(|file| !file.starts_with("m1.bin.part.") && !file.starts_with('.'))
        .collect();
    let found = if found.is_empty() { "-".to_owned() } else { found.join(" ") };
    assert_eq!(found, files, "{line}");
    if let Err(error) = result {
        assert_eq!(error.request_id(), Some("req_7"), "{line}");
        assert!(lines(&error).contains(text), "{line}\n{}", lines(&error));
    }
}

#[tokio::test]
async fn every_way_to_break_a_download_has_its_own_error() {
    let rows: Vec<&str> =
        include_str!("faults.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(rows.len() > 30);
    futures_util::future::join_all(rows.into_iter().map(check)).await;
}
