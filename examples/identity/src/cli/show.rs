//! Human-readable output of the responses.

use krystal_identity::client::organizations as for_clients;
use krystal_identity::invites::{Invite, InviteReply, Invites};
use krystal_identity::organizations::{self, OrganizationUser, Organizations, PermissionsReply};
use krystal_identity::signup_intents::SignupIntent;
use krystal_identity::ssh_keys::{SshKeyReply, SshKeyUser};
use krystal_identity::user::{Authorization, CurrentUser, IdentityCheckReply, PreferencesReply, SessionValidity};
use krystal_identity::users::{CreatedUser, Person, User, UserReply};
use serde::Serialize;

/// A response that can be printed.
pub(crate) trait Show {
    /// The output, as a few lines.
    fn shown(&self) -> String;
}

/// One line per label and value. A missing value is shown as `-`.
fn lines(values: &[(&str, Option<&str>)]) -> String {
    let width = values.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
    let line = |(label, value): &(&str, Option<&str>)| format!("{label:width$}  {}\n", value.unwrap_or("-"));
    values.iter().map(line).collect()
}

fn yes(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// The value of an enum as it is on the wire.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A list that may be null, with elements that may be null.
fn listed(list: Option<&Vec<Option<String>>>) -> String {
    let names = list.into_iter().flatten().flatten().map(String::as_str);
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "-".to_owned() } else { names.join(", ") }
}

fn memberships<'a>(
    members: impl IntoIterator<Item = &'a OrganizationUser>,
    of: fn(&OrganizationUser) -> &str,
) -> String {
    let line = |member: &OrganizationUser| {
        let owner = if member.owner { ", owner" } else { "" };
        format!("  {}{owner}, roles: {}\n", of(member), listed(member.roles.as_ref()))
    };
    members.into_iter().map(line).collect()
}

fn person(person: &Person) -> String {
    let verified = person.identity_check_verified_at.map(|at| at.to_string());
    lines(&[
        ("id", Some(&person.id)),
        ("name", Some(&person.name)),
        ("email", person.email_address.as_deref()),
        ("all emails", Some(&listed(person.email_addresses.as_ref()))),
        ("time zone", Some(&person.time_zone)),
        ("two factors", Some(yes(person.two_factor_auth_enabled))),
        ("identity check", Some(&word(&person.identity_check_state))),
        ("verified at", verified.as_deref()),
    ])
}

fn user(user: &User) -> String {
    let details = user.roles_details.iter().flatten().flatten();
    let details: Vec<String> = details.map(|role| format!("  role {} ({})\n", role.name, role.label)).collect();
    let roles = listed(user.roles.as_ref());
    let permissions = listed(user.role_permissions.as_ref());
    let organizations = memberships(&user.organizations, |member| &member.organization_name);
    format!(
        "{}roles: {roles}\n{}permissions: {permissions}\norganizations:\n{organizations}",
        person(&user.person),
        details.concat()
    )
}

impl Show for Organizations {
    fn shown(&self) -> String {
        let row = |organization: &organizations::ListedOrganization| {
            let organizations::ListedOrganization { id, identifier, name, users, .. } = organization;
            let managed = if organization.managed { ", managed" } else { "" };
            format!("{id:<12}  {identifier:<12}  {name} ({} users{managed})\n", users.len())
        };
        self.organizations.iter().map(row).collect()
    }
}

impl Show for organizations::OrganizationReply {
    fn shown(&self) -> String {
        let organization = &self.organization;
        let address = [&organization.address1, &organization.address2, &organization.address3, &organization.address4];
        let address: Vec<&str> = address.into_iter().flatten().map(String::as_str).collect();
        lines(&[
            ("id", Some(&organization.id)),
            ("name", Some(&organization.name)),
            ("address", Some(&address.join(", "))),
            ("postcode", organization.postcode.as_deref()),
            ("time zone", Some(&organization.time_zone)),
            ("VAT number", organization.vat_number.as_deref()),
            ("owners", Some(&organization.owner_ids.join(", "))),
        ])
    }
}

impl Show for for_clients::OrganizationReply {
    fn shown(&self) -> String {
        let organization = &self.organization;
        let head = lines(&[
            ("id", Some(&organization.id)),
            ("name", Some(&organization.name)),
            ("identifier", Some(&organization.identifier)),
            ("time zone", organization.time_zone.as_deref()),
            ("updated at", Some(&organization.updated_at.to_string())),
            ("two factors", Some(yes(organization.two_factor_required))),
            ("managed", Some(yes(organization.managed))),
            ("policy", organization.policy.as_ref().map(|policy| policy.name.as_str())),
        ]);
        let limits = organization.policy.iter().flat_map(|policy| &policy.limits).map(|limit| {
            let (value, suffix) = (limit.value.as_deref().unwrap_or("-"), limit.suffix.as_deref().unwrap_or_default());
            format!("  {}: {}\n", limit.label, format!("{value} {suffix}").trim())
        });
        let users = memberships(&organization.users, |member| &member.user_id);
        format!("{head}{}users:\n{users}", limits.collect::<String>())
    }
}

impl Show for PermissionsReply {
    fn shown(&self) -> String {
        let details = &self.organization;
        lines(&[
            ("id", Some(&details.id)),
            ("revision", Some(&details.revision.to_string())),
            ("owner", Some(yes(details.owner))),
            ("roles", Some(&listed(details.roles.as_ref()))),
            ("permissions", Some(&listed(details.permissions.as_ref()))),
        ])
    }
}

fn invite(invite: &Invite) -> String {
    let Invite { id, email_address, expires_at, inviter, .. } = invite;
    let state = word(&invite.state);
    format!("{id}  {email_address}  {state}, until {expires_at}, by {}\n", inviter.person.name)
}

impl Show for Invites {
    fn shown(&self) -> String {
        if self.invites.is_empty() {
            return "no invites".to_owned();
        }
        self.invites.iter().map(invite).collect()
    }
}

impl Show for InviteReply {
    fn shown(&self) -> String {
        invite(&self.invite)
    }
}

impl Show for SignupIntent {
    fn shown(&self) -> String {
        lines(&[("id", Some(&self.id))])
    }
}

impl Show for SshKeyReply {
    fn shown(&self) -> String {
        let key = &self.ssh_key;
        lines(&[
            ("name", Some(&key.name)),
            ("SHA-256", Some(&key.sha256_fingerprint)),
            ("SHA-1", Some(&key.sha1_fingerprint)),
            ("created at", Some(&key.created_at.to_string())),
            ("networks", Some(&key.networks.join(", "))),
        ])
    }
}

impl Show for SshKeyUser {
    fn shown(&self) -> String {
        lines(&[("user", Some(&self.user_id))])
    }
}

impl Show for UserReply {
    fn shown(&self) -> String {
        user(&self.user)
    }
}

impl Show for CurrentUser {
    fn shown(&self) -> String {
        format!("{}session: {}\n", user(&self.user), self.session_id.as_deref().unwrap_or("-"))
    }
}

impl Show for PreferencesReply {
    fn shown(&self) -> String {
        lines(&[("color scheme", Some(&self.preferences.color_scheme))])
    }
}

impl Show for IdentityCheckReply {
    fn shown(&self) -> String {
        let check = &self.identity_check;
        lines(&[
            ("id", Some(&check.id)),
            ("url", Some(&check.url)),
            ("state", Some(&word(&check.state))),
            ("expires at", Some(&check.expires_at.to_string())),
        ])
    }
}

impl Show for Authorization {
    fn shown(&self) -> String {
        let head = lines(&[
            ("client", Some(&self.client_id)),
            ("user", Some(&self.user.person.name)),
            ("expires at", Some(&self.expiry.to_string())),
            ("scopes", Some(&self.scopes.join(", "))),
            ("roles", Some(&self.roles.join(", "))),
        ]);
        let session = self.session.as_ref().map(session).unwrap_or_default();
        format!("{head}{session}")
    }
}

fn session(session: &SessionValidity) -> String {
    let reasons = listed(session.reasons_to_distrust.as_ref());
    let logged_in = session.logged_in_at.map(|at| at.to_string());
    lines(&[
        ("session active", Some(yes(session.active))),
        ("trusted", session.trusted.map(yes)),
        ("distrusted for", Some(&reasons)),
        ("logged in at", logged_in.as_deref()),
    ])
}

impl Show for CreatedUser {
    fn shown(&self) -> String {
        lines(&[("id", Some(&self.id)), ("authorization code", self.oauth_authorization_code.as_deref())])
    }
}
