//! The checked schema, and the functions that read one.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::Dialect;
use crate::doc::Doc;
use crate::error::{Error, chained};
use crate::include;
use crate::ir::{Alternate, Arguments, Base, Command, Definition, Enum, Event, Member, Struct, Union};
use crate::legacy;
use crate::lint::Lints;
use crate::lower::Lower;
use crate::pragma::Pragmas;
use crate::source::{Sources, Span};

/// How to read a schema.
#[derive(Clone, Debug)]
pub struct Options {
    /// The grammar: that of QEMU 6.2 and later, unless another one is chosen.
    pub dialect: Dialect,
    /// How findings about documentation are reported.
    pub lints: Lints,
    /// How many errors to keep.
    pub max_errors: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { dialect: Dialect::default(), lints: Lints::default(), max_errors: 100 }
    }
}

/// A checked schema, which obeys all rules of the language.
#[derive(Clone, Debug)]
pub struct Schema {
    definitions: IndexMap<String, Definition>,
    modules: Vec<Module>,
    /// Free-form documentation, each with the number of definitions in front of it.
    remarks: Vec<(usize, Doc)>,
    pragmas: Pragmas,
    sources: Arc<Sources>,
    warnings: Vec<Diagnostic>,
    dropped_warnings: usize,
}

/// A source file of a schema.
#[derive(Clone, Debug)]
pub struct Module {
    /// The path relative to the folder of the root file, with `/` between its parts.
    pub name: String,
    /// The path as it can be opened.
    pub path: PathBuf,
    /// Which source it is.
    pub file: usize,
    /// The include directives, in order, repeated ones as well.
    pub includes: Vec<Include>,
}

/// An include directive.
#[derive(Clone, Debug)]
pub struct Include {
    /// Its place.
    pub span: Span,
    /// The included module: an index into `Schema::modules`.
    pub module: usize,
    /// The number of the schema's definitions in front of it.
    pub at: usize,
}

impl Schema {
    /// Reads and checks a schema and the files it includes.
    ///
    /// # Errors
    ///
    /// If the schema is not valid: all findings.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::load_with(path, &Options::default())
    }

    /// Reads and checks a schema as the options say.
    ///
    /// # Errors
    ///
    /// If the schema is not valid: all findings.
    pub fn load_with(path: impl AsRef<Path>, options: &Options) -> Result<Self, Error> {
        Self::load_from(path, options, read_file)
    }

    /// Checks a schema that consists of one text; it cannot include any file.
    ///
    /// # Errors
    ///
    /// If the schema is not valid: all findings.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        Self::parse_with(name, text, &Options::default())
    }

    /// Checks a schema that consists of one text as the options say.
    ///
    /// # Errors
    ///
    /// If the schema is not valid: all findings.
    pub fn parse_with(name: &str, text: &str, options: &Options) -> Result<Self, Error> {
        let mut root = Some(text.as_bytes().to_vec());
        let no_files = || io::Error::new(io::ErrorKind::NotFound, "a schema given as text cannot include files");
        Self::load_from(name, options, |_| root.take().ok_or_else(no_files))
    }

    /// Checks a schema whose files `read` returns: the root first, then each included one.
    ///
    /// # Errors
    ///
    /// If the schema is not valid: all findings.
    pub fn load_from(
        root: impl AsRef<Path>,
        options: &Options,
        mut read: impl FnMut(&Path) -> io::Result<Vec<u8>>,
    ) -> Result<Self, Error> {
        let mut diagnostics = Diagnostics::new(options.max_errors, options.lints.clone(), options.dialect);
        let mut parsed = include::load(root.as_ref(), &mut read, options.dialect, &mut diagnostics);
        let sources = Arc::new(std::mem::take(&mut parsed.sources));
        let fail = |diagnostics: Diagnostics| {
            Err(Error::new(diagnostics.errors, diagnostics.dropped, Arc::clone(&sources), options.dialect))
        };
        if diagnostics.failed() {
            return fail(diagnostics);
        }
        if options.dialect.is_old() {
            legacy::normalise(&mut parsed, options.dialect, &mut diagnostics);
        }
        let mut modules_of: Vec<usize> = vec![0; sources.files().len()];
        for (at, module) in parsed.modules.iter().enumerate() {
            modules_of[module.file] = at;
        }
        let mut lower = Lower {
            pragmas: &parsed.pragmas,
            dialect: options.dialect,
            diagnostics: &mut diagnostics,
            anchor: Span::new(0, 0, 0),
        };
        let definitions = parsed.definitions.into_iter();
        let definitions = definitions.filter_map(|it| {
            let module = modules_of[it.object.span.file];
            lower.definition(it, module)
        });
        let mut definitions: Vec<Definition> = definitions.collect();
        if diagnostics.failed() {
            return fail(diagnostics);
        }
        check::check(&mut definitions, &parsed.pragmas, options.dialect, &mut diagnostics);
        if diagnostics.failed() {
            return fail(diagnostics);
        }
        Ok(Self {
            definitions: definitions.into_iter().map(|it| (it.name().to_owned(), it)).collect(),
            modules: parsed.modules,
            remarks: parsed.remarks,
            pragmas: parsed.pragmas,
            warnings: chained(diagnostics.warnings, &sources),
            dropped_warnings: diagnostics.dropped_warnings,
            sources,
        })
    }

    /// All definitions in schema order, includes expanded.
    pub fn definitions(&self) -> impl ExactSizeIterator<Item = &Definition> + DoubleEndedIterator + Clone {
        self.definitions.values()
    }

    /// The definition of a name.
    pub fn get(&self, name: &str) -> Option<&Definition> {
        self.definitions.get(name)
    }

    /// The index of a name's definition in `definitions`.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.definitions.get_index_of(name)
    }

    /// The enums in schema order.
    pub fn enums(&self) -> impl Iterator<Item = &Enum> {
        self.definitions().filter_map(|it| if let Definition::Enum(it) = it { Some(it) } else { None })
    }

    /// The structs in schema order.
    pub fn structs(&self) -> impl Iterator<Item = &Struct> {
        self.definitions().filter_map(|it| if let Definition::Struct(it) = it { Some(it) } else { None })
    }

    /// The unions in schema order.
    pub fn unions(&self) -> impl Iterator<Item = &Union> {
        self.definitions().filter_map(|it| if let Definition::Union(it) = it { Some(it) } else { None })
    }

    /// The alternates in schema order.
    pub fn alternates(&self) -> impl Iterator<Item = &Alternate> {
        self.definitions().filter_map(|it| if let Definition::Alternate(it) = it { Some(it) } else { None })
    }

    /// The commands in schema order.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.definitions().filter_map(|it| if let Definition::Command(it) = it { Some(it) } else { None })
    }

    /// The events in schema order.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.definitions().filter_map(|it| if let Definition::Event(it) = it { Some(it) } else { None })
    }

    /// All members of a struct, inherited ones first, or the common members of a union. None of any other name.
    pub fn members_of<'a>(&'a self, name: &str) -> Vec<&'a Member> {
        let mut parts: Vec<&[Member]> = Vec::new();
        let mut next = self.get(name);
        while let Some(definition) = next.take() {
            match definition {
                Definition::Struct(it) => {
                    parts.push(&it.members);
                    next = it.base.as_deref().and_then(|base| self.get(base));
                }
                Definition::Union(it) => match &it.base {
                    Base::Named(base) => next = self.get(base),
                    Base::Inline(members) => parts.push(members),
                },
                _ => {}
            }
        }
        parts.into_iter().rev().flatten().collect()
    }

    /// All arguments of a command or event; of union arguments, the common members.
    pub fn arguments_of<'a>(&'a self, arguments: &'a Arguments) -> Vec<&'a Member> {
        match arguments {
            Arguments::None => Vec::new(),
            Arguments::Inline(members) => members.iter().collect(),
            Arguments::Named(name) => self.members_of(name),
        }
    }

    /// The source files, the root first, each at its first include.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The module `name` and those it includes, at any depth, as indices into [`Self::modules`]; none if there is no such
    /// module.
    pub fn modules_under(&self, name: &str) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open: Vec<usize> = self.modules.iter().position(|it| it.name == name).into_iter().collect();
        while let Some(module) = open.pop() {
            if found.insert(module) {
                open.extend(self.modules[module].includes.iter().map(|it| it.module));
            }
        }
        found
    }

    /// All documentation blocks in order, those of definitions and free-form ones.
    pub fn docs(&self) -> impl Iterator<Item = &Doc> {
        let mut remarks = self.remarks.iter().peekable();
        let mut docs = Vec::with_capacity(self.definitions.len() + self.remarks.len());
        for (at, definition) in self.definitions().enumerate() {
            while let Some((_, doc)) = remarks.next_if(|(before, _)| *before <= at) {
                docs.push(doc);
            }
            docs.extend(&definition.common().doc);
        }
        docs.extend(remarks.map(|(_, doc)| doc));
        docs.into_iter()
    }

    /// The settings the schema makes for its own check.
    pub fn pragmas(&self) -> &Pragmas {
        &self.pragmas
    }

    /// The files' texts, for places in them.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What looks wrong but is allowed, and what was read in an old meaning.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// How many further warnings and notes were found but not kept.
    pub fn dropped_warnings(&self) -> usize {
        self.dropped_warnings
    }
}

/// Reads a file of a schema into memory, for [`Schema::load_from`].
///
/// # Errors
///
/// The file cannot be read, is larger than 256 MiB, or is no regular file: a pipe or device may have no end.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    /// Far above any schema; a file without end does not fill the memory.
    const MAX_SIZE: u64 = 1 << 28;
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a folder"));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is larger than 256 MiB"));
    }
    Ok(bytes)
}
