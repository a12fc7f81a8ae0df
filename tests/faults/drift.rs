//! The drift hook receives what the definition does not contain.

use std::sync::{Arc, Mutex};

use callsheet::{Client, Error, client::DriftKind};
use support::orders::{LineState, Orders, Reason};
use support::{Scripted, Step};

use crate::{AT_ONCE, order, over};

/// What a hook received.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    fn hook(&self) -> impl Fn(&callsheet::client::Drift<'_>) + Send + Sync + 'static {
        let heard = self.clone();
        move |drift| {
            let kind = match drift.kind {
                DriftKind::Status(status) => format!("status {}", status.as_u16()),
                DriftKind::Code(code) => format!("code {code}"),
                DriftKind::Value { ty, value } => format!("value {ty} {value}"),
                _ => "other".to_owned(),
            };
            let (name, attempts) = (drift.spec.name, drift.reply.attempts());
            heard.0.lock().unwrap().push(format!("{name}: {kind}, {attempts}: {drift}"));
        }
    }
}

/// Returns what the hook receives for this reply, after a first attempt that is retried.
macro_rules! heard {
    ($ty:ident, $status:expr, $body:expr) => {{
        let (heard, transport) = (Heard::default(), Scripted::new([Step::status(503), Step::body($status, $body)]));
        let client = over(&transport).on_drift(heard.hook()).build().unwrap();
        let _ = order!($ty).send(&client).await;
        heard.take()
    }};
}

#[tokio::test(start_paused = true)]
async fn undocumented_status_is_reported_once() {
    assert_eq!(heard!(GetOrder, 418, ""), ["GetOrder: status 418, 2: GET /orders/<order>: undocumented status 418"]);
    let with_code = heard!(GetOrder, 418, r#"{"code":"teapot"}"#);
    assert_eq!(with_code, ["GetOrder: status 418, 2: GET /orders/<order>: undocumented status 418"]);
}

#[tokio::test(start_paused = true)]
async fn undocumented_code_is_reported() {
    let heard = heard!(GetOrder, 404, r#"{"code":"order_lost\n"}"#);
    assert_eq!(
        heard,
        ["GetOrder: code order_lost\n, 2: GET /orders/<order>: undocumented code \"order_lost\\n\" at 404"]
    );
}

#[tokio::test(start_paused = true)]
async fn documented_errors_and_unexpected_bodies_are_not_reported() {
    for (status, body) in [
        (200, ""),
        (404, r#"{"code":"order_not_found"}"#),
        (422, r#"{"code":"order_rejected"}"#),
        (404, "<html>not found</html>"),
        (404, ""),
        (422, r#"{"code":7}"#),
    ] {
        assert_eq!(heard!(GetOrder, status, body), Vec::<String>::new(), "{status} {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn each_unknown_value_in_a_success_is_reported() {
    let body = r#"{"lines":[{"state":"open"},{"state":"lost"},{"state":"shipped"},{"state":"burnt"}]}"#;
    let heard = heard!(GetLines, 200, body);
    assert_eq!(
        heard,
        [
            r#"GetLines: value LineState lost, 2: GET /orders/<order>: unknown value "lost" of LineState"#,
            r#"GetLines: value LineState burnt, 2: GET /orders/<order>: unknown value "burnt" of LineState"#,
        ]
    );
    assert_eq!(heard!(GetLines, 200, r#"{"lines":[{"state":"open"}]}"#), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn unknown_values_in_the_detail_of_an_error_are_reported() {
    let body = |reason: &str| format!(r#"{{"error":{{"code":"tenant_closed","detail":{{"reason":"{reason}"}}}}}}"#);
    let heard = heard!(SharedGet, 410, &body("bankrupt"));
    assert_eq!(
        heard,
        [r#"SharedGet: value Reason bankrupt, 2: GET /orders/<order>: unknown value "bankrupt" of Reason"#]
    );
    assert_eq!(heard!(SharedGet, 410, &body("not_paid")), Vec::<String>::new());

    let (heard, transport) = (Heard::default(), Scripted::new([Step::body(410, &body("bankrupt"))]));
    let client = Client::for_api::<Orders>().base_url("http://a.example").transport(transport).retry(AT_ONCE);
    let client = client.on_drift(heard.hook()).build().unwrap();
    order!(GetOfApi).send(&client).await.unwrap_err();
    assert_eq!(heard.take().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn unknown_values_keep_their_text_with_and_without_a_hook() {
    let transport = Scripted::new([Step::body(200, r#"{"lines":[{"state":"lost"}]}"#)]);
    let order = order!(GetLines).send(&over(&transport).build().unwrap()).await.unwrap();
    assert_eq!(order.lines[0].state, LineState::Other("lost".to_owned()));
    assert_eq!((order.lines[0].state.as_str(), Reason::NotPaid.as_str()), ("lost", "not_paid"));
}

#[tokio::test(start_paused = true)]
async fn drift_is_not_reported_twice_or_for_another_call() {
    let heard = Heard::default();
    let broken = Step::body(200, r#"{"lines":[{"state":"lost"},7]}"#);
    let transport = Scripted::new([broken, Step::body(200, r#"{"lines":[]}"#), Step::status(404)]);
    let client = over(&transport).on_drift(heard.hook()).build().unwrap();
    let error = order!(GetLines).send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
    assert_eq!(heard.take().len(), 1);
    order!(GetLines).send(&client).await.unwrap();
    assert_eq!(heard.take(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn hook_can_decode_values_itself() {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let into = Arc::clone(&heard);
    let hook = move |drift: &callsheet::client::Drift<'_>| {
        // Values that are decoded here are not drift of the call.
        let _: support::orders::Order = serde_json::from_slice(drift.reply.body()).unwrap();
        into.lock().unwrap().push(drift.to_string());
    };
    let transport = Scripted::new([Step::body(200, r#"{"lines":[{"state":"lost"}]}"#)]);
    let client = over(&transport).on_drift(hook).build().unwrap();
    order!(GetLines).send(&client).await.unwrap();
    assert_eq!(heard.lock().unwrap().len(), 1);
}
