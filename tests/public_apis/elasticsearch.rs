//! Elasticsearch, "Run a search": <https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search>.

use callsheet::{
    Api, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, JsonFormat},
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build_at, error, success};

enum Elasticsearch {}

impl Api for Elasticsearch {
    /// `{"error": {"type", "reason", ..}, "status": 404}`, with details next to the type.
    const ERROR_FORMAT: &'static dyn ErrorFormat =
        &JsonFormat::NESTED.code("type").messages(&["reason"]).whole_as_detail();
    type Errors = NoErrors;
}

#[endpoint(method = "POST", path = "/<index>/_search", api = Elasticsearch, response = Found, errors(
    index_not_found(status = 404, code = "index_not_found_exception", detail = NoIndex),
    parsing_exception(status = 400, detail = Position),
))]
struct Search {
    #[path(list = "comma")]
    index: Vec<String>,
    #[query]
    ignore_unavailable: Option<bool>,
    #[query(list = "comma")]
    expand_wildcards: Vec<String>,
    #[query]
    routing: Option<String>,
    from: Option<u32>,
    size: Option<u32>,
    query: Option<serde_json::Value>,
    #[body(name = "_source")]
    source: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Found {
    took: u32,
    hits: Hits,
}

#[derive(Debug, Deserialize)]
struct Hits {
    hits: Vec<Hit>,
}

#[derive(Debug, Deserialize)]
struct Hit {
    #[serde(rename = "_id")]
    id: String,
}

#[derive(Debug, Deserialize)]
struct NoIndex {
    index: String,
}

#[derive(Debug, Deserialize)]
struct Position {
    line: u32,
    col: u32,
}

#[test]
fn request_matches_the_documentation() {
    let call = Search::builder()
        .index(vec!["my-index-000001".to_owned(), "my-index-000002".to_owned()])
        .ignore_unavailable(true)
        .expand_wildcards(vec!["open".to_owned(), "hidden".to_owned()])
        .from(40_u32)
        .size(20_u32)
        .query(serde_json::json!({"term": {"user.id": "kimchy"}}))
        .build();
    assert_sends(
        &build_at("https://localhost:9200", &call),
        "POST https://localhost:9200/my-index-000001,my-index-000002/_search\
         ?ignore_unavailable=true&expand_wildcards=open,hidden",
        &[("accept", "application/json"), ("content-type", "application/json")],
        r#"{"from":40,"size":20,"query":{"term":{"user.id":"kimchy"}}}"#,
    );
}

#[test]
fn replies_of_the_documentation_are_read() {
    let found = success::<Search>(
        200,
        r#"{"took":5,"timed_out":false,"hits":{"total":{"value":1,"relation":"eq"},"hits":[{"_index":"i","_id":"0","_score":1.3}]}}"#,
    );
    assert_eq!((found.took, found.hits.hits[0].id.as_str()), (5, "0"));

    let missing = error::<Search>(
        404,
        r#"{"error":{"root_cause":[{"type":"index_not_found_exception","reason":"no such index [a]","index":"a"}],"type":"index_not_found_exception","reason":"no such index [a]","resource.type":"index_or_alias","index":"a"},"status":404}"#,
    );
    let Some(SearchError::IndexNotFound { detail, message }) = missing.documented() else { panic!("{missing:?}") };
    assert_eq!((detail.index.as_str(), message.as_deref()), ("a", Some("no such index [a]")));

    let parsing = error::<Search>(
        400,
        r#"{"error":{"root_cause":[],"type":"parsing_exception","reason":"unknown query [trem]","line":1,"col":18},"status":400}"#,
    );
    let Some(SearchError::ParsingException { detail, .. }) = parsing.documented() else { panic!("{parsing:?}") };
    assert_eq!((detail.line, detail.col), (1, 18));

    let closed = r#"{"error":{"type":"index_closed_exception","reason":"closed"},"status":400}"#;
    assert_undocumented::<Search>(400, closed, Some("index_closed_exception"), "closed");
}
