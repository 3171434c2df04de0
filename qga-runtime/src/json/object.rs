//! The members of one object, taken one by one.

use super::value::{JsonKind, Value};
use crate::unmarshal::{Unmarshal, UnmarshalError};

/// The members of one object, taken one by one. No two have the same name.
pub struct ObjectReader<'a> {
    object: Value<'a>,
    /// The place of the first member's name.
    first: usize,
    /// The place behind the last member.
    end: usize,
    /// The member to compare first: members mostly come in schema order.
    next: Place,
    /// The taken members among the first 64, a bit each.
    taken: u64,
    /// The numbers of the other taken members.
    others: Vec<usize>,
}

/// One member: the place of its name, and its number.
#[derive(Clone, Copy)]
struct Place {
    name: usize,
    number: usize,
}

impl<'a> ObjectReader<'a> {
    pub(crate) fn new(object: Value<'a>) -> Result<Self, UnmarshalError> {
        if object.kind() != JsonKind::Object {
            return Err(object.wrong_type("object"));
        }
        object.check_time()?;
        let (first, end) = object.inside();
        let next = Place { name: first, number: 0 };
        Ok(ObjectReader { object, first, end, next, taken: 0, others: Vec::new() })
    }

    /// Takes a member that must be there.
    ///
    /// # Errors
    /// It is missing, or has not the form of `T`.
    pub fn required<T: Unmarshal>(&mut self, name: &'static str) -> Result<T, UnmarshalError> {
        match self.take(name) {
            Some(value) => T::unmarshal(value).map_err(|error| error.in_member(name)),
            None => Err(UnmarshalError::missing().in_member(name)),
        }
    }

    /// Takes a member that may be absent; `null` is not absent.
    ///
    /// # Errors
    /// It is there and has not the form of `T`.
    pub fn optional<T: Unmarshal>(&mut self, name: &'static str) -> Result<Option<T>, UnmarshalError> {
        match self.take(name) {
            Some(value) => T::unmarshal(value).map(Some).map_err(|error| error.in_member(name)),
            None => Ok(None),
        }
    }

    /// Takes a member that the schema requires and old agents do not send: its absence is an error to a strict reader
    /// only.
    ///
    /// # Errors
    /// It is there and has not the form of `T`, or it is missing.
    pub fn younger<T: Unmarshal>(&mut self, name: &'static str) -> Result<Option<T>, UnmarshalError> {
        if self.object.is_strict() { self.required(name).map(Some) } else { self.optional(name) }
    }

    /// Takes a member as it is.
    pub fn take(&mut self, name: &str) -> Option<Value<'a>> {
        let found = self.find(name).filter(|found| !self.is_taken(found.number))?;
        match found.number {
            number @ 0..64 => self.taken |= 1 << number,
            number => self.others.push(number),
        }
        let value = self.object.with(self.object.tape().after(found.name));
        self.next = self.behind(found);
        Some(value)
    }

    /// The name of a member that was not taken.
    pub(crate) fn leftover(&self) -> Option<&str> {
        let mut place = self.first();
        while place.name < self.end {
            if !self.is_taken(place.number) {
                return Some(self.object.tape().str(place.name));
            }
            place = self.behind(place);
        }
        None
    }

    pub(crate) fn finish(&self) -> Result<(), UnmarshalError> {
        match self.leftover() {
            Some(name) if self.object.is_strict() => Err(UnmarshalError::unexpected().in_member(name)),
            _ => Ok(()),
        }
    }

    fn is_taken(&self, number: usize) -> bool {
        if number < 64 { self.taken >> number & 1 == 1 } else { self.others.contains(&number) }
    }

    /// Finds the member of this name: from the expected place to the end, then from the first.
    fn find(&self, name: &str) -> Option<Place> {
        let tape = self.object.tape();
        for (mut place, stop) in [(self.next, self.end), (self.first(), self.next.name.min(self.end))] {
            while place.name < stop {
                if tape.text(place.name) == name.as_bytes() {
                    return Some(place);
                }
                place = self.behind(place);
            }
        }
        None
    }

    fn first(&self) -> Place {
        Place { name: self.first, number: 0 }
    }

    /// The member behind this one.
    fn behind(&self, place: Place) -> Place {
        let tape = self.object.tape();
        Place { name: tape.after(tape.after(place.name)), number: place.number + 1 }
    }
}
