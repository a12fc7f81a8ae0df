//! Errors that every endpoint may return, from all of them, in the SDK's error type.

use callsheet::{Endpoint, endpoint, error::Sent};
use identity_server as server;
use krystal_identity::client::organizations as for_clients;
use krystal_identity::client::users as users_for_clients;
use krystal_identity::invites::{CreateInvite, InviteProperties, ListInvites};
use krystal_identity::organizations::{
    GetOrganization, GetPermissions, ListOrganizations, OrganizationUpdateProperties, UpdateOrganization,
};
use krystal_identity::signup_intents::{CreateSignupIntent, SignupIntentProperties};
use krystal_identity::ssh_keys::{AuthenticateSshKey, CreateSshKey, SshKeyCreateProperties, SshKeyLookup};
use krystal_identity::user::{
    CreateIdentityCheck, GetAuthorization, GetUser, UpdatePreferences, UpdateUser, UserIdentityCheckProperties,
    UserUpdatePreferencesProperties, UserUpdateProperties,
};
use krystal_identity::users::{CreateUser, UserCreationProperties};
use krystal_identity::{Client, Error, ErrorKind, Identity, IdentityErrors, RateLimit, Refusal, Scopes};

use super::{acme, client_of, start};

/// The error of a call, converted by `?` into the SDK's error type.
async fn error_of<E: Endpoint<Api = Identity>>(endpoint: E, client: &Client) -> Error {
    async fn call<E: Endpoint<Api = Identity>>(endpoint: &E, client: &Client) -> Result<(), Error> {
        client.send(endpoint).await?;
        Ok(())
    }
    let Err(error) = call(&endpoint, client).await else { panic!("{} is a success", E::SPEC.name) };
    if let Some(Scopes { scopes, .. }) = error.detail() {
        assert_eq!(scopes, E::SPEC.scopes, "{}", E::SPEC.name);
    }
    error
}

/// The errors of all 18 endpoints, called with valid arguments.
async fn errors_of_all(client: &Client) -> [Error; 18] {
    let user = users_for_clients::UserLookup::Id(server::USER.to_owned());
    let ssh_key = SshKeyLookup::Sha256Fingerprint("any".to_owned());
    let new_user = UserCreationProperties::builder().first_name("A").last_name("B").email_address("c@example.com");
    let (key, new, changes) = (
        SshKeyCreateProperties::builder().name("laptop").key("ssh-ed25519 AAAA").build(),
        for_clients::OrganizationCreateProperties::builder().name("New").build(),
        for_clients::OrganizationUpdateProperties::builder().build(),
    );
    let email_address = || "d@example.com".to_owned();
    [
        error_of(for_clients::UpdateOrganization { organization: acme(), properties: changes }, client).await,
        error_of(for_clients::CreateOrganization { properties: new }, client).await,
        error_of(users_for_clients::GetUser { user }, client).await,
        error_of(ListOrganizations { exclude_managed: None }, client).await,
        error_of(GetOrganization { organization: acme() }, client).await,
        error_of(
            UpdateOrganization { organization: acme(), properties: OrganizationUpdateProperties::builder().build() },
            client,
        )
        .await,
        error_of(GetPermissions { organization: acme() }, client).await,
        error_of(ListInvites { organization: acme(), state: None }, client).await,
        error_of(
            CreateInvite { organization: acme(), properties: InviteProperties { email_address: email_address() } },
            client,
        )
        .await,
        error_of(
            CreateSignupIntent { properties: SignupIntentProperties::builder().email_address(email_address()).build() },
            client,
        )
        .await,
        error_of(CreateSshKey { properties: key }, client).await,
        error_of(AuthenticateSshKey { ssh_key, ip_address: "127.0.0.1".to_owned() }, client).await,
        error_of(GetUser, client).await,
        error_of(UpdateUser { properties: UserUpdateProperties::builder().build() }, client).await,
        error_of(
            UpdatePreferences { properties: UserUpdatePreferencesProperties { color_scheme: "dark".to_owned() } },
            client,
        )
        .await,
        error_of(
            CreateIdentityCheck {
                properties: UserIdentityCheckProperties { return_url: "https://a.example".to_owned() },
            },
            client,
        )
        .await,
        error_of(GetAuthorization { token: server::USER_TOKEN.to_owned(), session: None, properties: None }, client)
            .await,
        error_of(CreateUser { properties: new_user.build() }, client).await,
    ]
}

fn shared(error: &Error) -> &IdentityErrors {
    let documented = error.call().and_then(|call| call.documented()).unwrap_or_else(|| panic!("{error:?}"));
    documented.downcast_ref().unwrap_or_else(|| panic!("{error:?}"))
}

#[tokio::test]
async fn invalid_token_is_denied_by_every_endpoint() {
    let (server, _) = start().await;
    for error in errors_of_all(&client_of(&server.api_url(), "expired")).await {
        assert!(matches!(shared(&error), IdentityErrors::InvalidApiToken { message: Some(_), .. }), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Denied);
    }
}

#[tokio::test]
async fn token_without_the_documented_scope_is_denied_by_every_endpoint() {
    let (server, _) = start().await;
    for error in errors_of_all(&client_of(&server.api_url(), server::TOKEN_WITHOUT_SCOPE)).await {
        assert!(matches!(shared(&error), IdentityErrors::ScopeNotGranted { .. }), "{error:?}");
        assert_eq!(error.detail::<Scopes>().unwrap().scopes.len(), 1);
        assert!(error.detail::<Refusal>().is_none());
        assert_eq!(error.kind(), ErrorKind::Denied);
    }
}

#[tokio::test]
async fn rate_limit_is_reported_by_every_endpoint() {
    let (server, _) = start().await;
    for error in errors_of_all(&client_of(&server.api_url(), server::TOKEN_LIMITED)).await {
        let IdentityErrors::RateLimitReached { detail: Some(detail), .. } = shared(&error) else { panic!("{error:?}") };
        assert_eq!((detail.total_permitted, error.detail::<RateLimit>().unwrap().total_permitted), (100, 100));
        assert_eq!(error.kind(), ErrorKind::RateLimited);
    }
}

#[tokio::test]
async fn server_failure_is_reported_by_every_endpoint() {
    let (server, _) = start().await;
    for error in errors_of_all(&client_of(&server.api_url(), server::TOKEN_BROKEN)).await {
        assert!(matches!(shared(&error), IdentityErrors::UnhandledException { message: None, .. }), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Server);
    }
}

#[tokio::test]
async fn wrong_base_url_is_reported_by_every_endpoint() {
    let (server, _) = start().await;
    for error in errors_of_all(&client_of(&format!("{}/nothing", server.api_url()), server::TOKEN)).await {
        assert!(matches!(shared(&error), IdentityErrors::RouteNotFound { .. }), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Unexpected);
    }
}

#[tokio::test]
async fn unreachable_server_is_reported_by_every_endpoint() {
    for error in errors_of_all(&client_of("http://127.0.0.1:1", server::TOKEN)).await {
        assert_eq!((error.kind(), error.call().unwrap().sent()), (ErrorKind::Unreachable, Sent::No));
    }
}

/// An endpoint defined by a user of the SDK, without the arguments that the server requires.
#[endpoint(method = "POST", path = "/ssh_keys", api = Identity)]
struct Careless {
    properties: Option<serde_json::Value>,
}

#[tokio::test]
async fn missing_or_invalid_arguments_are_reported() {
    let (_server, client) = start().await;
    let error = async |properties| error_of(Careless { properties }, &client).await;
    for (properties, path) in [(None, &["properties"][..]), (Some(serde_json::json!({})), &["properties", "name"])] {
        let error = error(properties).await;
        let IdentityErrors::MissingRequiredArgument { detail: Some(detail), .. } = shared(&error) else {
            panic!("{error:?}")
        };
        assert_eq!((detail.path.join("."), detail.argument.name.as_str()), (path.join("."), *path.last().unwrap()));
        assert_eq!(error.kind(), ErrorKind::Refused);
    }
    let wrong = error(Some(serde_json::json!([]))).await;
    let IdentityErrors::InvalidArgument { detail: Some(detail), .. } = shared(&wrong) else { panic!("{wrong:?}") };
    assert_eq!(
        (detail.issue.as_str(), detail.index, detail.argument.description.as_deref()),
        ("object_expected", None, None)
    );
    assert_eq!(wrong.kind(), ErrorKind::Refused);
}

/// Returns an expired token first, then a valid one.
struct Expiring(std::sync::atomic::AtomicBool);

impl callsheet::auth::TokenSource for Expiring {
    fn fetch(&self) -> callsheet::transport::BoxFuture<'_, Result<callsheet::auth::Token, callsheet::error::BoxError>> {
        let was_asked = self.0.swap(true, std::sync::atomic::Ordering::Relaxed);
        let token = if was_asked { server::TOKEN } else { "expired" };
        Box::pin(std::future::ready(Ok(callsheet::auth::Token::new(token))))
    }
}

#[tokio::test]
async fn expired_token_is_renewed() {
    let server = server::Server::start().await.expect("a port");
    let client = Identity::builder().base_url(server.api_url()).token_source(Expiring(false.into()));
    let client = client.retry(callsheet::RetryPolicy::none()).build().expect("a client");
    // Also for a PATCH: the server refused it before processing it.
    let update = UpdateOrganization {
        organization: acme(),
        properties: OrganizationUpdateProperties::builder().name("B").build(),
    };
    let full = update.send(&client).with_reply().await.expect("a good token");
    assert_eq!(full.reply.attempts(), 2);
}
