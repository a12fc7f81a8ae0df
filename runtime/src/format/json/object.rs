//! The object that an error is, in one pass over the JSON that holds it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::JsonFormat;
use crate::format::Problem;
use crate::format::pointer::{Pointer, Text, TextIfAny, text};

/// The decoder of the object, from a value that it stands in; `None` where it does not.
#[derive(Clone, Copy)]
pub(super) struct Object<'f> {
    pub(super) place: Pointer,
    pub(super) format: &'f JsonFormat,
    /// Whether each value is kept as text first, and looked into then.
    pub(super) keeps_text: bool,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = Option<Problem<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = Option<Problem<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Some((token, place)) = self.place.split() else { return self.members(map).map(Some) };
        let mut found = None;
        while let Some(key) = map.next_key_seed(Text)? {
            if token.is(&key) {
                found = map.next_value_seed(Self { place, ..self })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let step = self.place.split().and_then(|(token, place)| Some((token.index()?, place)));
        let (mut at, mut found) = (0, None);
        loop {
            match step {
                Some((index, place)) if index == at => match seq.next_element_seed(Self { place, ..self })? {
                    Some(problem) => found = problem,
                    None => return Ok(found),
                },
                _ => {
                    if seq.next_element::<IgnoredAny>()?.is_none() {
                        return Ok(found);
                    }
                }
            }
            at += 1;
        }
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

impl Object<'_> {
    /// The members of the object itself; nothing is copied but text with escapes.
    fn members<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<Problem<'de>, A::Error> {
        let format = self.format;
        let mut problem = Problem::default();
        let mut message_rank = usize::MAX;
        while let Some(key) = map.next_key_seed(Text)? {
            // A value that is one thing alone is read as that; any other is kept as text, to be looked into.
            match format.role(&key) {
                Role::Code | Role::Message(_) if self.keeps_text => {
                    format.look_into(&key, map.next_value()?, &mut problem, &mut message_rank);
                }
                Role::None => {
                    map.next_value::<IgnoredAny>()?;
                }
                Role::Code => problem.code = map.next_value_seed(TextIfAny)?.map(|code| format.cut.apply(code)),
                Role::Message(rank) => {
                    let text = map.next_value_seed(TextIfAny)?;
                    if let (Some(text), true) = (text, rank <= message_rank) {
                        (problem.message, message_rank) = (Some(text), rank);
                    }
                }
                Role::Detail => problem.detail = Some(Cow::Borrowed(map.next_value::<&RawValue>()?.get())),
                Role::Several => {
                    let json = map.next_value::<&RawValue>()?;
                    format.look_into(&key, json, &mut problem, &mut message_rank);
                }
            }
        }
        Ok(problem)
    }
}

/// What a member of the object is for.
enum Role {
    None,
    Code,
    /// The message of this rank.
    Message(usize),
    Detail,
    /// Several things, or something that holds one of them deeper down.
    Several,
}

impl JsonFormat {
    fn role(&self, key: &str) -> Role {
        let is_code = self.code.is_some_and(|place| place.begins_with(key));
        let is_detail = self.detail.begins_with(key);
        let mut messages = self.messages.iter().enumerate().filter(|(_, place)| Pointer(place).begins_with(key));
        match (is_code, is_detail, messages.next(), messages.next()) {
            (false, false, None, _) => Role::None,
            (true, false, None, _) if !self.numeric_code && self.code.is_some_and(|place| place.is(key)) => Role::Code,
            (false, true, None, _) if self.detail.is(key) => Role::Detail,
            (false, false, Some((rank, place)), None) if Pointer(place).is(key) => Role::Message(rank),
            _ => Role::Several,
        }
    }

    fn look_into<'de>(&self, key: &str, json: &'de RawValue, problem: &mut Problem<'de>, message_rank: &mut usize) {
        if let Some(code) = self.code.and_then(|place| place.find_under(key, json)) {
            problem.code = self.code_text(code);
        }
        for (rank, place) in self.messages.iter().enumerate().take_while(|(rank, _)| *rank <= *message_rank) {
            if let Some(message) = Pointer(place).find_under(key, json).and_then(text) {
                (problem.message, *message_rank) = (Some(message), rank);
                break;
            }
        }
        if let Some(detail) = self.detail.find_under(key, json) {
            problem.detail = Some(Cow::Borrowed(detail));
        }
    }
}
