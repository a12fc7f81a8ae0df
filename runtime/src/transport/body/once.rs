//! Content that can be read only once, by the clone that is read first.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::locked::locked;
use crate::boxed::MaybeSend;
use crate::transport::error::TransportError;

/// Content that arrives in pieces.
pub(super) type Content = Pin<Box<dyn Pieces>>;

/// [`Content`] without its box.
pub(super) trait Pieces: http_body::Body<Data = Bytes, Error = TransportError> + MaybeSend {}

impl<B: http_body::Body<Data = Bytes, Error = TransportError> + MaybeSend> Pieces for B {}

/// The mutex makes it `Sync`; a body that is polled does not lock it.
pub(super) struct Once(Mutex<Place>);

/// Where the content is.
enum Place {
    /// Only here, and not read yet.
    Own(Content),
    /// Shared by all clones, until one of them is read.
    Shared(Arc<Mutex<Option<Content>>>),
    /// Here, and being read.
    Reading(Content),
    /// Another clone was or is being read.
    Spent,
}

impl Once {
    pub(super) fn new(content: Content) -> Self {
        Self(Mutex::new(Place::Own(content)))
    }

    /// Whether the content is being read or was read, here or by a clone.
    pub(super) fn is_spent(&self) -> bool {
        match &*self.place() {
            Place::Own(_) => false,
            Place::Shared(shared) => locked(shared).is_none(),
            Place::Reading(_) | Place::Spent => true,
        }
    }

    /// Whether another clone has the content.
    pub(super) fn is_lost(&self) -> bool {
        self.is_spent() && !matches!(*self.place(), Place::Reading(_))
    }

    pub(super) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let place = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Place::Own(_) | Place::Shared(_) = place {
            let own = match std::mem::replace(place, Place::Spent) {
                Place::Own(own) => Some(own),
                Place::Shared(shared) => locked(&shared).take(),
                Place::Reading(_) | Place::Spent => None,
            };
            *place = own.map_or(Place::Spent, Place::Reading);
        }
        match place {
            Place::Reading(reading) => reading.as_mut().poll_frame(context),
            _ => Poll::Ready(Some(Err(spent()))),
        }
    }

    pub(super) fn is_end_stream(&self) -> bool {
        self.place().with(http_body::Body::is_end_stream).unwrap_or_default()
    }

    pub(super) fn size_hint(&self) -> SizeHint {
        self.place().with(http_body::Body::size_hint).unwrap_or_default()
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        locked(&self.0)
    }
}

impl Place {
    /// Returns what is known about the content, unless another clone is being read.
    fn with<T>(&self, get: impl FnOnce(&Content) -> T) -> Option<T> {
        match self {
            Self::Own(content) | Self::Reading(content) => Some(get(content)),
            Self::Shared(shared) => locked(shared).as_ref().map(get),
            Self::Spent => None,
        }
    }
}

impl Clone for Once {
    fn clone(&self) -> Self {
        let mut place = self.place();
        let shared = match std::mem::replace(&mut *place, Place::Spent) {
            Place::Own(content) => Arc::new(Mutex::new(Some(content))),
            Place::Shared(shared) => shared,
            read => {
                *place = read;
                return Self(Mutex::new(Place::Spent));
            }
        };
        *place = Place::Shared(Arc::clone(&shared));
        Self(Mutex::new(Place::Shared(shared)))
    }
}

/// The error of a body whose content was read by another clone.
pub(super) fn spent() -> TransportError {
    TransportError::unreadable_body(
        "the body can be read only once and was already read; a body of `Body::file` or `Body::from_fn` can be sent again",
    )
}
