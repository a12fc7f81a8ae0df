//! Runs blocking work, such as reading a file, on a thread where it does not block other tasks.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;

use super::locked::locked;
use crate::boxed::BoxFuture;

/// Runs the work on one of tokio's threads for blocking work, or on a new thread if there is no tokio runtime.
///
/// # Errors
///
/// If no thread can be started, or if the work panics.
pub(crate) fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> BoxFuture<'static, io::Result<T>> {
    #[cfg(feature = "tokio")]
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        let task = runtime.spawn_blocking(work);
        return Box::pin(async { task.await.map_err(io::Error::other) });
    }
    let shared = Arc::new(Mutex::new(State { outcome: None, is_over: false, waker: None }));
    let worker = Worker(Arc::clone(&shared));
    let thread = thread::Builder::new().name("callsheet-files".to_owned()).spawn(move || {
        let outcome = work();
        locked(&worker.0).outcome = Some(outcome);
    });
    Box::pin(async move {
        thread?;
        Waiting(shared).await
    })
}

struct State<T> {
    outcome: Option<T>,
    /// Set even if the work panicked.
    is_over: bool,
    waker: Option<Waker>,
}

/// The thread's half. Dropping it signals that the work has ended.
struct Worker<T>(Arc<Mutex<State<T>>>);

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        let mut state = locked(&self.0);
        state.is_over = true;
        let waker = state.waker.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
    }
}

struct Waiting<T>(Arc<Mutex<State<T>>>);

impl<T> Future for Waiting<T> {
    type Output = io::Result<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = locked(&self.0);
        if !state.is_over {
            state.waker = Some(context.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(state.outcome.take().ok_or_else(|| io::Error::other("the thread for the file panicked")))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    /// Blocks this thread, which has no runtime, until the future is ready.
    fn wait<T>(future: impl Future<Output = T>) -> T {
        struct Thread(thread::Thread);
        impl std::task::Wake for Thread {
            fn wake(self: Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Waker::from(Arc::new(Thread(thread::current())));
        let mut future = Box::pin(future);
        loop {
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(value) => return value,
                Poll::Pending => thread::park(),
            }
        }
    }

    #[test]
    fn work_without_a_runtime_is_done_on_another_thread() {
        let here = thread::current().id();
        assert_ne!(wait(off_thread(move || thread::current().id())).unwrap(), here);
    }

    #[test]
    fn panic_without_a_runtime_is_an_error() {
        let error = wait(off_thread(|| -> () { panic!("planned") })).unwrap_err();
        assert!(error.to_string().contains("panicked"), "{error}");
    }

    #[cfg(feature = "tokio")]
    #[tokio::test]
    async fn panic_in_a_runtime_is_an_error() {
        let error = off_thread(|| -> () { panic!("planned") }).await.unwrap_err();
        assert!(error.to_string().contains("panicked"), "{error}");
    }

    #[test]
    fn dropped_wait_lets_the_work_end() {
        drop(off_thread(|| 1).now_or_never());
    }
}
