//! [`Statuses`]: a set of HTTP statuses.

use http::StatusCode;

/// A set of HTTP statuses, as inclusive ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statuses(pub &'static [(u16, u16)]);

impl Statuses {
    /// Any 2xx, RFC 9110 section 15.3.
    pub const SUCCESSFUL: Self = Self(&[(200, 299)]);

    /// Whether both sets contain the same 2xx status.
    pub(super) const fn have_2xx_of(self, other: Self) -> bool {
        let mut at = 0;
        while at < self.0.len() * other.0.len() {
            let ((first, last), (other_first, other_last)) = (self.0[at / other.0.len()], other.0[at % other.0.len()]);
            let from = if first > other_first { first } else { other_first };
            let to = if last < other_last { last } else { other_last };
            if from <= to && from < 300 && to >= 200 {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether `status` is in the set.
    #[must_use]
    pub fn contains(self, status: StatusCode) -> bool {
        let status = status.as_u16();
        self.0.iter().any(|&(first, last)| (first..=last).contains(&status))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_include_both_ends() {
        let statuses = Statuses(&[(200, 200), (400, 499)]);
        for (status, expected) in [(199, false), (200, true), (201, false), (400, true), (499, true), (500, false)] {
            assert_eq!(statuses.contains(StatusCode::from_u16(status).unwrap()), expected, "{status}");
        }
    }
}
