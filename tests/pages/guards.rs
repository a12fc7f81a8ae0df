//! Servers whose pages do not fit: each ends with an error that names the page, or as the definition says.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use callsheet::error::{ErrorKind, PageErrorKind};
use callsheet::{Client, Error, endpoint};
use serde::Deserialize;
use support::{Received, client_of, json, printed, reply};

use crate::{Row, ids, query, rows, server};

#[derive(Debug, Deserialize)]
struct Page {
    rows: Vec<Row>,
    next: Option<String>,
    #[serde(default)]
    total: Option<i64>,
    more: Option<bool>,
}

#[endpoint(method = "GET", path = "/rows", response = Page, pages(cursor = after, next = next, more = more, items = rows, item = Row))]
struct ByCursor {
    after: Option<String>,
}

#[endpoint(
    method = "GET",
    path = "/rows",
    response = Page,
    pages(cursor = after, next = next, items = rows, item = Row, repeat = "end"),
)]
struct RepeatEnds {
    after: Option<String>,
}

#[endpoint(method = "GET", path = "/rows", response = Page, pages(url = next, items = rows, item = Row))]
struct ByUrl {}

#[endpoint(method = "GET", path = "/rows", response = Vec<Row>, pages(link, items = self))]
struct ByLink {}

#[endpoint(method = "GET", path = "/rows", response = Page, pages(number = page, last = total, items = rows, item = Row))]
struct ByNumber {
    page: Option<u32>,
}

#[endpoint(
    method = "GET",
    path = "/rows",
    response = Page,
    pages(number = page, size = size, items = rows, item = Row, short = "end", repeat = "end"),
)]
struct ShortEnds {
    page: Option<u32>,
    size: Option<u32>,
}

#[endpoint(
    method = "GET",
    path = "/rows",
    response = Page,
    pages(offset = skip, total = total, items = rows, item = Row),
)]
struct ByOffset {
    skip: Option<u32>,
}

fn page(ids: impl IntoIterator<Item = u32>, next: &str) -> Vec<u8> {
    json(200, format!(r#"{{"rows":{},{next}}}"#, rows(ids)))
}

/// A page whose next cursor is this one.
fn with_cursor(ids: impl IntoIterator<Item = u32>, cursor: &str) -> Vec<u8> {
    page(ids, &format!(r#""next":{cursor:?}"#))
}

/// Cursors a, b, c, b, ..
fn cycle(request: &Received) -> Vec<u8> {
    match query(request).get("after").map_or("", String::as_str) {
        "" => with_cursor([1], "a"),
        "a" => with_cursor([2], "b"),
        "b" => with_cursor([3], "c"),
        "c" => with_cursor([4], "b"),
        other => panic!("{other}"),
    }
}

#[track_caller]
fn problem<E: std::fmt::Debug>(error: Option<&Error<E>>) -> (PageErrorKind, u64) {
    match error {
        Some(Error::Pages { source, reply, .. }) => {
            assert_eq!(reply.status(), 200);
            assert!(!reply.body().is_empty());
            (source.kind(), source.page())
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn cursor_that_was_used_before_is_an_error_after_its_items() {
    let server = server(cycle).await;
    let client = client_of(&server);
    let (found, error) = ids(ByCursor::builder().pages(&client).items()).await;
    assert_eq!(found, [1, 2, 3, 4]);
    assert_eq!(problem(error.as_ref()), (PageErrorKind::Repeated, 4));
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Pages);
    let line =
        format!("GET {}/rows: page 4: `next` leads to a page that was requested before: 200 Scripted", server.origin());
    assert!(error.to_string().starts_with(line.trim_end_matches(" Scripted")), "{error}");
    assert_eq!(error.request_id(), Some("req_1"));
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        source.ends_with("if this is how the API ends its pages, write `repeat = \"end\"` in `pages(..)`"),
        "{source}"
    );
    assert_eq!(server.log().requests.len(), 4);
}

#[tokio::test]
async fn cursor_of_the_struct_counts_as_used() {
    let server = server(cycle).await;
    let client = client_of(&server);
    let (found, error) = ids(ByCursor::builder().after("b").pages(&client).items()).await;
    assert_eq!(found, [3, 4]);
    assert_eq!(problem(error.as_ref()), (PageErrorKind::Repeated, 2));
}

#[tokio::test]
async fn repeated_cursor_ends_the_pages_if_the_definition_says_so() {
    let server = server(cycle).await;
    let client = client_of(&server);
    let (found, error) = ids(RepeatEnds::builder().pages(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2, 3, 4]);
}

#[tokio::test]
async fn position_after_a_guard_continues_with_the_rest() {
    // The server repairs its cursor later.
    let requests = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&requests);
    let server = server(move |request| {
        let number = counted.fetch_add(1, Ordering::SeqCst);
        match query(request).get("after").map_or("", String::as_str) {
            "" => with_cursor([1, 2], "a"),
            "a" if number < 2 => with_cursor([3, 4], "a"),
            "a" => with_cursor([3, 4], "b"),
            "b" => page([5], r#""next":null"#),
            other => panic!("{other}"),
        }
    })
    .await;
    let client = client_of(&server);
    let mut items = ByCursor::builder().pages(&client).items();
    for id in 1..=4 {
        assert_eq!(items.next().await.unwrap().unwrap().id, id);
    }
    assert_eq!(problem(items.next().await.as_ref().err()), (PageErrorKind::Repeated, 2));
    let position = items.position();
    let (found, error) = ids(ByCursor::builder().pages(&client).from(&position).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [5]);
    let mut pages = ByCursor::builder().pages(&client).from(&position);
    assert_eq!(pages.next().await.unwrap().unwrap().value.rows[0].id, 5);
    assert!(pages.next().await.unwrap().is_none());
}

#[tokio::test]
async fn more_without_a_cursor_is_an_error() {
    let server = server(|_| page([1], r#""next":null,"more":true"#)).await;
    let client = client_of(&server);
    let (found, error) = ids(ByCursor::builder().pages(&client).items()).await;
    assert_eq!(found, [1]);
    assert_eq!(problem(error.as_ref()), (PageErrorKind::NoNext, 1));
}

#[tokio::test]
async fn link_to_another_origin_is_an_error_and_gets_no_request() {
    let elsewhere = server(|_| page([2], r#""next":null"#)).await;
    let other = elsewhere.origin().to_owned();
    let links = [
        format!("{other}/rows?page=2&key=s3cret"),
        format!("//{}/rows", other.trim_start_matches("http://")),
        format!("https://{}/rows", "127.0.0.1"),
        "http://user@127.0.0.1/rows".to_owned(),
    ];
    for link in links {
        let sent = link.clone();
        let server = server(move |_| with_cursor([1], &sent)).await;
        let client = Client::builder(server.origin()).bearer("s3cret").build().unwrap();
        let (found, error) = ids(ByUrl {}.pages(&client).items()).await;
        assert_eq!(found, [1]);
        assert_eq!(problem(error.as_ref()), (PageErrorKind::OtherOrigin, 1), "{link}");
        let error = error.unwrap();
        let Error::Pages { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!(source.link(), Some(link.as_str()));
        let shown = link.split('?').next().unwrap();
        assert!(error.to_string().contains(&format!("page 1: `next` leads to another origin: `{shown}`")), "{error}");
        assert!(!error.to_string().contains("s3cret"), "{error}");
        assert!(!printed(source).lines().next().unwrap().contains("s3cret"));
    }
    assert!(elsewhere.log().requests.is_empty());
}

#[tokio::test]
async fn malformed_and_doubled_links_are_errors() {
    for (link, kind, shown) in [
        ("</rows?page=2; rel=next", PageErrorKind::InvalidLink, "page 1: the header field `Link` is malformed"),
        ("</a>; rel=next, </b?x>; rel=next", PageErrorKind::SeveralLinks, "one to `/b`"),
        ("<http://[>; rel=next", PageErrorKind::InvalidLink, "page 1: `Link` is not a URL: `http://[`"),
        ("</rows>; rel=next", PageErrorKind::Repeated, "page 1: `Link` leads to a page that was requested before"),
    ] {
        let server = server(move |_| reply(200, &[("link", link)], rows([1]))).await;
        let client = client_of(&server);
        let (found, error) = ids(ByLink {}.pages(&client).items()).await;
        assert_eq!(found, [1]);
        assert_eq!(problem(error.as_ref()), (kind, 1), "{link}");
        assert!(error.as_ref().unwrap().to_string().contains(shown), "{error:?}");
    }
    let server = server(|_| reply(200, &[("link", "</x>; rel=next; anchor=\"/y\"")], rows([1]))).await;
    let (found, error) = ids(ByLink {}.pages(&client_of(&server)).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1]);
}

#[tokio::test]
async fn server_that_ignores_the_parameter_is_an_error_without_doubled_items() {
    let server = server(|_| page([1, 2], r#""next":null"#)).await;
    let client = client_of(&server);
    let (found, error) = ids(ByNumber::builder().pages(&client).items()).await;
    assert_eq!(found, [1, 2]);
    assert_eq!(problem(error.as_ref()), (PageErrorKind::SamePage, 2));
    assert!(
        error
            .unwrap()
            .to_string()
            .contains("page 2 is the same as an earlier page: the server ignores `page`, or begins again")
    );
    let (found, error) = ids(ShortEnds::builder().pages(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2]);
}

#[tokio::test]
async fn position_after_a_page_that_repeats_at_the_end_is_the_end() {
    let server = server(|_| page([1, 2], r#""next":null"#)).await;
    let client = client_of(&server);
    for ahead in [0, 2] {
        let mut pages = ShortEnds::builder().pages(&client).ahead(ahead);
        while pages.next().await.unwrap().is_some() {}
        let requests = server.log().requests.len();
        let (rest, error) = ids(ShortEnds::builder().pages(&client).from(pages.position()).items()).await;
        assert!(error.is_none() && rest.is_empty(), "{rest:?}");
        assert_eq!(server.log().requests.len(), requests);
    }
}

#[tokio::test]
async fn server_that_begins_again_after_the_last_page_is_an_error() {
    let server = server(|request| match query(request).get("page").map_or("1", String::as_str) {
        "2" => page([3], r#""total":null"#),
        _ => page([1, 2], r#""total":null"#),
    })
    .await;
    let client = client_of(&server);
    let (found, error) = ids(ByNumber::builder().pages(&client).items()).await;
    assert_eq!(found, [1, 2, 3]);
    assert_eq!(problem(error.as_ref()), (PageErrorKind::SamePage, 3));
}

#[tokio::test]
async fn empty_page_does_not_end_the_pages_if_there_is_a_next_one() {
    let cursors = server(|request| match query(request).get("after").map_or("", String::as_str) {
        "" => with_cursor([], "a"),
        "a" => with_cursor([], "b"),
        _ => page([1], r#""next":null"#),
    })
    .await;
    let (found, error) = ids(ByCursor::builder().pages(&client_of(&cursors)).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1]);
    let numbers = server(|request| match query(request).get("page").map_or("1", String::as_str) {
        "2" => page([], r#""total":3"#),
        number => page([number.parse().unwrap()], r#""total":3"#),
    })
    .await;
    let (found, error) = ids(ByNumber::builder().pages(&client_of(&numbers)).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 3]);
}

#[tokio::test]
async fn endless_empty_pages_are_an_error() {
    let client = Client::builder("http://a").transport(Endless::default()).build().unwrap();
    let (found, error) = ids(ByCursor::builder().pages(&client).items()).await;
    assert!(found.is_empty());
    assert_eq!(problem(error.as_ref()), (PageErrorKind::TooManyEmptyPages, 1001));
}

/// Always another cursor, and no rows.
#[derive(Default)]
struct Endless(AtomicU32);

impl callsheet::transport::Transport for Endless {
    fn send(
        &self,
        _: http::Request<callsheet::Body>,
    ) -> callsheet::transport::BoxFuture<
        '_,
        Result<http::Response<callsheet::Body>, callsheet::transport::TransportError>,
    > {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        let body = format!(r#"{{"rows":[],"next":"{number}"}}"#);
        Box::pin(async { Ok(http::Response::new(body.into())) })
    }
}

/// Pages of two rows, five in all, with this number as the total.
fn with_total(request: &Received, total: &str) -> Vec<u8> {
    let page: u32 = query(request).get("page").map_or(1, |page| page.parse().unwrap());
    crate::guards::page((page * 2 - 1)..=(page * 2).min(5), &format!(r#""total":{total}"#))
}

#[tokio::test]
async fn wrong_number_of_pages_loses_no_page_that_it_contradicts() {
    // Null, negative, too large, and a number that is exceeded by the first page already.
    for (total, requests) in [("null", 4), ("-1", 4), ("5", 5), ("3", 3), ("0", 4)] {
        let server = server(move |request| with_total(request, total)).await;
        let (found, error) = ids(ByNumber::builder().pages(&client_of(&server)).items()).await;
        assert!(error.is_none(), "{total}: {error:?}");
        assert_eq!((found, server.log().requests.len()), (vec![1, 2, 3, 4, 5], requests), "{total}");
    }
}

#[tokio::test]
async fn empty_page_before_the_total_of_items_is_an_error() {
    let server = server(|request| match query(request).get("skip").map_or("0", String::as_str) {
        "0" => page([1, 2], r#""total":5"#),
        _ => page([], r#""total":5"#),
    })
    .await;
    let (found, error) = ids(ByOffset::builder().pages(&client_of(&server)).items()).await;
    assert_eq!(found, [1, 2]);
    assert_eq!(problem(error.as_ref()), (PageErrorKind::EmptyPage, 2));
    assert!(error.unwrap().to_string().contains("page 2 is empty, but `total` says that there are more items"));
}

#[tokio::test]
async fn short_page_ends_the_pages_only_if_the_definition_says_so() {
    let server = server(|request| match query(request).get("page").map_or("1", String::as_str) {
        "1" => page([1, 2, 3], r#""next":null"#),
        "2" => page([4, 5], r#""next":null"#),
        _ => page([], r#""next":null"#),
    })
    .await;
    let client = client_of(&server);
    for (size, requests) in [(None, 2), (Some(3), 4), (Some(2), 7), (Some(4), 8)] {
        let (found, error) = ids(ShortEnds { page: None, size }.pages(&client).items()).await;
        assert!(error.is_none(), "{error:?}");
        let expected = if size == Some(4) { &[1, 2, 3][..] } else { &[1, 2, 3, 4, 5] };
        assert_eq!((&found[..], server.log().requests.len()), (expected, requests), "{size:?}");
    }
}

#[tokio::test]
async fn error_of_a_page_ends_the_pages_and_its_position_names_that_page() {
    let is_down = Arc::new(AtomicU32::new(0));
    let down = Arc::clone(&is_down);
    let server = server(move |request| match query(request).get("page").map_or("1", String::as_str) {
        "2" if down.fetch_add(1, Ordering::SeqCst) == 0 => json(500, r#"{"code":"down"}"#),
        number => page([number.parse().unwrap()], r#""total":3"#),
    })
    .await;
    let client = client_of(&server);
    let mut pages = ByNumber::builder().pages(&client);
    assert_eq!(pages.next().await.unwrap().unwrap().value.rows.len(), 1);
    let error = pages.next().await.unwrap_err();
    assert_eq!((error.status().map(|it| it.as_u16()), error.code()), (Some(500), Some("down")));
    assert!(pages.next().await.unwrap().is_none());
    let (found, error) = ids(ByNumber::builder().pages(&client).from(pages.position()).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [2, 3]);
}

#[tokio::test]
async fn position_that_is_not_one_of_the_endpoint_is_a_build_error() {
    let server = server(|_| page([1], r#""next":null"#)).await;
    let client = client_of(&server);
    for position in ["", "1;number;0;2", "9;cursor;0;a"] {
        let error = ByCursor::builder().pages(&client).from(position).next().await.unwrap_err();
        assert!(matches!(error, Error::Build { .. }), "{error:?}");
    }
    let error = ByUrl {}.pages(&client).from("1;url;0;http://evil.example/").next().await.unwrap_err();
    assert!(matches!(error, Error::Build { .. }), "{error:?}");
    // The origin is always that of the client.
    ByUrl {}.pages(&client).from("1;url;0;//evil.example/").next().await.unwrap();
    assert_eq!(server.log().requests.len(), 1);
    assert_eq!(server.log().requests[0].target(), "//evil.example/");
}
