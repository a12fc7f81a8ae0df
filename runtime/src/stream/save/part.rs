//! [`Part`]: the temporary file of a download. All functions block, and run on another thread.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, path};

use bytes::Bytes;

use super::version::Version;
use crate::random::{Random as _, SystemRandom};

/// A file next to the target, which gets the target's name when it is complete.
///
/// If it is dropped before that, it is removed, unless a later call may continue it.
pub(super) struct Part {
    file: fs::File,
    paths: Paths,
    /// How many bytes it has.
    written: u64,
    is_kept: bool,
    _claim: Option<Claim>,
}

struct Paths {
    target: PathBuf,
    part: PathBuf,
    /// Describes the version of the part, if it is kept.
    note: Option<PathBuf>,
}

impl Part {
    /// Opens the file that a call for the same version has left, or creates a new one. With `is_kept`, it has a name
    /// that a later call finds.
    pub(super) fn open(target: PathBuf, is_kept: bool, version: Option<&Version>) -> io::Result<Self> {
        let paths = Paths::of(target, is_kept)?;
        let claim = if is_kept { Some(Claim::on(&paths.part)?) } else { None };
        let earlier = version.and_then(|version| paths.open_earlier(version));
        let (file, written) = match earlier {
            Some(earlier) => earlier,
            None => (paths.create(version)?, 0),
        };
        Ok(Self { file, paths, written, is_kept, _claim: claim })
    }

    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Appends these pieces.
    pub(super) fn write(&mut self, pieces: &[Bytes]) -> io::Result<()> {
        for piece in pieces {
            self.file.write_all(piece).map_err(|error| named("write", &self.paths.part, &error))?;
            self.written += piece.len() as u64;
        }
        Ok(())
    }

    /// Starts over with an empty file.
    pub(super) fn restart(&mut self, version: Option<&Version>) -> io::Result<()> {
        self.file = self.paths.create(version)?;
        self.written = 0;
        Ok(())
    }

    /// Gives the file the name of the target, after everything is on the disk. Returns its length.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        let part = &self.paths.part;
        self.file.sync_all().map_err(|error| named("write", part, &error))?;
        // Another process may have changed the file.
        let found = fs::symlink_metadata(part).map_err(|error| named("read", part, &error))?;
        if !found.is_file() || found.len() != self.written {
            self.is_kept = false;
            let changed = io::Error::other("another program has changed it");
            return Err(named("use", &self.paths.part, &changed));
        }
        fs::rename(part, &self.paths.target).map_err(|error| named("replace", &self.paths.target, &error))?;
        // The part has another name now, so there is nothing to remove.
        self.is_kept = true;
        sync_folder(&self.paths.target);
        if let Some(note) = &self.paths.note {
            // A note without a part is ignored.
            let _ = fs::remove_file(note);
        }
        Ok(self.written)
    }

    /// Removes the file, so that no later call continues it.
    pub(super) fn discard(mut self) {
        self.is_kept = false;
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_kept {
            // Nobody is left to report an error to.
            let _ = fs::remove_file(&self.paths.part);
            self.paths.note.iter().for_each(|note| drop(fs::remove_file(note)));
        }
    }
}

impl Paths {
    fn of(target: PathBuf, is_kept: bool) -> io::Result<Self> {
        let Some(name) = target.file_name() else {
            return Err(named("save to", &target, &io::Error::from(io::ErrorKind::InvalidInput)));
        };
        match fs::symlink_metadata(&target) {
            Ok(found) if found.is_dir() => {
                return Err(named("save to", &target, &io::Error::from(io::ErrorKind::IsADirectory)));
            }
            Ok(found) if !found.is_file() && !found.is_symlink() => {
                let special = io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file");
                return Err(named("save to", &target, &special));
            }
            // Creating the part reports a missing folder.
            _ => {}
        }
        let sibling = |name: OsString| target.with_file_name(name);
        let with = |end: &str| sibling(joined(&[name, end.as_ref()]));
        let (part, note) = if is_kept {
            (with(".part"), Some(with(".part.json")))
        } else {
            let random = format!(".{:016x}.part", SystemRandom::new().number());
            (sibling(joined(&[".".as_ref(), name, random.as_ref()])), None)
        };
        Ok(Self { target, part, note })
    }

    /// Opens the file of an earlier call at its end, if it is a part of this version.
    fn open_earlier(&self, version: &Version) -> Option<(fs::File, u64)> {
        let note = fs::read(self.note.as_ref()?).ok()?;
        // A symbolic link leads to a file of somebody else.
        let is_file = fs::symlink_metadata(&self.part).ok()?.is_file();
        if !is_file || !version.is_noted(&note) {
            return None;
        }
        let mut file = fs::OpenOptions::new().write(true).open(&self.part).ok()?;
        let length = file.seek(SeekFrom::End(0)).ok()?;
        (length <= version.total).then_some((file, length))
    }

    /// Creates an empty file, with a note of the version if a later call may continue it. The previous file and its
    /// note are removed first, so that a part never has the note of another one.
    fn create(&self, version: Option<&Version>) -> io::Result<fs::File> {
        removed(&self.part)?;
        if let Some(note) = &self.note {
            removed(note)?;
            if let Some(version) = version {
                fs::write(note, version.note().to_string()).map_err(|error| named("write", note, &error))?;
            }
        }
        let options = fs::OpenOptions::new().write(true).create_new(true).open(&self.part);
        options.map_err(|error| named("create", &self.part, &error))
    }
}

/// Removes a file, if there is one.
fn removed(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(named("replace", path, &error)),
        _ => Ok(()),
    }
}

fn joined(parts: &[&std::ffi::OsStr]) -> OsString {
    parts.iter().fold(OsString::new(), |mut name, part| {
        name.push(part);
        name
    })
}

/// Makes the new name durable, where the platform has a way.
fn sync_folder(target: &Path) {
    if cfg!(unix) {
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // The file has its name already; some file systems cannot sync a folder.
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}

fn named(verb: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {verb} `{}`: {error}", path.display()))
}

/// The parts that calls of this process are writing.
static CLAIMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The right to write a part, which no other call of this process has at the same time.
struct Claim(PathBuf);

impl Claim {
    fn on(part: &Path) -> io::Result<Self> {
        let path = path::absolute(part).map_err(|error| named("save to", part, &error))?;
        let is_free = CLAIMED.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
        if is_free {
            return Ok(Self(path));
        }
        let taken = io::Error::new(io::ErrorKind::ResourceBusy, "another download of this process is writing it");
        Err(named("write", part, &taken))
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        CLAIMED.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}
