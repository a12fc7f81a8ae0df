//! Time limits.

use std::time::Duration;

use super::ClientBuilder;
use crate::endpoint::api::Api;

impl<A: Api> ClientBuilder<A> {
    /// Sets how long a call may take, from its first poll to the last byte of the reply, including all attempts and the
    /// waits in between. By default 60 seconds, to which the upload of a body does not count: see
    /// [`Body`](crate::Body#time-limits). For a response that is a [stream](crate::stream), it ends when the head
    /// arrives.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.total = Some(Some(timeout));
        self
    }

    /// Removes the limit for the whole call. An attempt then has a limit only if
    /// [`attempt_timeout`](Self::attempt_timeout) is set.
    pub fn no_timeout(mut self) -> Self {
        self.limits.total = Some(None);
        self
    }

    /// Sets how long one attempt may take, from its request to the last byte of its reply, or to the head of a response
    /// that is a [stream](crate::stream). By default only the limit of the whole call applies.
    ///
    /// This includes opening, reading and sending the body of the request.
    ///
    /// A call that can be retried is retried after this timeout. On a slow server this doubles the load without a
    /// result: set a limit well above the time that a reply takes.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = Some(Some(timeout));
        self
    }

    /// Removes the limit for an attempt. This is the default.
    pub fn no_attempt_timeout(mut self) -> Self {
        self.limits.attempt = Some(None);
        self
    }

    /// Sets how long the upload of a request's body may stand still: see
    /// [`CallOptions::upload_idle_timeout`](crate::CallOptions::upload_idle_timeout). By default 60 seconds.
    pub fn upload_idle_timeout(mut self, timeout: Duration) -> Self {
        self.limits.upload_idle = Some(Some(timeout));
        self
    }

    /// Removes the idle timeout of uploads. A call without a [`timeout`](Self::timeout) then waits forever for a server
    /// that accepts nothing.
    pub fn no_upload_idle_timeout(mut self) -> Self {
        self.limits.upload_idle = Some(None);
        self
    }

    /// Sets how long opening a connection may take: name resolution, TCP, TLS and proxy. By default 10 seconds for the
    /// default transport and for a `ReqwestTransport`.
    ///
    /// It applies to all calls, since they share connections. If another transport does not support it
    /// ([`Transport::set_connect_timeout`](crate::transport::Transport::set_connect_timeout)), [`build`](Self::build)
    /// returns an error.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }
}
