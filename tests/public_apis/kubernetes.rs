//! Kubernetes, "partially update the specified Deployment":
//! <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/>.

use callsheet::{
    Api, Arguments, Patch, Payload, endpoint,
    error_format::{ErrorFormat, JsonFormat},
    errors,
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build_at, error, success};

enum Kubernetes {}

impl Api for Kubernetes {
    /// A `Status`: `{"reason", "message", "details", "code": 404}`. Its code only repeats the HTTP status.
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.code("reason").detail("details");
    type Errors = KubernetesErrors;
}

/// Errors that any endpoint may return: `StatusReason` in `k8s.io/apimachinery`.
#[errors(
    unauthorized(status = 401, code = "Unauthorized"),
    forbidden(status = 403, code = "Forbidden", detail = StatusDetails),
)]
enum KubernetesErrors {}

#[endpoint(
    method = "PATCH",
    path = "/apis/apps/v1/namespaces/<namespace>/deployments/<name>",
    api = Kubernetes,
    response = Deployment,
    success = [200, 201],
    errors(
        not_found(status = 404, code = "NotFound", detail = StatusDetails),
        conflict(status = 409, code = "Conflict", detail = StatusDetails),
        invalid(status = 422, code = "Invalid", detail = StatusDetails),
    ),
)]
struct PatchDeployment {
    namespace: String,
    name: String,
    #[query(name = "dryRun")]
    dry_run: Option<String>,
    #[query(name = "fieldManager")]
    field_manager: Option<String>,
    #[query(name = "fieldValidation")]
    field_validation: Option<String>,
    #[query]
    pretty: Option<bool>,
    #[payload]
    patch: PatchBody,
}

/// `patchType` in `k8s.io/apimachinery`.
#[derive(Payload)]
enum PatchBody {
    /// RFC 7386.
    #[payload(content_type = "application/merge-patch+json")]
    Merge(DeploymentPatch),
    #[payload(content_type = "application/strategic-merge-patch+json")]
    Strategic(DeploymentPatch),
    /// RFC 6902.
    #[payload(content_type = "application/json-patch+json")]
    Operations(Vec<serde_json::Value>),
    /// Server-side apply.
    #[payload(text, content_type = "application/apply-patch+yaml")]
    Apply(String),
}

#[derive(Arguments)]
struct DeploymentPatch {
    spec: SpecPatch,
}

#[derive(Arguments)]
struct SpecPatch {
    replicas: Option<u32>,
    /// Null removes it, as RFC 7386 defines.
    strategy: Patch<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Deployment {
    metadata: Metadata,
    spec: Spec,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    name: String,
    resource_version: String,
}

#[derive(Debug, Deserialize)]
struct Spec {
    replicas: u32,
}

#[derive(Debug, Deserialize)]
struct StatusDetails {
    name: String,
    kind: String,
    #[serde(default)]
    causes: Vec<Cause>,
}

#[derive(Debug, Deserialize)]
struct Cause {
    field: String,
}

#[test]
fn request_matches_the_documentation() {
    let call = PatchDeployment::builder()
        .namespace("default")
        .name("patch-demo")
        .dry_run("All")
        .field_manager("callsheet")
        .pretty(true)
        .patch(PatchBody::Merge(DeploymentPatch { spec: SpecPatch { replicas: Some(3), strategy: Patch::Null } }))
        .build();
    assert_sends(
        &build_at("https://127.0.0.1:6443", &call),
        "PATCH https://127.0.0.1:6443/apis/apps/v1/namespaces/default/deployments/patch-demo\
         ?dryRun=All&fieldManager=callsheet&pretty=true",
        &[("accept", "application/json"), ("content-type", "application/merge-patch+json")],
        r#"{"spec":{"replicas":3,"strategy":null}}"#,
    );
}

#[test]
fn other_patch_types_have_their_content_types() {
    let spec = SpecPatch { replicas: Some(3), strategy: Patch::Absent };
    for (patch, content_type, body) in [
        (
            PatchBody::Strategic(DeploymentPatch { spec }),
            "application/strategic-merge-patch+json",
            r#"{"spec":{"replicas":3}}"#,
        ),
        (
            PatchBody::Operations(vec![serde_json::json!({"op": "replace", "path": "/spec/replicas", "value": 3})]),
            "application/json-patch+json",
            r#"[{"op":"replace","path":"/spec/replicas","value":3}]"#,
        ),
        (PatchBody::Apply("spec: {replicas: 3}".to_owned()), "application/apply-patch+yaml", "spec: {replicas: 3}"),
    ] {
        let call = PatchDeployment::builder().namespace("default").name("patch-demo").patch(patch).build();
        assert_sends(
            &build_at("https://127.0.0.1:6443", &call),
            "PATCH https://127.0.0.1:6443/apis/apps/v1/namespaces/default/deployments/patch-demo",
            &[("accept", "application/json"), ("content-type", content_type)],
            body,
        );
    }
}

#[test]
fn replies_of_the_documentation_are_read() {
    let deployment = success::<PatchDeployment>(
        200,
        r#"{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"patch-demo","resourceVersion":"142"},"spec":{"replicas":3}}"#,
    );
    let Deployment { metadata, spec } = deployment;
    assert_eq!((metadata.name.as_str(), metadata.resource_version.as_str(), spec.replicas), ("patch-demo", "142", 3));

    let missing = error::<PatchDeployment>(
        404,
        r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"deployments.apps \"patch-demo\" not found","reason":"NotFound","details":{"name":"patch-demo","group":"apps","kind":"deployments"},"code":404}"#,
    );
    let Some(PatchDeploymentError::NotFound { detail, message }) = missing.documented() else { panic!("{missing:?}") };
    assert_eq!((detail.name.as_str(), detail.kind.as_str()), ("patch-demo", "deployments"));
    assert_eq!(message.as_deref(), Some("deployments.apps \"patch-demo\" not found"));

    let invalid = error::<PatchDeployment>(
        422,
        r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Deployment.apps \"patch-demo\" is invalid","reason":"Invalid","details":{"name":"patch-demo","group":"apps","kind":"Deployment","causes":[{"reason":"FieldValueForbidden","message":"Forbidden","field":"spec.strategy.rollingUpdate"}]},"code":422}"#,
    );
    let Some(PatchDeploymentError::Invalid { detail, .. }) = invalid.documented() else { panic!("{invalid:?}") };
    assert_eq!(detail.causes[0].field, "spec.strategy.rollingUpdate");

    let many =
        r#"{"kind":"Status","status":"Failure","message":"too many requests","reason":"TooManyRequests","code":429}"#;
    assert_undocumented::<PatchDeployment>(429, many, Some("TooManyRequests"), "too many requests");
}
