//! The thread with the runtime of a blocking client.

use std::future::Future;
use std::io;
use std::panic::resume_unwind;
use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, ScopedJoinHandle, Thread};

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::unconstrained;

use crate::client::failure::{Failed, Failure};
use crate::client::span;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::error::target::Target;
use crate::request::base_url::BaseUrl;
use crate::response::reply::CallRecord;
use crate::transport::error::{Sent, TransportError, TransportErrorKind};

/// A tokio runtime on a separate thread.
pub(super) struct Driver {
    handle: Handle,
    /// Dropping it ends the thread.
    _stop: oneshot::Sender<()>,
}

impl Driver {
    pub(super) fn start() -> io::Result<Self> {
        let (ready, started) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        // The runtime is created and dropped on its own thread: tokio panics if a runtime is dropped inside another
        // one.
        thread::Builder::new().name("callsheet-blocking".to_owned()).spawn(move || run(&ready, stopped))?;
        let handle = started.recv().map_err(io::Error::other)??;
        Ok(Self { handle, _stop: stop })
    }

    /// Polls a call to its end on the caller's thread. The reply is decoded there, so it does not delay other calls.
    pub(super) fn wait<E: Endpoint, T: Send>(
        &self,
        base: &BaseUrl,
        call: impl Future<Output = Result<T, Error<E::Error>>> + Send,
    ) -> Result<T, Error<E::Error>> {
        if Handle::try_current().is_err() {
            return self.handle.block_on(call);
        }
        let call = span::carried(call);
        // Tokio panics if a runtime blocks inside another one, so a new thread without a runtime waits.
        thread::scope(|scope| {
            let waiting = thread::Builder::new().spawn_scoped(scope, || self.handle.block_on(call));
            match waiting.map(ScopedJoinHandle::join) {
                Ok(Ok(result)) => result,
                Ok(Err(panic)) => resume_unwind(panic),
                Err(error) => Err(without_thread(error).into_error(E::SPEC, Target::unbuilt(base)).typed()),
            }
        })
    }

    /// Polls a future on this thread, which may belong to another runtime. Only network and timers are driven
    /// elsewhere.
    pub(super) fn wait_here<F: Future>(&self, future: F) -> F::Output {
        let _runtime = self.handle.enter();
        // The cooperative budget of the other runtime would never be renewed here.
        let mut future = pin!(unconstrained(future));
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return output;
            }
            thread::park();
        }
    }
}

/// Wakes a thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a runtime until its driver is dropped.
fn run(ready: &mpsc::Sender<io::Result<Handle>>, stopped: oneshot::Receiver<()>) {
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            // The receiver is only missing if the caller panicked.
            let _ = ready.send(Err(error));
            return;
        }
    };
    let _ = ready.send(Ok(runtime.handle().clone()));
    // The sender never sends. An error means that it was dropped.
    let _ = runtime.block_on(stopped);
    // Does not wait for DNS lookups that are still running.
    runtime.shutdown_background();
}

fn without_thread(error: io::Error) -> Failed {
    let error = TransportError::new(TransportErrorKind::Request, Sent::No, error);
    let failure = Failure { error, partial: None };
    Failed { failure, sent: Sent::No, call: CallRecord::not_begun() }
}
