//! Plans a freeze: which mounted file systems, in which order, and why others are left out.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;

use super::super::order::{Cycle, Node, order};
use super::super::rules::{Need, Rules, Subject};
use crate::linux::dependencies::{self, Below, Set};
use crate::linux::mounts::Mount;
use crate::linux::mounts::table::Entry;
use crate::linux::superblocks::{Nature, Superblock, Superblocks};

/// What a freeze would do.
#[derive(Debug)]
pub(crate) struct Plan {
    /// In the order in which they are frozen.
    pub(crate) steps: Vec<Step>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// One file system to freeze, and the mount through which it is reached.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) mount: Mount,
    pub(crate) need: Need,
    /// Those with the same number are frozen at the same time.
    pub(crate) group: usize,
}

/// One file system that is not frozen.
#[derive(Debug)]
pub(crate) struct LeftOut {
    pub(crate) dir: PathBuf,
    pub(crate) kind: String,
    pub(crate) why: Why,
}

/// Why a file system is not frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Nature(Nature),
    Excluded,
    Hidden,
    FileOnly,
    NotListed,
}

/// What a plan is made from, besides the machine.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    /// The mount points that the client lists; `None` for all.
    pub(crate) only: Option<Vec<String>>,
    pub(crate) rules: Rules,
    /// Paths of files that the agent uses; their file systems are frozen last.
    pub(crate) own_files: Vec<PathBuf>,
    /// Take file systems of which only single files are mounted, too.
    pub(crate) single_files: bool,
}

impl Plan {
    /// # Errors
    /// The table of mounts cannot be read, file systems lie on each other in a circle, or a required one is not mounted
    /// or is left out.
    pub(crate) fn make(root: &Path, wishes: &Wishes) -> Result<Self, CommandError> {
        Planner { root, all: &Superblocks::read(root)?, wishes }.plan()
    }
}

struct Planner<'a> {
    root: &'a Path,
    all: &'a Superblocks,
    wishes: &'a Wishes,
}

impl Planner<'_> {
    fn plan(&self) -> Result<Plan, CommandError> {
        let subjects: Vec<Subject<'_>> = self.all.list.iter().map(subject).collect();
        let rules = &self.wishes.rules;
        if let Some(name) = rules.missing(&subjects).filter(|_| self.wishes.only.is_none()) {
            return Err(CommandError::new(format!("freeze-required names '{name}', which is not mounted")));
        }
        let mut left_out = Vec::new();
        // For each superblock how it is to be frozen, if it is.
        let mut chosen = Vec::new();
        for (superblock, subject) in self.all.list.iter().zip(&subjects) {
            let choice = self.choose(superblock, subject);
            if let Err(why) = choice {
                let Entry { dir, kind, .. } = &superblock.mounts[0];
                if why != Why::NotListed && rules.need(subject) == Some(Need::Required) {
                    let dir = dir.display();
                    return Err(CommandError::new(format!("failed to freeze {dir}, which is required: {why}")));
                }
                left_out.push(LeftOut { dir: dir.clone(), kind: kind.clone(), why });
            }
            chosen.push(choice.ok());
        }
        let groups = order(&self.nodes(&chosen)).map_err(|Cycle(cycle)| self.named(&cycle))?;
        let mut steps = Vec::new();
        for (group, members) in groups.into_iter().enumerate() {
            for index in members {
                let (mount, need) = chosen[index].take().expect("only chosen ones are ordered");
                steps.push(Step { mount, need, group });
            }
        }
        Ok(Plan { steps, left_out })
    }

    /// How this one is frozen, or why it is not.
    fn choose(&self, superblock: &Superblock, subject: &Subject<'_>) -> Result<(Mount, Need), Why> {
        // By its type, before any of its paths is looked at.
        if superblock.nature != Nature::Block {
            return Err(Why::Nature(superblock.nature));
        }
        let only = self.wishes.only.as_deref();
        let is_listed = |dir: &Path| only.is_some_and(|only| only.iter().any(|name| Path::new(name) == dir));
        let any_is_listed = subject.dirs.iter().any(|dir| is_listed(dir));
        if only.is_some() && !any_is_listed {
            return Err(Why::NotListed);
        }
        let need = self.wishes.rules.need(subject).ok_or(Why::Excluded)?;
        let mut mounts: Vec<_> = superblock.mounts.iter().filter(|mount| !mount.hidden).collect();
        // One that a client lists gives the freeze its name; one that needs no server is reached for certain.
        mounts.sort_by_cached_key(|mount| (!is_listed(&mount.dir), self.all.lies_behind_another(mount)));
        let first = mounts.first().ok_or(Why::Hidden)?;
        let folder = mounts.iter().find(|mount| !mount.is_file(self.root));
        let may_be_file = any_is_listed || self.wishes.single_files || self.wishes.rules.asks_for(&subject.dirs);
        let mount = folder.or_else(|| may_be_file.then_some(first)).ok_or(Why::FileOnly)?;
        Ok((mount.mount(superblock.number), need))
    }

    fn nodes(&self, chosen: &[Option<(Mount, Need)>]) -> Vec<Node> {
        let mut late: Set = self.wishes.own_files.iter().filter_map(|path| self.all.at(path)).collect();
        late.extend(dependencies::swapped_to(self.root, self.all));
        let edges = dependencies::edges(self.root, self.all).into_iter().enumerate();
        let node = |(index, below): (usize, Below)| Node {
            freezes: chosen[index].is_some(),
            late: late.contains(&index),
            lies_on: below.superblocks,
            is_uncertain: below.is_uncertain,
        };
        edges.map(node).collect()
    }

    fn named(&self, cycle: &[usize]) -> CommandError {
        let dir = |index: &usize| self.all.list[*index].mounts[0].dir.display().to_string();
        let circle: Vec<String> = cycle.iter().chain(cycle.first()).map(dir).collect();
        CommandError::new(format!(
            "the file systems lie on each other and cannot be frozen: {}; freeze-exclude can leave one out",
            circle.join(" on ")
        ))
    }
}

fn subject(superblock: &Superblock) -> Subject<'_> {
    let Superblock { number, mounts, .. } = superblock;
    Subject {
        dirs: mounts.iter().map(|mount| mount.dir.as_path()).collect(),
        source: &mounts[0].source,
        number: format!("{}:{}", number.major, number.minor),
        kind: &mounts[0].kind,
    }
}

impl Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nature(Nature::UserSpace) => "it is served by a program",
            Self::Nature(Nature::Network) => "it is on the network",
            Self::Nature(Nature::Memory | Nature::Block) => "it lies on no block device",
            Self::Excluded => "freeze-exclude names it",
            Self::Hidden => "another file system is mounted over it",
            Self::FileOnly => "only files of it are mounted",
            Self::NotListed => "it is not listed",
        })
    }
}

impl Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "These file systems would be frozen, in this order, those with one number at the same time:")?;
        for Step { mount, need, group } in &self.steps {
            let need = match need {
                Need::Usual => "",
                Need::Required => ", required",
                Need::Optional => ", optional",
            };
            writeln!(f, "{:4}  {} ({}{need})", group + 1, mount.dir.display(), mount.kind)?;
        }
        writeln!(f, "These would be left out:")?;
        for LeftOut { dir, kind, why } in &self.left_out {
            writeln!(f, "      {} ({kind}): {why}", dir.display())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linux::machine::machine;

    fn plan(manifest: &str, wishes: &Wishes) -> String {
        match Plan::make(&machine(manifest).root(), wishes) {
            Ok(plan) => {
                let step = |step: &Step| format!("{} {}", step.mount.dir.display(), step.mount.kind);
                plan.steps.iter().map(step).collect::<Vec<_>>().join(", ")
            }
            Err(error) => error.desc,
        }
    }

    fn list(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).filter(|name| !name.is_empty()).collect()
    }

    const TABLE: &str = "hosts = x\nproc/self/mountinfo =\n\
         | 1 0 254:0 / / rw - ext4 /dev/vda rw\n\
         | 2 1 254:0 /home /home rw - ext4 /dev/vda rw\n\
         | 3 1 254:1 / /under rw - ext4 /dev/vdb rw\n\
         | 4 3 254:2 / /under rw - xfs /dev/vdc rw\n\
         | 5 1 254:3 / /ntfs rw - fuseblk /dev/vdd rw\n\
         | 6 1 254:4 /etc/hosts /hosts rw - ext4 /dev/vde rw\n\
         | 7 1 254:5 / /gone rw - vfat /dev/vdf rw\n";

    #[test]
    fn each_is_frozen_once_and_found_by_any_of_its_places() {
        let only = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            plan(TABLE, &Wishes { only: Some(names), ..Wishes::default() })
        };
        assert_eq!(plan(TABLE, &Wishes::default()), "/gone vfat, /under xfs, / ext4");
        assert_eq!(only(&["/home", "/under", "/no/such"]), "/under xfs, /home ext4");
        assert_eq!(only(&["/home", "/"]), "/ ext4");
        assert_eq!(only(&["/hosts"]), "/hosts ext4");
        assert_eq!(only(&[]), "");
    }

    #[test]
    fn the_owner_s_rules_hold_for_listed_mount_points_as_well() {
        let rules = |required: &str, optional: &str, excluded: &str| Rules {
            required: list(required),
            optional: list(optional),
            excluded: list(excluded),
        };
        let by = |rules: Rules| plan(TABLE, &Wishes { rules, ..Wishes::default() });
        assert_eq!(by(rules("", "/hosts", "vfat,/dev/vdc")), "/hosts ext4, / ext4");
        assert_eq!(by(rules("/data", "", "")), "freeze-required names '/data', which is not mounted");
        let behind = "failed to freeze /ntfs, which is required: it is served by a program";
        assert_eq!(by(rules("/ntfs", "", "")), behind);
        let home = || Some(vec!["/home".to_owned()]);
        let listed = |rules: Rules| plan(TABLE, &Wishes { rules, only: home(), ..Wishes::default() });
        assert_eq!(listed(rules("/data,/gone", "", "")), "/home ext4");
        assert_eq!(listed(rules("", "", "ext4")), "");
    }

    #[test]
    fn what_the_agent_needs_comes_last_and_a_circle_is_named() {
        const ROOT_FIRST: &str = "disk virtual/block/loop0 7:0\n\
             . loop/backing_file = /a/image\\n\n\
             proc/self/mountinfo =\n\
             | 1 0 7:0 / /loop rw - ext4 /dev/loop0 rw\n\
             | 2 1 254:0 / /a rw - ext4 /dev/vda rw\n\
             | 3 1 254:1 / /var/log rw - ext4 /dev/vdb rw\n";
        let wishes = Wishes { own_files: vec!["/var/log/qga.log".into()], ..Wishes::default() };
        assert_eq!(plan(ROOT_FIRST, &wishes), "/loop ext4, /a ext4, /var/log ext4");
        let circle = format!("{ROOT_FIRST}disk virtual/block/vda 254:0\n. slaves/loop0 -> ../../loop0\n");
        let text =
            "the file systems lie on each other and cannot be frozen: /a on /a; freeze-exclude can leave one out";
        assert_eq!(plan(&circle, &wishes), text);
    }

    #[test]
    fn the_dry_run_says_why_each_is_left_out() {
        let rules = Rules { required: vec!["/home".into()], excluded: vec!["vfat".into()], ..Rules::default() };
        let plan = Plan::make(&machine(TABLE).root(), &Wishes { rules, ..Wishes::default() }).expect("a plan");
        let expected = "These file systems would be frozen, in this order, those with one number at the same time:\n   \
            1  /under (xfs)\n   \
            2  / (ext4, required)\n\
            These would be left out:\n      \
            /under (ext4): another file system is mounted over it\n      \
            /ntfs (fuseblk): it is served by a program\n      \
            /hosts (ext4): only files of it are mounted\n      \
            /gone (vfat): freeze-exclude names it\n";
        assert_eq!(plan.to_string(), expected);
    }
}
