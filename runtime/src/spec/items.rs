//! How the items of a stream end, which of them are errors, and whether the stream connects again.

/// What a definition says about the items of a stream: its keys `events(..)` and `lines(..)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ItemRules {
    /// The data of the event that ends the stream.
    pub end: Option<&'static str>,
    /// The name of the event that ends the stream.
    pub end_event: Option<&'static str>,
    /// The name of events that are errors.
    pub error_event: Option<&'static str>,
    /// The member, or JSON Pointer (RFC 6901), of items that are errors.
    pub error: Option<&'static str>,
    /// Whether a stream that ends or is cut off connects again.
    pub reconnect: bool,
}

impl ItemRules {
    /// No rules.
    pub(crate) const NONE: Self = Self { end: None, end_event: None, error_event: None, error: None, reconnect: false };

    /// Whether a stream that ends without one of these items is incomplete.
    pub(crate) fn has_end(&self) -> bool {
        self.end.is_some() || self.end_event.is_some()
    }
}

#[doc(hidden)]
impl ItemRules {
    /// Creates the rules from the values of the keys, in the order of the fields.
    #[must_use]
    pub const fn new(
        end: Option<&'static str>,
        end_event: Option<&'static str>,
        error_event: Option<&'static str>,
        error: Option<&'static str>,
    ) -> Self {
        Self { end, end_event, error_event, error, reconnect: false }
    }

    #[must_use]
    pub const fn reconnecting(self) -> Self {
        Self { reconnect: true, ..self }
    }
}
