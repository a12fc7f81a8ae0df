//! The limits of time.

use std::time::Duration;

use super::ClientBuilder;
use crate::endpoint::api::Api;

impl<A: Api> ClientBuilder<A> {
    /// How long a call may take, from its first poll to the last byte of the reply, with all its attempts and the waits
    /// in between. By default 60 seconds. It ends with the head of a response that is a [stream](crate::stream).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.total = Some(Some(timeout));
        self
    }

    /// Sets no limit for the whole call. An attempt has one only if [`attempt_timeout`](Self::attempt_timeout) is set.
    pub fn no_timeout(mut self) -> Self {
        self.limits.total = Some(None);
        self
    }

    /// How long one attempt may take, from its request to the last byte of its reply, or to the head of a response that is a
    /// [stream](crate::stream). By default an attempt has no limit of its own, only that of the whole call.
    ///
    /// Opening, reading and sending the body of the request is included.
    ///
    /// A call that may be repeated is tried again after it. On a slow server this doubles the load without a result: set a
    /// limit that is well above what a reply takes.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = Some(Some(timeout));
        self
    }

    /// Sets no limit for an attempt, which is the default.
    pub fn no_attempt_timeout(mut self) -> Self {
        self.limits.attempt = Some(None);
        self
    }

    /// How long making a connection may take: name, TCP, TLS and proxy. By default 10 seconds for the default transport and
    /// for a `ReqwestTransport`.
    ///
    /// It is one limit for all calls, since they share their connections. Another transport has to support it
    /// ([`Transport::set_connect_timeout`](crate::transport::Transport::set_connect_timeout)), otherwise [`build`](Self::build) returns an error.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }
}
