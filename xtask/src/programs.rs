//! Builds and starts the workspace's own programs, which xtask runs but does not link.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The error of a task, as one line for the terminal.
pub(crate) type Failure = String;

/// The workspace's root folder: that which Cargo runs xtask in or, without Cargo, the one it was built in.
pub(crate) fn workspace() -> PathBuf {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&folder).parent().expect("xtask is a folder of the workspace").to_path_buf()
}

/// The Cargo that runs xtask or, without one, that of the search path; in the workspace.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(workspace());
    command
}

/// Cargo's own folder, which holds the crates of the registry; none if the environment names neither it nor a home.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home)
}

/// Builds the named packages and returns the folder that holds their binaries.
pub(crate) fn build(profile: &str, arguments: &[&str]) -> Result<PathBuf, Failure> {
    let mut command = cargo_build(profile);
    command.args(arguments);
    must_build(command)?;
    Ok(target_folder().join(if profile == "dev" { "debug" } else { profile }))
}

/// Cargo, to build packages of the workspace that are still to be named.
pub(crate) fn cargo_build(profile: &str) -> Command {
    let mut command = cargo();
    command.args(["build", "--quiet", "--profile", profile]);
    command
}

/// Runs such a build.
pub(crate) fn must_build(mut command: Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    if status.success() { Ok(()) } else { Err(format!("cargo {}: {status}", words.join(" "))) }
}

/// Standard output of a command, which must succeed.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let name = program_name(command);
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("cannot run {name}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("{name} prints what is not UTF-8"))
}

/// The name of the program that a command runs.
pub(crate) fn program_name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// Flags of the compiler by which a program does not depend on the folders that it is built in.
pub(crate) fn flags_without_paths() -> Vec<String> {
    // The last that matches counts, and the target folder is usually in the workspace.
    let own = [(workspace(), "/qga"), (target_folder(), "/qga/target")];
    let flag = |(from, to): (PathBuf, &str)| format!("--remap-path-prefix={}={to}", from.display());
    own.into_iter().chain(cargo_home().map(|folder| (folder, "/cargo"))).map(flag).collect()
}

/// Cargo's target folder.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from)
}

/// Removes and makes a folder.
pub(crate) fn fresh(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))
}

/// A guest agent that listens on a socket in a folder of its own; it is stopped and its folder removed when dropped.
pub(crate) struct RunningAgent {
    child: Child,
    folder: PathBuf,
}

impl RunningAgent {
    /// Starts `program`, which takes the options of `qemu-ga`, and waits until its socket accepts connections.
    pub(crate) fn start(program: &Path, name: &str, options: &[&str]) -> Result<Self, Failure> {
        Self::start_as(Command::new(program), name, options)
    }

    /// As [`RunningAgent::start`], for an agent that another program runs; `command` gets the agent's options.
    pub(crate) fn start_as(mut command: Command, name: &str, options: &[&str]) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("qga-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
        let child = command
            .args(["--method", "unix-listen", "--path"])
            .arg(folder.join("agent.sock"))
            .arg("--statedir")
            .arg(&folder)
            .args(options)
            .stdin(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start {}: {error}", program_name(&command)))?;
        let mut agent = Self { child, folder };
        agent.wait_for_socket()?;
        Ok(agent)
    }

    /// The socket that it listens at.
    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.join("agent.sock")
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Stops it with SIGTERM and waits for its end.
    pub(crate) fn stop(mut self) -> Result<(), Failure> {
        let asked = Command::new("kill").arg(self.pid().to_string()).status();
        asked.map_err(|error| format!("cannot run kill: {error}"))?;
        let status = self.child.wait().map_err(|error| format!("cannot wait for the agent: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("the agent ended with {status}")) }
    }

    fn wait_for_socket(&mut self) -> Result<(), Failure> {
        let deadline = Instant::now() + Duration::from_secs(10);
        while std::os::unix::net::UnixStream::connect(self.socket()).is_err() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("the agent ended at once: {status}"));
            }
            if Instant::now() > deadline {
                return Err("the agent does not listen after 10 s".to_owned());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for RunningAgent {
    fn drop(&mut self) {
        // The process may have ended already; a failure leaves a folder in the temporary folder, without harm.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
