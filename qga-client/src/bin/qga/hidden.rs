//! Characters that a terminal obeys, or does not show: what stands in a guest's strings is to be seen.

/// Ranges of characters without a picture of their own, but for the controls: those that format text or change its
/// direction, that join or fill, that select variants, and the tags, which spell whole sentences out of sight.
const HIDDEN: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{e000}', '\u{f8ff}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{10ffff}'),
];

/// Whether a terminal obeys this character or does not show it. A blank of any kind is shown.
pub(crate) fn is_hidden(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control() || HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_in_order() {
        assert!(HIDDEN.iter().all(|(first, last)| first <= last));
        assert!(HIDDEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn what_has_a_picture_is_shown() {
        for character in
            ['a', ' ', '~', 'é', 'ß', '€', '漢', 'あ', 'ह', '\u{93f}', '\u{301}', '😀', '\u{a0}', '\u{fffd}']
        {
            assert!(!is_hidden(character), "{character:?}");
        }
        for character in
            ['\0', '\t', '\r', '\u{7f}', '\u{85}', '\u{9b}', '\u{2028}', '\u{200d}', '\u{2068}', '\u{e007f}']
        {
            assert!(is_hidden(character), "{character:?}");
        }
    }
}
