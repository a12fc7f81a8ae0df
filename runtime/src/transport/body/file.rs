//! Files, opened and read on another thread.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use super::off_thread::off_thread;
use crate::boxed::BoxError;

/// A file whose errors name its path.
pub(super) struct File {
    file: fs::File,
    path: Arc<PathBuf>,
}

/// Opens a file, and finds its length if it has one: a pipe and a device have none.
pub(super) async fn open(path: Arc<PathBuf>) -> Result<(File, Option<u64>), BoxError> {
    let to_open = Arc::clone(&path);
    let opened = off_thread(move || {
        let file = fs::File::open(&*to_open)?;
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        Ok((file, metadata.is_file().then_some(metadata.len())))
    });
    match opened.await.and_then(|opened| opened) {
        Ok((file, length)) => Ok((File { file, path }, length)),
        Err(error) => Err(named(&error, &path).into()),
    }
}

impl io::Read for File {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer).map_err(|error| named(&error, &self.path))
    }
}

fn named(error: &io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("cannot read `{}`: {error}", path.display()))
}
