//! Paths with text and values in any order: another reader gets the values back, or the call is refused before it is
//! sent. The readers are regular expressions, and the URL parser of the WHATWG standard, which removes dot segments as
//! servers do.

use callsheet::{Endpoint, Error, endpoint, error::Sent};
use percent_encoding::percent_decode_str;
use proptest::collection::vec;
use proptest::prelude::*;
use regex_lite::Regex;
use support::{RawServer, client_of, reply};

#[endpoint(method = "GET", path = "/v2/<name..>/manifests/<reference>")]
struct GetManifest {
    name: Vec<String>,
    reference: String,
}

#[endpoint(method = "GET", path = "/v2/<name..>/tags/list")]
struct ListTags {
    name: String,
}

#[endpoint(method = "POST", path = "/v1/<name..>:cancel")]
struct CancelOperation {
    name: Vec<String>,
}

#[endpoint(method = "POST", path = "/v1/jobs/<id>:cancel")]
struct CancelJob {
    id: String,
}

#[endpoint(method = "GET", path = "/maven/<group..>/<artifact>/<version>/")]
struct ListFiles {
    group: Vec<String>,
    artifact: String,
    version: String,
}

#[endpoint(method = "GET", path = "/git/x-<path..>@<revision>/raw")]
struct GetBlob {
    path: Vec<String>,
    revision: String,
}

#[endpoint(method = "GET", path = "/simple/<project>/")]
struct GetProject {
    project: String,
}

#[endpoint(method = "GET", path = "/<bucket>/<key..>/")]
struct ListFolder {
    bucket: String,
    #[path(allow_empty)]
    key: Vec<String>,
}

/// What a reader finds in a path: the segments of each value.
type Found = Vec<Vec<String>>;

/// Returns the path of the request, or the name of the refused field.
fn path(call: &impl Endpoint) -> Result<String, String> {
    match call.to_request(&"http://localhost".parse().unwrap()) {
        Ok(request) => Ok(request.uri().path().to_owned()),
        Err(error) => {
            assert_eq!((error.sent(), error.attempts()), (Sent::No, 0));
            let Error::Build { source, .. } = &error else { panic!("a build error") };
            Err(source.field_name().expect("the name of a field").to_owned())
        }
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

/// Reads the values by the pattern of a server. There is only one reading: groups as long as possible and groups as
/// short as possible are the same.
fn read(pattern: &str, path: &str) -> Found {
    let parsed = url::Url::parse(&format!("http://localhost{path}")).unwrap();
    assert_eq!(parsed.path(), path, "another parser changes the path");
    let longest = groups(pattern, path);
    assert_eq!(groups(&pattern.replace('+', "+?"), path), longest, "{path} has two readings");
    longest
}

/// Returns the groups of a match. Each segment is decoded on its own.
fn groups(pattern: &str, path: &str) -> Found {
    let found = Regex::new(pattern).unwrap();
    let found = found.captures(path).unwrap_or_else(|| panic!("{path} does not match {pattern}"));
    found.iter().skip(1).map(|group| group.unwrap().as_str().split('/').map(decoded).collect()).collect()
}

/// Asserts that a reader gets these values back. A value is refused only if one of its segments is empty, `.` or `..`,
/// and has no text beside it that makes it another segment.
fn assert_read_back(
    call: &impl Endpoint,
    pattern: &str,
    values: &[(&str, &[String])],
    is_dots: impl Fn(&str, usize, &str) -> bool,
) -> Result<(), TestCaseError> {
    let is_refused = |name: &str, at, segment: &str| segment.is_empty() || is_dots(name, at, segment);
    let refused = values.iter().find(|(name, segments)| {
        segments.is_empty() || segments.iter().enumerate().any(|(at, segment)| is_refused(name, at, segment))
    });
    match (path(call), refused) {
        (Ok(path), None) => {
            let expected: Found = values.iter().map(|(_, segments)| segments.to_vec()).collect();
            prop_assert_eq!(read(pattern, &path), expected, "{}", path);
        }
        (Err(field), Some((name, _))) => prop_assert_eq!(&field, name),
        (sent, refused) => prop_assert!(false, "{sent:?}, but expected to be refused: {refused:?}"),
    }
    Ok(())
}

fn dots(_: &str, _: usize, segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// A value for one segment. It is often similar to the text of a path.
fn segment() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z0-9]{1,4}",
        2 => "[-._~:@/%?# é]{1,3}",
        2 => prop::sample::select(vec!["manifests", ":cancel", "a:cancel", "@", "x-", "tags", "list", "%2e", "", ".", ".."])
            .prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ]
}

fn segments() -> impl Strategy<Value = Vec<String>> {
    vec(segment(), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn several_segments_before_text_and_a_value_are_read_back(name in segments(), reference in segment()) {
        let call = GetManifest { name: name.clone(), reference: reference.clone() };
        let values: [(&str, &[String]); 2] = [("name", &name), ("reference", &[reference])];
        assert_read_back(&call, "^/v2/(.+)/manifests/([^/]+)$", &values, dots)?;
    }

    #[test]
    fn text_with_slashes_before_text_is_read_back(name in segments()) {
        let name = name.join("/");
        let segments: Vec<String> = name.split('/').map(str::to_owned).collect();
        assert_read_back(&ListTags { name: name.clone() }, "^/v2/(.+)/tags/list$", &[("name", &segments)], dots)?;
    }

    #[test]
    fn value_before_a_verb_is_read_back(name in segments(), id in segment()) {
        let is_dots = |_: &str, at, segment: &str| at + 1 < name.len() && dots("", at, segment);
        assert_read_back(&CancelOperation { name: name.clone() }, "^/v1/(.+):cancel$", &[("name", &name)], is_dots)?;
        let call = CancelJob { id: id.clone() };
        assert_read_back(&call, "^/v1/jobs/([^/]+):cancel$", &[("id", &[id])], |_, _, _| false)?;
    }

    #[test]
    fn several_segments_before_single_ones_are_read_back(group in segments(), artifact in segment(), version in segment()) {
        let call = ListFiles { group: group.clone(), artifact: artifact.clone(), version: version.clone() };
        let values: [(&str, &[String]); 3] = [("group", &group), ("artifact", &[artifact]), ("version", &[version])];
        assert_read_back(&call, "^/maven/(.+)/([^/]+)/([^/]+)/$", &values, dots)?;
    }

    #[test]
    fn several_segments_between_texts_of_their_first_and_last_one_are_read_back(path in segments(), revision in segment()) {
        let call = GetBlob { path: path.clone(), revision: revision.clone() };
        let count = path.len();
        let is_dots = |name: &str, at, segment: &str| {
            name == "path" && at > 0 && at + 1 < count && dots(name, at, segment)
        };
        let values: [(&str, &[String]); 2] = [("path", &path), ("revision", &[revision])];
        assert_read_back(&call, "^/git/x-(.+)@([^/@]+)/raw$", &values, is_dots)?;
    }

    #[test]
    fn value_before_a_slash_at_the_end_is_read_back(project in segment()) {
        let call = GetProject { project: project.clone() };
        assert_read_back(&call, "^/simple/([^/]+)/$", &[("project", &[project])], dots)?;
    }

    #[test]
    fn allowed_empty_segments_before_a_slash_are_read_back(
        bucket in "[a-z]{3,5}", key in prop_oneof![8 => segments(), 1 => Just(vec![String::new()])],
    ) {
        // A value without text is refused, because the path would name the bucket.
        let is_refused = key.is_empty() || key == [""] || key.iter().any(|segment| dots("", 0, segment));
        match path(&ListFolder { bucket: bucket.clone(), key: key.clone() }) {
            Ok(path) => {
                prop_assert!(!is_refused, "{}", path);
                prop_assert_eq!(read("^/([^/]+)/(.+|/*)/$", &path), [vec![bucket], key]);
            }
            Err(field) => {
                prop_assert_eq!(field, "key");
                prop_assert!(is_refused, "{:?}", key);
            }
        }
    }
}

/// The other parser would remove a dot segment even if the dots come from two places.
#[test]
fn dots_of_the_text_and_of_a_value_are_refused_together() {
    #[endpoint(method = "GET", path = "/a/.<rest..>./b")]
    struct Dotted {
        rest: String,
    }
    for rest in [".", "./a", "a/.", "a/../b"] {
        let sent = path(&Dotted { rest: rest.to_owned() });
        // One value between two dots is three dots, which is a name like any other.
        assert_eq!(sent.is_ok(), rest == ".", "{rest}: {sent:?}");
    }
    assert_eq!(path(&Dotted { rest: "x/y".to_owned() }).unwrap(), "/a/.x/y./b");
}

#[tokio::test]
async fn paths_arrive_as_built() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    let client = client_of(&server);
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<String>>();

    let call = GetManifest { name: names(&["library", "nginx"]), reference: "sha256:ab".to_owned() };
    call.send(&client).await.unwrap();
    ListTags::builder().name("my-org/team a/app").send(&client).await.unwrap();
    CancelOperation::builder().name(["projects", "p/1", "operations", "7"]).send(&client).await.unwrap();
    CancelJob::builder().id("a:cancel").send(&client).await.unwrap();
    ListFiles::builder().group(["org", "apache"]).artifact("lang3").version("3.12").send(&client).await.unwrap();
    GetBlob::builder().path(["src", "lib.rs"]).revision("v1@2").send(&client).await.unwrap();
    GetProject::builder().project("callsheet").send(&client).await.unwrap();
    let refused = ListTags::builder().name("a/../b").send(&client).await.unwrap_err();
    assert_eq!(refused.sent(), Sent::No);

    let requests = server.requests();
    let lines: Vec<&str> = requests.iter().map(support::Received::line).collect();
    assert_eq!(
        lines,
        [
            "GET /v2/library/nginx/manifests/sha256%3Aab HTTP/1.1",
            "GET /v2/my-org/team%20a/app/tags/list HTTP/1.1",
            "POST /v1/projects/p%2F1/operations/7:cancel HTTP/1.1",
            "POST /v1/jobs/a%3Acancel:cancel HTTP/1.1",
            "GET /maven/org/apache/lang3/3.12/ HTTP/1.1",
            "GET /git/x-src/lib.rs@v1%402/raw HTTP/1.1",
            "GET /simple/callsheet/ HTTP/1.1",
        ]
    );
}
