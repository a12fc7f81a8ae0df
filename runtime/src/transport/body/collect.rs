//! Reading a whole body.

use std::pin::Pin;

use bytes::{Bytes, BytesMut};

use crate::transport::error::{Sent, TransportError, TransportErrorKind};

/// Reads a body into `read`, up to `limit` bytes. What arrived before an error stays in `read`.
pub(crate) async fn collect<B>(mut body: B, limit: usize, read: &mut Collected) -> Result<(), TransportError>
where
    B: http_body::Body<Data = Bytes, Error = TransportError> + Unpin,
{
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        // Trailers are not part of the content.
        let Ok(data) = frame?.into_data() else { continue };
        let room = limit - read.len();
        if data.len() > room {
            read.push(data.slice(..room));
            return Err(too_large(limit));
        }
        read.push(data);
    }
    Ok(())
}

fn too_large(limit: usize) -> TransportError {
    TransportError::new(TransportErrorKind::TooLarge, Sent::Yes, format!("more than the limit of {limit} bytes"))
}

/// The bytes that arrived. A body that arrives in one piece is not copied.
#[derive(Default)]
pub(crate) struct Collected {
    first: Bytes,
    rest: BytesMut,
}

impl Collected {
    fn len(&self) -> usize {
        if self.rest.is_empty() { self.first.len() } else { self.rest.len() }
    }

    fn push(&mut self, data: Bytes) {
        if self.len() == 0 {
            self.first = data;
            return;
        }
        if self.rest.is_empty() {
            self.rest.reserve(self.first.len() + data.len());
            self.rest.extend_from_slice(&self.first);
        }
        self.rest.extend_from_slice(&data);
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        if self.rest.is_empty() { self.first } else { self.rest.freeze() }
    }
}
