//! The checksum of POSIX's `cksum`, which every guest with a shell can make.
//!
//! It is a CRC of 32 bits over the bytes and their number. It finds damage; no checksum that a guest makes proves
//! anything about a hostile one.

/// x³² + x²⁶ + x²³ + … + 1, the highest bit first.
const POLYNOMIAL: u32 = 0x04c1_1db7;

/// What a byte adds that stands 0 to 7 bytes before the last one.
static TABLES: [[u32; 256]; 8] = tables();

/// A checksum under way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Checksum {
    crc: u32,
    length: u64,
}

impl Checksum {
    /// Adds bytes, eight at a time.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        let mut blocks = bytes.chunks_exact(8);
        for block in &mut blocks {
            let first = self.crc.to_be_bytes();
            self.crc = (0..8).fold(0, |crc, at| {
                let byte = block[at] ^ first.get(at).copied().unwrap_or(0);
                crc ^ TABLES[7 - at][usize::from(byte)]
            });
        }
        for byte in blocks.remainder() {
            self.add(*byte);
        }
        self.length += bytes.len() as u64;
    }

    /// What `cksum` prints of these bytes from its standard input: the checksum and the length.
    pub(super) fn printed(mut self) -> String {
        let length = self.length;
        let mut rest = length;
        while rest > 0 {
            self.add(rest.to_le_bytes()[0]);
            rest >>= 8;
        }
        format!("{} {length}", !self.crc)
    }

    fn add(&mut self, byte: u8) {
        self.crc = (self.crc << 8) ^ TABLES[0][usize::from(self.crc.to_be_bytes()[0] ^ byte)];
    }
}

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let (mut byte, mut highest) = (0, 0_u32);
    while byte < 256 {
        let mut crc = highest;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc << 1) ^ (POLYNOMIAL * (crc >> 31));
            bit += 1;
        }
        let mut table = 0;
        while table < 8 {
            tables[table][byte] = crc;
            crc = (crc << 8) ^ step(crc);
            table += 1;
        }
        byte += 1;
        highest = highest.wrapping_add(1 << 24);
    }
    tables
}

/// What the highest byte of a CRC becomes.
const fn step(crc: u32) -> u32 {
    let mut step = crc & 0xff00_0000;
    let mut bit = 0;
    while bit < 8 {
        step = (step << 1) ^ (POLYNOMIAL * (step >> 31));
        bit += 1;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_cksum_prints() {
        for (bytes, expected) in [(&b""[..], "4294967295 0"), (b"a", "1220704766 1"), (b"123456789", "930766865 9")] {
            let mut sum = Checksum::default();
            sum.update(bytes);
            assert_eq!(sum.printed(), expected);
        }
    }

    #[test]
    fn pieces_make_the_same_as_the_whole() {
        let bytes: Vec<u8> =
            (0_u32..70_000).map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
        let mut whole = Checksum::default();
        whole.update(&bytes);
        for size in [1, 3, 7, 8, 9, 4096] {
            let mut sum = Checksum::default();
            bytes.chunks(size).for_each(|piece| sum.update(piece));
            assert_eq!(sum.printed(), whole.printed(), "{size}");
        }
    }
}
