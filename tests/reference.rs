//! The endpoint of the example `identity`, against the embedded server.

use callsheet::{
    Client, Endpoint as _, Error, Patch, RetryPolicy,
    error::{DocumentedError as _, Sent},
};
use identity_server::{self as server, Server};

#[path = "../examples/update_organization.rs"]
#[expect(dead_code, unreachable_pub, reason = "written to be a program of its own")]
mod example;

use example::{
    OrganizationLookup, OrganizationPolicyFieldValueType, OrganizationPolicyType, OrganizationUpdateProperties,
    UpdateOrganization, UpdateOrganizationError, UpdatedOrganization,
};

async fn start() -> (Server, Client) {
    let server = Server::start().await.expect("a port");
    let client = Client::builder(server.base_url()).bearer(server::TOKEN).build().expect("a client");
    (server, client)
}

fn id(id: &str) -> OrganizationLookup {
    OrganizationLookup::Id(id.to_owned())
}

async fn update(
    client: &Client,
    organization: OrganizationLookup,
    properties: OrganizationUpdateProperties,
) -> Result<UpdatedOrganization, Error<UpdateOrganizationError>> {
    UpdateOrganization::builder().organization(organization).properties(properties).send(client).await
}

fn nothing() -> OrganizationUpdateProperties {
    OrganizationUpdateProperties::builder().build()
}

#[tokio::test]
async fn server_distinguishes_absent_null_and_value() {
    let (_server, client) = start().await;
    let renamed = OrganizationUpdateProperties::builder().name("Acme Limited").build();
    let updated = update(&client, id(server::ACME), renamed).await.unwrap().organization;
    assert_eq!((updated.name.as_str(), updated.time_zone.as_deref()), ("Acme Limited", Some("Europe/London")));

    let cleared = OrganizationUpdateProperties::builder().time_zone(Patch::Null).build();
    let updated = update(&client, id(server::ACME), cleared).await.unwrap().organization;
    assert_eq!((updated.name.as_str(), updated.time_zone), ("Acme Limited", None));

    let set = OrganizationUpdateProperties::builder().time_zone("Asia/Tokyo").two_factor_required(true).build();
    let updated = update(&client, id(server::ACME), set).await.unwrap().organization;
    assert_eq!((updated.time_zone.as_deref(), updated.two_factor_required), (Some("Asia/Tokyo"), true));
}

#[tokio::test]
async fn organization_is_found_by_id_and_by_identifier() {
    let (_server, client) = start().await;
    let by_id = update(&client, id(server::ACME), nothing()).await.unwrap();
    let identifier = OrganizationLookup::Identifier("acme".to_owned());
    let by_identifier = update(&client, identifier, nothing()).await.unwrap();
    assert_eq!((by_id.organization.id.as_str(), by_identifier.organization.id.as_str()), (server::ACME, server::ACME));
}

#[tokio::test]
async fn whole_object_is_read() {
    let (_server, client) = start().await;
    let organization = update(&client, id(server::ACME), nothing()).await.unwrap().organization;
    assert!(organization.updated_at.as_second() > 1_700_000_000);
    assert_eq!(organization.parent_id, None);
    assert_eq!(organization.users[0].roles, None);
    assert_eq!(organization.users[1].roles, Some(vec![Some("billing".to_owned()), None]));
    assert_eq!(organization.users[0].organization_updated_at.as_second(), 1_767_225_600);
    let policy = organization.policy.unwrap();
    assert_eq!(policy.r#type, OrganizationPolicyType::Standard);
    assert_eq!(policy.limits[0].value_type, OrganizationPolicyFieldValueType::Integer);
    // An unknown value is kept and does not fail the call.
    assert_eq!(policy.limits[1].value_type, OrganizationPolicyFieldValueType::Other("level".to_owned()));
}

#[tokio::test]
async fn each_documented_error_has_its_variant() {
    let (_server, client) = start().await;
    let not_found = update(&client, id("org_none"), nothing()).await.unwrap_err();
    assert!(
        matches!(not_found.documented(), Some(UpdateOrganizationError::OrganizationNotFound { .. })),
        "{not_found:?}"
    );

    let denied = update(&client, id(server::MANAGED), nothing()).await.unwrap_err();
    let Some(UpdateOrganizationError::PermissionDenied { detail, message }) = denied.documented() else {
        panic!("{denied:?}");
    };
    assert!(detail.as_ref().is_some_and(|detail| detail.details.is_none()));
    assert_eq!(message.as_deref(), Some("The authenticated identity is not permitted to perform this action"));

    let blank = OrganizationUpdateProperties::builder().name(" ").identifier("managed").build();
    let refused = update(&client, id(server::ACME), blank).await.unwrap_err();
    let Some(error @ UpdateOrganizationError::ValidationError { detail: Some(detail), .. }) = refused.documented()
    else {
        panic!("{refused:?}");
    };
    let mut details = detail.details.clone();
    details.sort();
    assert_eq!(details, ["Identifier has already been taken", "Name can't be blank"]);
    assert_eq!((error.code(), error.status().as_u16()), (Some("validation_error"), 422));
    let said = "422 validation_error: An error ocurred with the input provided (request id req_0003)";
    let place = format!("{}/organizations/<organization>", client.base_url().as_str());
    assert_eq!(refused.to_string(), format!("PATCH {place}: {said}"));
}

#[tokio::test]
async fn unknown_code_with_a_documented_status_is_undocumented() {
    let (server, client) = start().await;
    let codes = [
        (server::TOKEN, server::LIMITED, 429, "rate_limit_reached"),
        (server::TOKEN, server::BROKEN, 500, "unhandled_exception"),
        (server::TOKEN_WITHOUT_SCOPE, server::ACME, 403, "scope_not_granted"),
        ("expired", server::ACME, 403, "invalid_api_token"),
    ];
    for (token, organization, status, code) in codes {
        let client = Client::builder(server.base_url()).bearer(token).retry(RetryPolicy::none()).build().unwrap();
        let error = update(&client, id(organization), nothing()).await.unwrap_err();
        assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
        assert_eq!((error.status().unwrap().as_u16(), error.code()), (status, Some(code)));
        assert_eq!(error.message().is_some(), code != "unhandled_exception");
        assert!(error.request_id().unwrap().starts_with("req_"));
        assert_eq!(error.headers().unwrap()["x-api-schema"], "json-error");
        assert_eq!((error.sent(), error.attempts(), error.is_timeout()), (Sent::Yes, 1, false));
    }
    let page = update(&client, id(server::PROXIED), nothing()).await.unwrap_err();
    assert!(matches!(page, Error::UnexpectedBody { source: None, .. }), "{page:?}");
    assert!(page.body().unwrap().starts_with(b"<html>"));
    assert_eq!((page.code(), page.status().unwrap().as_u16()), (None, 404));
}

#[tokio::test]
async fn struct_literal_sends_the_same_as_the_builder() {
    let (_server, client) = start().await;
    let call = UpdateOrganization { organization: id(server::ACME), properties: nothing() };
    let full = call.send(&client).with_reply().await.unwrap();
    assert_eq!(full.value.organization.id, server::ACME);
    assert_eq!((full.reply.status().as_u16(), full.reply.request_id()), (200, Some("req_0001")));
    // It can be used for another call.
    assert!(call.send(&client).await.is_ok());
}

#[test]
fn lookup_is_in_the_body_only_if_the_path_does_not_identify_it() {
    let base = "https://identity.krystal.io/api/v1/client/".parse().unwrap();
    let request = |organization| UpdateOrganization { organization, properties: nothing() }.to_request(&base).unwrap();

    let by_id = request(id("org/1"));
    assert_eq!(by_id.uri(), "https://identity.krystal.io/api/v1/client/organizations/org%2F1");
    assert_eq!(by_id.body(), r#"{"properties":{}}"#);

    let by_identifier = request(OrganizationLookup::Identifier("acme".to_owned()));
    assert_eq!(by_identifier.uri(), "https://identity.krystal.io/api/v1/client/organizations/_");
    assert_eq!(by_identifier.body(), r#"{"organization":{"identifier":"acme"},"properties":{}}"#);
    assert_eq!(
        (by_identifier.method().as_str(), &by_identifier.headers()["content-type"]),
        ("PATCH", &"application/json".parse().unwrap())
    );
}

#[test]
fn tables_contain_names_types_docs_and_scopes() {
    let reference = UpdateOrganization::REFERENCE;
    assert!(reference.docs.starts_with("Update organization details."), "{}", reference.docs);
    assert_eq!((reference.response, UpdateOrganization::SPEC.scopes), ("UpdatedOrganization", &["organizations"][..]));
    // As the documentation page states.
    assert_eq!(UpdateOrganization::SPEC.success.0, [(200, 200)]);
    let fields: Vec<_> = reference.fields.iter().map(|field| (field.name, field.ty, field.required)).collect();
    let expected = [("organization", "OrganizationLookup", true), ("properties", "OrganizationUpdateProperties", true)];
    assert_eq!(fields, expected);
    let errors: Vec<_> = <UpdateOrganizationError as callsheet::error::ErrorSet>::REFERENCE
        .iter()
        .map(|case| (case.name, case.detail))
        .collect();
    let expected = [
        ("OrganizationNotFound", None),
        ("PermissionDenied", Some("Option<PermissionDetail>")),
        ("ValidationError", Some("Option<ValidationDetail>")),
    ];
    assert_eq!(errors, expected);
}
