//! Successful replies in every form that HTTP allows.

use std::time::Duration;

use support::widgets::{
    CreateWidget, DeleteWidget, FindWidgets, ProbeWidget, StartWidget, WIDGET, get_widget, update_widget, widget,
};
use support::{RawServer, Script, builder_of, client_of, json, reply};

#[tokio::test]
async fn send_returns_the_value() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget());
    assert_eq!(update_widget().send(&client_of(&server)).await.unwrap(), widget());
}

#[tokio::test]
async fn call_with_reply_returns_the_reply_too() {
    let bytes = reply(201, &[("content-type", "application/json"), ("x-request-id", "req_1"), ("x-cost", "2")], WIDGET);
    let server = RawServer::each(Script::receive().pause(20).write(bytes)).await;
    let full = CreateWidget { name: "a".to_owned() }.send(&client_of(&server)).with_reply().await.unwrap();
    assert_eq!(full.value, widget());
    assert_eq!(full.reply.status(), 201);
    assert_eq!(full.reply.headers()["x-cost"], "2");
    assert_eq!(full.reply.body(), WIDGET);
    assert_eq!(full.reply.request_id(), Some("req_1"));
    assert_eq!(full.reply.attempts(), 1);
    assert!((Duration::from_millis(20)..Duration::from_secs(5)).contains(&full.reply.elapsed()), "{full:?}");
}

#[tokio::test]
async fn chunked_reply_is_joined() {
    let script = Script::receive()
        .write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n6;ext=1\r\n{\"id\":\r\n")
        .pause(20)
        .write("2\r\n\"w\r\n")
        .pause(20)
        .write("e\r\nid_1\",\"size\":3\r\n1\r\n}\r\n0\r\nx-sum: 1\r\n\r\n");
    let server = RawServer::each(script).await;
    assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget());
}

#[tokio::test]
async fn reply_without_a_length_ends_with_its_connection() {
    for version in ["HTTP/1.1", "HTTP/1.0"] {
        let head = format!("{version} 200 OK\r\nx-request-id: req_1\r\n\r\n");
        let (first, rest) = WIDGET.split_at(7);
        let server = RawServer::each(Script::receive().write(head + first).pause(20).write(rest)).await;
        assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget(), "{version}");
    }
}

#[tokio::test]
async fn reply_that_arrives_byte_by_byte_is_read() {
    let bytes = json(200, WIDGET);
    let script = bytes.iter().fold(Script::receive(), |script, byte| script.write([*byte]).pause(0));
    let server = RawServer::each(script).await;
    assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget());
}

#[tokio::test]
async fn json_with_another_content_type_is_read() {
    for content_type in ["text/html", "application/vnd.acme+json; charset=utf-8", "nonsense"] {
        let server = RawServer::answering(reply(200, &[("content-type", content_type)], WIDGET)).await;
        assert_eq!(get_widget().send(&client_of(&server)).await.unwrap(), widget(), "{content_type}");
    }
}

#[tokio::test]
async fn interim_responses_are_ignored() {
    let early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\nx-request-id: early\r\n\r\n";
    let server = RawServer::each(Script::receive().write(early).pause(20).write(json(200, WIDGET))).await;
    let full = update_widget().send(&client_of(&server)).with_reply().await.unwrap();
    assert_eq!((full.value, full.reply.status().as_u16()), (widget(), 200));
    assert_eq!((full.reply.request_id(), full.reply.headers().get("link")), (Some("req_1"), None));
    assert_eq!(full.reply.attempts(), 1);
}

#[tokio::test]
async fn status_204_is_a_success_if_no_value_is_expected() {
    for bytes in ["HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\nrubbish"] {
        let server = RawServer::answering(bytes).await;
        let full = DeleteWidget { widget: "w".to_owned() }.send(&client_of(&server)).with_reply().await.unwrap();
        assert_eq!((full.reply.status().as_u16(), full.reply.body().len()), (204, 0));
    }
}

#[tokio::test]
async fn reply_to_head_has_a_length_and_no_body() {
    let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\ncontent-length: 9000\r\n\r\n";
    let server = RawServer::each(Script::receive().write(head).stall()).await;
    let client = builder_of(&server).reply_limit(1000).build().unwrap();
    let full = ProbeWidget { widget: "w".to_owned() }.send(&client).with_reply().await.unwrap();
    assert_eq!((full.reply.body().len(), &full.reply.headers()["content-length"]), (0, &"9000".parse().unwrap()));
    assert_eq!(server.request().line(), "HEAD /widgets/w HTTP/1.1");
}

#[tokio::test]
async fn unexpected_body_of_a_unit_response_is_kept_and_not_decoded() {
    let server = RawServer::answering(json(200, b"\xff<html>")).await;
    let full = StartWidget { widget: "w".to_owned() }.send(&client_of(&server)).with_reply().await.unwrap();
    assert_eq!(&full.reply.body()[..], b"\xff<html>");
}

#[tokio::test]
async fn new_members_are_ignored() {
    let later = r#" [{"id":"wid_1","size":3,"new":{"deep":[[[]]]}}] "#;
    let server = RawServer::answering(json(200, later)).await;
    let call = FindWidgets { sort: "id".to_owned(), text: None, page: None };
    assert_eq!(call.send(&client_of(&server)).await.unwrap(), [widget()]);
}

#[tokio::test]
async fn sequential_calls_share_a_connection() {
    let kept_open = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{WIDGET}", WIDGET.len());
    let script = (0..3).fold(Script::receive().write(&kept_open), |script, _| script.then_receive().write(&kept_open));
    let server = RawServer::each(script.stall()).await;
    let client = client_of(&server);
    for _ in 0..4 {
        assert_eq!(get_widget().send(&client.clone()).await.unwrap(), widget());
    }
    assert_eq!((server.log().connections, server.requests().len()), (1, 4));
}

#[tokio::test]
async fn closed_connection_is_replaced() {
    let kept_open = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{WIDGET}", WIDGET.len());
    let server = RawServer::each(Script::receive().write(kept_open)).await;
    let client = client_of(&server);
    for _ in 0..3 {
        assert_eq!(update_widget().send(&client).await.unwrap(), widget());
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    assert_eq!((server.log().connections, server.requests().len()), (3, 3));
}
