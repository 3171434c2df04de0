//! Returns the system's text for an error number, without the number.

use std::io;

/// The text of `strerror`: what `Display` shows, without the number in brackets that Rust adds.
pub(crate) fn text(error: impl Into<io::Error>) -> String {
    let error = error.into();
    let mut text = error.to_string();
    if let Some(code) = error.raw_os_error() {
        let number = format!(" (os error {code})");
        if text.ends_with(&number) {
            text.truncate(text.len() - number.len());
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_the_one_of_strerror() {
        assert_eq!(text(rustix::io::Errno::NOENT), "No such file or directory");
        assert_eq!(text(io::Error::from_raw_os_error(libc::EPERM)), "Operation not permitted");
        assert_eq!(text(io::Error::other("own words")), "own words");
    }
}
