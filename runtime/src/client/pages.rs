//! [`Pages`] and [`PageItems`]: calls of an endpoint, one for each page.

mod place;
mod walk;

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Uri;

use self::place::{At, Place, Skip};
use self::walk::{Next, Page, Walk};
use crate::client::Client;
use crate::client::call::{Call, CallWithReply};
use crate::client::options::CallOptions;
use crate::endpoint::classify;
use crate::endpoint::paged::{Paged, PagedItems};
use crate::endpoint::{Endpoint, judging};
use crate::error::target::Destination;
use crate::error::{Error, PageError};
use crate::request::build_error::BuildError;
use crate::request::draft::Draft;
use crate::request::query::names;
use crate::response::reply::{Reply, WithReply};

/// The pages of an endpoint with the key [`pages`](crate::reference::pages), one call for each.
///
/// ```
/// use callsheet::endpoint;
///
/// #[endpoint(
///     method = "GET",
///     path = "/machines",
///     response = Machines,
///     pages(number = page, last = pagination.total_pages, items = machines, item = Machine),
/// )]
/// pub struct ListMachines {
///     pub page: Option<u32>,
/// }
///
/// #[derive(serde::Deserialize)]
/// pub struct Machines {
///     pub machines: Vec<Machine>,
///     pub pagination: Pagination,
/// }
/// # #[derive(serde::Deserialize)]
/// # pub struct Machine { pub name: String }
/// # #[derive(serde::Deserialize)]
/// # pub struct Pagination { pub total_pages: Option<u32> }
///
/// # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
/// let mut pages = ListMachines::builder().pages(client);
/// while let Some(page) = pages.next().await? {
///     println!("{} machines, request {:?}", page.value.machines.len(), page.reply.request_id());
/// }
///
/// let mut machines = ListMachines::builder().pages(client).items();
/// while let Some(machine) = machines.next().await? {
///     println!("{}", machine.name);
/// }
/// # Ok(())
/// # }
/// ```
///
/// Nothing is sent before the first page is awaited, and at most one call runs at a time. Each page is a call of its own:
/// retries, time limits and hooks apply to each of them. Dropping it cancels the running call.
///
/// After an error there are no more pages, and [`position`](Self::position) names the page that failed.
#[must_use = "pages do nothing until they are awaited"]
pub struct Pages<E: Paged> {
    endpoint: E,
    client: Client<E::Api>,
    /// Where the next page for the caller is.
    place: Place,
    /// Why the position of the caller is refused.
    refused: Option<BuildError>,
    /// Created for the first request.
    walk: Option<Walk>,
    call: Option<PageCall<E>>,
    /// Pages that arrived, and that the caller has not received yet.
    arrived: VecDeque<Arrived<E>>,
    /// Whether no further page is requested.
    is_complete: bool,
    /// How many pages are requested before the caller asks for them.
    ahead: usize,
    /// How many items the remaining requests should bring.
    left: Option<u64>,
}

/// A running call.
struct PageCall<E: Paged> {
    call: CallWithReply<E>,
    /// `None` if the request was not built.
    url: Option<Uri>,
}

/// A page that arrived, or the error in its place.
struct Arrived<E: Paged> {
    result: PageResult<E>,
    /// Where it is.
    place: Place,
    /// What comes after it.
    after: Place,
}

/// A page with its reply, or the error in its place.
type PageResult<E> = Result<WithReply<<E as Endpoint>::Response>, Error<<E as Endpoint>::Error>>;

/// An item, or the error in its place.
type ItemResult<E> = Result<<E as PagedItems>::Item, Error<<E as Endpoint>::Error>>;

impl<E: Paged> Pages<E> {
    #[doc(hidden)]
    pub fn new(endpoint: E, client: &Client<E::Api>) -> Self {
        Self {
            endpoint,
            client: client.clone(),
            place: Place::of(At::Start),
            refused: None,
            walk: None,
            call: None,
            arrived: VecDeque::new(),
            is_complete: false,
            ahead: 0,
            left: None,
        }
    }

    /// Changes settings of the client for the calls of all pages: header fields, query, timeouts, retries, token.
    ///
    /// It has no effect after the first page was awaited.
    pub fn with(mut self, options: CallOptions) -> Self {
        if self.walk.is_none() {
            self.client = self.client.with(options);
        }
        self
    }

    /// Ends the pages when they have brought this many items. [`items`](Self::items) then yields exactly so many, or
    /// fewer if there are no more. [`next`](Self::next) returns whole pages, so the last one may have more.
    ///
    /// By default there is no limit. It does not change how many items a page has: set the field of the struct for that.
    pub fn limit(self, items: u64) -> Self {
        Self { left: Some(items), ..self }
    }

    /// Starts at a position that [`position`](Self::position) returned, in this process or in another one.
    ///
    /// The other values of the struct must be the same as then. [`items`](Self::items) continues after the last item that
    /// was returned. [`next`](Self::next) returns whole pages, and begins with the page that contains the position.
    ///
    /// A position that is not one of this endpoint makes the first call fail with [`Error::Build`].
    pub fn from(mut self, position: impl AsRef<str>) -> Self {
        match Place::parse(position.as_ref(), E::PAGES) {
            Ok(place) => self.place = place,
            Err(refused) => self.refused = Some(refused),
        }
        self
    }

    /// Requests up to so many pages before they are needed. By default 0: a page is requested when it is awaited.
    ///
    /// The requests start when a page is awaited. They continue when the next page or item is awaited; no task runs in
    /// the background.
    pub fn ahead(self, pages: usize) -> Self {
        Self { ahead: pages, ..self }
    }

    /// Returns the items of the pages instead of the pages. It needs the key `item` in `pages(..)`.
    pub fn items(self) -> PageItems<E>
    where
        E: PagedItems,
    {
        PageItems {
            place: self.place.clone(),
            left: self.left,
            pages: self,
            items: Vec::new().into_iter(),
            is_over: false,
        }
    }

    /// Returns where the next page is, as text for [`from`](Self::from): after an error the page that failed, and after
    /// the last page the end.
    ///
    /// Later versions of this crate read it too, as long as the endpoint keeps its form of `pages(..)`. It may contain a
    /// cursor or the path and query of a link, but no credentials of the client.
    #[must_use]
    pub fn position(&self) -> String {
        self.place.text()
    }

    /// Returns the next page with its reply; `None` after the last one, and after an error.
    ///
    /// If the future is dropped before it is ready, no page is lost.
    ///
    /// # Errors
    ///
    /// The errors of the call, and [`Error::Pages`] if the next page is not requested. The page before it was returned,
    /// and the error contains its reply.
    pub async fn next(&mut self) -> Result<Option<WithReply<E::Response>>, Error<E::Error>> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<PageResult<E>>> {
        self.poll_arrived(context).map(|arrived| arrived.map(|arrived| arrived.result))
    }

    fn poll_arrived(&mut self, context: &mut Context<'_>) -> Poll<Option<Arrived<E>>> {
        self.poll_calls(context, self.ahead.max(1));
        if let Some(arrived) = self.arrived.pop_front() {
            self.place = arrived.after.clone();
            self.poll_calls(context, self.ahead);
            return Poll::Ready(Some(arrived));
        }
        if self.call.is_some() { Poll::Pending } else { Poll::Ready(None) }
    }

    /// Polls calls until so many pages have arrived.
    fn poll_calls(&mut self, context: &mut Context<'_>, pages: usize) {
        while self.arrived.len() < pages {
            if self.call.is_none() && (self.is_complete || self.left == Some(0)) {
                return;
            }
            let Some(running) = self.call.take().or_else(|| self.begin()) else { return };
            let call = self.call.insert(running);
            let Poll::Ready(result) = Pin::new(&mut call.call).poll(context) else { return };
            let url = self.call.take().and_then(|call| call.url);
            self.arrived(result, url);
        }
    }

    /// Begins the call of the next page. `None` at the end.
    fn begin(&mut self) -> Option<PageCall<E>> {
        let walk = match &mut self.walk {
            Some(walk) => walk,
            walk => {
                let added = names(self.client.options().query.as_str());
                let added = added.chain(names(self.client.inner().credentials.keys.as_str())).collect();
                let (start, size) = (self.endpoint.start(), self.endpoint.size());
                walk.insert(Walk::new(E::PAGES, self.place.clone(), start, size, added))
            }
        };
        if walk.at == At::End {
            self.is_complete = true;
            return None;
        }
        let request = match self.refused.take() {
            Some(refused) => Err(refused),
            None => {
                let (replacement, inner) = (walk.replacement(), self.client.inner());
                let draft = Draft::new(&inner.base, E::SPEC).with_random(&*inner.random);
                self.endpoint
                    .fill(draft.with_replacement(replacement.as_ref()))
                    .and_then(|request| walk.with_url(request))
            }
        };
        let url = request.as_ref().ok().map(|request| request.uri().clone());
        Some(PageCall { call: Call::of_request(request, &self.client).with_reply(), url })
    }

    /// Keeps the result of a call, and finds out what comes after it.
    fn arrived(&mut self, result: PageResult<E>, url: Option<Uri>) {
        let Some(walk) = &mut self.walk else { return };
        let place = Place { at: walk.at.clone(), skip: walk.skip };
        let (page, url) = match (result, url) {
            (Ok(page), Some(url)) => (page, url),
            (Ok(_), None) => return,
            (Err(error), _) => return self.fail(error, place),
        };
        let count = E::count(&page.value).unwrap_or_default() as u64;
        let verdict = walk.arrived(&Page {
            reply: &page.reply,
            url: &url,
            next: E::next_page(&page.value),
            total: E::total(&page.value),
            has_more: E::has_more(&page.value),
            count,
        });
        let (after, problem) = match verdict.next {
            Next::Page(at) => (Place::of(at), None),
            Next::End => (Place::of(At::End), None),
            Next::Problem(problem) => (Place { at: place.at.clone(), skip: Skip::Page }, Some(problem)),
        };
        self.is_complete |= after.at == At::End;
        let problem = problem.map(|problem| self.problem(problem, page.reply.clone(), &url));
        if !verdict.is_repeated && place.skip != Skip::Page {
            let skipped = match place.skip {
                Skip::Items(items) => items,
                Skip::Page => count,
            };
            self.left = self.left.map(|left| left.saturating_sub(count.saturating_sub(skipped)));
            self.arrived.push_back(Arrived { result: Ok(page), place: place.clone(), after: after.clone() });
        } else if problem.is_none() {
            let last = self.arrived.back_mut().map_or(&mut self.place, |arrived| &mut arrived.after);
            *last = after.clone();
        }
        if let Some(problem) = problem {
            let place = if verdict.is_repeated { place } else { after };
            self.fail(problem, place);
        }
    }

    /// Ends the pages with an error.
    fn fail(&mut self, error: Error<E::Error>, place: Place) {
        self.is_complete = true;
        self.arrived.push_back(Arrived { result: Err(error), after: place.clone(), place });
    }

    fn problem(&self, source: PageError, reply: Reply, url: &Uri) -> Error<E::Error> {
        let destination = Destination { base: &self.client.inner().base, url, added: &self.client.options().query };
        classify::of_page(judging::<E>(), destination.target(E::SPEC), reply, source).typed()
    }
}

/// The items of all pages, one after the other: see [`Pages::items`].
#[must_use = "items do nothing until they are awaited"]
pub struct PageItems<E: PagedItems> {
    pages: Pages<E>,
    /// The items of the current page.
    items: std::vec::IntoIter<E::Item>,
    /// Where the next item is, if the current page has one.
    place: Place,
    left: Option<u64>,
    is_over: bool,
}

impl<E: PagedItems> PageItems<E> {
    /// Returns the next item; `None` after the last one, and after an error.
    ///
    /// If the future is dropped before it is ready, no item is lost.
    ///
    /// # Errors
    ///
    /// See [`Pages::next`]. The items before the error were returned.
    pub async fn next(&mut self) -> Result<Option<E::Item>, Error<E::Error>> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Returns where the next item is, as text for [`Pages::from`]: see [`Pages::position`].
    #[must_use]
    pub fn position(&self) -> String {
        if self.items.len() > 0 { self.place.text() } else { self.pages.position() }
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<ItemResult<E>>> {
        loop {
            if self.is_over || self.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(item) = self.items.next() {
                self.pages.poll_calls(context, self.pages.ahead);
                self.left = self.left.map(|left| left - 1);
                self.place.skip = match self.place.skip {
                    Skip::Items(items) => Skip::Items(items + 1),
                    Skip::Page => Skip::Page,
                };
                return Poll::Ready(Some(Ok(item)));
            }
            let arrived = ready!(self.pages.poll_arrived(context));
            match arrived.map(|arrived| (arrived.result, arrived.place)) {
                None => self.is_over = true,
                Some((Err(error), _)) => {
                    self.is_over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                Some((Ok(page), place)) => {
                    self.items = E::into_items(page.value).unwrap_or_default().into_iter();
                    if let Skip::Items(items) = place.skip {
                        self.items.by_ref().take(usize::try_from(items).unwrap_or(usize::MAX)).for_each(drop);
                    }
                    self.place = place;
                }
            }
        }
    }
}

impl<E: Paged> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Does not print the position, which may contain a value of the caller.
        f.debug_struct("Pages").field("endpoint", &E::SPEC.name).finish_non_exhaustive()
    }
}

impl<E: PagedItems> fmt::Debug for PageItems<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageItems").field("pages", &self.pages).finish_non_exhaustive()
    }
}

/// The endpoint is never pinned.
impl<E: Paged> Unpin for Pages<E> {}

impl<E: PagedItems> Unpin for PageItems<E> {}

/// Implements the traits of streams and iterators.
macro_rules! streams {
    ($($name:ident: $bound:ident, $item:ty, $poll:ident;)*) => {$(
        #[cfg(feature = "stream")]
        impl<E: $bound> futures_core::Stream for $name<E> {
            type Item = Result<$item, Error<E::Error>>;

            fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                self.get_mut().$poll(context)
            }
        }

        #[cfg(feature = "blocking")]
        impl<E: $bound> crate::stream::pull::sealed::Sealed for $name<E> {}

        #[cfg(feature = "blocking")]
        impl<E: $bound> crate::stream::pull::Pull for $name<E> {
            type Item = Result<$item, Error<E::Error>>;

            fn poll_pull(&mut self, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                self.$poll(context)
            }
        }
    )*};
}

streams! {
    Pages: Paged, WithReply<E::Response>, poll_page;
    PageItems: PagedItems, E::Item, poll_item;
}
