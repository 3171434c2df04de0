//! Reads the members of one object by name.
use super::value::{JsonKind, Value};
use crate::unmarshal::{Unmarshal, UnmarshalError};

/// Takes the members of one object by name. No two have the same name.
pub struct ObjectReader<'a> {
    object: Value<'a>,
    /// The member to try first: members mostly come in schema order.
    next: Place,
    /// Bit set of the first 64 members that are taken, by number.
    taken: u64,
    /// Numbers of the other members that are taken.
    others: Vec<usize>,
}

/// One member: the token of its name, and its number.
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
        let next = Place { name: object.token() + 1, number: 0 };
        Ok(ObjectReader { object, next, taken: 0, others: Vec::new() })
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

    /// Takes a mandatory member that old agents do not send. A lenient reader accepts its absence.
    ///
    /// # Errors
    /// It has not the form of `T`, or it is missing and the reader is strict.
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
        let value = self.object.with(found.name + 2);
        self.next = self.behind(found);
        Some(value)
    }

    /// The first member that was not taken.
    pub(crate) fn leftover(&self) -> Option<&str> {
        let (mut place, end) = (self.first(), self.end());
        while place.name < end {
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

    /// Finds a member by name: from the likely one to the end, then from the first.
    fn find(&self, name: &str) -> Option<Place> {
        let tape = self.object.tape();
        let end = self.end();
        for (mut place, stop) in [(self.next, end), (self.first(), self.next.name.min(end))] {
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
        Place { name: self.object.token() + 1, number: 0 }
    }

    /// The token that closes the object.
    fn end(&self) -> usize {
        self.object.tape().after(self.object.token()) - 1
    }

    /// The next member, after a comma.
    fn behind(&self, place: Place) -> Place {
        Place { name: self.object.tape().after(place.name + 2) + 1, number: place.number + 1 }
    }
}
