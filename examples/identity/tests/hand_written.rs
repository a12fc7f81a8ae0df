//! Three endpoints written by hand with reqwest, serde and thiserror, tested against the same server. The table in
//! `README.md` compares them with those of the SDK.
//!
//! They use the SDK's arguments and objects, which are the same in both versions, and give the same guarantees: a path
//! value is one segment, each documented error is a variant with its detail, and all other replies are kept completely.
//! They have no builder, no tables for tools, and no docs about the request.

#[path = "hand_written/create_user.rs"]
mod create_user;
#[path = "hand_written/lines.rs"]
mod lines;
#[path = "hand_written/list_invites.rs"]
mod list_invites;
#[path = "hand_written/support.rs"]
mod support;
#[path = "hand_written/update_organization.rs"]
mod update_organization;

use callsheet::Patch;
use identity_server::{self as server, Server};
use krystal_identity::client::organizations::OrganizationUpdateProperties;
use krystal_identity::invites::InviteState;
use krystal_identity::organizations::OrganizationLookup;
use krystal_identity::users::UserCreationProperties;

use self::create_user::{CreateUser, CreateUserError};
use self::list_invites::{ListInvites, ListInvitesError};
use self::support::{CallError, Client, SharedError};
use self::update_organization::{UpdateOrganization, UpdateOrganizationError};

async fn start() -> (Server, Client) {
    let server = Server::start().await.expect("a port");
    let client = Client::new(&server.api_url(), server::TOKEN);
    (server, client)
}

fn id(id: &str) -> OrganizationLookup {
    OrganizationLookup::Id(id.to_owned())
}

fn acme() -> OrganizationLookup {
    OrganizationLookup::Identifier("acme".to_owned())
}

#[tokio::test]
async fn organization_update_succeeds_or_returns_each_error() {
    let (server, client) = start().await;
    let update = |organization, properties| UpdateOrganization { organization, properties };
    let properties = OrganizationUpdateProperties::builder().name("Acme Limited").time_zone(Patch::Null).build();
    for organization in [acme(), id(server::ACME)] {
        let updated = update(organization, properties.clone()).send(&client).await.unwrap().organization;
        assert_eq!(
            (updated.id.as_str(), updated.name.as_str(), updated.time_zone),
            (server::ACME, "Acme Limited", None)
        );
    }
    let refused = async |organization, properties| match update(organization, properties).send(&client).await {
        Err(CallError::Documented { error, reply, .. }) => (error, reply.status.as_u16()),
        other => panic!("{other:?}"),
    };
    let (error, status) = refused(id("none/../x"), properties.clone()).await;
    assert!(matches!(error, UpdateOrganizationError::OrganizationNotFound { .. }));
    assert_eq!(status, 404);
    let (error, _) = refused(id(server::MANAGED), properties.clone()).await;
    assert!(matches!(error, UpdateOrganizationError::PermissionDenied { detail, .. } if detail.details.is_none()));
    let (error, _) = refused(acme(), OrganizationUpdateProperties::builder().name("").build()).await;
    assert!(
        matches!(error, UpdateOrganizationError::ValidationError { detail, .. } if detail.details == ["Name can't be blank"])
    );
    let (error, _) = refused(id(server::LIMITED), properties.clone()).await;
    assert!(matches!(error, UpdateOrganizationError::Shared(SharedError::RateLimitReached { detail, .. })
        if detail.total_permitted == 100));

    let page = update(id(server::PROXIED), properties.clone()).send(&client).await.unwrap_err();
    let CallError::Unexpected { reply, code: None, .. } = &page else { panic!("{page:?}") };
    assert!(reply.body.starts_with(b"<html>"));
    let expired = Client::new(&server.api_url(), "expired");
    let error = update(acme(), properties).send(&expired).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "PATCH /client/organizations/<organization>: 403 invalid_api_token: The API token provided was not valid (it may \
         not exist or have expired) (request id req_0008)"
    );
}

#[tokio::test]
async fn value_that_is_not_a_path_segment_is_not_sent() {
    let (_server, client) = start().await;
    for value in ["", ".", ".."] {
        let error = ListInvites { organization: id(value), state: None }.send(&client).await.unwrap_err();
        assert!(matches!(error, CallError::Unsendable { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn list_of_invites_succeeds_or_returns_each_error() {
    let (_server, client) = start().await;
    for (organization, state) in [(acme(), None), (id(server::ACME), Some(InviteState::Pending))] {
        assert!(ListInvites { organization, state }.send(&client).await.unwrap().invites.is_empty());
    }
    let error = ListInvites { organization: id("none"), state: None }.send(&client).await.unwrap_err();
    let CallError::Documented { error: ListInvitesError::OrganizationNotFound { .. }, .. } = &error else {
        panic!("{error:?}")
    };
    let later = Some(InviteState::Other("later".to_owned()));
    let error = ListInvites { organization: acme(), state: later }.send(&client).await.unwrap_err();
    let CallError::Documented { error: ListInvitesError::Shared(SharedError::InvalidArgument { detail, .. }), .. } =
        &error
    else {
        panic!("{error:?}")
    };
    assert_eq!(detail.issue, "invalid_enum_value");
}

#[tokio::test]
async fn user_creation_succeeds_or_returns_each_error() {
    let (_server, client) = start().await;
    let user = |address: &str| CreateUser {
        properties: UserCreationProperties::builder().first_name("A").last_name("B").email_address(address).build(),
    };
    assert!(user("a@example.com").send(&client).await.unwrap().id.starts_with("user_"));
    let error = user("a@example.com").send(&client).await.unwrap_err();
    let CallError::Documented { error: CreateUserError::ValidationError { detail, .. }, .. } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(detail.details, ["Email address has already been taken"]);
}
