//! Hooks: drift, and the events of calls.

use std::sync::Arc;

use super::ClientBuilder;
use crate::boxed::{MaybeSend, MaybeSync};
use crate::client::reports::{CallEvent, EventHook};
use crate::endpoint::api::Api;
use crate::endpoint::drift::{Drift, Hook};

impl<A: Api> ClientBuilder<A> {
    /// Calls `hook` if a reply contains something that the endpoint's definition does not know: a status, a code, a value
    /// of an enum with `#[derive(OpenEnum)]`, or a detail or body of a documented error that does not match its type
    /// ([`DriftKind`](crate::client::DriftKind)). This shows the author of an SDK that the API has changed. The result
    /// of the call does not change. By default there is no hook.
    ///
    /// It runs on the task that awaits the call, so it should return soon.
    ///
    /// ```
    /// # fn main() -> Result<(), callsheet::ConfigError> {
    /// use callsheet::Client;
    ///
    /// let client = Client::builder("https://api.example.com").on_drift(|drift| eprintln!("{drift}")).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_drift(mut self, hook: impl Fn(&Drift<'_>) + MaybeSend + MaybeSync + 'static) -> Self {
        self.drift = Some(Hook(Arc::new(hook)));
        self
    }

    /// Calls `hook` for each event of a call: its start, the end of each attempt, each wait for another attempt, and its end. Use
    /// it for metrics: it works without the feature `tracing`, and events have the path template instead of the URL.
    ///
    /// The hook runs on the task that awaits the call or drops it, and blocks that task, so it should return soon. A
    /// panic in the hook reaches the code that polls or drops the call. A call that is dropped during a panic has no
    /// `End`. A client without a hook allocates nothing for events.
    ///
    /// ```
    /// # fn main() -> Result<(), callsheet::ConfigError> {
    /// use std::collections::BTreeMap;
    /// use std::sync::{Arc, Mutex};
    ///
    /// use callsheet::Client;
    /// use callsheet::client::{CallEventKind, CallOutcome};
    ///
    /// /// Calls by method, path template and result.
    /// type Counters = BTreeMap<(&'static str, &'static str, String), u64>;
    ///
    /// let counters = Arc::new(Mutex::new(Counters::new()));
    /// let counting = Arc::clone(&counters);
    /// let client = Client::builder("https://api.example.com")
    ///     .on_event(move |event| {
    ///         let CallEventKind::End { outcome, .. } = event.kind else { return };
    ///         let result = match (outcome, event.status) {
    ///             (CallOutcome::Dropped, _) => "dropped".to_owned(),
    ///             (CallOutcome::Documented { code: Some(code) }, _) => code.to_owned(),
    ///             (_, Some(status)) => status.as_str().to_owned(),
    ///             (_, None) => "no response".to_owned(),
    ///         };
    ///         let key = (event.spec.method, event.spec.path, result);
    ///         *counting.lock().unwrap().entry(key).or_default() += 1;
    ///     })
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_event(mut self, hook: impl Fn(&CallEvent<'_>) + MaybeSend + MaybeSync + 'static) -> Self {
        self.events = Some(EventHook(Arc::new(hook)));
        self
    }
}
