//! Finds what was probably meant: a similar name, or what other languages call the same thing.

/// A help line that names the candidate closest to `name`, if one is close.
pub(crate) fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    /// Longer names are not compared, and not more names than these: a schema may be hostile.
    const LONGEST: usize = 60;
    const MOST: usize = 5000;
    let length = name.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let limit = (length / 3).max(1);
    let close = |candidate: &&str| candidate.len().abs_diff(name.len()) <= limit;
    let ranked =
        candidates.into_iter().take(MOST).filter(close).map(|candidate| (distance(name, candidate), candidate));
    let (_, best) = ranked.filter(|(distance, _)| *distance <= limit).min()?;
    Some(format!("did you mean '{best}'?"))
}

/// A help line for what other languages call a type.
pub(crate) fn foreign_type(name: &str) -> Option<String> {
    if let Some(plain) = name.strip_suffix('?').or_else(|| name.strip_prefix('?')) {
        return Some(format!("a `*` in front of the member's name makes it optional; the type is '{plain}'"));
    }
    let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).or_else(|| name.strip_suffix("[]"));
    if let Some(element) = inner {
        return Some(format!("an array is written [ '{}' ]", element.trim()));
    }
    let meant = match name.to_ascii_lowercase().as_str() {
        "string" | "text" | "char" => "'str'",
        "integer" | "long" => "'int'",
        "boolean" => "'bool'",
        "double" | "float" | "f32" | "f64" | "real" => "'number'",
        "i8" | "s8" | "int8_t" => "'int8'",
        "i16" | "s16" | "short" | "int16_t" => "'int16'",
        "i32" | "s32" | "int32_t" => "'int32'",
        "i64" | "s64" | "int64_t" => "'int64'",
        "u8" | "byte" | "uint8_t" => "'uint8'",
        "u16" | "uint16_t" => "'uint16'",
        "u32" | "uint32_t" => "'uint32'",
        "u64" | "uint64_t" | "uint" | "unsigned" | "ulong" => "'uint64'",
        "usize" | "size_t" | "bytes" => "'size'",
        "none" | "nil" => "'null'",
        "object" | "dict" | "map" | "struct" => return Some("define a struct for it, and name that".into()),
        "array" | "list" => return Some("an array of a type 'Name' is written [ 'Name' ]".into()),
        "void" => return Some("what returns nothing has no key 'returns'".into()),
        "json" | "value" => "'any'",
        _ => return None,
    };
    Some(format!("did you mean {meant}?"))
}

/// A help line for a key that does not exist: a similar one, or what other languages call the same thing.
pub(crate) fn key<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    let meant = match name {
        "and" => "all",
        "or" | "one-of" | "oneof" => "any",
        "args" | "arguments" | "params" | "parameters" | "members" | "fields" | "values" | "branches" => "data",
        "result" | "response" | "output" => "returns",
        "extends" | "inherits" | "parent" => "base",
        "tag" => "discriminator",
        "condition" | "ifdef" | "cond" => "if",
        "value" | "ref" => "type",
        "doc" | "desc" | "description" | "comment" | "since" | "version" | "example" => {
            return Some("it belongs into the documentation, a block of comments between `##` lines".into());
        }
        "default" => return Some("there are no default values: the documentation says what absence means".into()),
        "optional" | "required" => return Some("a `*` in front of a member's name makes it optional".into()),
        "deprecated" | "unstable" => return Some(format!("it is a feature: 'features': [ '{name}' ]")),
        _ => return did_you_mean(name, known),
    };
    let known = known.into_iter().any(|key| key == meant);
    known.then(|| format!("did you mean '{meant}'?"))
}

/// How many characters must be inserted, removed, replaced or swapped with a neighbour; case does not count.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().map(|c| c.to_ascii_lowercase()).collect();
    let right: Vec<char> = right.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, &l) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &r) in right.iter().enumerate() {
            let mut best = (above[column] + usize::from(l != r)).min(above[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && l == right[column - 1] && left[row - 1] == r {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, foreign_type, key};

    #[test]
    fn words_of_other_languages_are_known() {
        assert_eq!(foreign_type("string").as_deref(), Some("did you mean 'str'?"));
        assert_eq!(foreign_type("[int]").as_deref(), Some("an array is written [ 'int' ]"));
        assert_eq!(foreign_type("Wheel"), None);
        assert_eq!(key("and", ["all", "any", "not"]).as_deref(), Some("did you mean 'all'?"));
        assert_eq!(key("args", ["base"]), None);
        assert_eq!(key("retruns", ["data", "returns"]).as_deref(), Some("did you mean 'returns'?"));
    }

    #[test]
    fn only_a_close_name_is_suggested() {
        let names = ["GuestFileRead", "GuestFileWrite", "int"];
        assert_eq!(did_you_mean("GuestFileRaed", names).as_deref(), Some("did you mean 'GuestFileRead'?"));
        assert_eq!(did_you_mean("guestfilewrite", names).as_deref(), Some("did you mean 'GuestFileWrite'?"));
        assert_eq!(did_you_mean("Int", names).as_deref(), Some("did you mean 'int'?"));
        assert_eq!(did_you_mean("Wheel", names), None);
    }
}
