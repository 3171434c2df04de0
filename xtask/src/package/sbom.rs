//! Makes the software bill of materials: the libraries that are linked into a program, as CycloneDX JSON.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::{Value, json};

use super::documents::Crate;
use super::formats::{HOMEPAGE, Package, Release};
use crate::programs::{self, Failure, output};
use crate::targets;

/// The bill of a package's program, the same bytes for the same release.
pub(crate) fn bill(package: Package, crates: &[Crate], release: &Release) -> Result<String, Failure> {
    let lock = programs::workspace().join("Cargo.lock");
    let lock = std::fs::read_to_string(&lock).map_err(|error| format!("cannot read {}: {error}", lock.display()))?;
    let checksums = checksums(&lock);
    let time = output(Command::new("date").args(["-u", "+%FT%TZ", "-d"]).arg(format!("@{}", release.epoch)))?;
    let components = crates.iter().map(|Crate { name, version, licence, .. }| {
        let purl = format!("pkg:cargo/{name}@{version}");
        let mut component = json!({
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "licenses": [{"expression": licence}],
            "purl": purl,
        });
        if let Some(checksum) = checksums.get(&(&**name, &**version)) {
            component["hashes"] = json!([{"alg": "SHA-256", "content": checksum}]);
        }
        component
    });
    let mut components: Vec<Value> = components.collect();
    let rustc = output(Command::new("rustc").arg("--version"))?;
    components.push(library("rust-std", rustc.split(' ').nth(1), "MIT OR Apache-2.0"));
    if package.is_static {
        let archive = output(Command::new(targets::linker(&release.target)?).arg("-print-file-name=libc.a"))?;
        let libc = std::fs::read(archive.trim_end()).unwrap_or_default();
        components.push(library("glibc", version_of_libc(&String::from_utf8_lossy(&libc)), "LGPL-2.1-or-later"));
    }
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": time.trim_end(),
            "component": {
                "type": "application",
                "bom-ref": package.name,
                "name": package.name,
                "version": release.version,
                "description": package.summary,
                "licenses": [{"expression": "MIT OR Apache-2.0"}],
                "externalReferences": [{"type": "vcs", "url": HOMEPAGE}],
            },
        },
        "components": components,
    });
    serde_json::to_string_pretty(&bill).map(|text| text + "\n").map_err(|error| format!("cannot write JSON: {error}"))
}

/// A library that is no crate.
fn library(name: &str, version: Option<&str>, licence: &str) -> Value {
    let mut library = json!({"type": "library", "bom-ref": name, "name": name, "licenses": [{"expression": licence}]});
    if let Some(version) = version {
        library["version"] = version.into();
    }
    library
}

/// The version of the GNU C Library, with the distribution's part, as its archive says.
fn version_of_libc(archive: &str) -> Option<&str> {
    let (_, banner) = archive.split_once("GNU C Library (")?;
    banner.split_once(')')?.0.split(' ').next_back()
}

/// The checksum of each crate of a registry, by name and version.
fn checksums(lock: &str) -> BTreeMap<(&str, &str), &str> {
    let mut found = BTreeMap::new();
    let (mut name, mut version) = ("", "");
    for line in lock.lines() {
        let Some((key, quoted)) = line.split_once(" = ") else { continue };
        let text = quoted.trim_matches('"');
        match key {
            "name" => name = text,
            "version" => version = text,
            "checksum" => drop(found.insert((name, version), text)),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_names_each_crate_with_its_checksum() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0\"\nsource = \"registry\"\nchecksum = \"12ab\"\n\
                    dependencies = [\n \"b\",\n]\n\n[[package]]\nname = \"own\"\nversion = \"0.1\"\n";
        assert_eq!(checksums(lock), BTreeMap::from([(("a", "1.0"), "12ab")]));
    }

    #[test]
    fn the_c_library_says_its_version() {
        let archive = "\0\u{fffd}GNU C Library (Debian GLIBC 2.36-9+deb12u14) stable release version 2.36.\nCopyright";
        assert_eq!(version_of_libc(archive), Some("2.36-9+deb12u14"));
        assert_eq!(version_of_libc("musl"), None);
    }
}
