//! The result of each endpoint, and its effect on the server.

use callsheet::Patch;
use identity_server as server;
use krystal_identity::client::organizations as for_clients;
use krystal_identity::client::users::{GetUser as GetUserForClients, UserLookup};
use krystal_identity::invites::{CreateInvite, InviteProperties, InviteState, ListInvites};
use krystal_identity::organizations::{
    GetOrganization, GetPermissions, ListOrganizations, OrganizationUpdateProperties, UpdateOrganization,
};
use krystal_identity::signup_intents::{CreateSignupIntent, SignupIntentProperties};
use krystal_identity::ssh_keys::{AuthenticateSshKey, CreateSshKey, SshKeyCreateProperties, SshKeyLookup};
use krystal_identity::user::{
    CreateIdentityCheck, GetAuthorization, GetUser, SessionLookup, SessionProperties, UpdatePreferences, UpdateUser,
    UserIdentityCheckProperties, UserUpdatePreferencesProperties, UserUpdateProperties,
};
use krystal_identity::users::{CreateUser, IdentityCheckState, UserCreationProperties};

use super::{acme, id, start};

const BEGINNING: i64 = 1_767_225_600;

/// A list of two elements, one null and one not.
fn and_null(text: &str) -> Vec<Option<String>> {
    vec![Some(text.to_owned()), None]
}

#[tokio::test]
async fn organizations_for_clients_are_created_and_updated() {
    use for_clients::{
        CreateOrganization, OrganizationCreateProperties, OrganizationUpdateProperties, UpdateOrganization,
    };

    let (_server, client) = start().await;
    let new = OrganizationCreateProperties::builder().name("Newco").identifier("newco").two_factor_required(true);
    let properties = new.user_ids(vec![server::OTHER_USER.to_owned()]).build();
    let full = CreateOrganization { properties }.send(&client).with_reply().await.unwrap();
    assert_eq!(full.reply.status(), 200);
    let made = full.value.organization;
    assert_eq!((made.name.as_str(), made.identifier.as_str(), made.two_factor_required), ("Newco", "newco", true));
    let [owner] = &made.users[..] else { panic!("{made:?}") };
    assert_eq!((owner.user_id.as_str(), owner.owner, &owner.roles), (server::OTHER_USER, true, &Some(Vec::new())));

    let properties = OrganizationUpdateProperties::builder().name("Acme Limited").time_zone(Patch::Null).build();
    let updated = UpdateOrganization { organization: acme(), properties }.send(&client).await.unwrap().organization;
    assert_eq!((updated.id.as_str(), updated.name.as_str(), updated.time_zone), (server::ACME, "Acme Limited", None));
    assert!(updated.updated_at.as_second() > BEGINNING);
    assert_eq!(updated.users[1].roles, Some(and_null("billing")));
    let policy = updated.policy.unwrap();
    assert_eq!(policy.limits[1].value_type, for_clients::OrganizationPolicyFieldValueType::Other("level".to_owned()));
}

#[tokio::test]
async fn user_is_returned_for_clients() {
    let (_server, client) = start().await;
    let lookups = [UserLookup::Id(server::USER.to_owned()), UserLookup::EmailAddress("ada@example.com".to_owned())];
    for user in lookups {
        let user = GetUserForClients { user }.send(&client).await.unwrap().user;
        assert_eq!((user.person.name.as_str(), user.roles), ("Ada Smith", Some(and_null("admin"))));
        assert_eq!(user.person.email_addresses, Some(and_null("ada@example.com")));
        let details = user.roles_details.unwrap();
        assert_eq!(details[0].as_ref().unwrap().organization_id.as_deref(), Some(server::ACME));
        assert!(details[1].is_none());
        assert_eq!(user.person.identity_check_verified_at.unwrap().as_second(), BEGINNING);
        assert_eq!(user.organizations.len(), 5);
    }
    let user = GetUserForClients { user: UserLookup::Id(server::OTHER_USER.to_owned()) };
    let user = user.send(&client).await.unwrap().user;
    assert!(user.roles.is_none() && user.roles_details.is_none() && user.person.identity_check_verified_at.is_none());
    assert_eq!(user.person.identity_check_state, IdentityCheckState::Other("awaiting_documents".to_owned()));
}

#[tokio::test]
async fn organizations_of_the_user_are_listed_and_updated() {
    let (_server, client) = start().await;
    let all = ListOrganizations::builder().send(&client).await.unwrap().organizations;
    let own = ListOrganizations::builder().exclude_managed(true).send(&client).await.unwrap().organizations;
    assert_eq!((all.len(), own.len()), (5, 4));
    assert!(own.iter().all(|organization| !organization.managed));
    let member = &all[0].users[1];
    assert_eq!(
        (member.membership.user_id.as_str(), member.organization_deletion_initiated),
        (server::OTHER_USER, false)
    );

    let info = GetOrganization { organization: acme() }.send(&client).await.unwrap().organization;
    assert_eq!(
        (info.id.as_str(), info.address1.as_deref(), info.address2),
        (server::ACME, Some("1 High Street"), None)
    );
    assert_eq!(info.owner_ids, [server::USER]);

    let properties = OrganizationUpdateProperties::builder().address2("Floor 2").postcode(Patch::Null).build();
    UpdateOrganization { organization: id(server::ACME), properties }.send(&client).await.unwrap();
    let info = GetOrganization { organization: id(server::ACME) }.send(&client).await.unwrap().organization;
    assert_eq!((info.address1.as_deref(), info.address2.as_deref()), (Some("1 High Street"), Some("Floor 2")));
    assert_eq!(info.postcode, None);

    let details = GetPermissions { organization: acme() }.send(&client).await.unwrap().organization;
    assert_eq!((details.id.as_str(), details.revision, details.owner, details.roles), (server::ACME, 3, true, None));
    assert_eq!(details.permissions, Some(and_null("organization.update")));
}

#[tokio::test]
async fn invites_are_created_and_listed() {
    let (_server, client) = start().await;
    let properties = InviteProperties { email_address: "cy@example.com".to_owned() };
    let invite = CreateInvite { organization: acme(), properties }.send(&client).await.unwrap().invite;
    assert_eq!((invite.state, invite.inviter.roles), (InviteState::Pending, vec!["admin".to_owned()]));
    assert!(invite.expires_at.as_second() > BEGINNING && invite.accepted_at.is_none());

    let count =
        async |organization, state| ListInvites { organization, state }.send(&client).await.unwrap().invites.len();
    assert_eq!(count(acme(), None).await, 1);
    assert_eq!(count(id(server::ACME), Some(InviteState::Pending)).await, 1);
    assert_eq!(count(acme(), Some(InviteState::Accepted)).await, 0);
    assert_eq!(count(id(server::MANAGED), None).await, 0);
}

#[tokio::test]
async fn new_users_are_created() {
    let (_server, client) = start().await;
    let properties = SignupIntentProperties::builder().email_address("dee@example.com").first_name("Dee").build();
    assert!(CreateSignupIntent { properties }.send(&client).await.unwrap().id.starts_with("signup_intent_"));

    let user = UserCreationProperties::builder().first_name("Dee").last_name("Roe").email_address("dee@example.com");
    let full =
        CreateUser { properties: user.oauth_authorization(true).build() }.send(&client).with_reply().await.unwrap();
    assert_eq!(full.reply.status(), 201);
    assert!(full.value.oauth_authorization_code.is_some());
    let user = GetUserForClients { user: UserLookup::Id(full.value.id) }.send(&client).await.unwrap().user;
    assert_eq!((user.person.name.as_str(), user.person.time_zone.as_str()), ("Dee Roe", "UTC"));

    let user = UserCreationProperties::builder().first_name("Ed").last_name("Roe").email_address("ed@example.com");
    let made = CreateUser { properties: user.build() }.send(&client).await.unwrap();
    assert_eq!(made.oauth_authorization_code, None);
}

#[tokio::test]
async fn ssh_keys_are_created_and_authenticated() {
    let (_server, client) = start().await;
    let new = SshKeyCreateProperties::builder().name("laptop").key("ssh-ed25519 AAAA");
    let networks = ["10.0.0.0/8".to_owned(), "2001:db8::/32".to_owned()];
    let properties = new.networks(networks.clone()).build();
    let key = CreateSshKey { properties }.send(&client).await.unwrap().ssh_key;
    assert_eq!((key.name.as_str(), key.key.as_str(), &key.networks[..]), ("laptop", "ssh-ed25519 AAAA", &networks[..]));
    assert!(key.created_at.as_second() > BEGINNING);

    let by_sha1 = SshKeyLookup::Sha1Fingerprint(key.sha1_fingerprint);
    for (ssh_key, address) in
        [(SshKeyLookup::Sha256Fingerprint(key.sha256_fingerprint), "10.1.2.3"), (by_sha1, "2001:db8::1")]
    {
        let user = AuthenticateSshKey { ssh_key, ip_address: address.to_owned() }.send(&client).await.unwrap();
        assert_eq!(user.user_id, server::USER);
    }
}

#[tokio::test]
async fn authenticated_user_is_returned_and_updated() {
    let (_server, client) = start().await;
    let current = GetUser.send(&client).await.unwrap();
    assert_eq!((current.user.person.id.as_str(), current.session_id.as_deref()), (server::USER, Some(server::SESSION)));

    let properties = UserUpdateProperties::builder().last_name("Jones").time_zone("Asia/Tokyo").build();
    let user = UpdateUser { properties }.send(&client).await.unwrap().user;
    assert_eq!((user.person.name.as_str(), user.person.time_zone.as_str()), ("Ada Jones", "Asia/Tokyo"));
    assert_eq!(GetUser.send(&client).await.unwrap().user.person.name, "Ada Jones");

    let properties = UserUpdatePreferencesProperties::builder().color_scheme("dark").build();
    assert_eq!(UpdatePreferences { properties }.send(&client).await.unwrap().preferences.color_scheme, "dark");

    let properties = UserIdentityCheckProperties::builder().return_url("https://app.example.com").build();
    let check = CreateIdentityCheck { properties }.send(&client).await.unwrap().identity_check;
    assert_eq!(check.state, IdentityCheckState::Unverified);
    assert!(check.url.ends_with(&check.id) && check.expires_at.as_second() > BEGINNING);
}

#[tokio::test]
async fn authorization_of_a_token_is_returned() {
    let (_server, client) = start().await;
    let alone = GetAuthorization::builder().token(server::USER_TOKEN).send(&client).await.unwrap();
    assert_eq!((alone.client_id.as_str(), alone.user.person.id.as_str()), ("client_1", server::USER));
    assert!(alone.session.is_none() && alone.expiry.as_second() > BEGINNING);
    assert_eq!((alone.roles, alone.scopes.len()), (vec!["admin".to_owned()], 2));

    let with_session = async |address: &str| {
        let call = GetAuthorization::builder().token(server::USER_TOKEN);
        let call = call.session(SessionLookup::Id(server::SESSION.to_owned()));
        let properties = SessionProperties::builder().ip_address(address).user_agent("curl").build();
        call.properties(properties).send(&client).await.unwrap().session.unwrap()
    };
    let here = with_session("127.0.0.1").await;
    assert_eq!((here.active, here.trusted, here.reasons_to_distrust), (true, Some(true), None));
    assert!(here.session_created_at.is_some() && here.logged_in_at.is_none());
    let elsewhere = with_session("10.0.0.1").await;
    assert_eq!((elsewhere.trusted, elsewhere.trusted_ip_address), (Some(false), Some(false)));
    assert_eq!(elsewhere.reasons_to_distrust, Some(and_null("ip_address_changed")));
}
