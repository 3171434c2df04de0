//! Makes the documents of the packages: manual pages, completions, changelogs, licences.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::formats::{MAINTAINER, Package, Release};
use super::{manual, sbom};
use crate::programs::{self, Failure, output};

/// Writes the documents of the agent's package into `folder`.
pub(crate) fn agent(package: Package, program: &Path, release: &Release, folder: &Path) -> Result<(), Failure> {
    let version = &release.version;
    let sources = programs::workspace().join("qga-agent/packaging");
    let help = output(Command::new(program).arg("--help"))?;
    let page = read(&sources.join("man/qemu-ga.8.md"))?.replace("{options}", &manual::options(&help));
    compressed(folder, "qemu-ga.8", &manual::page("qemu-ga", 8, version, &page))?;

    let (introduction, settings) = manual::settings(&read(&sources.join("qemu-ga.conf"))?);
    let page = read(&sources.join("man/qemu-ga.conf.5.md"))?;
    let page = page.replace("{introduction}", &introduction).replace("{settings}", &settings);
    compressed(folder, "qemu-ga.conf.5", &manual::page("qemu-ga.conf", 5, version, &page))?;

    let this = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let schema = programs::workspace().join("schema/qapi-schema-guest.json");
    let reference = output(Command::new(this).args(["schema", "doc", "--title", "Commands"]).arg(schema))?;
    // Without the list of contents, whose links a manual page lacks.
    let text = reference.find("\n## ").map_or(&*reference, |start| &reference[start..]);
    let name = "# NAME\n\nqemu-ga-ref - commands of the QEMU guest agent, and their types\n\n";
    compressed(folder, "qemu-ga-ref.7", &manual::page("qemu-ga-ref", 7, version, &format!("{name}{text}")))?;
    shared(package, &["qga-agent"], release, folder)
}

/// Writes the documents of the tool's package into `folder`; returns the names of its manual pages.
pub(crate) fn tool(package: Package, program: &Path, release: &Release, folder: &Path) -> Result<Vec<String>, Failure> {
    for (shell, name) in [("bash", "qga.bash"), ("zsh", "_qga"), ("fish", "qga.fish")] {
        write(folder, name, &output(Command::new(program).args(["completions", shell]))?)?;
    }
    let pages = folder.join("man1");
    fs::create_dir_all(&pages).map_err(|error| format!("cannot create {}: {error}", pages.display()))?;
    output(Command::new(program).arg("man").arg(&pages))?;
    let mut names = Vec::new();
    for entry in fs::read_dir(&pages).map_err(|error| format!("cannot read {}: {error}", pages.display()))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        compressed(folder, &name, &read(&entry.path())?)?;
        names.push(format!("{name}.gz"));
    }
    names.sort();
    shared(package, &["qga-client", "--features", "cli"], release, folder)?;
    Ok(names)
}

/// What each package has: changelogs, the bill of materials and licences. The crate of its program is named with its
/// features, as for Cargo.
fn shared(package: Package, krate: &[&str], release: &Release, folder: &Path) -> Result<(), Failure> {
    compressed(folder, "changelog", &read(&programs::workspace().join("CHANGELOG.md"))?)?;
    let date = output(Command::new("date").args(["-R", "-u", "-d"]).arg(format!("@{}", release.epoch)))?;
    let entry = format!(
        "{} ({}-1) unstable; urgency=medium\n\n  * New upstream version; changelog.gz has the changes.\n\n -- {MAINTAINER}  {}\n",
        package.name,
        release.version,
        date.trim_end()
    );
    compressed(folder, "changelog.Debian", &entry)?;
    let crates = linked(krate, &release.target)?;
    write(folder, "sbom.cdx.json", &sbom::bill(package, &crates, release)?)?;
    write(folder, "copyright", &copyright(&crates)?)
}

/// The licences of the package, and of all crates linked into its program.
fn copyright(crates: &[Crate]) -> Result<String, Failure> {
    let mut text = read(&programs::workspace().join("LICENSE-MIT"))?;
    text.insert_str(0, "Licensed under MIT or Apache-2.0, at your choice.\n\n");
    text.push_str(
        "\nThe Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0 on Debian systems.\n\n\
         Linked with it are the standard library of Rust (MIT or Apache-2.0), in static programs the GNU C Library\n\
         (LGPL-2.1-or-later, /usr/share/common-licenses/LGPL-2.1), and these crates:\n\n",
    );
    let mut notices: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Crate { name, version, licence, folder } in crates {
        text.push_str(&format!("  {name} {version}: {licence}\n"));
        for notice in notices_in(folder)? {
            notices.entry(notice).or_default().push(name.clone());
        }
    }
    for (notice, names) in notices {
        text.push_str(&format!("\n----- {}:\n\n{}\n", names.join(", "), notice.trim_end()));
    }
    Ok(text)
}

/// The licence texts of a crate, except for the Apache licence, which is the same in all.
fn notices_in(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        ["LICENSE", "LICENCE", "COPYING", "UNLICENSE"].iter().any(|start| name.starts_with(start))
    };
    let texts = paths.iter().filter(|path| named(path)).map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    Ok(texts.into_iter().filter(|text| !text.contains("Apache License")).collect())
}

/// A crate that is linked into a program.
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) licence: String,
    /// The folder of its source.
    folder: PathBuf,
}

/// Each crate from a registry that is linked into the crate's program.
fn linked(krate: &[&str], target: &str) -> Result<Vec<Crate>, Failure> {
    let mut command = programs::cargo();
    command.args(["tree", "--locked", "--edges", "normal,no-proc-macro", "--target", target, "--package"]).args(krate);
    let tree = output(command.args(["--prefix", "none", "--format", "{p}"]))?;
    let mut crates: Vec<_> = tree
        .lines()
        .filter(|line| !line.contains('/'))
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?.to_owned(), words.next()?.trim_start_matches('v').to_owned()))
        })
        .collect();
    crates.sort();
    crates.dedup();
    let mut metadata = metadata()?;
    let known = |(name, version): (String, String)| match metadata.remove(&(name.clone(), version.clone())) {
        Some((licence, folder)) => Ok(Crate { name, version, licence, folder }),
        None => Err(format!("cargo metadata does not name {name} {version}")),
    };
    crates.into_iter().map(known).collect()
}

/// Licence and folder of each crate, by name and version.
fn metadata() -> Result<BTreeMap<(String, String), (String, PathBuf)>, Failure> {
    let text = output(programs::cargo().args(["metadata", "--locked", "--all-features", "--format-version", "1"]))?;
    let metadata: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| format!("cargo metadata is not understood: {error}"))?;
    let text = |value: &serde_json::Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let entry = |package: &serde_json::Value| {
        let folder = PathBuf::from(text(package, "manifest_path")).parent().map(Path::to_owned).unwrap_or_default();
        ((text(package, "name"), text(package, "version")), (text(package, "license"), folder))
    };
    Ok(packages.map(entry).collect())
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub(crate) fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// Writes `NAME.gz`, without a time in it.
fn compressed(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    write(folder, name, text)?;
    output(Command::new("gzip").args(["-9nf"]).arg(folder.join(name))).map(drop)
}
