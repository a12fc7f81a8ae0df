//! An address that refuses connections.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpSocket;

/// A port on loopback that refuses connections as long as this value exists.
///
/// The socket is bound but does not listen, so no other test can get its port.
pub struct ClosedPort(TcpSocket);

impl ClosedPort {
    /// Binds a free port.
    ///
    /// # Panics
    ///
    /// If no port can be bound.
    #[must_use]
    pub fn new() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a port on loopback");
        Self(socket)
    }

    /// Returns host and port.
    ///
    /// # Panics
    ///
    /// If the system does not know the address of the socket.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.0.local_addr().expect("the address of a bound socket")
    }
}

impl Default for ClosedPort {
    fn default() -> Self {
        Self::new()
    }
}

/// Host and port.
impl fmt::Display for ClosedPort {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address().fmt(formatter)
    }
}
