//! The token that the calls of a client share.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::HeaderValue;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::{Token, TokenSource};
use crate::error::{BoxError, Sent};
use crate::transport::{TransportError, TransportErrorKind};

/// A token that is about to expire might do so on its way: so long before, it counts as expired, or for a tenth of its
/// time where that is less.
const MARGIN: Duration = Duration::from_secs(30);

/// The token that the calls of a client share: fetched once, however many wait for it.
pub(crate) struct Cache {
    source: Box<dyn TokenSource>,
    /// How many times the source has answered; read by those who are about to wait.
    answers: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// Why the last answer was none, for those who have waited for it.
    failed: Option<Arc<BoxError>>,
}

#[derive(Clone)]
struct Current {
    header: HeaderValue,
    until: Option<Instant>,
    /// Which answer of the source it was.
    answer: u64,
}

/// A token as it was sent, to be told from one that came later.
#[derive(Clone)]
pub(crate) struct Used {
    pub(crate) header: HeaderValue,
    answer: u64,
}

impl Cache {
    pub(crate) fn new(source: Box<dyn TokenSource>) -> Self {
        Self { source, answers: AtomicU64::new(0), state: Mutex::default() }
    }

    /// A token that is good, as the value of `Authorization`.
    pub(crate) async fn get(&self) -> Result<Used, TransportError> {
        self.other_than(None).await
    }

    /// The one that comes after a token that the server has refused.
    pub(crate) async fn after(&self, refused: &Used) -> Result<Used, TransportError> {
        self.other_than(Some(refused.answer)).await
    }

    async fn other_than(&self, refused: Option<u64>) -> Result<Used, TransportError> {
        let answers_before = self.answers.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(current) = state.current.as_ref().filter(|current| current.is_good(refused)) {
            return Ok(current.used());
        }
        // Whoever waited while another call asked in vain has its answer too: a source that fails is not asked by each
        // of a thousand calls in turn.
        if let Some(failed) = &state.failed
            && self.answers.load(Ordering::Acquire) != answers_before
        {
            return Err(no_token(Shared(Arc::clone(failed))));
        }
        let fetched = self.source.fetch().await;
        let answer = self.answers.fetch_add(1, Ordering::AcqRel);
        match fetched.and_then(|token| Ok((token.header()?, good_until(&token)))) {
            Ok((header, until)) => {
                let current = Current { header, until, answer };
                let used = current.used();
                (state.current, state.failed) = (Some(current), None);
                Ok(used)
            }
            Err(error) => {
                let error = Arc::new(error);
                (state.current, state.failed) = (None, Some(Arc::clone(&error)));
                Err(no_token(Shared(error)))
            }
        }
    }
}

impl Current {
    fn is_good(&self, refused: Option<u64>) -> bool {
        refused != Some(self.answer) && self.until.is_none_or(|until| Instant::now() < until)
    }

    fn used(&self) -> Used {
        Used { header: self.header.clone(), answer: self.answer }
    }
}

fn good_until(token: &Token) -> Option<Instant> {
    let lifetime = token.lifetime()?;
    Instant::now().checked_add(lifetime.saturating_sub(MARGIN.min(lifetime / 10)))
}

fn no_token(error: Shared) -> TransportError {
    TransportError::new(TransportErrorKind::Token, Sent::No, error)
}

/// The error of a source, for all the calls that waited for it.
struct Shared(Arc<BoxError>);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for Shared {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
