//! [`Save`]: writes a download to a file.

mod part;
mod progress;
mod saving;
mod version;

use std::fmt;
use std::future::IntoFuture;
use std::path::PathBuf;

use self::part::Part;
use self::progress::Report;
pub use self::progress::SaveProgress;
use self::saving::{Saving, of_file};
use self::version::Version;
use crate::boxed::{BoxFuture, MaybeSend};
use crate::error::AnyError;
use crate::stream::download::Download;
use crate::transport::off_thread;

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
    /// Those of [`chunk`](Self::chunk). An error of the file is an [`Error::Transport`](crate::Error::Transport) of the kind
    /// [`File`](crate::transport::TransportErrorKind::File), whose source names the file and the reason: a missing folder, a full disk, a
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
    /// | 206 with anything else | an error of the kind [`Range`](crate::transport::TransportErrorKind::Range); the next call starts over |
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
        Saving::new(download, part, version, report).run().await
    }
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
