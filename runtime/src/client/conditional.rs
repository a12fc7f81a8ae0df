//! [`CallIfChanged`]: a call that returns a value only if it has changed.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::client::call::Call;
use crate::client::options::CallOptions;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::etag::ETags;
use crate::response::reply::{Reply, WithReply};

/// The result of [`Call::if_none_match`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fetched<T> {
    /// The resource still has the version that the caller knows (status 304).
    Unchanged,
    /// The resource has another version, and this is its value.
    Fresh(T),
}

impl<T> Fetched<T> {
    /// Returns whether the resource still has the version that the caller knows.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        matches!(self, Self::Unchanged)
    }

    /// Returns the value if the resource has changed.
    #[must_use]
    pub fn fresh(self) -> Option<T> {
        match self {
            Self::Unchanged => None,
            Self::Fresh(value) => Some(value),
        }
    }
}

/// A call that returns a value only if it has changed: see [`Call::if_none_match`].
#[must_use = "a call does nothing until it is awaited"]
pub struct CallIfChanged<E>(Call<E>);

/// Such a call that returns its result together with the reply: see [`CallIfChanged::with_reply`].
#[must_use = "a call does nothing until it is awaited"]
pub struct CallIfChangedWithReply<E>(Call<E>);

impl<E: Endpoint> Call<E> {
    /// Fetches the resource only if it has none of these versions: sends `If-None-Match` (RFC 9110 section 13.1.2).
    ///
    /// A response with status 304 is then the result [`Fetched::Unchanged`], and any other success is
    /// [`Fetched::Fresh`]. The version of the new value is in the reply:
    ///
    /// ```
    /// use callsheet::{ETag, Fetched, endpoint};
    ///
    /// #[endpoint(method = "GET", path = "/notes/<id>", response = Note)]
    /// struct GetNote {
    ///     id: String,
    /// }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Note {
    ///     text: String,
    /// }
    ///
    /// # async fn run(client: &callsheet::Client, version: ETag) -> Result<(), callsheet::AnyError> {
    /// let fetched = GetNote::builder().id("n1").send(client).if_none_match(&version).with_reply().await?;
    /// match fetched.value {
    ///     Fetched::Unchanged => println!("still {version}"),
    ///     Fetched::Fresh(note) => println!("{} in version {:?}", note.text, fetched.reply.etag()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// It is for GET and HEAD. For any other method, and for an empty list, the call fails with [`Error::Build`]. Calls
    /// without `if_none_match` treat a 304 as any other status.
    pub fn if_none_match(self, versions: impl Into<ETags>) -> CallIfChanged<E> {
        CallIfChanged(self.with(CallOptions::new().if_none_match(&versions.into())))
    }

    /// Changes the resource only if it still has one of these versions: see [`CallOptions::if_match`].
    ///
    /// ```
    /// # use callsheet::{ETag, endpoint};
    /// # #[endpoint(method = "DELETE", path = "/notes/<id>")]
    /// # struct DeleteNote { id: String }
    /// # async fn run(client: &callsheet::Client, version: ETag) -> Result<(), callsheet::AnyError> {
    /// DeleteNote::builder().id("n1").send(client).if_match(&version).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn if_match(self, versions: impl Into<ETags>) -> Self {
        self.with(CallOptions::new().if_match(versions))
    }

    /// Calls the endpoint only if the resource exists: see [`CallOptions::if_exists`].
    pub fn if_exists(self) -> Self {
        self.with(CallOptions::new().if_exists())
    }

    /// Calls the endpoint only if the resource does not exist yet: see [`CallOptions::if_absent`].
    pub fn if_absent(self) -> Self {
        self.with(CallOptions::new().if_absent())
    }

    /// Polls the call until its result, which may be that nothing has changed.
    fn poll_fetched<T>(
        &mut self,
        context: &mut Context<'_>,
        make: impl FnOnce(Fetched<E::Response>, Reply) -> T,
    ) -> Poll<Result<T, Error<E::Error>>> {
        let result = match ready!(self.poll_arrived(context)) {
            Ok((arrived, _)) if arrived.is_unchanged => Ok(make(Fetched::Unchanged, arrived.reply)),
            Ok((arrived, request)) => self.read(arrived, &request, |value, reply| make(Fetched::Fresh(value), reply)),
            Err(error) => Err(error.typed()),
        };
        self.end(&result);
        Poll::Ready(result)
    }
}

impl<E: Endpoint> CallIfChanged<E> {
    /// Changes settings of the client for this call: see [`Call::with`].
    pub fn with(self, options: CallOptions) -> Self {
        Self(self.0.with(options))
    }

    /// Makes the call return its result together with the reply: see [`Call::with_reply`].
    pub fn with_reply(self) -> CallIfChangedWithReply<E> {
        CallIfChangedWithReply(self.0)
    }
}

impl<E: Endpoint> CallIfChangedWithReply<E> {
    /// Changes settings of the client for this call: see [`Call::with`].
    pub fn with(self, options: CallOptions) -> Self {
        Self(self.0.with(options))
    }
}

impl<E: Endpoint> Future for CallIfChanged<E> {
    type Output = Result<Fetched<E::Response>, Error<E::Error>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.poll_fetched(context, |fetched, _| fetched)
    }
}

impl<E: Endpoint> Future for CallIfChangedWithReply<E> {
    type Output = Result<WithReply<Fetched<E::Response>>, Error<E::Error>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.poll_fetched(context, WithReply::new)
    }
}

impl<E: Endpoint> fmt::Debug for CallIfChanged<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallIfChanged").field(&E::SPEC.name).finish()
    }
}

impl<E: Endpoint> fmt::Debug for CallIfChangedWithReply<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallIfChangedWithReply").field(&E::SPEC.name).finish()
    }
}
