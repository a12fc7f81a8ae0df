//! S3, `ListObjectsV2`: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>.

use callsheet::{
    Api, Reply, Text, endpoint,
    error_format::{ErrorFormat, Problem},
    errors,
};

use super::{assert_sends, assert_undocumented, build_at, error, success};

enum S3 {}

// Not expressible: the signature (version 4) in `Authorization`. It depends on the whole request, so an `Authorizer`
// adds it.
impl Api for S3 {
    const HEADERS: &'static [(&'static str, &'static str)] = &[("accept", "application/xml")];
    const ERROR_FORMAT: &'static dyn ErrorFormat = &XmlError;
    type Errors = S3Errors;
}

/// `<Error><Code>NoSuchKey</Code><Message>..</Message><Resource>..</Resource><RequestId>..</RequestId></Error>`.
struct XmlError;

impl ErrorFormat for XmlError {
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
        let (_, error) = std::str::from_utf8(reply.body()).ok()?.split_once("<Error>")?;
        let element = |open: &str, close: &str| Some(error.split_once(open)?.1.split_once(close)?.0.into());
        Some(Problem::new(element("<Code>", "</Code>"), element("<Message>", "</Message>"), None))
    }
}

/// Errors that any endpoint may return.
#[errors(access_denied(status = 403, code = "AccessDenied"), slow_down(status = 503, code = "SlowDown"))]
enum S3Errors {}

#[endpoint(method = "GET", path = "/", host_prefix = "<bucket>.", query("list-type" = "2"), api = S3, response = Text, errors(
    no_such_bucket(status = 404, code = "NoSuchBucket"),
))]
// Not expressible: `ListBucketResult` as a type, because only JSON is decoded. The XML is read as text.
struct ListObjectsV2 {
    bucket: String,
    #[query]
    prefix: Option<String>,
    #[query]
    delimiter: Option<char>,
    #[query(name = "max-keys")]
    max_keys: Option<u16>,
    #[query(name = "continuation-token")]
    continuation_token: Option<String>,
    #[query(name = "encoding-type")]
    encoding_type: Option<String>,
    #[query(name = "fetch-owner")]
    fetch_owner: Option<bool>,
    #[query(name = "start-after")]
    start_after: Option<String>,
    #[header(name = "x-amz-request-payer")]
    request_payer: Option<String>,
    #[header(name = "x-amz-expected-bucket-owner")]
    expected_bucket_owner: Option<String>,
    #[header(name = "x-amz-optional-object-attributes")]
    optional_object_attributes: Vec<String>,
}

#[test]
fn request_matches_the_documentation() {
    let call = ListObjectsV2::builder()
        .bucket("amzn-s3-demo-bucket")
        .prefix("photos/2006/")
        .delimiter('/')
        .max_keys(3_u16)
        .continuation_token("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=")
        .fetch_owner(true)
        .request_payer("requester")
        .optional_object_attributes(vec!["RestoreStatus".to_owned()])
        .build();
    assert_sends(
        &build_at("https://s3.us-west-2.amazonaws.com", &call),
        "GET https://amzn-s3-demo-bucket.s3.us-west-2.amazonaws.com/?list-type=2&prefix=photos%2F2006%2F&delimiter=%2F\
         &max-keys=3&continuation-token=1ueGcxLPRx1Tr%2FXYExHnhbYLgveDs2J%2Fwm36Hy4vbOwM%3D&fetch-owner=true",
        &[
            ("accept", "application/xml"),
            ("x-amz-optional-object-attributes", "RestoreStatus"),
            ("x-amz-request-payer", "requester"),
        ],
        "",
    );
}

#[test]
fn replies_of_the_documentation_are_read() {
    let listed = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><KeyCount>0</KeyCount></ListBucketResult>"#;
    let Text(text) = success::<ListObjectsV2>(200, listed);
    assert_eq!(text, listed);

    let missing = error::<ListObjectsV2>(
        404,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>none</BucketName><RequestId>4442587FB7D0A2F9</RequestId></Error>"#,
    );
    assert!(matches!(missing.documented(), Some(ListObjectsV2Error::NoSuchBucket { .. })), "{missing:?}");
    assert_eq!(missing.message(), Some("The specified bucket does not exist"));

    let denied =
        error::<ListObjectsV2>(403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
    assert!(
        matches!(denied.documented(), Some(ListObjectsV2Error::Shared(S3Errors::AccessDenied { .. }))),
        "{denied:?}"
    );

    let elsewhere = "<Error><Code>PermanentRedirect</Code><Message>Use this endpoint.</Message></Error>";
    assert_undocumented::<ListObjectsV2>(301, elsewhere, Some("PermanentRedirect"), "Use this endpoint.");
}
