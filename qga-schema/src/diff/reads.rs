//! How much of what one version writes the other one reads: types of different kinds, and predefined ones.

use super::types::Shape;
use super::view::View;
use crate::ir::Builtin;
use crate::usage::Reader;

/// How many of a writer's values a reader takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reads {
    None,
    Some,
    All,
}

/// How many values of `written` are read as `read`. Objects, arrays and enums are compared member by member elsewhere.
pub(super) fn reads(
    reader: Reader,
    (read, read_in): (&Shape<'_>, View<'_>),
    written: &Shape<'_>,
    written_in: View<'_>,
) -> Reads {
    match (read, written) {
        (Shape::Builtin(Builtin::Any), _) => Reads::All,
        (_, Shape::Builtin(Builtin::Any)) => Reads::Some,
        (Shape::Builtin(read), Shape::Builtin(written)) => predefined(*read, *written),
        (Shape::Builtin(Builtin::Str), Shape::Enum(_)) => Reads::All,
        (Shape::Enum(_), Shape::Builtin(Builtin::Str)) if reader.is_lenient() => Reads::All,
        (Shape::Enum(_), Shape::Builtin(Builtin::Str)) => Reads::Some,
        (Shape::Alternate(read), written) if !matches!(written, Shape::Alternate(_)) => {
            let classes = read_in.alternatives(read).into_iter().map(|it| Shape::of(read_in, Some(&it.ty)).class());
            if classes.into_iter().any(|class| class == written.class()) { Reads::All } else { Reads::None }
        }
        (read, Shape::Alternate(written)) => {
            let branches = written_in.alternatives(written);
            let same = branches.iter().filter(|it| Shape::of(written_in, Some(&it.ty)).class() == read.class()).count();
            match same {
                0 => Reads::None,
                same if same == branches.len() => Reads::All,
                _ => Reads::Some,
            }
        }
        (read, written) if read.class() == written.class() => Reads::All,
        _ => Reads::None,
    }
}

fn predefined(read: Builtin, written: Builtin) -> Reads {
    match (read_range(read), range(written)) {
        // Any two ranges have a value in common.
        (Some(read), Some(written)) if read.0 <= written.0 && written.1 <= read.1 => Reads::All,
        (Some(_), Some(_)) => Reads::Some,
        (None, Some(_)) if read == Builtin::Number => Reads::All,
        // A whole number is written without a fraction.
        (Some(_), None) if written == Builtin::Number => Reads::Some,
        _ if read == written => Reads::All,
        _ => Reads::None,
    }
}

/// The integers that are read as an integer type: the widest unsigned one takes negative numbers, too, which wrap.
fn read_range(builtin: Builtin) -> Option<(i128, i128)> {
    match builtin {
        Builtin::Uint64 | Builtin::Size => Some((i64::MIN.into(), u64::MAX.into())),
        _ => range(builtin),
    }
}

/// The least and the greatest value of an integer type, as they are written.
fn range(builtin: Builtin) -> Option<(i128, i128)> {
    let range = match builtin {
        Builtin::Int | Builtin::Int64 => (i64::MIN.into(), i64::MAX.into()),
        Builtin::Int8 => (i8::MIN.into(), i8::MAX.into()),
        Builtin::Int16 => (i16::MIN.into(), i16::MAX.into()),
        Builtin::Int32 => (i32::MIN.into(), i32::MAX.into()),
        Builtin::Uint8 => (0, u8::MAX.into()),
        Builtin::Uint16 => (0, u16::MAX.into()),
        Builtin::Uint32 => (0, u32::MAX.into()),
        Builtin::Uint64 | Builtin::Size => (0, u64::MAX.into()),
        _ => return None,
    };
    Some(range)
}
