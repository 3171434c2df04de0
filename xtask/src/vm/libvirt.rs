//! `cargo xtask vm libvirt`: boots the guest as a libvirt domain and runs virsh's commands for its agent, and `qga`
//! through libvirt.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::console::Console;
use super::hardware;
use super::image::Kind;
use super::machine;
use super::scenario::pattern::like;
use super::tool::Tool;
use super::{Failure, cannot, image, payload, sources};

/// The user id of `nobody`: libvirt's session daemon refuses to run as root.
const NOBODY_UID: u32 = 65534;

/// Timeout for the guest's boot, and for each command, without KVM.
const STEP_TIMEOUT: Duration = Duration::from_secs(300);

/// Size of the disk for databases, which only this domain has.
const DATA_BYTES: u64 = 1 << 30;

/// The options of `cargo xtask vm libvirt`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// A static agent program to test, instead of one built now.
    #[arg(long, value_name = "PROGRAM")]
    agent: Option<PathBuf>,
}

/// Boots the domain and runs the commands of `xtask/vm/virsh.txt`.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    let agent = options.agent.clone().map_or_else(payload::agent, Ok)?;
    payload::packages(&agent)?;
    let image = image::build(Kind::Server)?;
    let script = std::fs::read_to_string(sources().join("virsh.txt")).map_err(cannot("read virsh.txt"))?;
    let start = Instant::now();
    let domain = Domain::start(&image, &agent, Tool::build()?)?;
    let mut console = Console::connect(&domain.folder.join("console"), STEP_TIMEOUT)?;
    console.wait(STEP_TIMEOUT).map_err(|failure| format!("{failure}\n{}", domain.log_tail()))?;
    console.must("/usr/local/sbin/qga-testbed plugged")?;
    println!("the domain has booted in {:.0} s", start.elapsed().as_secs_f32());
    let boot = console.boot()?;
    let mut failed = 0;
    let mut lines = script.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).peekable();
    while let Some(line) = lines.next() {
        let expected = lines.next_if(|next| next.starts_with(' ')).map(str::trim);
        let result = match line.split_once(' ') {
            _ if line == "boots" => console.wait_for_restart(&boot, STEP_TIMEOUT),
            Some(("guest", command)) => console.must(command).map(drop),
            Some(("host", command)) => domain.on_host(command),
            Some(("refuses", command)) => domain.check_refusal(command, expected.unwrap_or("*")),
            Some(("eventually", command)) => until(|| domain.check(command, expected.unwrap_or("*"))),
            Some(("exits", rest)) => {
                let (status, command) = rest.split_once(' ').ok_or("exits takes a status and a command")?;
                until(|| domain.check_status(command, status, expected.unwrap_or("*")))
            }
            Some(("where", rest)) => {
                let (option, command) = rest.split_once(' ').ok_or("where takes an option and a command")?;
                if !domain.knows(command, option)? {
                    println!("left out: {command}: this virsh does not know {option}");
                    continue;
                }
                domain.check(command, expected.unwrap_or("*"))
            }
            _ => domain.check(line, expected.unwrap_or("*")),
        };
        match result {
            Ok(()) => println!("ok     {line}"),
            Err(failure) => {
                failed += 1;
                println!("FAILED {line}\n  {failure}");
            }
        }
    }
    println!("{failed} failed, in {:.0} s", start.elapsed().as_secs_f32());
    if failed == 0 { Ok(()) } else { Err(format!("{failed} virsh commands failed")) }
}

/// A domain of a libvirt daemon of its own; both end when dropped.
struct Domain {
    folder: PathBuf,
    /// The host tool.
    tool: PathBuf,
    daemon: Child,
    /// A virsh that owns the domain, so that the domain ends when this program does.
    holder: Child,
}

impl Domain {
    fn start(image: &image::Image, agent: &Path, tool: PathBuf) -> Result<Self, Failure> {
        machine::remove_orphans();
        let folder = std::env::temp_dir().join(format!("qga-vm-run-{}", std::process::id()));
        let config = folder.join("config/libvirt");
        std::fs::create_dir_all(&config).map_err(cannot("create the domain's folder"))?;
        hardware::make_raw_disks(&folder)?;
        let data = std::fs::File::create(folder.join("data")).and_then(|file| file.set_len(DATA_BYTES));
        data.map_err(cannot("make the disk for databases"))?;
        payload::pack(agent, &folder.join("programs"))?;
        let mut copy = Command::new("cp");
        copy.arg("--sparse=always").arg(image.root()).arg(folder.join("root.img"));
        machine::succeed(copy)?;
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).map_err(cannot("write a file"));
        write("config/libvirt/qemu.conf", "stdio_handler = \"file\"\nsecurity_driver = \"none\"\n")?;
        write("key", "ssh-rsa AAAA carol\n")?;
        let xml = std::fs::read_to_string(sources().join("domain.xml")).map_err(cannot("read domain.xml"))?;
        let xml = xml.replace("FOLDER", &folder.to_string_lossy()).replace("IMAGE", &image.folder.to_string_lossy());
        write("domain.xml", &xml.replace("OPTIONS", &image.kernel_options()))?;
        let mut chown = Command::new("chown");
        chown.arg("-R").arg(format!("{NOBODY_UID}:{NOBODY_UID}")).arg(&folder);
        machine::succeed(chown)?;
        let log = std::fs::File::create(folder.join("libvirtd.log")).map_err(cannot("create a log"))?;
        let mut daemon = as_user(&folder, Path::new("libvirtd"));
        // It exits by itself if this program cannot stop it.
        let daemon = daemon.args(["--timeout", "30"]).stdout(Stdio::null()).stderr(log).spawn();
        let daemon = daemon.map_err(cannot("run libvirtd"))?;
        let mut holder = as_user(&folder, Path::new("virsh"));
        let holder =
            holder.args(["--quiet", "--connect", "qemu:///session"]).stdin(Stdio::piped()).stdout(Stdio::null());
        let holder = holder.spawn().map_err(cannot("run virsh"))?;
        let mut domain = Self { folder, tool, daemon, holder };
        let create = format!("create {} --autodestroy\n", domain.folder.join("domain.xml").display());
        let input = domain.holder.stdin.as_mut().ok_or("virsh has no input")?;
        input.write_all(create.as_bytes()).map_err(cannot("make virsh start the domain"))?;
        Ok(domain)
    }

    /// Runs a virsh command and checks its output.
    fn check(&self, line: &str, expected: &str) -> Result<(), Failure> {
        let output = self.virsh(line)?;
        if !output.status.success() {
            return Err(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim()));
        }
        holds(&output.stdout, expected)
    }

    /// Runs a virsh command that must fail and checks its error text.
    fn check_refusal(&self, line: &str, expected: &str) -> Result<(), Failure> {
        let output = self.virsh(line)?;
        if output.status.success() {
            return Err(format!("it has succeeded: {}", String::from_utf8_lossy(&output.stdout).trim()));
        }
        holds(&output.stderr, expected)
    }

    /// Runs a command and checks its exit status, and its output.
    fn check_status(&self, line: &str, status: &str, expected: &str) -> Result<(), Failure> {
        let output = self.virsh(line)?;
        holds(&output.stdout, expected)?;
        match output.status.code() {
            Some(code) if code.to_string() == status => Ok(()),
            _ => Err(format!("expected status {status}, got {}", output.status)),
        }
    }

    /// Whether the help of a virsh command has an option.
    fn knows(&self, command: &str, option: &str) -> Result<bool, Failure> {
        let name = command.split(' ').next().unwrap_or_default();
        let help = self.virsh(&format!("help {name}"))?.stdout;
        Ok(String::from_utf8_lossy(&help).split_whitespace().any(|word| word == option))
    }

    /// Runs a command of `virsh`, or `qga`; words are separated by blanks.
    fn virsh(&self, line: &str) -> Result<Output, Failure> {
        let line = line.replace("FOLDER", &self.folder.to_string_lossy());
        let (mut command, words) = match line.strip_prefix("qga ") {
            Some(words) => (as_user(&self.folder, &self.tool), words),
            None => (as_user(&self.folder, Path::new("virsh")), line.as_str()),
        };
        command.env("LIBVIRT_DEFAULT_URI", "qemu:///session").args(words.split_whitespace());
        command.stdin(Stdio::null()).output().map_err(cannot("run virsh or qga"))
    }

    /// Runs a command of this host that must succeed; words are separated by blanks.
    fn on_host(&self, line: &str) -> Result<(), Failure> {
        let line = line.replace("FOLDER", &self.folder.to_string_lossy());
        let mut words = line.split_whitespace();
        let mut command = as_user(&self.folder, Path::new(words.next().ok_or("host COMMAND")?));
        command.args(words);
        machine::succeed(command)
    }

    fn log_tail(&self) -> String {
        let read = |name: &str| std::fs::read(self.folder.join(name)).unwrap_or_default();
        let tail = |log: Vec<u8>| String::from_utf8_lossy(&log[log.len().saturating_sub(2000)..]).into_owned();
        tail(read("libvirtd.log")) + &tail(read("terminal.log"))
    }
}

impl Drop for Domain {
    fn drop(&mut self) {
        // Processes and files that are gone already need no action.
        let _ = self.check("destroy testbed", "*");
        let _ = self.holder.kill();
        let _ = self.holder.wait();
        let _ = Command::new("kill").arg(self.daemon.id().to_string()).status();
        let _ = self.daemon.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Repeats a check until it succeeds.
fn until(check: impl Fn() -> Result<(), Failure>) -> Result<(), Failure> {
    let deadline = Instant::now() + STEP_TIMEOUT;
    loop {
        match check() {
            Err(_) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(500)),
            result => return result,
        }
    }
}

/// Checks a text, with one blank for every run of blanks: virsh aligns its tables.
fn holds(text: &[u8], expected: &str) -> Result<(), Failure> {
    let text = String::from_utf8_lossy(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if like(expected, &text) { Ok(()) } else { Err(format!("expected {expected}, got {text}")) }
}

/// A program of libvirt, run as `nobody` with all its files in `folder`.
fn as_user(folder: &Path, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--reuid", &NOBODY_UID.to_string(), "--regid", &NOBODY_UID.to_string(), "--clear-groups"]);
    command.arg(program);
    command.current_dir(folder).env("HOME", folder).env("LC_ALL", "C").env_remove("XDG_DATA_HOME");
    for (variable, name) in [("XDG_RUNTIME_DIR", "run"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")] {
        command.env(variable, folder.join(name));
    }
    command
}
