//! Writes a download to its file, and requests the rest if the connection is cut.

use std::pin::pin;
use std::time::Duration;
use std::{io, mem};

use bytes::Bytes;
use http::StatusCode;

use super::part::Part;
use super::progress::{Report, SaveProgress};
use super::version::Version;
use crate::endpoint::StreamingReply;
use crate::error::{AnyError, Error};
use crate::stream::backoff;
use crate::stream::download::Download;
use crate::stream::reconnect;
use crate::transport::error::{Sent, TransportError, TransportErrorKind};
use crate::transport::off_thread;

/// How many bytes are collected before they are written, because each write may need a thread.
const BUFFER: usize = 512 * 1024;
/// After how many requests in a row without a new byte a resumed download fails.
const MAX_FRUITLESS: u32 = 4;
/// After how many requests for the rest a resumed download fails.
const MAX_REQUESTS: u32 = 1000;
/// The wait after the first request without a new byte. It doubles with each further one.
const WAIT: Duration = Duration::from_secs(1);
/// The longest of these waits.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// A download on its way to a file.
pub(super) struct Saving {
    download: Download,
    /// Always set, except while another thread works on it.
    part: Option<Part>,
    /// The length of the part.
    written: u64,
    /// Set if the rest can be requested.
    version: Option<Version>,
    report: Option<Box<dyn Report>>,
    /// Arrived, but not written yet.
    pieces: Vec<Bytes>,
    /// The number of bytes in `pieces`.
    waiting: usize,
    /// The most bytes that the file has had.
    furthest: u64,
    /// The number of requests since then.
    fruitless: u32,
    requests: u32,
}

/// How a response ended.
enum End {
    Complete,
    /// It ended before the content, and the rest can be requested. The error is that of the response.
    Interrupted(AnyError),
}

impl Saving {
    /// Begins to write the rest of a download to this file, of which a part may exist. `version` is set if the rest can
    /// be requested.
    pub(super) fn new(
        download: Download,
        part: Part,
        version: Option<Version>,
        report: Option<Box<dyn Report>>,
    ) -> Self {
        let written = part.written();
        Self {
            download,
            part: Some(part),
            written,
            version,
            report,
            pieces: Vec::new(),
            waiting: 0,
            furthest: written,
            fruitless: 0,
            requests: 0,
        }
    }

    pub(super) async fn run(&mut self) -> Result<u64, AnyError> {
        let mut end = if self.written > 0 { self.continue_earlier().await? } else { self.copy().await? };
        while let End::Interrupted(error) = end {
            self.wait_after(error).await?;
            end = match self.request_rest().await? {
                None => self.copy().await?,
                Some(failed) => End::Interrupted(failed),
            };
        }
        self.finish().await
    }

    /// Requests the rest of the file that an earlier call has left. The response of this call is not read.
    async fn continue_earlier(&mut self) -> Result<End, AnyError> {
        self.download.close(self.written);
        self.report();
        if self.is_complete() {
            return Ok(End::Complete);
        }
        match self.request_rest().await? {
            None => self.copy().await,
            Some(failed) => Ok(End::Interrupted(failed)),
        }
    }

    /// Writes the rest of this response.
    async fn copy(&mut self) -> Result<End, AnyError> {
        let error = loop {
            match self.download.chunk().await {
                Ok(Some(piece)) => {
                    self.waiting += piece.len();
                    self.pieces.push(piece);
                    self.report();
                    if self.waiting >= BUFFER {
                        self.flush().await?;
                    }
                }
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        // What arrived before the error is kept.
        self.flush().await?;
        match error {
            None if self.is_complete() => Ok(End::Complete),
            None => Ok(End::Interrupted(self.download.error(short()))),
            Some(error) if self.version.is_some() && is_interruption(&error) => Ok(End::Interrupted(error)),
            Some(error) => Err(error),
        }
    }

    /// Whether nothing is missing, as far as the length is known.
    fn is_complete(&self) -> bool {
        self.version.as_ref().is_none_or(|version| version.total == self.written)
    }

    /// Waits before the next request for the rest, if there may be one.
    async fn wait_after(&mut self, error: AnyError) -> Result<(), AnyError> {
        if self.written > self.furthest {
            (self.furthest, self.fruitless) = (self.written, 0);
        }
        if self.fruitless == MAX_FRUITLESS || self.requests == MAX_REQUESTS {
            return Err(error);
        }
        let wait = match (self.fruitless, &self.download.incoming().again) {
            (0, _) | (_, None) => Duration::ZERO,
            (fruitless, Some(again)) => backoff::wait(WAIT, fruitless - 1, LONGEST_WAIT, again.random()),
        };
        self.fruitless += 1;
        if let Some(clock) = self.download.clock().filter(|_| !wait.is_zero()) {
            let waiting = pin!(clock.sleep(wait));
            self.download.within_total(waiting).await?;
        }
        Ok(())
    }

    /// Requests the rest. Returns the error if another request may bring it.
    async fn request_rest(&mut self) -> Result<Option<AnyError>, AnyError> {
        let (Some(version), Some(again)) = (self.version.clone(), self.download.incoming().again.clone()) else {
            return Err(self.download.error(short()));
        };
        self.requests += 1;
        // An open response would keep its connection.
        self.download.close(self.written);
        let reply = pin!(again.send(version.request_from(self.written)));
        match self.download.within_total(reply).await? {
            Ok(reply) => self.accept(reply, &version).await.map(|()| None),
            Err(error) if is_interruption(&error) => Ok(Some(error)),
            Err(error) => {
                if error.status() == Some(StatusCode::RANGE_NOT_SATISFIABLE) {
                    self.discard().await;
                }
                Err(error)
            }
        }
    }

    /// Continues with the response to a request for the rest.
    async fn accept(&mut self, reply: StreamingReply, version: &Version) -> Result<(), AnyError> {
        let checked = match reply.head.status() {
            StatusCode::PARTIAL_CONTENT => version.check_part(self.written, reply.head.headers()),
            StatusCode::OK => {
                let version = Version::of(&reply);
                self.version.clone_from(&version);
                self.download.restart(reply);
                self.written = 0;
                return self.on_part(move |part| part.restart(version.as_ref())).await;
            }
            status => Err(format!("a request for a range was answered with status {}", status.as_u16())),
        };
        match checked {
            Ok(end) => {
                self.download.continue_with(reply, self.written, end);
                Ok(())
            }
            Err(reason) => {
                self.download.continue_with(reply, self.written, self.written);
                self.discard().await;
                Err(self.download.error(TransportError::new(TransportErrorKind::Range, Sent::Yes, reason)))
            }
        }
    }

    async fn flush(&mut self) -> Result<(), AnyError> {
        let pieces = mem::take(&mut self.pieces);
        if mem::take(&mut self.waiting) == 0 {
            return Ok(());
        }
        self.written = self.on_part(move |part| part.write(&pieces).map(|()| part.written())).await?;
        Ok(())
    }

    async fn finish(&mut self) -> Result<u64, AnyError> {
        let part = self.part.take();
        let finished = off_thread(move || part.map_or_else(|| Err(lost()), Part::finish)).await.and_then(|done| done);
        finished.map_err(|error| of_file(&self.download, error))
    }

    /// Removes the part. An error changes nothing: the reason for the removal is reported.
    async fn discard(&mut self) {
        if let Some(part) = self.part.take() {
            let _ = off_thread(move || part.discard()).await;
        }
    }

    /// Runs work on the part on another thread.
    async fn on_part<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Part) -> io::Result<T> + Send + 'static,
    ) -> Result<T, AnyError> {
        let part = self.part.take();
        let done = off_thread(move || {
            let mut part = part.ok_or_else(lost)?;
            let done = work(&mut part);
            Ok((part, done))
        });
        let done = match done.await.and_then(|done| done) {
            Ok((part, done)) => {
                self.part = Some(part);
                done
            }
            Err(error) => Err(error),
        };
        done.map_err(|error| of_file(&self.download, error))
    }

    /// The length of the whole content, if it is known.
    fn total(&self) -> Option<u64> {
        self.version.as_ref().map_or_else(|| self.download.length(), |version| Some(version.total))
    }

    fn report(&mut self) {
        let progress = SaveProgress { received: self.download.received(), total: self.total() };
        if let Some(report) = &mut self.report {
            report.report(progress);
        }
    }
}

/// Whether the rest may still arrive on another connection.
fn is_interruption(error: &AnyError) -> bool {
    match error {
        Error::Transport { source, .. } | Error::Timeout { source, .. } => reconnect::is_interruption(source),
        _ => false,
    }
}

fn short() -> TransportError {
    TransportError::new(TransportErrorKind::CutOff, Sent::Yes, "the server sent only a part of the rest")
}

fn lost() -> io::Error {
    io::Error::other("the thread that writes the file failed before")
}

pub(super) fn of_file(download: &Download, error: io::Error) -> AnyError {
    download.error(TransportError::new(TransportErrorKind::File, Sent::Yes, error))
}
