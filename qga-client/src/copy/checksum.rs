//! The checksum of POSIX's `cksum`, which every guest with a shell can make.
//!
//! It is a CRC of 32 bits over the bytes and their number. It finds damage; no checksum that a guest makes proves
//! anything about a hostile one.

use crc32fast::Hasher;

/// Bytes that are mirrored at a time.
const MIRRORED_BYTES: usize = 4096;

/// A checksum under way.
///
/// It has the polynomial of the usual CRC, but takes each byte's highest bit first: it is the usual one's mirror image.
#[derive(Clone, Debug)]
pub(super) struct Checksum {
    mirrored: Hasher,
    length: u64,
}

impl Default for Checksum {
    fn default() -> Self {
        // It starts from 0, the usual one from the complement of that.
        Checksum { mirrored: Hasher::new_with_initial(u32::MAX), length: 0 }
    }
}

impl Checksum {
    /// Adds bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.add(bytes);
        self.length += bytes.len() as u64;
    }

    /// What `cksum` prints of these bytes from its standard input: the checksum and the length.
    pub(super) fn printed(mut self) -> String {
        let length = self.length;
        // The length follows, its lowest byte first, without zeros at the end.
        let used = 8 - length.leading_zeros() as usize / 8;
        self.add(&length.to_le_bytes()[..used]);
        format!("{} {length}", self.mirrored.finalize().reverse_bits())
    }

    fn add(&mut self, bytes: &[u8]) {
        let mut mirror = [0; MIRRORED_BYTES];
        for piece in bytes.chunks(MIRRORED_BYTES) {
            let mirror = &mut mirror[..piece.len()];
            for (mirrored, byte) in mirror.iter_mut().zip(piece) {
                *mirrored = byte.reverse_bits();
            }
            self.mirrored.update(mirror);
        }
    }
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
        let whole = whole.printed();
        for size in [1, 3, 7, 8, 9, 4096] {
            let mut sum = Checksum::default();
            bytes.chunks(size).for_each(|piece| sum.update(piece));
            assert_eq!(sum.printed(), whole, "{size}");
        }
    }
}
