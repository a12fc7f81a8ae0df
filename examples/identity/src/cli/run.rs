//! Calls the endpoint of a subcommand.

use callsheet::Patch;
use krystal_identity::client::organizations as for_clients;
use krystal_identity::client::users as users_for_clients;
use krystal_identity::invites::{CreateInvite, InviteProperties, ListInvites};
use krystal_identity::organizations::{
    GetOrganization, GetPermissions, ListOrganizations, OrganizationUpdateProperties, UpdateOrganization,
};
use krystal_identity::signup_intents::{CreateSignupIntent, SignupIntentProperties};
use krystal_identity::ssh_keys::{AuthenticateSshKey, CreateSshKey, SshKeyCreateProperties};
use krystal_identity::user::{
    CreateIdentityCheck, GetAuthorization, GetUser, SessionLookup, SessionProperties, UpdatePreferences, UpdateUser,
    UserIdentityCheckProperties, UserUpdatePreferencesProperties, UserUpdateProperties,
};
use krystal_identity::users::{CreateUser, UserCreationProperties};

use crate::Caller;
use crate::commands::{Command, ForClients, Invites, Organizations, SignupIntents, SshKeys, User, Users};
use crate::output::Failure;

impl Command {
    pub(crate) async fn run(self, caller: &Caller) -> Result<(), Failure> {
        match self {
            Self::Organizations(command) => command.run(caller).await,
            Self::Invites(command) => command.run(caller).await,
            Self::SignupIntents(command) => command.run(caller).await,
            Self::SshKeys(command) => command.run(caller).await,
            Self::User(command) => command.run(caller).await,
            Self::Users(command) => command.run(caller).await,
            Self::Client(command) => command.run(caller).await,
        }
    }
}

impl Organizations {
    async fn run(self, caller: &Caller) -> Result<(), Failure> {
        match self {
            Self::List { exclude_managed } => {
                caller.call(ListOrganizations { exclude_managed: exclude_managed.then_some(true) }).await
            }
            Self::Show(organization) => caller.call(GetOrganization { organization: organization.lookup }).await,
            Self::Permissions(organization) => caller.call(GetPermissions { organization: organization.lookup }).await,
            Self::Update {
                organization,
                name,
                address1,
                address2,
                address3,
                address4,
                postcode,
                time_zone,
                vat_number,
            } => {
                let properties = OrganizationUpdateProperties {
                    name,
                    address1: patch(address1),
                    address2: patch(address2),
                    address3: patch(address3),
                    address4: patch(address4),
                    postcode: patch(postcode),
                    time_zone,
                    vat_number: patch(vat_number),
                };
                caller.call(UpdateOrganization { organization: organization.lookup, properties }).await
            }
        }
    }
}

impl Invites {
    async fn run(self, caller: &Caller) -> Result<(), Failure> {
        match self {
            Self::List { organization, state } => {
                caller.call(ListInvites { organization: organization.lookup, state }).await
            }
            Self::Create { organization, email_address } => {
                let properties = InviteProperties { email_address };
                caller.call(CreateInvite { organization: organization.lookup, properties }).await
            }
        }
    }
}

impl SignupIntents {
    async fn run(self, caller: &Caller) -> Result<(), Failure> {
        let Self::Create { email_address, first_name, last_name } = self;
        let properties = SignupIntentProperties { email_address, first_name, last_name };
        caller.call(CreateSignupIntent { properties }).await
    }
}

impl SshKeys {
    async fn run(self, caller: &Caller) -> Result<(), Failure> {
        match self {
            Self::Create { name, key, networks } => {
                let networks = (!networks.is_empty()).then_some(networks);
                caller.call(CreateSshKey { properties: SshKeyCreateProperties { name, key, networks } }).await
            }
            Self::Authenticate { fingerprint, ip_address } => {
                caller.call(AuthenticateSshKey { ssh_key: fingerprint, ip_address }).await
            }
        }
    }
}

impl User {
    async fn run(self, caller: &Caller) -> Result<(), Failure> {
        match self {
            Self::Show => caller.call(GetUser).await,
            Self::Update { first_name, last_name, time_zone } => {
                caller.call(UpdateUser { properties: UserUpdateProperties { first_name, last_name, time_zone } }).await
            }
            Self::Preferences { color_scheme } => {
                let properties = UserUpdatePreferencesProperties { color_scheme };
                caller.call(UpdatePreferences { properties }).await
            }
            Self::IdentityCheck { return_url } => {
                caller.call(CreateIdentityCheck { properties: UserIdentityCheckProperties { return_url } }).await
            }
            Self::Authorization { user_token, session, ip_address } => {
                let session = session.map(SessionLookup::Id);
                let properties = ip_address.map(|ip_address| SessionProperties { ip_address, user_agent: None });
                caller.call(GetAuthorization { token: user_token, session, properties }).await
            }
        }
    }
}

impl Users {
    async fn run(self, caller: &Caller) -> Result<(), Failure> {
        let Self::Create { first_name, last_name, email_address, time_zone, oauth_authorization } = self;
        let oauth_authorization = oauth_authorization.then_some(true);
        let properties =
            UserCreationProperties { first_name, last_name, email_address, time_zone, oauth_authorization };
        caller.call(CreateUser { properties }).await
    }
}

impl ForClients {
    async fn run(self, caller: &Caller) -> Result<(), Failure> {
        match self {
            Self::CreateOrganization { name, identifier, time_zone, users } => {
                let properties = for_clients::OrganizationCreateProperties {
                    name,
                    identifier,
                    time_zone,
                    two_factor_required: None,
                    user_ids: (!users.is_empty()).then_some(users),
                };
                caller.call(for_clients::CreateOrganization { properties }).await
            }
            Self::UpdateOrganization { organization, name, identifier, time_zone, two_factor_required } => {
                let time_zone = patch(time_zone);
                let properties =
                    for_clients::OrganizationUpdateProperties { name, identifier, time_zone, two_factor_required };
                caller.call(for_clients::UpdateOrganization { organization: organization.lookup, properties }).await
            }
            Self::ShowUser { user } => caller.call(users_for_clients::GetUser { user }).await,
        }
    }
}

/// Without a value, the field stays unchanged. An empty value clears it.
fn patch(value: Option<String>) -> Patch<String> {
    match value {
        Some(value) if value.is_empty() => Patch::Null,
        value => Patch::or_absent(value),
    }
}
