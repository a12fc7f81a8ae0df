//! Lists of endpoints, by `endpoints!`.

use callsheet::endpoint::EndpointEntry;
use callsheet::{Endpoint, endpoint, endpoints};

/// List users.
#[endpoint(method = "GET", path = "/users", response = Vec<u8>, errors(gone = 410))]
pub struct ListUsers;

/// Create a user.
#[endpoint(method = "POST", path = "/users", name = "users.create")]
pub struct CreateUser;

mod teams {
    #[callsheet::endpoint(method = "GET", path = "/teams")]
    pub struct ListTeams;

    callsheet::endpoints! {
        pub(super) mod all: super::CreateUser, self::ListTeams, crate::lists::ListUsers
    }
}

endpoints! {
    /// All of them.
    #[allow(dead_code)]
    pub(crate) mod all:
        ListUsers,
        #[cfg(any())]
        Missing,
        #[cfg(all())]
        CreateUser,
        #[cfg(not(all()))]
        CreateUser,
        teams::ListTeams,
}

endpoints! {
    mod none: #[cfg(any())] Missing
}

endpoints! {
    mod r#type: ListUsers
}

fn names(list: &[EndpointEntry]) -> Vec<&'static str> {
    list.iter().map(|entry| entry.spec().name).collect()
}

#[test]
fn list_has_the_endpoints_in_order_without_those_of_another_cfg() {
    assert_eq!(names(all::ALL), ["ListUsers", "users.create", "ListTeams"]);
    assert_eq!(names(teams::all::ALL), ["users.create", "ListTeams", "ListUsers"]);
    assert_eq!(names(none::ALL), [""; 0]);
    assert_eq!(names(r#type::ALL), ["ListUsers"]);
}

#[test]
fn list_in_a_function_has_its_types() {
    #[endpoint(method = "GET", path = "/local")]
    struct GetLocal;
    endpoints! {
        mod local: GetLocal, ListUsers
    }
    assert_eq!(names(local::ALL), ["GetLocal", "ListUsers"]);
}

#[test]
fn list_in_a_macro_has_the_names_of_its_caller() {
    macro_rules! list {
        ($($endpoint:path),*) => {
            endpoints! { mod listed: $($endpoint),* }
        };
    }
    list!(ListUsers, teams::ListTeams);
    assert_eq!(names(listed::ALL), ["ListUsers", "ListTeams"]);
}

#[test]
fn entry_has_the_tables_of_its_endpoint() {
    let entry = &all::ALL[0];
    assert_eq!((entry.spec().method, entry.spec().path), ("GET", ListUsers::SPEC.path));
    assert_eq!(entry.reference().docs, "List users.");
    assert_eq!(entry.errors().cases[0].code, Some("gone"));
    assert_eq!(entry.error_reference()[0].name, "Gone");
    assert!(entry.api_errors().is_empty() && entry.api_error_reference().is_empty());
    assert!(entry.is::<ListUsers>() && !entry.is::<CreateUser>());
    assert_eq!(format!("{entry:?}"), "EndpointEntry(ListUsers)");
}

#[test]
fn entry_reads_replies_like_its_endpoint() {
    let read = |status: u16, body: &'static str| {
        all::ALL[0].read_response(http::Response::builder().status(status).body(body.into()).unwrap())
    };
    assert!(read(200, "[1]").is_ok());
    assert!(matches!(read(200, "{}").unwrap_err(), callsheet::Error::Decode { .. }));
    let error = read(410, r#"{"code":"gone"}"#).unwrap_err();
    assert!(error.documented().unwrap().downcast_ref::<ListUsersError>().is_some());
    assert!(read(418, "").unwrap_err().documented().is_none());
}
