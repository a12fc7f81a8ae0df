//! Each documented error of each endpoint becomes its variant.

use callsheet::Patch;
use identity_server as server;
use krystal_identity::client::organizations as for_clients;
use krystal_identity::client::users as users_for_clients;
use krystal_identity::invites::{CreateInvite, CreateInviteError, InviteProperties, ListInvites, ListInvitesError};
use krystal_identity::organizations::{self, OrganizationUpdateProperties};
use krystal_identity::signup_intents::{CreateSignupIntent, CreateSignupIntentError, SignupIntentProperties};
use krystal_identity::ssh_keys::{
    AuthenticateSshKey, AuthenticateSshKeyError, CreateSshKey, CreateSshKeyError, SshKeyCreateProperties, SshKeyLookup,
};
use krystal_identity::user::{self, SessionLookup, SessionProperties};
use krystal_identity::users::{CreateUser, CreateUserError, UserCreationProperties};

use super::{acme, id, start};

/// Asserts that the call fails with the documented error of this pattern.
macro_rules! assert_refused {
    ($client:expr, $call:expr, $pattern:pat $(if $guard:expr)?) => {{
        let error = $client.send(&$call).await.unwrap_err();
        assert!(matches!(error.documented(), Some($pattern) $(if $guard)?), "{error:?}");
        error
    }};
}

#[tokio::test]
async fn documented_errors_of_organizations_for_clients() {
    use for_clients::{
        CreateOrganizationError, OrganizationCreateProperties, OrganizationUpdateProperties, UpdateOrganizationError,
    };

    let (_server, client) = start().await;
    let update = |organization, properties| for_clients::UpdateOrganization { organization, properties };
    let nothing = OrganizationUpdateProperties::builder().build();
    assert_refused!(
        client,
        update(id("org_none"), nothing.clone()),
        UpdateOrganizationError::OrganizationNotFound { .. }
    );
    assert_refused!(
        client,
        update(id(server::MANAGED), nothing),
        UpdateOrganizationError::PermissionDenied { detail: Some(detail), .. } if detail.details.is_none()
    );
    let wrong = OrganizationUpdateProperties::builder().name("").time_zone(Patch::Null).build();
    assert_refused!(
        client,
        update(acme(), wrong),
        UpdateOrganizationError::ValidationError { detail: Some(detail), .. } if detail.details == ["Name can't be blank"]
    );

    let create = |properties| for_clients::CreateOrganization { properties };
    let of_nobody = OrganizationCreateProperties::builder().name("New").user_ids(vec!["user_none".to_owned()]).build();
    assert_refused!(client, create(of_nobody), CreateOrganizationError::InvalidUser { .. });
    let named = |name: &str| OrganizationCreateProperties::builder().name(name);
    for taken in [named("New").identifier("acme").build(), named("Acme").build()] {
        assert_refused!(
            client,
            create(taken),
            CreateOrganizationError::ValidationError { detail: Some(detail), .. }
                if detail.details == ["Identifier has already been taken"]
        );
    }
}

#[tokio::test]
async fn documented_errors_of_users_for_clients() {
    use users_for_clients::{GetUser, GetUserError, UserLookup};

    let (_server, client) = start().await;
    for user in [UserLookup::Id("user_none".to_owned()), UserLookup::EmailAddress("none@example.com".to_owned())] {
        assert_refused!(client, GetUser { user }, GetUserError::UserNotFound { .. });
    }
}

#[tokio::test]
async fn documented_errors_of_organizations() {
    use organizations::{
        GetOrganization, GetOrganizationError, GetPermissions, GetPermissionsError, UpdateOrganization,
        UpdateOrganizationError,
    };

    let (_server, client) = start().await;
    let none = || id("org_none");
    assert_refused!(
        client,
        GetOrganization { organization: none() },
        GetOrganizationError::OrganizationNotFound { message: Some(_), .. }
    );
    assert_refused!(client, GetPermissions { organization: none() }, GetPermissionsError::OrganizationNotFound { .. });
    let properties = OrganizationUpdateProperties::builder().time_zone("London").build();
    assert_refused!(
        client,
        UpdateOrganization { organization: none(), properties: properties.clone() },
        UpdateOrganizationError::OrganizationNotFound { .. }
    );
    assert_refused!(
        client,
        UpdateOrganization { organization: acme(), properties },
        UpdateOrganizationError::ValidationError { detail: Some(detail), .. }
            if detail.details == ["Time zone is not included in the list"]
    );
}

#[tokio::test]
async fn documented_errors_of_invites() {
    let (_server, client) = start().await;
    let none = || id("org_none");
    assert_refused!(
        client,
        ListInvites { organization: none(), state: None },
        ListInvitesError::OrganizationNotFound { .. }
    );
    let properties = InviteProperties { email_address: "nobody".to_owned() };
    assert_refused!(
        client,
        CreateInvite { organization: none(), properties: properties.clone() },
        CreateInviteError::OrganizationNotFound { .. }
    );
    assert_refused!(
        client,
        CreateInvite { organization: acme(), properties },
        CreateInviteError::ValidationError { detail: Some(detail), .. } if detail.details == ["Email address is invalid"]
    );
}

#[tokio::test]
async fn documented_errors_of_signup_intents_and_new_users() {
    let (_server, client) = start().await;
    let taken = "ada@example.com";
    let properties = SignupIntentProperties::builder().email_address(taken).build();
    assert_refused!(
        client,
        CreateSignupIntent { properties },
        CreateSignupIntentError::ValidationError { detail: Some(detail), .. }
            if detail.details == ["Email address has already been taken"]
    );
    let properties = UserCreationProperties::builder().first_name(" ").last_name("").email_address(taken).build();
    assert_refused!(
        client,
        CreateUser { properties },
        CreateUserError::ValidationError { detail: Some(detail), .. } if detail.details.len() == 3
    );
}

#[tokio::test]
async fn documented_errors_of_ssh_keys() {
    let (_server, client) = start().await;
    let create = |key: &str, network: &str| CreateSshKey {
        properties: SshKeyCreateProperties::builder()
            .name("laptop")
            .key(key)
            .networks(vec![network.to_owned()])
            .build(),
    };
    assert_refused!(
        client,
        create("no key", "10.0.0.0/33"),
        CreateSshKeyError::ValidationError { detail: Some(detail), .. } if detail.details == ["Key is invalid", "Networks is invalid"]
    );

    let key = client.send(&create("ssh-ed25519 AAAA", "10.0.0.0/8")).await.unwrap().ssh_key;
    let ssh_key = SshKeyLookup::Sha1Fingerprint(key.sha1_fingerprint);
    let call = AuthenticateSshKey { ssh_key, ip_address: "11.0.0.1".to_owned() };
    assert_refused!(client, call, AuthenticateSshKeyError::IpAddressDenied { .. });

    // An undocumented error keeps its reply.
    let ssh_key = SshKeyLookup::Sha256Fingerprint("none".to_owned());
    let unknown = client.send(&AuthenticateSshKey { ssh_key, ..call }).await.unwrap_err();
    assert!(matches!(unknown, callsheet::Error::Undocumented { .. }), "{unknown:?}");
    assert_eq!(unknown.code(), Some("ssh_key_not_found"));
}

#[tokio::test]
async fn documented_errors_of_the_authenticated_user() {
    use user::{
        GetAuthorization, GetAuthorizationError, UpdatePreferences, UpdatePreferencesError, UpdateUser,
        UpdateUserError, UserUpdatePreferencesProperties, UserUpdateProperties,
    };

    let (_server, client) = start().await;
    let properties = UserUpdateProperties::builder().first_name("").build();
    assert_refused!(
        client,
        UpdateUser { properties },
        UpdateUserError::ValidationError { detail: Some(detail), .. } if detail.details == ["First name can't be blank"]
    );
    let properties = UserUpdatePreferencesProperties::builder().color_scheme("pink").build();
    let error = assert_refused!(
        client,
        UpdatePreferences { properties },
        UpdatePreferencesError::ValidationError { detail: Some(detail), .. } if detail.details.len() == 1
    );
    let said = "422 validation_error: An error ocurred with the input provided (request id req_0002)";
    assert_eq!(error.to_string(), format!("PATCH {}/user/preferences: {said}", client.base_url().as_str()));

    let call = GetAuthorization::builder().token(server::USER_TOKEN).session(SessionLookup::Id("none".to_owned()));
    let call = call.build();
    assert_refused!(client, call, GetAuthorizationError::PropertiesNotProvided { .. });
    let properties = Some(SessionProperties::builder().ip_address("127.0.0.1").build());
    let call = GetAuthorization { properties, ..call };
    assert_refused!(client, call, GetAuthorizationError::SessionNotFound { .. });
}
