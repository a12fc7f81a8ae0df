//! Random numbers: for waits that differ between clients, and for idempotency keys that nobody else makes.
//!
//! Everything random in this crate comes from [`Random`].

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where random numbers come from.
#[derive(Debug)]
pub(crate) enum Random {
    /// Keys from the operating system, which is asked for each of them: a process that forks shares none with its child.
    /// Waits from the hash keys of the standard library, which cost no system call; after a fork these may be the same.
    System,
    /// The same numbers for the same seed, for tests.
    Seeded(AtomicU64),
}

impl Random {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self::Seeded(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        match self {
            Self::System => RandomState::new().hash_one(0_u8),
            Self::Seeded(state) => split_mix(state.fetch_add(GOLDEN, Ordering::Relaxed)),
        }
    }

    /// A number from 0 up to 1, without 1.
    pub(crate) fn unit(&self) -> f64 {
        // As many bits as an `f64` tells apart there.
        let bits = u32::try_from(self.next() >> 32).unwrap_or_default();
        f64::from(bits) / (f64::from(u32::MAX) + 1.0)
    }

    /// A UUID of version 4, RFC 9562 section 5.4.
    pub(crate) fn uuid(&self) -> Result<String, String> {
        let bits = match self {
            Self::System => from_system()?,
            Self::Seeded(_) => u128::from(self.next()) << 64 | u128::from(self.next()),
        };
        let bits = bits & !(0xf << 76) | 0x4 << 76;
        let bits = bits & !(0b11 << 62) | 0b10 << 62;
        let hex = format!("{bits:032x}");
        Ok(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
    }
}

/// Random bits from the operating system; nothing is kept between two calls.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn from_system() -> Result<u128, String> {
    let mut bytes = [0; 16];
    let filled = getrandom::fill(&mut bytes);
    filled.map_err(|error| format!("the system gave no random bytes for an idempotency key: {error}"))?;
    Ok(u128::from_be_bytes(bytes))
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn from_system() -> Result<u128, String> {
    Err("this platform has no random bytes for an idempotency key: set one by `CallOptions::idempotency_key`"
        .to_owned())
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output function of `SplitMix64` (Steele, Lea, Flood 2014).
fn split_mix(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_seed_gives_the_same_numbers_and_the_system_does_not() {
        let keys = |random: Random| [random.uuid().unwrap(), random.uuid().unwrap(), random.unit().to_string()];
        assert_eq!(keys(Random::seeded(7)), keys(Random::seeded(7)));
        assert_ne!(keys(Random::seeded(7)), keys(Random::seeded(8)));
        assert_ne!(keys(Random::System), keys(Random::System));
    }

    #[test]
    fn keys_are_uuids_and_do_not_come_twice() {
        for random in [Random::System, Random::seeded(0)] {
            let keys: HashSet<String> = (0..10_000).map(|_| random.uuid().unwrap()).collect();
            assert_eq!(keys.len(), 10_000);
            for key in keys {
                let shape: Vec<usize> = key.split('-').map(str::len).collect();
                assert_eq!(shape, [8, 4, 4, 4, 12], "{key}");
                assert!(key.as_bytes()[14] == b'4' && b"89ab".contains(&key.as_bytes()[19]), "{key}");
            }
        }
    }

    #[test]
    fn a_unit_is_in_its_range_and_in_all_of_it() {
        let units: Vec<f64> = (0..1000).map(|_| Random::System.unit()).collect();
        assert!(units.iter().all(|unit| (0.0..1.0).contains(unit)));
        assert!(units.iter().any(|unit| *unit < 0.1) && units.iter().any(|unit| *unit > 0.9));
    }
}
