//! How the body is framed, and when it is sent again.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use callsheet::random::SeededRandom;
use callsheet::transport::TransportErrorKind;
use callsheet::{Body, Error, Part, endpoint};
use futures_util::stream;
use support::{RawServer, Script, redirect, reply};

use crate::{chain, client_of, read_received};

#[endpoint(method = "PUT", path = "/files", response = ())]
struct Put {
    #[part]
    purpose: String,
    #[part]
    file: Part,
}

#[endpoint(method = "POST", path = "/files")]
struct Post {
    #[part]
    file: Part,
}

fn put(file: impl Into<Part>) -> Put {
    Put { purpose: "ocr".to_owned(), file: file.into() }
}

struct TestFile(PathBuf);

impl TestFile {
    fn new(content: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("callsheet multipart {}-{}.txt", std::process::id(), NUMBER.fetch_add(1, SeqCst));
        let file = Self(std::env::temp_dir().join(name));
        fs::write(&file.0, content).unwrap();
        file
    }

    fn name(&self) -> &str {
        self.0.file_name().unwrap().to_str().unwrap()
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        // The test may already have deleted it.
        let _ = fs::remove_file(&self.0);
    }
}

fn pieces() -> Body {
    Body::stream(stream::iter(["of a ", "stream"].map(Ok::<_, std::io::Error>)))
}

#[tokio::test]
async fn length_is_sent_if_all_parts_have_one() {
    let file = TestFile::new("from disk");
    let cases = [
        (Part::file(&file.0), Some("from disk")),
        (Part::text("text"), Some("text")),
        (Part::bytes(vec![b'x'; 3]), Some("xxx")),
        (Part::from(pieces().with_length(11)), Some("of a stream")),
        (Part::from(pieces()), None),
        (Part::reader("read".as_bytes()), None),
        (Part::stream(stream::iter([Ok::<_, std::io::Error>("item")])), None),
    ];
    for (part, known) in cases {
        let server = RawServer::answering(reply(204, &[], "")).await;
        put(part).send(&client_of(&server).build().unwrap()).await.unwrap();
        let request = server.request();
        let length = request.header("content-length").map(|length| length.parse::<usize>().unwrap());
        assert_eq!(length, known.map(|_| request.body.len()));
        assert_eq!(request.header("transfer-encoding"), length.is_none().then_some("chunked"));
        let parts = read_received(&request).await;
        assert_eq!((parts.len(), parts[0].text()), (2, "ocr"));
        assert!(known.is_none_or(|content| parts[1].text() == content), "{parts:?}");
        assert!(["of a stream", "read", "item"].contains(&parts[1].text()) || known.is_some());
    }
}

#[tokio::test]
async fn file_part_has_the_name_of_its_file() {
    let file = TestFile::new("a");
    let server = RawServer::answering(reply(204, &[], "")).await;
    put(Part::file(&file.0)).send(&client_of(&server).build().unwrap()).await.unwrap();
    let part = read_received(&server.request()).await.remove(1);
    assert_eq!(part.file_name.as_deref(), Some(file.name()));
    assert_eq!(part.content_type.as_deref(), Some("application/octet-stream"));
}

#[tokio::test]
async fn boundary_comes_from_the_random_numbers_of_the_client() {
    let server = RawServer::each(Script::receive().write(reply(204, &[], ""))).await;
    let seeded = || client_of(&server).random(SeededRandom::new(7)).build().unwrap();
    for client in [seeded(), seeded(), client_of(&server).build().unwrap()] {
        put("a").send(&client).await.unwrap();
    }
    let [one, same, other] = &server.requests()[..] else { panic!() };
    assert_eq!((one.header("content-type"), &one.body), (same.header("content-type"), &same.body));
    assert_ne!(one.header("content-type"), other.header("content-type"));
}

#[tokio::test]
async fn parts_that_can_be_opened_again_are_sent_again_with_the_same_boundary() {
    let file = TestFile::new("from disk");
    let of_function = || Part::from(Body::from_fn(|| async { Ok(Body::from("of a function")) }));
    for first in [reply(503, &[], ""), redirect(307, "/elsewhere"), redirect(308, "/elsewhere"), "HTTP/1.1 2".into()] {
        for part in [Part::file(&file.0), of_function(), Part::text("text")] {
            let scripts = [Script::receive().write(&first), Script::receive().write(reply(204, &[], ""))];
            let server = RawServer::in_turn(scripts).await;
            put(part).send(&client_of(&server).build().unwrap()).await.unwrap();
            let [one, other] = &server.requests()[..] else { panic!("{:?}", server.log()) };
            assert_eq!((one.header("content-type"), &one.body), (other.header("content-type"), &other.body));
            assert_eq!(read_received(other).await.len(), 2);
        }
    }
}

#[tokio::test]
async fn one_shot_part_is_sent_once_and_the_error_reports_the_reason() {
    for first in [reply(503, &[], ""), redirect(307, "/elsewhere")] {
        for part in [Part::from(pieces()), Part::reader("a".as_bytes())] {
            let scripts = [Script::receive().write(&first), Script::receive().write(reply(204, &[], ""))];
            let server = RawServer::in_turn(scripts).await;
            let error = put(part).send(&client_of(&server).build().unwrap()).await.unwrap_err();
            assert!(error.is_stopped_by_body(), "{error:?}");
            assert_eq!(server.requests().len(), 1);
        }
    }
}

#[tokio::test]
async fn file_that_is_missing_or_changes_between_attempts_is_an_error_that_names_it() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    let missing = std::env::temp_dir().join("callsheet-no-such-file");
    let error = put(Part::file(&missing)).send(&client_of(&server).build().unwrap()).await.unwrap_err();
    assert!(chain(&error).contains("callsheet-no-such-file"), "{}", chain(&error));
    assert_eq!(server.requests().len(), 0);
    for change in [None, Some("longer than before")] {
        let file = TestFile::new("content");
        let path = file.0.clone();
        let answer = move |_: &support::Received| {
            match change {
                None => fs::remove_file(&path).unwrap(),
                Some(content) => fs::write(&path, content).unwrap(),
            }
            reply(503, &[], "")
        };
        let server = RawServer::each(Script::receive().answer(answer)).await;
        let error = put(Part::file(&file.0)).send(&client_of(&server).build().unwrap()).await.unwrap_err();
        let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!((source.kind(), server.requests().len()), (TransportErrorKind::RequestBody, 1), "{error:?}");
        let text = source.to_string();
        assert!(text.contains("changed between attempts") || text.contains(file.name()), "{text}");
    }
}

#[tokio::test]
async fn part_that_fails_while_it_is_read_fails_the_call() {
    let broken = Body::stream(stream::iter([Ok("a"), Err(std::io::Error::other("disk on fire"))]));
    let server = RawServer::answering(reply(204, &[], "")).await;
    let error = Post { file: broken.into() }.send(&client_of(&server).build().unwrap()).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.kind(), TransportErrorKind::RequestBody);
    assert!(source.to_string().contains("disk on fire"), "{source}");
}
