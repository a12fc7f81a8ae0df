//! The progress that a call reports while it sends its body.

use std::sync::{Arc, Mutex};

use callsheet::transport::UploadProgress;
use callsheet::{Body, CallOptions, Part, endpoint};
use support::{RawServer, Script, redirect, reply};

use crate::{TestFile, client_of, one_shot, put};

const LENGTH: usize = 600 * 1024;

#[derive(Clone, Default)]
struct Reports(Arc<Mutex<Vec<UploadProgress>>>);

impl Reports {
    fn options(&self) -> CallOptions {
        let reports = self.clone();
        CallOptions::new().upload_progress(move |progress| reports.0.lock().unwrap().push(progress))
    }

    /// The reports of each time that the body was sent.
    fn uploads(&self) -> Vec<Vec<UploadProgress>> {
        let reports = self.0.lock().unwrap().clone();
        reports.chunk_by(|_, next| next.sent > 0).map(<[_]>::to_vec).collect()
    }
}

fn assert_complete(upload: &[UploadProgress], attempt: u32, total: Option<u64>, sent: u64) {
    assert!(upload.iter().all(|it| (it.attempt, it.total) == (attempt, total)), "{upload:?}");
    assert_eq!(upload.first().map(|it| it.sent), Some(0));
    assert!(upload.is_sorted_by(|one, next| one.sent < next.sent), "{upload:?}");
    assert_eq!(upload.last().map(|it| it.sent), Some(sent));
}

#[tokio::test]
async fn each_piece_of_a_body_is_reported() {
    let content = "x".repeat(LENGTH);
    let file = TestFile::new(&content);
    for body in [file.body(), Body::from(content.clone()), Body::reader(std::io::Cursor::new(content.clone()))] {
        let total = http_body::Body::size_hint(&body.clone().open().await.unwrap()).exact();
        let server = RawServer::answering(reply(204, &[], "")).await;
        let reports = Reports::default();
        put(body).send(&client_of(&server).build().unwrap()).with(reports.options()).await.unwrap();
        let uploads = reports.uploads();
        assert_eq!(uploads.len(), 1);
        assert_complete(&uploads[0], 1, total, LENGTH as u64);
        assert!(uploads[0].len() > 4, "{uploads:?}");
        assert_eq!(server.request().body.len(), LENGTH);
    }
}

#[tokio::test]
async fn attempt_after_a_failure_starts_at_zero() {
    let server =
        RawServer::in_turn([reply(503, &[], ""), reply(204, &[], "")].map(|it| Script::receive().write(it))).await;
    let reports = Reports::default();
    put("short").send(&client_of(&server).build().unwrap()).with(reports.options()).await.unwrap();
    let uploads = reports.uploads();
    assert_eq!(uploads.len(), 2);
    assert_complete(&uploads[0], 1, Some(5), 5);
    assert_complete(&uploads[1], 2, Some(5), 5);
}

#[tokio::test]
async fn body_is_reported_again_after_a_redirect() {
    let scripts = [redirect(307, "/elsewhere"), reply(204, &[], "")].map(|it| Script::receive().write(it));
    let server = RawServer::in_turn(scripts).await;
    let reports = Reports::default();
    put("short").send(&client_of(&server).build().unwrap()).with(reports.options()).await.unwrap();
    let uploads = reports.uploads();
    assert_eq!(uploads.len(), 2);
    for upload in &uploads {
        assert_complete(upload, 1, Some(5), 5);
    }
}

#[tokio::test]
async fn parts_are_reported_as_one_body() {
    #[endpoint(method = "POST", path = "/")]
    struct Upload {
        #[part]
        files: Vec<Part>,
    }
    let server = RawServer::answering(reply(204, &[], "")).await;
    let reports = Reports::default();
    let files = vec![Part::reader("a".as_bytes()), Part::from("b")];
    Upload { files }.send(&client_of(&server).build().unwrap()).with(reports.options()).await.unwrap();
    let uploads = reports.uploads();
    assert_complete(&uploads[0], 1, None, server.request().body.len() as u64);
}

#[tokio::test]
async fn request_without_a_body_has_no_reports() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    let reports = Reports::default();
    put(Body::empty()).send(&client_of(&server).build().unwrap()).with(reports.options()).await.unwrap();
    assert!(reports.uploads().is_empty());
    for (kind, body) in one_shot() {
        let reports = Reports::default();
        put(body).send(&client_of(&server).build().unwrap()).with(reports.options()).await.unwrap();
        assert_eq!(reports.uploads().len(), 1, "{kind}");
    }
}
