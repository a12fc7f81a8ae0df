//! The forms of `pages(..)`.

use callsheet::{CallOptions, Client, Patch, endpoint};
use serde::Deserialize;
use support::{client_of, json, reply};

use crate::{Row, ids, query, rows, server};

#[derive(Deserialize)]
struct Machines {
    virtual_machines: Vec<Row>,
    pagination: Option<Pagination>,
}

#[derive(Deserialize)]
struct Pagination {
    total_pages: Option<u32>,
}

#[endpoint(
    method = "GET",
    path = "/organizations/<organization>/virtual_machines",
    response = Machines,
    pages(number = page, last = pagination.total_pages, items = virtual_machines, item = Row),
)]
struct ListMachines {
    organization: String,
    page: Option<u32>,
    per_page: Option<u32>,
}

/// Pages of two rows of `count` rows, with or without the number of pages.
fn numbered(request: &support::Received, count: u32, total: Option<u32>) -> Vec<u8> {
    let page: u32 = query(request).get("page").map_or(1, |page| page.parse().unwrap());
    let ids = (page * 2 - 1)..=(page * 2).min(count);
    let total = total.map_or("null".to_owned(), |total| total.to_string());
    let body = format!(r#"{{"virtual_machines":{},"pagination":{{"total_pages":{total}}}}}"#, rows(ids));
    json(200, body)
}

fn machines(client: &Client) -> callsheet::client::Pages<ListMachines> {
    ListMachines::builder().organization("o/1").pages(client)
}

#[tokio::test]
async fn page_numbers_end_at_the_declared_number_of_pages() {
    let server = server(|request| numbered(request, 5, Some(3))).await;
    let client = client_of(&server);
    let (found, error) = ids(machines(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2, 3, 4, 5]);
    let log = server.log();
    let targets: Vec<_> = log.requests.iter().map(support::Received::target).collect();
    let path = "/organizations/o%2F1/virtual_machines";
    assert_eq!(targets, [path.to_owned(), format!("{path}?page=2"), format!("{path}?page=3")]);
}

#[tokio::test]
async fn page_numbers_without_a_total_end_at_an_empty_page() {
    let server = server(|request| numbered(request, 4, None)).await;
    let client = client_of(&server);
    let call = ListMachines { organization: "o".to_owned(), page: Some(2), per_page: Some(2) };
    let (found, error) = ids(call.pages(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [3, 4]);
    let log = server.log();
    let pages: Vec<_> = log.requests.iter().map(|request| query(request)["page"].clone()).collect();
    assert_eq!(pages, ["2", "3"]);
    assert_eq!(query(&log.requests[1])["per_page"], "2");
}

#[tokio::test]
async fn whole_pages_have_their_replies() {
    let server = server(|request| numbered(request, 4, Some(2))).await;
    let client = client_of(&server);
    let mut pages = machines(&client);
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await.unwrap() {
        assert_eq!(page.reply.request_id(), Some("req_1"));
        sizes.push(page.value.virtual_machines.len());
    }
    assert_eq!(sizes, [2, 2]);
    assert!(pages.next().await.unwrap().is_none());
    assert_eq!(server.log().requests.len(), 2);
}

#[derive(Deserialize)]
struct Listed {
    data: Option<Vec<Row>>,
    #[serde(default)]
    meta: Patch<Box<Meta>>,
}

#[derive(Deserialize)]
struct Meta {
    next_cursor: Option<String>,
}

#[endpoint(method = "GET", path = "/rows", response = Listed, pages(cursor = after, next = meta.next_cursor, items = data, item = Row))]
struct ByCursor {
    after: Option<String>,
}

#[tokio::test]
async fn cursor_in_the_body_ends_when_it_is_absent_null_or_empty() {
    for end in [
        r#"{"data":[{"id":3}]}"#,
        r#"{"data":[{"id":3}],"meta":null}"#,
        r#"{"data":[{"id":3}],"meta":{"next_cursor":null}}"#,
        r#"{"data":[{"id":3}],"meta":{"next_cursor":""}}"#,
    ] {
        let server = server(move |request| match query(request).get("after").map(String::as_str) {
            None => json(200, r#"{"data":[{"id":1}],"meta":{"next_cursor":"a&b"}}"#),
            Some("a&b") => json(200, r#"{"data":null,"meta":{"next_cursor":"c"}}"#),
            Some("c") => json(200, end),
            other => panic!("{other:?}"),
        })
        .await;
        let client = client_of(&server);
        let (found, error) = ids(ByCursor::builder().pages(&client).items()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(found, [1, 3]);
    }
}

#[derive(Deserialize)]
struct Objects {
    data: Vec<Row>,
    has_more: bool,
}

/// The cursor is in the JSON body of the request, as a number.
#[endpoint(
    method = "POST",
    path = "/search",
    response = Objects,
    pages(cursor = starting_after, next = data.last.id, more = has_more, items = data, item = Row),
)]
struct Search {
    query: String,
    starting_after: Option<u32>,
}

#[tokio::test]
async fn cursor_is_the_id_of_the_last_item_and_a_number_in_a_json_body() {
    let server = server(|request| match &request.body[..] {
        br#"{"query":"q"}"# => json(200, r#"{"data":[{"id":1},{"id":2}],"has_more":true}"#),
        br#"{"query":"q","starting_after":2}"# => json(200, r#"{"data":[{"id":3}],"has_more":false}"#),
        other => panic!("{}", String::from_utf8_lossy(other)),
    })
    .await;
    let client = client_of(&server);
    let (found, error) = ids(Search::builder().query("q").pages(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2, 3]);
}

#[derive(Deserialize)]
struct Found {
    rows: Vec<Row>,
    total: Option<u64>,
}

#[endpoint(
    method = "GET",
    path = "/rows",
    response = Found,
    pages(offset = skip, size = limit, total = total, items = rows, item = Row),
)]
struct ByOffset {
    skip: Option<u64>,
    limit: Option<u32>,
}

#[tokio::test]
async fn offset_advances_by_the_items_received() {
    for total in [None, Some(5)] {
        // The server returns at most two items, although three are requested.
        let server = server(move |request| {
            let skip: u32 = query(request).get("skip").map_or(0, |skip| skip.parse().unwrap());
            let total = total.map_or("null".to_owned(), |total: u32| total.to_string());
            json(200, format!(r#"{{"rows":{},"total":{total}}}"#, rows(skip + 1..=(skip + 2).min(5))))
        })
        .await;
        let client = client_of(&server);
        let (found, error) = ids(ByOffset::builder().limit(3_u32).pages(&client).items()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(found, [1, 2, 3, 4, 5]);
        let skips: Vec<_> = server.log().requests.iter().map(|request| query(request).get("skip").cloned()).collect();
        let skips: Vec<_> = skips.iter().map(Option::as_deref).collect();
        let expected = [None, Some("2"), Some("4"), Some("5")];
        assert_eq!(skips, expected[..if total.is_some() { 3 } else { 4 }]);
    }
}

#[endpoint(method = "GET", path = "/v2/rows", response = Vec<Row>, pages(link, items = self))]
struct ByLink {
    #[query(name = "n")]
    size: Option<u32>,
}

#[tokio::test]
async fn links_are_followed_with_the_credentials_of_the_client() {
    let server = server(|request| {
        assert_eq!(request.header("authorization"), Some("Bearer s3cret"));
        assert_eq!(query(request)["version"], "7");
        let link = |link: &str, ids| reply(200, &[("link", link)], rows(ids));
        match request.target() {
            "/base/v2/rows?n=2&version=7" => link("</p>; rel=prev, <rows?after=2&version=7>; rel=\"next\"", [1, 2]),
            "/base/v2/rows?after=2&version=7" => link("<?after=4>; rel=next", [3, 4]),
            "/base/v2/rows?after=4&version=7" => reply(200, &[], rows([5])),
            other => panic!("{other}"),
        }
    })
    .await;
    let client = Client::builder(format!("{}/base", server.origin())).bearer("s3cret").build().unwrap();
    let options = CallOptions::new().query("version", "7");
    let (found, error) = ids(ByLink::builder().size(2_u32).pages(&client).with(options).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2, 3, 4, 5]);
}

#[derive(Deserialize)]
struct Results {
    next: Option<String>,
    results: Vec<Row>,
}

#[endpoint(method = "GET", path = "/rows", response = Results, pages(url = next, items = results, item = Row))]
struct ByUrl {
    #[query(name = "q")]
    text: String,
}

#[tokio::test]
async fn url_in_the_body_is_the_whole_next_request() {
    let server = server(|request| {
        let host = request.header("host").unwrap();
        match request.target() {
            "/rows?q=x" => json(200, format!(r#"{{"next":"http://{host}/rows?q=x&page=2","results":[{{"id":1}}]}}"#)),
            "/rows?q=x&page=2" => json(200, r#"{"next":null,"results":[{"id":2}]}"#),
            other => panic!("{other}"),
        }
    })
    .await;
    let client = client_of(&server);
    let (found, error) = ids(ByUrl::builder().text("x").pages(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2]);
}

#[endpoint(method = "GET", path = "/rows", response = Objects, pages(url_header = "Next-Page", items = data, item = Row))]
struct ByUrlHeader {}

#[tokio::test]
async fn url_in_a_header_field_is_the_next_request() {
    let server = server(|request| match request.target() {
        "/rows" => reply(200, &[("next-page", "/rows?_token=abc")], r#"{"data":[{"id":1}],"has_more":true}"#),
        "/rows?_token=abc" => json(200, r#"{"data":[{"id":2}],"has_more":false}"#),
        other => panic!("{other}"),
    })
    .await;
    let client = client_of(&server);
    let (found, error) = ids(ByUrlHeader {}.pages(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2]);
}

#[endpoint(
    method = "GET",
    path = "/rows",
    response = Objects,
    pages(cursor = token, next_header = "x-next-token", items = data, item = Row),
)]
struct ByNextHeader {
    #[header(name = "x-token")]
    token: Option<String>,
}

#[tokio::test]
async fn cursor_in_a_header_field_is_sent_in_a_header_field() {
    let server = server(|request| match request.header("x-token") {
        None => reply(200, &[("x-next-token", "abc")], r#"{"data":[{"id":1}],"has_more":true}"#),
        Some("abc") => json(200, r#"{"data":[{"id":2}],"has_more":false}"#),
        other => panic!("{other:?}"),
    })
    .await;
    let client = client_of(&server);
    let (found, error) = ids(ByNextHeader::builder().pages(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2]);
}

#[derive(Deserialize)]
struct Content {
    content: Vec<Row>,
    #[serde(rename = "totalPages")]
    total_pages: Option<u64>,
}

/// Numbers from 0, in a form, in a field whose name on the wire differs.
#[endpoint(
    method = "POST",
    path = "/rows",
    response = Content,
    pages(number = page, first = 0, last = total_pages, items = content, item = Row),
)]
struct FromZero {
    #[form(name = "pageNumber")]
    page: Option<u8>,
}

#[tokio::test]
async fn first_page_may_be_number_zero() {
    let server = server(|request| match &request.body[..] {
        b"" => json(200, r#"{"content":[{"id":1}],"totalPages":2}"#),
        b"pageNumber=1" => json(200, r#"{"content":[{"id":2}],"totalPages":2}"#),
        other => panic!("{}", String::from_utf8_lossy(other)),
    })
    .await;
    let client = client_of(&server);
    let (found, error) = ids(FromZero::builder().pages(&client).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(found, [1, 2]);
}
