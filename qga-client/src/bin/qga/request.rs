//! Turns words of the command line into the JSON of a request's arguments. `@FILE` in place of any value is what the
//! file holds, `@-` what standard input does, and `@@` begins a text with an `@`.

use std::borrow::Cow;
use std::io::Read;

use clap::ArgMatches;
use qga_runtime::{Any, CommandInfo, JsonWriter, Marshal, MemberInfo, Payload, TypeInfo, Unmarshal, UnmarshalError};
use serde_json::{Map, Value};

use crate::words::option_name;

/// The arguments of one command, from the options given for it.
///
/// # Errors
///
/// A sentence that names the option and what it takes.
pub(crate) fn arguments(info: &CommandInfo, matches: &ArgMatches) -> Result<Map<String, Value>, String> {
    let mut arguments = Map::new();
    for member in info.arguments {
        let option = option_name(member);
        if let Some(words) = matches.get_many::<String>(option) {
            let words: Vec<&str> = words.map(String::as_str).collect();
            let value = member_value(member, &words).map_err(|what| format!("--{option}: {what}"))?;
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
pub(crate) fn object(word: &str) -> Result<Any, String> {
    match text(word)?.parse::<Any>() {
        Ok(object) if object.as_str().starts_with('{') => Ok(object),
        Ok(_) => Err("the arguments must be a JSON object".to_owned()),
        Err(error) => Err(format!("the arguments are no JSON: {error}")),
    }
}

/// A word as it is, or the text of the file that it names, without its last line break.
///
/// # Errors
///
/// A sentence that says why the file gives no text.
pub(crate) fn text(word: &str) -> Result<Cow<'_, str>, String> {
    if let Some(escaped) = word.strip_prefix('@').filter(|rest| rest.starts_with('@')) {
        return Ok(escaped.into());
    }
    let Some(path) = word.strip_prefix('@') else { return Ok(word.into()) };
    let mut text = String::from_utf8(read(path)?).map_err(|_| format!("\"{path}\" holds no UTF-8 text"))?;
    let end = text.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text).len());
    text.truncate(end.unwrap_or(text.len()));
    Ok(text.into())
}

/// A word as it is, or the lines of the file that it names, but for empty ones.
///
/// # Errors
///
/// A sentence that says why the file gives no text.
pub(crate) fn lines(word: &str) -> Result<Vec<String>, String> {
    let text = text(word)?;
    match text {
        Cow::Borrowed(text) => Ok(vec![text.to_owned()]),
        Cow::Owned(text) => Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()),
    }
}

fn read(path: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = match path {
        "-" => std::io::stdin().read_to_end(&mut bytes),
        path => std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
    };
    read.map_err(|error| format!("cannot read \"{path}\": {error}"))?;
    Ok(bytes)
}

fn member_value(member: &MemberInfo, words: &[&str]) -> Result<Value, String> {
    match (&member.ty, words) {
        (TypeInfo::Array(element), words) => array(element, words),
        (ty, [word]) => value(ty, word),
        _ => Err("given more than once".to_owned()),
    }
}

/// An array: one element a word or line of a file, or the whole of it as one text of JSON.
fn array(element: &TypeInfo, words: &[&str]) -> Result<Value, String> {
    if let [word] = words {
        if let Ok(whole @ Value::Array(_)) = serde_json::from_str(&text(word)?) {
            return Ok(whole);
        }
    }
    if !matches!(element, TypeInfo::Str) {
        return words.iter().map(|word| value(element, word)).collect::<Result<_, _>>().map(Value::Array);
    }
    let lines: Vec<Vec<String>> = words.iter().map(|word| lines(word)).collect::<Result<_, _>>()?;
    Ok(lines.into_iter().flatten().collect())
}

fn value(ty: &TypeInfo, word: &str) -> Result<Value, String> {
    if let TypeInfo::Bytes = ty {
        return bytes(word);
    }
    let word = &*text(word)?;
    match ty {
        TypeInfo::Str | TypeInfo::Enum(_) => Ok(Value::from(word)),
        TypeInfo::Bool => word.parse::<bool>().map(Value::from).map_err(|_| "takes true or false".to_owned()),
        TypeInfo::Int { .. } => word.parse::<i64>().map(Value::from).map_err(|_| format!("'{word}' is not an integer")),
        TypeInfo::Uint { .. } => {
            word.parse::<u64>().map(Value::from).map_err(|_| format!("'{word}' is not a positive integer"))
        }
        TypeInfo::Number => word.parse::<f64>().map(Value::from).map_err(|_| format!("'{word}' is not a number")),
        TypeInfo::Alternate(info) => info
            .branches
            .iter()
            .find_map(|branch| alternative(&branch.ty, word))
            .ok_or_else(|| format!("'{word}' is none of its values")),
        TypeInfo::Bytes
        | TypeInfo::Null
        | TypeInfo::Any
        | TypeInfo::Object(_)
        | TypeInfo::Union(_)
        | TypeInfo::Array(_) => serde_json::from_str(word).map_err(|error| format!("takes JSON: {error}")),
    }
}

/// The word as one branch of an alternate, if it can be that.
fn alternative(ty: &TypeInfo, word: &str) -> Option<Value> {
    match ty {
        TypeInfo::Enum(info) if !info.values.iter().any(|value| value.name == word) => None,
        ty => value(ty, word).ok(),
    }
}

/// Base64 text, which is checked, or the bytes of a file encoded.
fn bytes(word: &str) -> Result<Value, String> {
    let Some(path) = word.strip_prefix('@') else {
        // Nothing of the text is in the message: it may be a password.
        return match Payload::unmarshal(qga_runtime::Value::lenient(&Value::from(word).to_string()).map_err(no_base64)?)
        {
            Ok(_) => Ok(Value::from(word)),
            Err(error) => Err(no_base64(error)),
        };
    };
    let mut text = Vec::new();
    Payload::from(read(path)?).marshal(&mut JsonWriter::new(&mut text));
    serde_json::from_slice(&text).map_err(|error| error.to_string())
}

fn no_base64(_: UnmarshalError) -> String {
    "not base64; @FILE encodes the bytes of a file, and @- those of standard input".to_owned()
}
