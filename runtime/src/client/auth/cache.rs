//! [`TokenCache`]: a token that calls share.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use http::{Extensions, HeaderValue};

use super::authorizer::{AfterRefusal, Authorization, Authorizer};
use super::failure::Failure;
use super::outgoing::Outgoing;
use super::refusal::Refusal;
use super::renewals::Renewals;
use super::token::TokenSource;
use crate::boxed::{BoxError, BoxFuture};
use crate::clock::Clock;
use crate::clock::alarm::Alarm;
use crate::request::build_error::BuildError;
use crate::spec::Spec;

/// A token counts as expired this long before it does, or a tenth of its lifetime if that is less: otherwise it could
/// expire on its way to the server.
const MARGIN: Duration = Duration::from_secs(30);

/// How long one fetch may take by default.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// The [`Authorizer`] over a [`TokenSource`]: it keeps a token, renews it, and shares it among calls.
///
/// [`ClientBuilder::token_source`](crate::ClientBuilder::token_source) creates one for all calls of a client. Create
/// your own for an [`Authorizer`] that [has several](Authorizer#a-token-for-each-scope).
///
/// [`TokenSource`] describes when a token is fetched and renewed.
// All calls that need a token wait for one fetch, and each of them drives it: it continues while any of them is polled.
// The cache owns it, so that it survives the calls that started it. The lock is not held across an await, nor while
// code of the user runs.
pub struct TokenCache {
    source: Arc<dyn TokenSource>,
    /// How long one fetch may take.
    limit: Duration,
    /// Whether the current token replaces a refused one and was not accepted yet. Calls report that a token was
    /// accepted only while this is true.
    is_in_doubt: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    fetch: Option<Fetch>,
    /// How many fetches were started.
    fetches: u64,
    renewals: Renewals,
}

#[derive(Clone)]
struct Current {
    header: HeaderValue,
    until: Option<Duration>,
    /// The number of the fetch that returned it.
    fetch: u64,
    /// Whether the server has refused it, but it is too early to fetch another one.
    was_refused: bool,
}

/// A fetch that was started, but whose outcome is not in the cache yet.
#[derive(Clone)]
struct Fetch {
    number: u64,
    /// When it times out.
    end: Option<Duration>,
    outcome: Shared<BoxFuture<'static, Result<Current, Failure>>>,
}

/// A token as it was sent, to distinguish it from a later one.
#[derive(Clone)]
struct Used {
    header: HeaderValue,
    fetch: u64,
}

/// In the memory of a call: the token of its last attempt.
#[derive(Clone)]
struct Last(Used);

/// In the memory of a call: the token that replaces a refused one, until it is sent.
#[derive(Clone)]
struct Renewed(Used);

impl TokenCache {
    /// Creates a cache for this source. A fetch may take 30 seconds.
    pub fn new(source: impl TokenSource) -> Self {
        Self {
            source: Arc::new(source),
            limit: DEFAULT_TIMEOUT,
            is_in_doubt: AtomicBool::new(false),
            state: Mutex::default(),
        }
    }

    /// Sets how long one fetch may take, for all the calls that wait for it. By default 30 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limit = timeout;
        self
    }

    /// A token that has not expired.
    async fn get(&self, clock: &Arc<dyn Clock>) -> Result<Used, BoxError> {
        loop {
            let (fetch, was_late) = match self.good_or_fetch(clock) {
                Ok(used) => return Ok(used),
                Err(joined) => joined,
            };
            if let Some(used) = self.wait_for(fetch, was_late, clock).await? {
                return Ok(used);
            }
        }
    }

    /// Returns a token that replaces a refused one, or `None` if it is too early to fetch another one.
    async fn after(&self, refused: &Used, clock: &Arc<dyn Clock>) -> Result<Option<Used>, BoxError> {
        if !self.drops(refused, clock.now()) {
            return Ok(None);
        }
        self.get(clock).await.map(Some)
    }

    /// Records that the server also refused the token that replaced a refused one.
    fn refused_again(&self, refused: &Used) {
        let mut state = self.state();
        if let Some(current) = state.current.as_mut().filter(|current| current.fetch == refused.fetch) {
            current.was_refused = true;
        }
    }

    /// Drops a refused token, unless it is too early for another one. If it is not the current token, it was dropped
    /// before.
    fn drops(&self, refused: &Used, now: Duration) -> bool {
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

    /// The token, if it has not expired.
    fn good(&self, now: Duration) -> Option<Used> {
        self.state().current.as_ref().filter(|current| current.is_good(now)).map(Current::used)
    }

    /// Returns a token that has not expired, or the fetch that returns one and whether that fetch has already timed
    /// out. A fetch that starts here has not, however short its timeout: otherwise one call could start fetch after
    /// fetch.
    fn good_or_fetch(&self, clock: &Arc<dyn Clock>) -> Result<Used, (Fetch, bool)> {
        let now = clock.now();
        let mut state = self.state();
        if let Some(current) = state.current.as_ref().filter(|current| current.is_good(now)) {
            return Ok(current.used());
        }
        if let Some(fetch) = &state.fetch {
            return Err((fetch.clone(), fetch.end.is_some_and(|end| end <= now)));
        }
        let fetch = self.begin(state.fetches, clock);
        state.fetches += 1;
        state.fetch = Some(fetch.clone());
        Err((fetch, false))
    }

    /// A fetch that nobody has polled yet.
    fn begin(&self, number: u64, clock: &Arc<dyn Clock>) -> Fetch {
        let (source, clock, limit) = (Arc::clone(&self.source), Arc::clone(clock), self.limit);
        let now = clock.now();
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
            // Counted from the start of the fetch: the server issued the token at some moment since then.
            let lifetime = token.lifetime().map(|lifetime| lifetime.saturating_sub(MARGIN.min(lifetime / 10)));
            let until = lifetime.and_then(|lifetime| now.checked_add(lifetime));
            Ok(Current { header, until, fetch: number, was_refused: false })
        };
        let fetch: BoxFuture<'static, _> = Box::pin(fetch);
        Fetch { number, end, outcome: fetch.shared() }
    }

    /// Drives a fetch to its outcome. Returns `None` if it timed out because no call polled it for a long time.
    async fn wait_for(&self, fetch: Fetch, was_late: bool, clock: &Arc<dyn Clock>) -> Result<Option<Used>, BoxError> {
        let number = fetch.number;
        let outcome = fetch.outcome.await;
        self.keep(number, &outcome);
        match outcome {
            Ok(current) if was_late && !current.is_good(clock.now()) => Ok(None),
            Ok(current) => Ok(Some(current.used())),
            Err(failure) if was_late && failure.is_timeout() => Ok(None),
            Err(failure) => Err(failure.into_error()),
        }
    }

    /// Stores the outcome of a fetch in the cache, unless another call has done so.
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

impl Authorizer for TokenCache {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        let clock = request.clock();
        // A token that replaces a refused one is sent even if it has already expired.
        let at_hand = match request.memory().remove::<Renewed>() {
            Some(Renewed(used)) => Some(used),
            // The token of the last attempt may have expired during the wait.
            None => self.good(clock.now()),
        };
        match at_hand {
            Some(used) => Authorization::ready(used.put_on(&mut request)),
            None => Authorization::wait(async move {
                let used = self.get(clock).await?;
                Ok(used.put_on(&mut request)?)
            }),
        }
    }

    fn refused<'a>(&'a self, mut refusal: Refusal<'a>) -> BoxFuture<'a, Result<AfterRefusal, BoxError>> {
        Box::pin(async move {
            let Some(Last(refused)) = refusal.memory().remove() else { return Ok(AfterRefusal::GiveUp) };
            if !refusal.is_first() {
                self.refused_again(&refused);
            } else if !refusal.can_try_again() {
                // The next call gets another token. This call would too, if its body could be read again.
                let is_dropped = self.drops(&refused, refusal.clock().now());
                return Ok(if is_dropped { AfterRefusal::TryAgain } else { AfterRefusal::GiveUp });
            } else if let Some(renewed) = self.after(&refused, refusal.clock()).await? {
                refusal.memory().insert(Renewed(renewed));
                return Ok(AfterRefusal::TryAgain);
            }
            Ok(AfterRefusal::GiveUp)
        })
    }

    /// The last renewal helped, if this is the token that it fetched. A token that the server also refused, perhaps for
    /// another endpoint, does not count: another renewal would not help there.
    fn accepted(&self, _: &'static Spec, memory: &mut Extensions) {
        let Some(Last(used)) = memory.get() else { return };
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
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("timeout", &self.limit).finish_non_exhaustive()
    }
}

impl Used {
    fn put_on(self, request: &mut Outgoing<'_>) -> Result<(), BuildError> {
        request.authorization(self.header.clone())?;
        request.memory().insert(Last(self));
        Ok(())
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
