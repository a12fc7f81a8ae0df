//! Sources of random numbers, for idempotency keys and for the waits between attempts.
//!
//! A client has one source, which [`ClientBuilder::random`](crate::ClientBuilder::random) sets. By default it is
//! [`SystemRandom`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::boxed::{BoxError, MaybeSend, MaybeSync};

/// A source of random numbers.
///
/// ```
/// use callsheet::error::BoxError;
/// use callsheet::random::Random;
/// use callsheet::Client;
///
/// /// Keys from a device of this platform.
/// struct Device;
///
/// impl Random for Device {
///     fn fill(&self, bytes: &mut [u8]) -> Result<(), BoxError> {
/// #       fn read_device(_: &mut [u8]) -> Result<(), BoxError> { Ok(()) }
///         read_device(bytes)
///     }
/// }
///
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// let client = Client::builder("https://api.example.com").random(Device).build()?;
/// # Ok(())
/// # }
/// ```
pub trait Random: MaybeSend + MaybeSync + 'static {
    /// Fills `bytes` with random bytes, for an idempotency key.
    ///
    /// No other call of this or another process may get the same bytes: a server treats two requests with the same key
    /// as one.
    ///
    /// # Errors
    ///
    /// If there are no random bytes. The call then fails with [`Error::Build`](crate::Error::Build) and is not sent.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), BoxError>;

    /// Returns a random number, for the wait before another attempt. It need not be unpredictable.
    ///
    /// By default it uses bytes from [`fill`](Self::fill). If that fails, it returns the greatest number, which means
    /// the longest wait.
    fn number(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes).map_or(u64::MAX, |()| u64::from_le_bytes(bytes))
    }
}

impl<R: Random + ?Sized> Random for Arc<R> {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), BoxError> {
        (**self).fill(bytes)
    }

    fn number(&self) -> u64 {
        (**self).number()
    }
}

/// The default source: bytes from the operating system, and numbers from a generator of each thread.
///
/// Each key comes from the operating system, so a process that forks never shares one with its child.
///
/// On `wasm32-unknown-unknown` there is no operating system. [`fill`](Random::fill) returns an error there, and all
/// programs get the same numbers. Set your own source with [`ClientBuilder::random`](crate::ClientBuilder::random), for
/// example one that uses `crypto.getRandomValues` of a browser.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom(());

impl SystemRandom {
    /// Creates the default source.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl Random for SystemRandom {
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fn fill(&self, bytes: &mut [u8]) -> Result<(), BoxError> {
        Ok(getrandom::fill(bytes)?)
    }

    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    fn fill(&self, _: &mut [u8]) -> Result<(), BoxError> {
        Err("this platform has no source of random bytes: set one with `ClientBuilder::random`".into())
    }

    fn number(&self) -> u64 {
        fastrand::u64(..)
    }
}

/// A source that returns the same numbers for the same seed, for tests.
///
/// Do not use it outside of tests: two programs with the same seed create the same idempotency keys.
///
/// ```
/// use callsheet::random::{Random, SeededRandom};
///
/// let (one, other) = (SeededRandom::new(7), SeededRandom::new(7));
/// assert_eq!(one.number(), other.number());
/// ```
#[derive(Debug)]
pub struct SeededRandom {
    seed: u64,
    /// How often it was called.
    asked: AtomicU64,
}

impl SeededRandom {
    /// Creates a source with this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, asked: AtomicU64::new(0) }
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), BoxError> {
        let asked = self.asked.fetch_add(1, Ordering::Relaxed);
        let seed = fastrand::Rng::with_seed(self.seed).u64(..);
        fastrand::Rng::with_seed(seed.wrapping_add(asked)).fill(bytes);
        Ok(())
    }
}

/// Returns a number from 0 up to 1, but never 1.
pub(crate) fn unit(random: &dyn Random) -> f64 {
    // As many bits as an `f64` can represent in this range.
    let bits = u32::try_from(random.number() >> 32).unwrap_or_default();
    f64::from(bits) / (f64::from(u32::MAX) + 1.0)
}

/// Creates a UUID of version 4 (RFC 9562 section 5.4).
pub(crate) fn uuid(random: &dyn Random) -> Result<String, BoxError> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes)?;
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf << 76) | 0x4 << 76;
    let bits = bits & !(0b11 << 62) | 0b10 << 62;
    let hex = format!("{bits:032x}");
    Ok(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn seed_returns_the_same_numbers_and_system_does_not() {
        let keys = |random: &dyn Random| [uuid(random).unwrap(), uuid(random).unwrap(), unit(random).to_string()];
        assert_eq!(keys(&SeededRandom::new(7)), keys(&SeededRandom::new(7)));
        assert_ne!(keys(&SeededRandom::new(7)), keys(&SeededRandom::new(8)));
        assert_ne!(keys(&SystemRandom::new()), keys(&SystemRandom::new()));
    }

    #[test]
    fn keys_are_uuids_and_differ() {
        let sources: [&dyn Random; 2] = [&SystemRandom::new(), &SeededRandom::new(0)];
        for random in sources {
            let keys: HashSet<String> = (0..10_000).map(|_| uuid(random).unwrap()).collect();
            assert_eq!(keys.len(), 10_000);
            for key in keys {
                let shape: Vec<usize> = key.split('-').map(str::len).collect();
                assert_eq!(shape, [8, 4, 4, 4, 12], "{key}");
                assert!(key.as_bytes()[14] == b'4' && b"89ab".contains(&key.as_bytes()[19]), "{key}");
            }
        }
    }

    #[test]
    fn units_cover_their_whole_range() {
        let sources: [&dyn Random; 2] = [&SystemRandom::new(), &SeededRandom::new(0)];
        for random in sources {
            let units: Vec<f64> = (0..1000).map(|_| unit(random)).collect();
            assert!(units.iter().all(|unit| (0.0..1.0).contains(unit)));
            assert!(units.iter().any(|unit| *unit < 0.1) && units.iter().any(|unit| *unit > 0.9));
        }
    }

    #[test]
    fn number_of_a_source_without_bytes_is_the_longest_wait() {
        struct Broken;
        impl Random for Broken {
            fn fill(&self, _: &mut [u8]) -> Result<(), BoxError> {
                Err("none".into())
            }
        }
        assert!(unit(&Broken) > 0.999);
        assert_eq!(uuid(&Broken).unwrap_err().to_string(), "none");
    }
}
