//! Finds the tokens of the accepted JSON dialect, over any cutting of the input.

/// What the next bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open(Bracket),
    Close(Bracket),
    /// A string, a number, a word, a comma or a colon.
    Other,
    /// The byte 0xFF, which no JSON text contains: drop what is half read.
    Sentinel,
    /// The byte just read cannot stand where it stands.
    Stray(u8),
    /// A line ended between two tokens; told only to those who asked.
    LineEnd,
}

/// The two kinds of brackets; they are counted, not paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Brace,
    Square,
}

/// Where in a token the input ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Between,
    String { quote: u8 },
    Escape { quote: u8 },
    Minus,
    Zero,
    Integer,
    Point,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
    Word,
}

/// The state kept from one piece of input to the next.
pub(super) struct Lexer {
    state: State,
    /// Where the current token began.
    pub token_start: usize,
    /// Whether nothing but blanks stood before the current token on its line.
    pub first_in_line: bool,
    line_start: bool,
    /// Whether to tell of line ends.
    pub tell_line_ends: bool,
    /// Whether every string so far is 7-bit, double-quoted, without `\u` and `\'`.
    pub plain: bool,
}

impl Lexer {
    pub(super) fn new() -> Self {
        Lexer {
            state: State::Between,
            token_start: 0,
            first_in_line: true,
            line_start: true,
            tell_line_ends: false,
            plain: true,
        }
    }

    /// A line begins here, whatever came before.
    pub(super) fn begin_line(&mut self) {
        self.line_start = true;
    }

    /// Somebody else has taken all tokens up to `at`, the last of which is one byte long.
    pub(super) fn pass(&mut self, at: usize) {
        self.token_start = at.saturating_sub(1);
        self.line_start = false;
    }

    /// Whether the input ended inside a token.
    pub(super) fn inside_token(&self) -> bool {
        self.state != State::Between
    }

    /// Whether the input ended between two characters of a string in double quotes.
    pub(super) fn inside_string(&self) -> bool {
        self.state == State::String { quote: b'"' }
    }

    /// Takes the next token from `bytes[*at..]`; `None` if it does not end there.
    pub(super) fn next(&mut self, bytes: &[u8], at: &mut usize) -> Option<Token> {
        loop {
            if let State::String { .. } = self.state {
                *at += plain_run(bytes.get(*at..)?);
            }
            let byte = *bytes.get(*at)?;
            match self.state {
                State::Between => {
                    if matches!(byte, b' ' | b'\t' | b'\r') {
                        *at += 1;
                        continue;
                    }
                    if byte == b'\n' {
                        *at += 1;
                        self.line_start = true;
                        if self.tell_line_ends {
                            return Some(Token::LineEnd);
                        }
                        continue;
                    }
                    self.token_start = *at;
                    self.first_in_line = std::mem::replace(&mut self.line_start, false);
                    *at += 1;
                    match self.begin(byte) {
                        Some(token) => return Some(token),
                        None => continue,
                    }
                }
                State::String { quote } => {
                    *at += 1;
                    match byte {
                        _ if byte == quote => return Some(self.end(Token::Other)),
                        b'\\' => self.state = State::Escape { quote },
                        0xFF => return Some(self.end(Token::Sentinel)),
                        // The string goes on behind it; whoever skips a broken message must know.
                        b'\t' => return Some(Token::Stray(byte)),
                        0xFE | 0..0x20 => return Some(self.end(Token::Stray(byte))),
                        0x80.. => {
                            self.plain = false;
                            let foreign = bytes.get(*at..)?.iter().take_while(|byte| (0x80..0xFE).contains(*byte));
                            *at += foreign.count();
                        }
                        _ => {}
                    }
                    continue;
                }
                State::Escape { quote } => {
                    *at += 1;
                    match byte {
                        0xFF => return Some(self.end(Token::Sentinel)),
                        0xFE | 0..0x20 => return Some(self.end(Token::Stray(byte))),
                        b'u' | b'\'' | 0x80.. => self.plain = false,
                        _ => {}
                    }
                    self.state = State::String { quote };
                    continue;
                }
                State::Minus | State::Zero | State::Integer | State::Point | State::Fraction => {}
                State::Exponent | State::ExponentSign | State::ExponentDigits | State::Word => {}
            }
            // It drops a number or a word that nothing else has ended yet, like anything half read.
            if byte == 0xFF {
                *at += 1;
                return Some(self.end(Token::Sentinel));
            }
            match self.follow(byte) {
                Follow::In(state) => {
                    self.state = state;
                    *at += 1;
                }
                Follow::Ends => return Some(self.end(Token::Other)),
                Follow::Stray => {
                    *at += 1;
                    return Some(self.end(Token::Stray(byte)));
                }
            }
        }
    }

    /// The first byte of a token: the whole of it, or only its beginning.
    fn begin(&mut self, byte: u8) -> Option<Token> {
        self.state = match byte {
            b'{' => return Some(Token::Open(Bracket::Brace)),
            b'[' => return Some(Token::Open(Bracket::Square)),
            b'}' => return Some(Token::Close(Bracket::Brace)),
            b']' => return Some(Token::Close(Bracket::Square)),
            b',' | b':' => return Some(Token::Other),
            0xFF => return Some(Token::Sentinel),
            b'"' => State::String { quote: byte },
            b'\'' => {
                self.plain = false;
                State::String { quote: byte }
            }
            b'-' => State::Minus,
            b'0' => State::Zero,
            b'1'..=b'9' => State::Integer,
            b'a'..=b'z' => State::Word,
            _ => return Some(Token::Stray(byte)),
        };
        None
    }

    /// What a further byte does to a number or a word.
    fn follow(&self, byte: u8) -> Follow {
        let digit = byte.is_ascii_digit();
        let point = byte == b'.';
        let exponent = matches!(byte, b'e' | b'E');
        match self.state {
            State::Word if byte.is_ascii_lowercase() => Follow::In(State::Word),
            State::Minus if byte == b'0' => Follow::In(State::Zero),
            State::Minus | State::Integer if digit => Follow::In(State::Integer),
            State::Zero if digit => Follow::Stray,
            State::Zero | State::Integer if point => Follow::In(State::Point),
            State::Point | State::Fraction if digit => Follow::In(State::Fraction),
            State::Integer | State::Fraction if exponent => Follow::In(State::Exponent),
            State::Exponent if matches!(byte, b'+' | b'-') => Follow::In(State::ExponentSign),
            State::Exponent | State::ExponentSign | State::ExponentDigits if digit => Follow::In(State::ExponentDigits),
            State::Minus | State::Point | State::Exponent | State::ExponentSign => Follow::Stray,
            _ => Follow::Ends,
        }
    }

    fn end(&mut self, token: Token) -> Token {
        self.state = State::Between;
        token
    }
}

enum Follow {
    In(State),
    /// The token ended before this byte.
    Ends,
    Stray,
}

/// How many bytes from the start of `bytes` are of no interest inside a string.
///
/// Whole blocks are tested without branches, so that the compiler makes it wide: a long base64 string costs little
/// more than a copy.
fn plain_run(bytes: &[u8]) -> usize {
    const BLOCK: usize = 64;
    let special = |byte: u8| i8::from_ne_bytes([byte]) < 0x20 || matches!(byte, b'"' | b'\'' | b'\\');
    let whole = bytes
        .chunks_exact(BLOCK)
        .take_while(|block| !block.iter().fold(false, |any, &byte| any | special(byte)))
        .count()
        * BLOCK;
    let rest = &bytes[whole..];
    whole + rest.iter().position(|&byte| special(byte)).unwrap_or(rest.len())
}
