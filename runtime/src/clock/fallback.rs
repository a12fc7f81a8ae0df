//! The clock of a client that sets none and whose transport provides none.

use std::sync::Arc;

use super::Clock;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use super::system::SystemClock;
use crate::config_error::ConfigError;

/// Returns the system clock.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
#[expect(clippy::unnecessary_wraps, reason = "there is not one on every target")]
pub(crate) fn of_the_system() -> Result<Arc<dyn Clock>, ConfigError> {
    Ok(Arc::new(SystemClock::new()))
}

/// Returns an error: the target has no system clock.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(crate) fn of_the_system() -> Result<Arc<dyn Clock>, ConfigError> {
    Err(ConfigError::new(
        "this target has no system clock: set one with `.clock(..)`, or use a transport that provides one",
    ))
}
