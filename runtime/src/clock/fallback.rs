//! The clock of a client that has none, and whose transport offers none.

use std::sync::Arc;

use super::Clock;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use super::system::SystemClock;
use crate::config_error::ConfigError;

/// The clock of the system.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
#[expect(clippy::unnecessary_wraps, reason = "there is not one on every target")]
pub(crate) fn of_the_system() -> Result<Arc<dyn Clock>, ConfigError> {
    Ok(Arc::new(SystemClock::new()))
}

/// The target has none.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(crate) fn of_the_system() -> Result<Arc<dyn Clock>, ConfigError> {
    Err(ConfigError::new("this target has no clock: set one by `.clock(..)`, or a transport that has one"))
}
