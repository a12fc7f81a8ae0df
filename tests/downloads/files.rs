//! The file of a download: names, errors of the file system, and programs without tokio.

use std::fs;
use std::future::IntoFuture as _;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use callsheet::transport::TransportErrorKind;
use callsheet::{Endpoint as _, blocking};
use support::{RawServer, client_of};
use tokio::io::AsyncReadExt as _;

use super::{CONTENT, Folder, GetMedia, kind, lines, media, whole};

#[tokio::test]
async fn complete_download_replaces_the_target_and_leaves_nothing_else() {
    let server = RawServer::each(whole("\"a\"", 10)).await;
    let (client, folder) = (client_of(&server), Folder::new());
    for resumes in [false, true] {
        fs::write(folder.target(), "before").unwrap();
        let save = media().send(&client).await.unwrap().save(folder.target());
        let length = if resumes { save.resume().await } else { save.await };
        assert_eq!((length.unwrap(), folder.saved().as_deref()), (10, Some(CONTENT)));
        assert_eq!(folder.names(), ["m1.bin"]);
    }
}

#[tokio::test]
async fn incomplete_download_leaves_the_target_as_it_was() {
    let server = RawServer::each(whole("\"a\"", 4)).await;
    let (client, folder) = (client_of(&server), Folder::new());
    let error = media().send(&client).await.unwrap().save(folder.target()).await.unwrap_err();
    assert_eq!((kind(&error), server.requests().len()), (TransportErrorKind::CutOff, 1));
    assert!(folder.names().is_empty(), "{:?}", folder.names());
    fs::write(folder.target(), "before").unwrap();
    media().send(&client).await.unwrap().save(folder.target()).await.unwrap_err();
    assert_eq!((folder.saved().as_deref(), folder.names().len()), (Some("before"), 1));
}

#[tokio::test]
async fn dropped_download_removes_its_file_or_keeps_it_to_continue() {
    let server = RawServer::each(whole("\"a\"", 4).stall()).await;
    let client = client_of(&server);
    for resumes in [false, true] {
        let folder = Folder::new();
        let save = media().send(&client).await.unwrap().save(folder.target());
        let save = if resumes { save.resume() } else { save };
        let task = tokio::spawn(save.into_future());
        while folder.names().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(folder.saved(), None);
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        server.has_seen(|log| log.hang_ups == 1 + usize::from(resumes)).await;
        // The thread that writes the file may need a moment to remove it.
        for _ in 0..200 {
            if folder.names().is_empty() != resumes {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(folder.part().is_some(), resumes);
        assert_eq!(folder.names().is_empty(), !resumes);
    }
}

#[tokio::test]
async fn error_of_the_file_system_names_the_file() {
    let server = RawServer::each(whole("\"a\"", 10)).await;
    let (client, folder) = (client_of(&server), Folder::new());
    let target = |name: &str| folder.path().join(name);
    fs::create_dir(target("folder")).unwrap();
    fs::write(target("file"), "").unwrap();
    let mut rows = vec![
        (target("folder"), "folder", "directory"),
        (target("missing/m1.bin"), "missing", "No such file or directory"),
        (target("file/m1.bin"), "file", "Not a directory"),
        (target(".."), "..", "invalid"),
    ];
    if fs::metadata("/dev/full").is_ok() {
        rows.push(("/dev/full".into(), "/dev/full", "not a regular file"));
    }
    for (target, name, reason) in rows {
        for resumes in [false, true] {
            let save = media().send(&client).await.unwrap().save(&target);
            let error = if resumes { save.resume().await } else { save.await }.unwrap_err();
            assert_eq!((kind(&error), error.status().unwrap().as_u16()), (TransportErrorKind::File, 200));
            let text = lines(&error);
            assert!(text.contains("could not write the file after 0 bytes: 200 OK"), "{text}");
            assert!(text.contains(name) && text.contains(reason), "{text}");
            // The line of an error contains no value of the caller.
            assert!(!error.to_string().contains(&folder.path().display().to_string()), "{error}");
        }
    }
    assert_eq!(folder.names(), ["file", "folder"]);
}

#[cfg(unix)]
#[tokio::test]
async fn folder_without_permission_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(folder.path().join("probe"), "").is_ok() {
        // The administrator may write everywhere.
        return;
    }
    let server = RawServer::each(whole("\"a\"", 10)).await;
    let error = media().send(&client_of(&server)).await.unwrap().save(folder.target()).await.unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::File);
    assert!(lines(&error).contains("Permission denied"), "{}", lines(&error));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
}

/// The name of the environment variable with the folder for the child process.
const CHILD: &str = "CALLSHEET_FULL_DISK";

/// Runs itself in a process that may write only 4 KiB into a file: a write then fails as on a full disk.
#[cfg(unix)]
#[test]
fn full_disk_is_an_error_that_keeps_what_was_written_only_to_continue() {
    if let Ok(folder) = std::env::var(CHILD) {
        return save_too_much(folder.as_ref());
    }
    let folder = Folder::new();
    let program = std::env::current_exe().unwrap();
    let name = "files::full_disk_is_an_error_that_keeps_what_was_written_only_to_continue";
    let output = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" --exact \"$1\" --nocapture"])
        .arg(program)
        .arg(name)
        .env(CHILD, folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert_eq!(folder.names(), ["m1.bin.part"]);
    // `sh` counts blocks of 512 or of 1024 bytes.
    let kept = fs::read_to_string(folder.path().join("m1.bin.part")).unwrap();
    assert!([8 * 512, 8 * 1024].contains(&kept.len()), "{}", kept.len());
}

#[cfg(unix)]
fn save_too_much(folder: &std::path::Path) {
    let content = "x".repeat(100_000);
    for resumes in [false, true] {
        let response = http::Response::new(content.clone().into());
        let save = GetMedia::read_response(response).unwrap().save(folder.join("m1.bin"));
        let error = wait(if resumes { save.resume() } else { save }.into_future()).unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::File);
        let text = lines(&error);
        assert!(text.contains("cannot write `") && text.contains("m1.bin") && text.contains("too large"), "{text}");
        assert_eq!(fs::read_dir(folder).unwrap().count(), usize::from(resumes));
    }
}

/// Blocks this thread until the future is ready.
fn wait<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

#[test]
fn program_without_tokio_saves_a_download() {
    let folder = Folder::new();
    let content = "x".repeat(2_000_000);
    let response = http::Response::new(content.clone().into());
    let save = GetMedia::read_response(response).unwrap().save(folder.target());
    assert_eq!(wait(save.into_future()).unwrap(), 2_000_000);
    assert!(folder.saved() == Some(content));
}

#[test]
fn blocking_client_saves_a_download() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(RawServer::in_turn([whole("\"a\"", 4), super::rest("\"a\"", 9)]));
    let folder = Folder::new();
    let client = blocking::Client::new(client_of(&server)).unwrap();
    let media = client.send(&media()).unwrap();
    assert_eq!(client.save(media.save(folder.target()).resume()).unwrap(), 10);
    assert_eq!(folder.saved().as_deref(), Some(CONTENT));
}

#[tokio::test]
async fn download_is_an_async_reader() {
    let server = RawServer::in_turn([whole("\"a\"", 10), whole("\"a\"", 4)]).await;
    let client = client_of(&server);
    let mut reader = media().send(&client).await.unwrap().into_async_read();
    let mut first = [0; 3];
    reader.read_exact(&mut first).await.unwrap();
    let mut rest = String::new();
    reader.read_to_string(&mut rest).await.unwrap();
    assert_eq!((&first, rest.as_str(), reader.get_ref().received()), (b"012", "3456789", 10));

    let mut reader = media().send(&client).await.unwrap().into_async_read();
    let error = reader.read_to_end(&mut Vec::new()).await.unwrap_err();
    let cause = error.get_ref().unwrap().downcast_ref::<callsheet::AnyError>().unwrap();
    assert_eq!((kind(cause), reader.get_ref().received()), (TransportErrorKind::CutOff, 4));
}
