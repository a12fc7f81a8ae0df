//! Connections that close early: before a reply, in its head, in its body.

use callsheet::transport::TransportErrorKind::{Connect, CutOff, NoReply};
use callsheet::{Client, RetryPolicy, error::Sent};
use support::widgets::{UpdateWidget, WIDGET, get_widget, update_widget};
use support::{ClosedPort, RawServer, Script, client_of};

use crate::{assert_kept, assert_no_reply, transport_kind};

#[tokio::test]
async fn refused_connection_is_reported_as_not_sent() {
    let address = ClosedPort::new();
    let client = Client::builder(format!("http://{address}")).retry(RetryPolicy::none()).build().unwrap();
    let error = update_widget().send(&client).await.unwrap_err();
    assert_eq!(transport_kind(&error), Connect);
    assert_no_reply(&error, Sent::No);
    assert_eq!(error.to_string(), format!("PATCH http://{address}/widgets/<widget>: no connection"));
}

#[tokio::test]
async fn connection_closed_before_the_reply_may_have_sent_the_request() {
    for script in [
        Script::receive(),
        Script::receive().reset(),
        Script::receive().write("HTTP/1.1 200 OK\r\ncontent-le"),
        Script::receive().write("HTTP/1.1 100 Continue\r\n\r\n"),
    ] {
        let server = RawServer::each(script.clone()).await;
        let error = update_widget().send(&client_of(&server)).await.unwrap_err();
        assert_eq!(transport_kind(&error), NoReply, "{script:?}");
        assert_no_reply(&error, Sent::Maybe);
        assert!(!error.is_timeout());
        // A request that may have had an effect is not repeated.
        assert_eq!(server.log().connections, 1, "{script:?}");
    }
}

#[tokio::test]
async fn connection_closed_before_the_write_is_reported_as_not_sent() {
    for script in [Script::new(), Script::new().reset()] {
        let server = RawServer::each(script.clone()).await;
        let error = update_widget().send(&client_of(&server)).await.unwrap_err();
        assert_eq!(transport_kind(&error), NoReply, "{script:?}");
        let is_unsent = support::printed(&error).contains("operation was canceled");
        assert_no_reply(&error, if is_unsent { Sent::No } else { Sent::Maybe });
        assert_eq!(server.log().connections, 1, "{script:?}");
    }
}

#[tokio::test]
async fn unsafe_request_on_a_reused_connection_is_not_sent_twice() {
    let kept_open = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{WIDGET}", WIDGET.len());
    let server = RawServer::each(Script::receive().write(kept_open).then_receive()).await;
    let client = client_of(&server);
    get_widget().send(&client).await.unwrap();
    let error = update_widget().send(&client).await.unwrap_err();
    assert_eq!(transport_kind(&error), NoReply);
    assert_no_reply(&error, Sent::Maybe);
    assert_eq!((server.requests().len(), server.log().connections), (2, 1));
}

#[tokio::test]
async fn reply_that_is_not_http_is_a_transport_error() {
    for bytes in ["SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "\0\0\0\0"] {
        let server = RawServer::answering(bytes).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert_eq!(transport_kind(&error), NoReply, "{bytes:?}");
        assert_no_reply(&error, Sent::Maybe);
    }
}

#[tokio::test]
async fn reply_shorter_than_its_length_keeps_the_received_part() {
    let (first, second) = WIDGET.split_at(9);
    let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\ncontent-length: 2000\r\n\r\n";
    for (script, expected) in [
        (Script::receive().write(head), ""),
        (Script::receive().write(format!("{head}{first}")), first),
        (Script::receive().write(format!("{head}{first}")).pause(20).write(second), WIDGET),
        (Script::receive().write(format!("{head}{first}")).pause(50).reset(), first),
    ] {
        let server = RawServer::each(script.clone()).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert_eq!(transport_kind(&error), CutOff, "{script:?}");
        assert_kept(&error, 200, expected.as_bytes());
    }
}

#[tokio::test]
async fn complete_value_in_an_incomplete_reply_is_an_error() {
    let script = Script::receive().write(format!("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{WIDGET}"));
    let server = RawServer::each(script).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    assert_eq!(transport_kind(&error), CutOff);
    assert_eq!(error.body().unwrap(), WIDGET);
}

#[tokio::test]
async fn incomplete_chunked_reply_keeps_the_received_part() {
    let head = "HTTP/1.1 422 Unprocessable\r\nx-request-id: req_1\r\ntransfer-encoding: chunked\r\n\r\n";
    for (rest, expected) in
        [("", ""), ("5\r\nhello\r\n", "hello"), ("a\r\nhello", "hello"), ("5\r\nhello\r\nzz\r\n", "hello")]
    {
        let server = RawServer::each(Script::receive().write(head).pause(20).write(rest)).await;
        let call = UpdateWidget { widget: "w".to_owned(), name: None, note: callsheet::Patch::Null };
        let error = call.send(&client_of(&server)).await.unwrap_err();
        assert_eq!(transport_kind(&error), CutOff, "{rest:?}");
        assert_kept(&error, 422, expected.as_bytes());
    }
}
