//! Idempotency keys of a process that forks. This is a separate program with one thread, because only such a process
//! can fork safely.

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() {
    unix::child_and_parent_make_different_keys();
    println!("child_and_parent_make_different_keys ... ok");
}

#[cfg(unix)]
mod unix {
    use std::collections::HashSet;
    use std::io::{Read as _, Write as _, pipe};

    use callsheet::Client;
    use fork::{Fork, fork, waitpid};
    use support::Scripted;
    use support::orders::KeyedOrder;

    const KEYS: usize = 100;

    fn keys(client: &Client) -> Vec<String> {
        let key = |_| {
            let request = client.to_request(&KeyedOrder { order: "1".to_owned() }).expect("a request");
            request.headers()["idempotency-key"].to_str().expect("a text").to_owned()
        };
        (0..KEYS).map(key).collect()
    }

    pub(crate) fn child_and_parent_make_different_keys() {
        let transport = Scripted::new([support::Step::status(200)]);
        let client = Client::builder("http://orders.example").transport(transport).build().expect("a client");
        // Creates all state before the process forks.
        let before = keys(&client);
        let (mut reader, mut writer) = pipe().expect("a pipe");
        match fork().expect("a child") {
            Fork::Child => {
                writer.write_all(keys(&client).join("\n").as_bytes()).expect("a parent that reads");
                std::process::exit(0);
            }
            Fork::Parent(child) => {
                drop(writer);
                let of_parent = keys(&client);
                let mut of_child = String::new();
                reader.read_to_string(&mut of_child).expect("the keys of the child");
                waitpid(child).expect("the end of the child");
                let all: HashSet<&str> =
                    before.iter().chain(&of_parent).map(String::as_str).chain(of_child.lines()).collect();
                assert_eq!((of_child.lines().count(), all.len()), (KEYS, 3 * KEYS), "keys came twice");
            }
        }
    }
}
