//! `cargo xtask package`: builds the packages of the agent and of the host's tool, and checks them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::dist;
use crate::programs::{self, Failure, output};
use crate::targets;
use files::File;
use formats::{AGENT, Format, Package, Release, TOOL};
use stage::Ingredients;

mod deb;
mod documents;
mod files;
mod formats;
mod manual;
mod reproduce;
mod rpm;
mod sbom;
mod stage;
mod tarball;
mod verify;

/// What is packed.
#[derive(Args)]
pub(crate) struct Options {
    /// Pack quickly built programs, to check packages and their files; nothing to be installed.
    #[arg(long)]
    check: bool,
    /// The target to build for; by default this machine's.
    #[arg(long, value_name = "TRIPLE", conflicts_with = "check")]
    target: Option<String>,
    /// Pack the last commit a second time, in another folder, and compare the bytes of all files.
    #[arg(long, conflicts_with = "check")]
    twice: bool,
    /// Leave out the checks of what was packed.
    #[arg(long, hide = true)]
    unchecked: bool,
}

/// Writes the packages into `target/package`, or `target/package-check`, and checks them.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let folder = programs::target_folder().join(if options.check { "package-check" } else { "package" });
    programs::fresh(&folder)?;
    let built = Built::new(options, &folder)?;
    let release = Release { version: env!("CARGO_PKG_VERSION").to_owned(), target: built.target, epoch: epoch() };

    let made = folder.join("made");
    let [of_agent, of_tool] = [AGENT, TOOL].map(|package| made.join(package.name));
    create(&of_agent)?;
    create(&of_tool)?;
    documents::agent(AGENT, &built.native_agent, &release, &of_agent)?;
    let pages = documents::tool(TOOL, &built.native_tool, &release, &of_tool)?;
    let tool_files = with_pages(pages);
    let agent = Ingredients { program: built.agent, made: of_agent };
    let tool = Ingredients { program: built.tool, made: of_tool };

    let (mut debs, mut rpms) = (Vec::new(), Vec::new());
    let packages: [(Package, &[File], &Ingredients); 2] = [(AGENT, files::AGENT, &agent), (TOOL, &tool_files, &tool)];
    let can_build_rpm = verify::can_build_rpm();
    for (package, files, from) in packages {
        let root = folder.join(format!("{}-root", package.name));
        stage::stage(files, Format::Deb, from, &root)?;
        if !options.unchecked {
            verify::staged(&root)?;
        }
        debs.push(deb::build(package, files, &release, &from.program, &root, &folder)?);
        if can_build_rpm {
            stage::stage(files, Format::Rpm, from, &root)?;
            rpms.push(rpm::build(package, files, &release, &root, &folder)?);
        }
        fs::remove_dir_all(&root).map_err(|error| format!("cannot remove {}: {error}", root.display()))?;
    }
    debs.iter().chain(&rpms).for_each(|package| report(package));
    let archive = tarball::build(AGENT, files::AGENT, &release, &agent, &folder)?;
    report(&archive);
    create(&folder.join("alpine"))?;
    let recipe = tarball::alpine(AGENT, files::AGENT, &release, &agent, &folder)?;
    report(&recipe);
    fs::remove_dir_all(&made).map_err(|error| format!("cannot remove {}: {error}", made.display()))?;
    if options.unchecked {
        return Ok(());
    }
    verify::scripts(&recipe)?;
    verify::packages(&debs, &rpms)?;
    if options.twice {
        reproduce::run(options, &folder)?;
    }
    if release.architecture() != targets::architecture(&dist::host_target()?) {
        return Ok(());
    }
    verify::installed(&debs[0], rpms.first().map(PathBuf::as_path), &archive)
}

/// Packs `agent` for the test guest into `folder`: Debian's package of an older version, and of this one, and the archive
/// with the install script.
pub(crate) fn for_guest(agent: &Path, folder: &Path) -> Result<[PathBuf; 3], Failure> {
    let made = folder.join("made");
    let root = folder.join("root");
    create(&made)?;
    let from = Ingredients { program: agent.to_owned(), made };
    let pack = |version: &str| {
        let release = Release { version: version.to_owned(), target: dist::host_target()?, epoch: epoch() };
        documents::agent(AGENT, agent, &release, &from.made)?;
        stage::stage(files::AGENT, Format::Deb, &from, &root)?;
        let deb = deb::build(AGENT, files::AGENT, &release, agent, &root, folder)?;
        Ok::<_, Failure>((deb, release))
    };
    let (older, _) = pack("0.0.1")?;
    let (newer, release) = pack(env!("CARGO_PKG_VERSION"))?;
    Ok([older, newer, tarball::build(AGENT, files::AGENT, &release, &from, folder)?])
}

/// The programs: those to be packed, and those of this machine that write their own documents.
struct Built {
    target: String,
    agent: PathBuf,
    tool: PathBuf,
    native_agent: PathBuf,
    native_tool: PathBuf,
}

impl Built {
    fn new(options: &Options, folder: &Path) -> Result<Self, Failure> {
        let host = dist::host_target()?;
        let both = ["--package", "qga-agent", "--package", "qga-client", "--features", "qga-client/cli", "--bins"];
        let native = programs::build("dev", &both)?;
        let (native_agent, native_tool) = (native.join("qga-agent"), native.join("qga"));
        if options.check {
            let [agent, tool] = [&native_agent, &native_tool].map(|program| stripped(program, folder));
            return Ok(Self { target: host, agent: agent?, tool: tool?, native_agent, native_tool });
        }
        let target = options.target.clone().unwrap_or(host);
        let mut command = programs::cargo_build("release");
        command.args(["--package", "qga-client", "--features", "cli", "--bin", "qga", "--target", &target]);
        command.env("CARGO_ENCODED_RUSTFLAGS", programs::flags_without_paths().join("\x1f"));
        targets::prepare(&mut command, &target)?;
        programs::must_build(command)?;
        let tool = programs::target_folder().join(&target).join("release/qga");
        Ok(Self { agent: dist::program_for(&target)?, tool, native_agent, native_tool, target })
    }
}

/// A copy of a program without its symbols.
fn stripped(program: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let target = folder.join(program.file_name().expect("a program's path"));
    output(Command::new("strip").arg("-o").args([&target, program]))?;
    Ok(target)
}

/// The tool's files, with one for each of its manual pages.
fn with_pages(pages: Vec<String>) -> Vec<File> {
    let page = |name: String| {
        // Two of thirty short names, for a table that is otherwise constant.
        let name: &'static str = name.leak();
        let path: &'static str = format!("/usr/share/man/man1/{name}").leak();
        File { source: files::Source::Made(name), path, ..files::TOOL[1] }
    };
    files::TOOL.iter().copied().chain(pages.into_iter().map(page)).collect()
}

/// The time of all files: `SOURCE_DATE_EPOCH`, or that of the last commit.
fn epoch() -> u64 {
    let given = std::env::var("SOURCE_DATE_EPOCH").ok();
    let committed = || {
        let log = ["log", "-1", "--format=%ct"];
        output(Command::new("git").current_dir(programs::workspace()).args(log)).ok()
    };
    given.or_else(committed).and_then(|time| time.trim().parse().ok()).unwrap_or_default()
}

fn create(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))
}

fn report(package: &Path) {
    let size = fs::metadata(package).map_or(0, |data| data.len());
    println!("{}: {} KiB", package.display(), size.div_ceil(1024));
}
