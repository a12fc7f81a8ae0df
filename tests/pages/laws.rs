//! Laws as property tests, without a network; limits, positions, prefetching, streams and the blocking client.

#![allow(clippy::cast_possible_truncation, reason = "the numbers are small")]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use callsheet::client::{PageItems, Pages};
use callsheet::transport::{BoxFuture, Transport, TransportError};
use callsheet::{Body, Client, blocking, endpoint};
use futures_util::{FutureExt as _, StreamExt as _};
use http::{Request, Response};
use proptest::prelude::*;
use serde::Deserialize;

use crate::{Row, ids, rows};

#[derive(Deserialize)]
struct Page {
    rows: Vec<Row>,
    next: Option<String>,
    last: Option<u64>,
    total: Option<u64>,
}

#[endpoint(method = "GET", path = "/rows", response = Page, pages(cursor = at, next = next, items = rows, item = Row))]
struct ByCursor {
    at: Option<String>,
}

#[endpoint(method = "GET", path = "/rows", response = Page, pages(url = next, items = rows, item = Row))]
struct ByUrl {
    at: Option<u32>,
}

#[endpoint(method = "GET", path = "/rows", response = Page, pages(number = at, first = 0, last = last, items = rows, item = Row))]
struct ByNumber {
    at: Option<u32>,
}

#[endpoint(method = "GET", path = "/rows", response = Page, pages(offset = at, total = total, items = rows, item = Row))]
struct ByOffset {
    at: Option<u32>,
}

/// A page of a fake server: its rows, and where it says that the next one is.
#[derive(Debug, Clone)]
struct FakePage {
    ids: Vec<u32>,
    next: Option<usize>,
}

/// A transport that is a server with these pages, by their index; with offsets, by the number of rows before them.
#[derive(Clone)]
struct Fake {
    pages: Arc<Vec<FakePage>>,
    total: Option<u64>,
    requests: Arc<AtomicUsize>,
    targets: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    fn new(pages: Vec<FakePage>) -> Self {
        Self { pages: Arc::new(pages), total: None, requests: Arc::default(), targets: Arc::default() }
    }

    /// Each page names the one after it.
    fn in_order(pages: &[Vec<u32>]) -> Self {
        let page = |(at, ids): (usize, &Vec<u32>)| FakePage {
            ids: ids.clone(),
            next: Some(at + 1).filter(|at| *at < pages.len()),
        };
        Self::new(pages.iter().enumerate().map(page).collect())
    }

    fn client(&self) -> Client {
        Client::builder("http://a/v1").transport(self.clone()).build().unwrap()
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn all(&self) -> Vec<u32> {
        self.pages.iter().flat_map(|page| page.ids.clone()).collect()
    }
}

impl Transport for Fake {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.targets.lock().unwrap().push(request.uri().to_string());
        let at = request.uri().query().and_then(|query| query.strip_prefix("at=")).map_or(0, |at| at.parse().unwrap());
        let none = FakePage { ids: Vec::new(), next: None };
        let page = self.pages.get(at).unwrap_or(&none);
        let is_url = request.headers().contains_key("x-urls");
        let next = page
            .next
            .map_or("null".to_owned(), |next| if is_url { format!("\"?at={next}\"") } else { format!("\"{next}\"") });
        let number = |number: Option<u64>| number.map_or("null".to_owned(), |number| number.to_string());
        let last = self.total.or(Some(self.pages.len() as u64));
        let body = format!(
            r#"{{"rows":{},"next":{next},"last":{},"total":{}}}"#,
            rows(page.ids.clone()),
            number(last),
            number(self.total)
        );
        Box::pin(async move { Ok(Response::new(body.into())) })
    }
}

fn by_cursor(fake: &Fake) -> Pages<ByCursor> {
    ByCursor { at: None }.pages(&fake.client())
}

fn by_url(fake: &Fake) -> Pages<ByUrl> {
    let options = callsheet::CallOptions::new().header("x-urls", "1");
    ByUrl { at: None }.pages(&fake.client()).with(options)
}

fn by_number(fake: &Fake) -> Pages<ByNumber> {
    ByNumber { at: None }.pages(&fake.client())
}

fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("the transport never waits")
}

/// Reads so many items, and the rest from the position after them.
fn split<E: callsheet::endpoint::PagedItems<Item = Row>>(
    pages: impl Fn() -> Pages<E>,
    prefix: usize,
    limited: bool,
) -> Vec<u32> {
    let mut first: PageItems<E> = if limited { pages().limit(prefix as u64).items() } else { pages().items() };
    let mut found = Vec::new();
    for _ in 0..prefix {
        found.push(now(first.next()).unwrap().unwrap().id);
    }
    if limited {
        assert!(now(first.next()).unwrap().is_none());
    }
    let (rest, error) = now(ids(pages().from(first.position()).items()));
    assert!(error.is_none(), "{error:?}");
    found.extend(rest);
    found
}

/// Rows in pages of any sizes, including empty ones.
fn arrangements() -> impl Strategy<Value = Vec<Vec<u32>>> {
    proptest::collection::vec(0..4_u32, 1..12).prop_map(|sizes| {
        let mut next = 0..;
        sizes.into_iter().map(|size| next.by_ref().take(size as usize).collect()).collect()
    })
}

/// Pages that name any next page: cycles, gaps, an early end.
fn structures() -> impl Strategy<Value = Vec<FakePage>> {
    (1..9_usize).prop_flat_map(|count| {
        let page = (proptest::collection::vec(0..100_u32, 0..4), proptest::option::of(0..count + 1));
        proptest::collection::vec(page, count)
            .prop_map(|pages| pages.into_iter().map(|(ids, next)| FakePage { ids, next }).collect())
    })
}

proptest! {
    #[test]
    fn items_are_those_of_one_large_page(pages in arrangements(), ahead in 0..4_usize) {
        let fake = Fake::in_order(&pages);
        let expected = fake.all();
        let found = [
            now(ids(by_cursor(&fake).ahead(ahead).items())),
        ];
        for (ids, error) in found {
            prop_assert!(error.is_none(), "{error:?}");
            prop_assert_eq!(&ids, &expected);
        }
        prop_assert_eq!(fake.requests(), pages.len());
        let (found, error) = now(ids(by_url(&fake).ahead(ahead).items()));
        prop_assert!(error.is_none(), "{error:?}");
        prop_assert_eq!(&found, &expected);
        let (found, error) = now(ids(by_number(&fake).ahead(ahead).items()));
        prop_assert!(error.is_none(), "{error:?}");
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(fake.requests(), 3 * pages.len());
    }

    #[test]
    fn offsets_of_any_page_size_yield_all_items(count in 0..30_u32, size in 1..7_u32, has_total in any::<bool>()) {
        // The page at an offset has the rows after it.
        let page = |at: u32| FakePage { ids: (at..(at + size).min(count)).collect(), next: None };
        let mut fake = Fake::new((0..=count).map(page).collect());
        fake.total = has_total.then_some(u64::from(count));
        let (found, error) = now(ids(ByOffset { at: None }.pages(&fake.client()).items()));
        prop_assert!(error.is_none(), "{error:?}");
        prop_assert_eq!(found, (0..count).collect::<Vec<_>>());
        prop_assert!(fake.requests() <= (count.div_ceil(size) + 1) as usize);
    }

    #[test]
    fn random_structure_ends_within_one_request_more_than_it_has_pages(pages in structures()) {
        let count = pages.len();
        let fake = Fake::new(pages.clone());
        // What a client that remembers all pages can reach.
        let (mut reached, mut at, mut is_cycle) = (BTreeSet::new(), Some(0), false);
        let mut expected = Vec::new();
        while let Some(page) = at {
            if !reached.insert(page) {
                is_cycle = true;
                break;
            }
            expected.extend(pages.get(page).map(|page| page.ids.clone()).unwrap_or_default());
            at = pages.get(page).and_then(|page| page.next);
        }
        let (found, error) = now(ids(by_cursor(&fake).items()));
        prop_assert!(fake.requests() <= count + 1, "{} requests", fake.requests());
        if error.is_none() {
            prop_assert!(!is_cycle);
            prop_assert_eq!(&found, &expected);
        } else {
            prop_assert!(expected.starts_with(&found), "{:?} of {:?}", found, expected);
        }
    }

    #[test]
    fn wrong_totals_end_with_all_items_or_an_error(sizes in proptest::collection::vec(1..4_u32, 0..6), total in proptest::option::of(0..9_u64)) {
        let mut next = 0..;
        let pages: Vec<Vec<u32>> = sizes.into_iter().map(|size| next.by_ref().take(size as usize).collect()).collect();
        let mut fake = Fake::in_order(&pages);
        fake.total = total;
        let (found, error) = now(ids(by_number(&fake).items()));
        // A total that is too small and never contradicted is the end, as it says.
        let all = fake.all();
        let is_end = total.is_some_and(|total| (total as usize) < pages.len() && total > 0);
        prop_assert!(error.is_some() || found == all || (is_end && all.starts_with(&found)), "{:?}", found);
        prop_assert!(fake.requests() <= pages.len().max(total.unwrap_or_default() as usize) + 1);
    }

    #[test]
    fn position_after_any_prefix_yields_the_rest(pages in arrangements(), prefix in 0..30_usize, limited in any::<bool>()) {
        let fake = Fake::in_order(&pages);
        let expected = fake.all();
        let prefix = prefix.min(expected.len());
        prop_assert_eq!(&split(|| by_cursor(&fake), prefix, limited), &expected);
        prop_assert_eq!(&split(|| by_url(&fake), prefix, limited), &expected);
        prop_assert_eq!(&split(|| by_number(&fake), prefix, limited), &expected);
    }

    #[test]
    fn limit_yields_so_many_items_and_requests_no_needless_page(pages in arrangements(), limit in 0..20_u64, ahead in 0..4_usize) {
        let fake = Fake::in_order(&pages);
        let (found, error) = now(ids(by_cursor(&fake).limit(limit).ahead(ahead).items()));
        prop_assert!(error.is_none(), "{error:?}");
        let expected: Vec<u32> = fake.all().into_iter().take(limit as usize).collect();
        prop_assert_eq!(&found, &expected);
        let mut missing = limit as usize;
        let needed = pages.iter().take_while(|page| {
            let is_needed = missing > 0;
            missing = missing.saturating_sub(page.len());
            is_needed
        });
        prop_assert_eq!(fake.requests(), needed.count());
    }
}

#[test]
fn nothing_is_requested_before_it_is_needed() {
    let fake = Fake::in_order(&[vec![1, 2], vec![3], vec![4], vec![5]]);
    let mut items = by_cursor(&fake).items();
    assert_eq!(fake.requests(), 0);
    now(items.next()).unwrap();
    now(items.next()).unwrap();
    assert_eq!(fake.requests(), 1);
    now(items.next()).unwrap();
    assert_eq!(fake.requests(), 2);
    let fake = Fake::in_order(&[vec![1, 2], vec![3], vec![4], vec![5]]);
    let mut items = by_cursor(&fake).ahead(2).items();
    now(items.next()).unwrap();
    assert_eq!(fake.requests(), 3);
    // The position is that of the caller, whatever was requested ahead.
    let (rest, _) = now(ids(by_cursor(&fake).from(items.position()).items()));
    assert_eq!(rest, [2, 3, 4, 5]);
}

#[test]
fn position_at_the_end_yields_nothing_without_a_request() {
    let fake = Fake::in_order(&[vec![1], vec![2]]);
    let mut pages = by_cursor(&fake);
    while now(pages.next()).unwrap().is_some() {}
    assert_eq!(fake.requests(), 2);
    let (rest, error) = now(ids(by_cursor(&fake).from(pages.position()).items()));
    assert!(error.is_none(), "{error:?}");
    assert_eq!((rest, fake.requests()), (vec![], 2));
}

#[test]
fn pages_and_items_are_streams() {
    let fake = Fake::in_order(&[vec![1, 2], vec![3]]);
    let sizes: Vec<usize> = now(by_cursor(&fake).map(|page| page.unwrap().value.rows.len()).collect());
    assert_eq!(sizes, [2, 1]);
    let found: Vec<u32> = now(by_cursor(&fake).items().map(|row| row.unwrap().id).collect());
    assert_eq!(found, [1, 2, 3]);
}

#[test]
fn blocking_client_has_iterators_over_pages_and_items() {
    let fake = Fake::in_order(&[vec![1, 2], vec![3]]);
    let client = blocking::Client::new(fake.client()).unwrap();
    let found: Result<Vec<u32>, _> =
        client.items(client.pages(ByCursor { at: None }).items()).map(|row| row.map(|row| row.id)).collect();
    assert_eq!(found.unwrap(), [1, 2, 3]);
    let mut pages = client.items(client.pages(ByCursor { at: None }));
    assert_eq!(pages.next().unwrap().unwrap().value.rows.len(), 2);
    let position = pages.get_ref().position();
    let rest = client.pages(ByCursor { at: None }).from(position).items();
    assert_eq!(client.items(rest).map(|row| row.unwrap().id).collect::<Vec<_>>(), [3]);
}

/// Pages can be sent to other threads.
const _: fn() = || {
    fn is_sent<T: Send + Unpin>() {}
    is_sent::<Pages<ByCursor>>();
    is_sent::<PageItems<ByCursor>>();
};

#[test]
fn credentials_of_the_query_are_not_repeated_in_links_or_positions() {
    let fake = Fake::in_order(&[vec![1], vec![2], vec![3]]);
    let client =
        Client::builder("http://a").transport(Echo(fake.clone())).secret_query("key", "s3cret").build().unwrap();
    let mut items = ByUrl { at: None }.pages(&client).items();
    let mut positions = String::new();
    while now(items.next()).unwrap().is_some() {
        positions += &items.position();
    }
    assert!(!positions.contains("s3cret"), "{positions}");
    let targets = fake.targets.lock().unwrap().clone();
    assert_eq!(targets, ["http://a/rows?key=s3cret", "http://a/rows?at=1&key=s3cret", "http://a/rows?at=2&key=s3cret"]);
}

/// A server that repeats the query of the request in its links.
struct Echo(Fake);

impl Transport for Echo {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.0.targets.lock().unwrap().push(request.uri().to_string());
        let at = request.uri().query().and_then(|query| query.split('&').find_map(|it| it.strip_prefix("at=")));
        let at: usize = at.map_or(0, |at| at.parse().unwrap());
        let next = if at < 2 { format!("\"/rows?key=s3cret&at={}\"", at + 1) } else { "null".to_owned() };
        let body = format!(r#"{{"rows":{},"next":{next}}}"#, rows([at as u32]));
        Box::pin(async move { Ok(Response::new(body.into())) })
    }
}
