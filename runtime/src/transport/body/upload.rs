//! How far the body of a request is: for the hook of the caller, and for the time limits of a client.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::locked::locked;
use crate::boxed::{MaybeSend, MaybeSync};
use crate::clock::Clock;

/// How much of a request's body was sent: see [`CallOptions::upload_progress`](crate::CallOptions::upload_progress).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The number of the attempt, from 1. Each attempt sends the body from its beginning.
    pub attempt: u32,
    /// How many bytes the transport has accepted. A few hundred kilobytes of them may still be in its buffers.
    pub sent: u64,
    /// The length of the body in bytes, if it is known.
    pub total: Option<u64>,
}

/// A function that is called with the progress.
pub(crate) trait OnProgress: Fn(UploadProgress) + MaybeSend + MaybeSync {}

impl<F: Fn(UploadProgress) + MaybeSend + MaybeSync> OnProgress for F {}

/// The upload of one call, with all its attempts.
pub(crate) struct Upload {
    clock: Arc<dyn Clock>,
    hook: Option<Arc<dyn OnProgress>>,
    state: Mutex<State>,
}

#[derive(Clone, Copy)]
struct State {
    attempt: u32,
    phase: Phase,
    /// The time of the last change, as a reading of the clock.
    last: Option<Duration>,
}

/// What an upload waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// For a connection: nothing of the body was read.
    Before,
    /// For the content of the body.
    Content,
    /// For the server, which accepts what was read.
    Server,
    /// For nothing: all of it was sent, or the attempt does not need the rest.
    Over,
}

impl Upload {
    pub(crate) fn new(clock: Arc<dyn Clock>, hook: Option<Arc<dyn OnProgress>>) -> Self {
        Self { clock, hook, state: Mutex::new(State { attempt: 0, phase: Phase::Before, last: None }) }
    }

    /// Begins an attempt.
    pub(crate) fn begin(&self, attempt: u32) {
        let mut state = locked(&self.state);
        (state.attempt, state.phase) = (attempt, Phase::Before);
    }

    /// Records that a response has arrived, or that the attempt has failed. The rest of the body does not matter.
    pub(crate) fn ended(&self) {
        let phase = locked(&self.state).phase;
        match phase {
            Phase::Content | Phase::Server => self.change(Phase::Over),
            // It took no time.
            Phase::Before | Phase::Over => locked(&self.state).phase = Phase::Over,
        }
    }

    /// Returns what it waits for, and since when.
    pub(crate) fn waits_for(&self) -> (Phase, Option<Duration>) {
        let state = *locked(&self.state);
        (state.phase, state.last)
    }

    /// Records that the transport asks for the first piece. It does so again after a redirect.
    pub(super) fn started(&self) {
        self.change(Phase::Content);
    }

    /// Records that the transport asks for the next piece, so it has accepted all others.
    pub(super) fn asked(&self) {
        if locked(&self.state).phase == Phase::Server {
            self.change(Phase::Content);
        }
    }

    /// Records that the transport has got a piece.
    pub(super) fn passed_on(&self, is_last: bool) {
        if locked(&self.state).phase == Phase::Content {
            self.change(if is_last { Phase::Over } else { Phase::Server });
        }
    }

    /// Calls the hook.
    pub(super) fn report(&self, sent: u64, total: Option<u64>) {
        if let Some(hook) = &self.hook {
            let attempt = locked(&self.state).attempt;
            hook(UploadProgress { attempt, sent, total });
        }
    }

    fn change(&self, phase: Phase) {
        let now = self.clock.now();
        let mut state = locked(&self.state);
        (state.phase, state.last) = (phase, Some(now));
    }
}
