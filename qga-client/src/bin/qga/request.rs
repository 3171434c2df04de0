//! Turns words of the command line into the JSON of a request's arguments.

use std::io::Read;

use clap::ArgMatches;
use qga_runtime::{Any, CommandInfo, JsonWriter, Marshal, MemberInfo, Payload, TypeInfo};
use serde_json::{Map, Value};

use crate::args;

/// The arguments of one command, from the options given for it.
///
/// # Errors
///
/// A sentence that names the option and what it takes.
pub(crate) fn arguments(info: &CommandInfo, matches: &ArgMatches) -> Result<Map<String, Value>, String> {
    let mut arguments = Map::new();
    for member in info.arguments {
        if let Some(words) = args::values(matches, member) {
            let value = member_value(member, &words).map_err(|what| format!("--{}: {what}", member.name))?;
            arguments.insert(member.name.to_owned(), value);
        }
    }
    Ok(arguments)
}

/// The arguments of a command of any kind, written as JSON.
///
/// # Errors
///
/// A sentence that says what is wrong with the text.
pub(crate) fn object(text: &str) -> Result<Any, String> {
    match text.parse::<Any>() {
        Ok(object) if object.as_str().starts_with('{') => Ok(object),
        Ok(_) => Err("the arguments must be a JSON object".to_owned()),
        Err(error) => Err(format!("the arguments are no JSON: {error}")),
    }
}

fn member_value(member: &MemberInfo, words: &[&str]) -> Result<Value, String> {
    match (&member.ty, words) {
        (TypeInfo::Array(element), words) => array(element, words),
        (ty, [word]) => value(ty, word),
        _ => Err("given more than once".to_owned()),
    }
}

/// An array: one element a word, or the whole of it as one word of JSON.
fn array(element: &TypeInfo, words: &[&str]) -> Result<Value, String> {
    if let [word] = words {
        if let Ok(whole @ Value::Array(_)) = serde_json::from_str(word) {
            return Ok(whole);
        }
    }
    words.iter().map(|word| value(element, word)).collect::<Result<_, _>>().map(Value::Array)
}

fn value(ty: &TypeInfo, word: &str) -> Result<Value, String> {
    match ty {
        TypeInfo::Str | TypeInfo::Enum(_) => Ok(Value::from(word)),
        TypeInfo::Bool => word.parse::<bool>().map(Value::from).map_err(|_| "takes true or false".to_owned()),
        TypeInfo::Int { .. } => word.parse::<i64>().map(Value::from).map_err(|_| format!("'{word}' is not an integer")),
        TypeInfo::Uint { .. } => {
            word.parse::<u64>().map(Value::from).map_err(|_| format!("'{word}' is not a positive integer"))
        }
        TypeInfo::Number => word.parse::<f64>().map(Value::from).map_err(|_| format!("'{word}' is not a number")),
        TypeInfo::Bytes => bytes(word),
        TypeInfo::Alternate(info) => info
            .branches
            .iter()
            .find_map(|branch| alternative(&branch.ty, word))
            .ok_or_else(|| format!("'{word}' is none of its values")),
        TypeInfo::Null | TypeInfo::Any | TypeInfo::Object(_) | TypeInfo::Union(_) | TypeInfo::Array(_) => {
            serde_json::from_str(word).map_err(|error| format!("takes JSON: {error}"))
        }
    }
}

/// The word as one branch of an alternate, if it can be that.
fn alternative(ty: &TypeInfo, word: &str) -> Option<Value> {
    match ty {
        TypeInfo::Enum(info) if !info.values.iter().any(|value| value.name == word) => None,
        ty => value(ty, word).ok(),
    }
}

/// Base64 text as it is, or the bytes of a file (`@-` is standard input) encoded.
fn bytes(word: &str) -> Result<Value, String> {
    let Some(path) = word.strip_prefix('@') else {
        return Ok(Value::from(word));
    };
    let mut bytes = Vec::new();
    let read = match path {
        "-" => std::io::stdin().read_to_end(&mut bytes),
        path => std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    read.map_err(|error| format!("cannot read \"{path}\": {error}"))?;
    let mut text = Vec::new();
    Payload::from(bytes).marshal(&mut JsonWriter::new(&mut text));
    serde_json::from_slice(&text).map_err(|error| error.to_string())
}
