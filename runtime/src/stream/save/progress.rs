//! How much of a download has arrived.

use crate::boxed::MaybeSend;

/// How much of a download has arrived: see [`Save::progress`](crate::stream::Save::progress).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SaveProgress {
    /// The number of bytes that have arrived, including those of an earlier call that this one continues.
    pub received: u64,
    /// The number of bytes of the whole content, if the server has sent it.
    pub total: Option<u64>,
}

/// The function that the caller has set.
pub(super) trait Report: MaybeSend {
    fn report(&mut self, progress: SaveProgress);
}

impl<F: FnMut(SaveProgress) + MaybeSend> Report for F {
    fn report(&mut self, progress: SaveProgress) {
        self(progress);
    }
}
