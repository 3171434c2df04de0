//! Makes empty disks in QEMU's qcow2 format, which can be saved together with the machine.

use std::io::Write;
use std::path::Path;

use super::{Failure, cannot};

const CLUSTER_BITS: u32 = 16;

const CLUSTER_BYTES: usize = 1 << CLUSTER_BITS;

/// Bytes that one entry of the first table covers: a cluster of eight-byte entries, each for a cluster.
const BYTES_PER_TABLE_ENTRY: u64 = 1 << (CLUSTER_BITS + CLUSTER_BITS - 3);

/// Makes a disk with the content of `backing`, which is a raw one, or with zeros.
pub(crate) fn create(path: &Path, size: u64, backing: Option<&Path>) -> Result<(), Failure> {
    let backing = backing.map_or(String::new(), |path| path.display().to_string());
    let bytes = empty(size, backing.as_bytes())?;
    let written = std::fs::File::create(path).and_then(|mut file| file.write_all(&bytes));
    written.map_err(cannot(format_args!("create {}", path.display())))
}

/// The bytes of an empty disk, four clusters: header, table of reference counts with its one block, first table.
fn empty(size: u64, backing: &[u8]) -> Result<Vec<u8>, Failure> {
    const HEADER_BYTES: u32 = 104;
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
    put(&short(size.div_ceil(BYTES_PER_TABLE_ENTRY))?.to_be_bytes());
    put(&cluster(3));
    put(&cluster(1));
    put(&1u32.to_be_bytes());
    // No snapshots, and no incompatible features.
    put(&[0; 4 + 8 + 3 * 8]);
    // A reference count has 2^4 bits.
    put(&4u32.to_be_bytes());
    put(&HEADER_BYTES.to_be_bytes());
    // The backing disk is raw; no other header extension follows.
    put(&0xe279_2aca_u32.to_be_bytes());
    put(&3u32.to_be_bytes());
    put(b"raw\0\0\0\0\0");
    put(&[0; 8]);
    put(backing);
    bytes.resize(CLUSTER_BYTES, 0);
    bytes.extend_from_slice(&cluster(2));
    bytes.resize(2 * CLUSTER_BYTES, 0);
    bytes.extend_from_slice(&[0, 1].repeat(4));
    bytes.resize(4 * CLUSTER_BYTES, 0);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{CLUSTER_BYTES, empty};

    #[test]
    fn the_header_holds_the_size_and_the_backing_disk() {
        let disk = empty(1 << 31, b"/root.img").expect("small enough");
        let number = |at: usize, length: usize| disk[at..at + length].iter().fold(0, |n, b| n << 8 | usize::from(*b));
        assert_eq!(disk.len(), 4 * CLUSTER_BYTES);
        assert_eq!((number(24, 8), number(36, 4)), (1 << 31, 4), "size, and entries of the table of tables");
        let name = number(8, 8);
        assert_eq!(&disk[name..name + number(16, 4)], b"/root.img");
        assert_eq!(number(CLUSTER_BYTES, 8), 2 * CLUSTER_BYTES, "where the counts are");
    }
}
