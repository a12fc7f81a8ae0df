//! Fixtures of diagnostics: see README.md, and `run.rs`, which compiles them.
