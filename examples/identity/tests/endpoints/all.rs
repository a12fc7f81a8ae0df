//! Every endpoint in the list, used without its type.

use std::collections::BTreeSet;
use std::path::Path;

use callsheet::spec::ErrorTable;
use krystal_identity::endpoints::ALL;
use krystal_identity::user;

/// The number of endpoints that the sources in a folder define.
fn defined_in(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let in_file = |path: &Path| {
        std::fs::read_to_string(path).unwrap().lines().filter(|line| line.starts_with("#[endpoint(")).count()
    };
    let defined = entries.map(|path| if path.is_dir() { defined_in(&path) } else { in_file(&path) });
    defined.sum()
}

/// The documented errors of a table, including those of included sets: first status and code.
fn cases(table: &ErrorTable) -> Vec<(u16, Option<&'static str>)> {
    let own = table.cases.iter().map(|case| (case.statuses.0[0].0, case.code));
    own.chain(table.includes.iter().flat_map(|included| cases(included))).collect()
}

#[test]
fn list_has_every_endpoint_once() {
    assert_eq!(ALL.len(), defined_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")));
    let calls: BTreeSet<_> = ALL.iter().map(|entry| (entry.spec().method, entry.spec().path)).collect();
    assert_eq!(calls.len(), ALL.len());
    assert_eq!(ALL.iter().filter(|entry| entry.is::<user::GetUser>()).count(), 1);
}

#[test]
fn every_endpoint_is_documented_without_its_type() {
    for entry in ALL {
        let name = entry.spec().name;
        assert!(!entry.reference().docs.is_empty(), "{name}");
        assert!(entry.reference().fields.iter().all(|field| !field.docs.is_empty()), "{name}");
        assert_eq!(entry.error_reference().len(), entry.errors().cases.len(), "{name}");
        assert!(entry.error_reference().iter().all(|case| !case.docs.is_empty()), "{name}");
        assert_eq!(entry.api_error_reference().len(), entry.api_errors().cases.len(), "{name}");
    }
}

#[test]
fn every_documented_error_of_every_endpoint_decodes() {
    let mut read = 0;
    for entry in ALL {
        for (status, code) in cases(entry.errors()) {
            let body = code.map_or_else(String::new, |code| format!(r#"{{"error":{{"code":"{code}"}}}}"#));
            let response = http::Response::builder().status(status).body(body.into()).unwrap();
            let error = entry.read_response(response).unwrap_err();
            let documented = error.documented().unwrap_or_else(|| panic!("{}: {error}", entry.spec().name));
            assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{}", entry.spec().name);
            assert_eq!(callsheet::error::DocumentedError::code(documented), code, "{}", entry.spec().name);
            let said = entry.error_format().read(error.reply().unwrap()).and_then(|problem| problem.code);
            assert_eq!(said.as_deref(), code, "{}", entry.spec().name);
            read += 1;
        }
        let response = http::Response::builder().status(500).body("<html>".into()).unwrap();
        assert!(entry.read_response(response).unwrap_err().documented().is_none());
    }
    assert!(read > 5 * ALL.len(), "{read}");
}
