//! Makes empty disks in QEMU's own format, which can be saved together with the machine.

use std::io::Write;
use std::path::Path;

use super::{Failure, cannot};

const CLUSTER_BITS: u32 = 16;

const CLUSTER: usize = 1 << CLUSTER_BITS;

/// What one entry of the first table covers: a cluster full of entries, of eight bytes, for a cluster each.
const COVERED: u64 = 1 << (CLUSTER_BITS + CLUSTER_BITS - 3);

/// Makes a disk that reads as `backing`, which is a plain one, or as nothing but zeros.
pub(crate) fn create(path: &Path, size: u64, backing: Option<&Path>) -> Result<(), Failure> {
    let backing = backing.map_or(String::new(), |path| path.display().to_string());
    let bytes = empty(size, backing.as_bytes())?;
    let written = std::fs::File::create(path).and_then(|mut file| file.write_all(&bytes));
    written.map_err(cannot(format_args!("create {}", path.display())))
}

/// Four clusters: the header, the table of reference counts with its one block, the table of tables.
fn empty(size: u64, backing: &[u8]) -> Result<Vec<u8>, Failure> {
    const HEADER: u32 = 104;
    const NAME_AT: u64 = 104 + 3 * 8;
    let short = |number: u64| u32::try_from(number).map_err(cannot("make such a disk"));
    let cluster = |number: u64| (number << CLUSTER_BITS).to_be_bytes();
    let mut bytes = Vec::new();
    let mut put = |field: &[u8]| bytes.extend_from_slice(field);
    put(b"QFI\xfb");
    put(&3u32.to_be_bytes());
    put(&(if backing.is_empty() { 0 } else { NAME_AT }).to_be_bytes());
    put(&short(backing.len() as u64)?.to_be_bytes());
    put(&CLUSTER_BITS.to_be_bytes());
    put(&size.to_be_bytes());
    put(&0u32.to_be_bytes());
    put(&short(size.div_ceil(COVERED))?.to_be_bytes());
    put(&cluster(3));
    put(&cluster(1));
    put(&1u32.to_be_bytes());
    // No snapshots, and no feature that needs a newer reader.
    put(&[0; 4 + 8 + 3 * 8]);
    // A count has two bytes: two to the power of this, in bits.
    put(&4u32.to_be_bytes());
    put(&HEADER.to_be_bytes());
    // The backing disk is a plain one; nothing else follows the header.
    put(&0xe279_2aca_u32.to_be_bytes());
    put(&3u32.to_be_bytes());
    put(b"raw\0\0\0\0\0");
    put(&[0; 8]);
    put(backing);
    bytes.resize(CLUSTER, 0);
    bytes.extend_from_slice(&cluster(2));
    bytes.resize(2 * CLUSTER, 0);
    bytes.extend_from_slice(&[0, 1].repeat(4));
    bytes.resize(4 * CLUSTER, 0);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{CLUSTER, empty};

    #[test]
    fn the_header_says_how_large_the_disk_is_and_what_is_behind_it() {
        let disk = empty(1 << 31, b"/root.img").expect("small enough");
        let number = |at: usize, length: usize| disk[at..at + length].iter().fold(0, |n, b| n << 8 | usize::from(*b));
        assert_eq!(disk.len(), 4 * CLUSTER);
        assert_eq!((number(24, 8), number(36, 4)), (1 << 31, 4), "size, and entries of the table of tables");
        let name = number(8, 8);
        assert_eq!(&disk[name..name + number(16, 4)], b"/root.img");
        assert_eq!(number(CLUSTER, 8), 2 * CLUSTER, "where the counts are");
    }
}
