//! The token that the calls of a client share.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use http::HeaderValue;

use super::TokenSource;
use super::failure::Failure;
use super::renewals::Renewals;
use crate::boxed::BoxFuture;
use crate::clock::Clock;
use crate::clock::alarm::Alarm;
use crate::transport::error::TransportError;

/// A token that is about to expire might do so on its way: it counts as expired this long before, or a tenth of its
/// lifetime if that is less.
const MARGIN: Duration = Duration::from_secs(30);

/// The token that the calls of a client share.
///
/// All calls that need a token wait for one fetch, and each of them drives it: it goes on while any of them is polled. It
/// belongs to the cache, so that it also goes on after the calls that began it have been dropped. The lock is held for
/// no wait, and while no code of the user's runs.
pub(crate) struct Cache {
    source: Arc<dyn TokenSource>,
    clock: Arc<dyn Clock>,
    /// How long one fetch may take.
    limit: Duration,
    /// Whether a token came in place of a refused one and was not accepted yet: only then do calls report an accepted one.
    is_in_doubt: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    fetch: Option<Fetch>,
    /// How many fetches were begun.
    fetches: u64,
    renewals: Renewals,
}

#[derive(Clone)]
struct Current {
    header: HeaderValue,
    until: Option<Duration>,
    /// The number of its fetch.
    fetch: u64,
    /// Whether the server has refused it, but it is too early for another one.
    was_refused: bool,
}

/// A fetch that was begun and whose outcome is not in the cache yet.
#[derive(Clone)]
struct Fetch {
    number: u64,
    /// When its time is over.
    end: Option<Duration>,
    outcome: Shared<BoxFuture<'static, Result<Current, Failure>>>,
}

/// A token as it was sent, to tell it from a later one.
#[derive(Clone)]
pub(crate) struct Used {
    pub(crate) header: HeaderValue,
    fetch: u64,
}

impl Cache {
    pub(crate) fn new(source: Arc<dyn TokenSource>, clock: Arc<dyn Clock>, limit: Duration) -> Self {
        Self { source, clock, limit, is_in_doubt: AtomicBool::new(false), state: Mutex::default() }
    }

    /// A token that has not expired.
    pub(crate) async fn get(&self) -> Result<Used, TransportError> {
        loop {
            let (fetch, was_late) = match self.good_or_fetch() {
                Ok(used) => return Ok(used),
                Err(joined) => joined,
            };
            if let Some(used) = self.wait_for(fetch, was_late).await? {
                return Ok(used);
            }
        }
    }

    /// The token after one that the server has refused; `None` if it is too early to fetch another one.
    pub(crate) async fn after(&self, refused: &Used) -> Result<Option<Used>, TransportError> {
        if !self.drops(refused) {
            return Ok(None);
        }
        self.get().await.map(Some)
    }

    /// Notes that the server has refused a token, for the calls to come.
    pub(crate) fn refused(&self, refused: &Used) {
        self.drops(refused);
    }

    /// Notes that the server has refused a token that came in place of a refused one.
    pub(crate) fn refused_again(&self, refused: &Used) {
        let mut state = self.state();
        if let Some(current) = state.current.as_mut().filter(|current| current.fetch == refused.fetch) {
            current.was_refused = true;
        }
    }

    /// Notes that the server has accepted a token: the last renewal has helped, if this is the token that it brought. One
    /// that the server also refuses, for other endpoints perhaps, does not count: another one would not help there.
    pub(crate) fn accepted(&self, used: &Used) {
        if !self.is_in_doubt.load(Ordering::Acquire) {
            return;
        }
        let mut state = self.state();
        let current = state.current.as_ref().filter(|current| current.fetch == used.fetch);
        if current.is_some_and(|current| !current.was_refused) {
            state.renewals.helped();
            self.is_in_doubt.store(false, Ordering::Release);
        }
    }

    /// Drops a token that was refused, unless that is too early. One that is no longer the current one is gone already.
    fn drops(&self, refused: &Used) -> bool {
        let now = self.clock.now();
        let mut state = self.state();
        let State { current, renewals, .. } = &mut *state;
        let Some(refused) = current.as_mut().filter(|current| current.fetch == refused.fetch) else { return true };
        if !renewals.begin(now) {
            refused.was_refused = true;
            return false;
        }
        self.is_in_doubt.store(true, Ordering::Release);
        *current = None;
        true
    }

    /// A token that has not expired, or the fetch that brings one, and whether the time of that fetch was over before. One
    /// that begins here is never late, however short its time: otherwise a call could begin one after the other.
    fn good_or_fetch(&self) -> Result<Used, (Fetch, bool)> {
        let now = self.clock.now();
        let mut state = self.state();
        if let Some(current) = state.current.as_ref().filter(|current| current.is_good(now)) {
            return Ok(current.used());
        }
        if let Some(fetch) = &state.fetch {
            return Err((fetch.clone(), fetch.end.is_some_and(|end| end <= now)));
        }
        let fetch = self.begin(state.fetches, now);
        state.fetches += 1;
        state.fetch = Some(fetch.clone());
        Err((fetch, false))
    }

    /// A fetch that nobody has polled yet.
    fn begin(&self, number: u64, now: Duration) -> Fetch {
        let (source, clock, limit) = (Arc::clone(&self.source), Arc::clone(&self.clock), self.limit);
        let end = now.checked_add(limit);
        let fetch = async move {
            let work = AssertUnwindSafe(async { source.fetch().await }).catch_unwind();
            let mut work = pin!(work);
            let done = match end {
                Some(end) => Alarm::default().run(&*clock, end, work).await,
                None => Some(work.as_mut().await),
            };
            let token = match done {
                Some(Ok(fetched)) => fetched.map_err(Failure::of_source)?,
                Some(Err(payload)) => return Err(Failure::panic(payload)),
                None => return Err(Failure::timeout(limit)),
            };
            let header = token.header().map_err(Failure::of_source)?;
            // Counted from the beginning: the server issued it at some moment since then.
            let lifetime = token.lifetime().map(|lifetime| lifetime.saturating_sub(MARGIN.min(lifetime / 10)));
            let until = lifetime.and_then(|lifetime| now.checked_add(lifetime));
            Ok(Current { header, until, fetch: number, was_refused: false })
        };
        let fetch: BoxFuture<'static, _> = Box::pin(fetch);
        Fetch { number, end, outcome: fetch.shared() }
    }

    /// Drives a fetch to its outcome; `None` if that came too late, because nobody had polled it for long.
    async fn wait_for(&self, fetch: Fetch, was_late: bool) -> Result<Option<Used>, TransportError> {
        let number = fetch.number;
        let outcome = fetch.outcome.await;
        self.keep(number, &outcome);
        match outcome {
            Ok(current) if was_late && !current.is_good(self.clock.now()) => Ok(None),
            Ok(current) => Ok(Some(current.used())),
            Err(failure) if was_late && failure.is_timeout() => Ok(None),
            Err(failure) => Err(failure.into_error()),
        }
    }

    /// Puts the outcome of a fetch into the cache, unless another call has done so.
    fn keep(&self, number: u64, outcome: &Result<Current, Failure>) {
        let mut state = self.state();
        let done = state.fetch.take_if(|fetch| fetch.number == number);
        if done.is_some() {
            state.current = outcome.as_ref().ok().cloned();
        }
        drop(state);
        drop(done);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Current {
    fn is_good(&self, now: Duration) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    fn used(&self) -> Used {
        Used { header: self.header.clone(), fetch: self.fetch }
    }
}
