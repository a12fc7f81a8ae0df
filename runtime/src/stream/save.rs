//! [`Save`]: writes a download to a file.

mod part;
mod version;

use std::fmt;
use std::future::IntoFuture;
use std::path::PathBuf;
use std::pin::pin;
use std::time::Duration;
use std::{io, mem};

use bytes::Bytes;
use http::StatusCode;

use self::part::Part;
use self::version::Version;
use crate::boxed::{BoxFuture, MaybeSend};
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

/// A download that is written to a file: see [`Download::save`]. Await it to start.
///
/// The result is the length of the file in bytes.
#[must_use = "a file is saved only if this is awaited"]
pub struct Save {
    download: Download,
    target: PathBuf,
    resumes: bool,
    report: Option<Box<dyn Report>>,
}

/// How much of a download has arrived: see [`Save::progress`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SaveProgress {
    /// The number of bytes that have arrived, including those of an earlier call that this one continues.
    pub received: u64,
    /// The number of bytes of the whole content, if the server has sent it.
    pub total: Option<u64>,
}

/// The function that the caller has set.
trait Report: MaybeSend {
    fn report(&mut self, progress: SaveProgress);
}

impl<F: FnMut(SaveProgress) + MaybeSend> Report for F {
    fn report(&mut self, progress: SaveProgress) {
        self(progress);
    }
}

impl Download {
    /// Writes the rest of the body to a file. Await the result to start; it returns the length of the file in bytes.
    ///
    /// ```
    /// # use callsheet::{Download, endpoint};
    /// # #[endpoint(method = "GET", path = "/media/<id>", response = Download)]
    /// # pub struct GetMedia { pub id: String }
    /// # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
    /// let media = GetMedia::builder().id("m1").send(client).await?;
    /// let length = media.save("m1.bin").resume().progress(|p| println!("{} of {:?}", p.received, p.total)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The content is written to a temporary file in the same folder, which is renamed when it is complete and on the disk.
    /// So an incomplete file never has the name `target`. An existing file or symbolic link of that name is replaced. The
    /// folder must exist.
    ///
    /// If the call fails or is dropped, the temporary file is removed. With [`resume`](Save::resume) it is kept, and
    /// continued by the next call.
    ///
    /// The file is written on another thread: one of tokio's threads for blocking work, or a new thread for each 512 KiB if
    /// there is no tokio runtime. At most that much is in memory.
    ///
    /// # Errors
    ///
    /// Those of [`chunk`](Self::chunk). An error of the file is an [`Error::Transport`] of the kind
    /// [`File`](TransportErrorKind::File), whose source names the file and the reason: a missing folder, a full disk, a
    /// missing permission.
    pub fn save(self, target: impl Into<PathBuf>) -> Save {
        Save { download: self, target: target.into(), resumes: false, report: None }
    }
}

impl Save {
    /// Requests the rest of the content if the connection is cut or idle for too long, and continues the file of an
    /// earlier call that failed or whose process has ended.
    ///
    /// The rest is requested with `Range` and `If-Range` (RFC 9110 sections 14.2 and 13.1.5). That needs a `GET` that is
    /// answered with status 200, a `Content-Length`, no `Content-Encoding`, and a strong validator: an `ETag` without
    /// `W/`, or else a `Last-Modified` that is at least 60 seconds before `Date` (section 8.8.2.2). Otherwise the
    /// content cannot be continued. The call then fails as it does without `resume`, and the next one starts over.
    ///
    /// | the response | effect |
    /// | --- | --- |
    /// | 206 with a `Content-Range` that continues the content, and no other `ETag` | its bytes are appended |
    /// | 206 with anything else | an error of the kind [`Range`](TransportErrorKind::Range); the next call starts over |
    /// | 200 | the file starts over with the new content; `received` of the progress falls back |
    /// | 416 | an error with this status; the next call starts over |
    /// | any other status | the error of the endpoint, after the retries of the client |
    ///
    /// Each request for the rest is a call of its own, with credentials, retries and time limits. The first one follows
    /// at once. After a request that brought no new byte, the next one waits for 1, 2 and 4 seconds; after 4 such
    /// requests in a row, or 1000 requests, the call fails with the last error.
    ///
    /// Until it is complete, the content is in `m1.bin.part` for the target `m1.bin`, and `m1.bin.part.json` has URL,
    /// validator and length. They remain if the call fails or is dropped. Two downloads of one process to the same
    /// target at the same time are an error; two processes must not save to the same target.
    pub fn resume(mut self) -> Self {
        self.resumes = true;
        self
    }

    /// Calls `report` after each piece that arrives, and once at the start if an earlier file is continued.
    ///
    /// It runs inside the call, so it must not block.
    pub fn progress(mut self, report: impl FnMut(SaveProgress) + MaybeSend + 'static) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    async fn run(self) -> Result<u64, AnyError> {
        let Self { download, target, resumes, report } = self;
        let version = if resumes { Version::of(download.incoming()) } else { None };
        let noted = version.clone();
        let opened = off_thread(move || Part::open(target, resumes, noted.as_ref())).await.and_then(|opened| opened);
        let part = opened.map_err(|error| of_file(&download, error))?;
        let written = part.written();
        let mut saving = Saving {
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
        };
        saving.run().await
    }
}

/// A download on its way to a file.
struct Saving {
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
    async fn run(&mut self) -> Result<u64, AnyError> {
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
                self.download.resume(reply, self.written, end);
                Ok(())
            }
            Err(reason) => {
                self.download.resume(reply, self.written, self.written);
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

fn of_file(download: &Download, error: io::Error) -> AnyError {
    download.error(TransportError::new(TransportErrorKind::File, Sent::Yes, error))
}

impl IntoFuture for Save {
    type Output = Result<u64, AnyError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Save {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { download, target, resumes, .. } = self;
        let mut debug = f.debug_struct("Save");
        debug.field("download", download).field("target", target).field("resumes", resumes).finish_non_exhaustive()
    }
}
