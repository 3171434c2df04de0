//! Reads the root file and all files it includes, in place and depth first.

use std::collections::HashMap;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics, shown};
use crate::dialect::Dialect;
use crate::doc::Doc;
use crate::expr::Object;
use crate::parser::{Item, Parser};
use crate::pragma::Pragmas;
use crate::schema::{Include, Module};
use crate::source::{Source, Sources, Span};

/// A definition that is parsed but not looked into.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) object: Object,
    pub(crate) doc: Option<Doc>,
    /// Made in place of something an old schema wrote differently.
    pub(crate) generated: bool,
}

/// All of a schema's text, parsed.
#[derive(Debug, Default)]
pub(crate) struct ParsedSchema {
    pub(crate) sources: Sources,
    pub(crate) modules: Vec<Module>,
    pub(crate) definitions: Vec<Parsed>,
    /// Free-form documentation, each with the number of definitions in front of it.
    pub(crate) remarks: Vec<(usize, Doc)>,
    pub(crate) pragmas: Pragmas,
}

/// Returns the bytes of a file.
pub(crate) type ReadFile<'r> = dyn FnMut(&Path) -> io::Result<Vec<u8>> + 'r;

/// A file that is being read.
struct Open {
    module: usize,
    parser: Parser,
    /// A block that waits for what it documents.
    pending: Option<Doc>,
}

struct Loader<'a, 'r, 'd> {
    read: &'a mut ReadFile<'r>,
    diagnostics: &'d mut Diagnostics,
    dialect: Dialect,
    schema: ParsedSchema,
    open: Vec<Open>,
    /// Where each file is in the list of modules.
    known: HashMap<PathBuf, usize>,
    root_directory: PathBuf,
    /// The bytes that may still be read.
    bytes_left: usize,
}

/// Reads the schema whose root file is `root`.
pub(crate) fn load(
    root: &Path,
    read: &mut ReadFile<'_>,
    dialect: Dialect,
    diagnostics: &mut Diagnostics,
) -> ParsedSchema {
    let bytes = match read(root) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(Diagnostic::nowhere("LEX6", format!("cannot read '{}': {error}", root.display())));
            return ParsedSchema::default();
        }
    };
    let mut loader = Loader {
        read,
        diagnostics,
        dialect,
        schema: ParsedSchema::default(),
        open: Vec::new(),
        known: HashMap::new(),
        root_directory: identity(root).parent().unwrap_or(Path::new("")).to_path_buf(),
        bytes_left: MAX_TOTAL_BYTES,
    };
    loader.enter(root, bytes, None);
    while let Some(mut file) = loader.open.pop() {
        let included = loader.read_on(&mut file);
        if let Some((path, bytes, span)) = included {
            loader.open.push(file);
            loader.enter(&path, bytes, Some(span));
        }
    }
    loader.schema
}

/// Includes inside each other at most: files are identified by their paths, and links give one file endless paths.
const MAX_OPEN_FILES: usize = 100;

/// Files of one schema at most; QEMU's own has less than a hundred.
const MAX_FILES: usize = 10_000;

/// Bytes of all included files at most; QEMU's own have a hundredth of it.
const MAX_TOTAL_BYTES: usize = 1 << 28;

/// A file that a directive asks for, and the directive.
type Included = (PathBuf, Vec<u8>, Span);

impl Loader<'_, '_, '_> {
    /// Starts to read a file.
    fn enter(&mut self, path: &Path, bytes: Vec<u8>, from: Option<Span>) {
        let identity = identity(path);
        let name = relative(&identity, &self.root_directory);
        let (text, bad) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let bad = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(bad))
            }
        };
        let file = self.schema.sources.push(Source::new(path.display().to_string(), text.into(), from));
        let text = self.schema.sources.files()[file].shared_text();
        let module = self.schema.modules.len();
        self.schema.modules.push(Module { name, path: path.to_path_buf(), file, includes: Vec::new() });
        self.known.insert(identity, module);
        if let Some(bad) = bad {
            let message = "the file is not UTF-8";
            // The first bad byte shows as a replacement character.
            let end = bad + char::REPLACEMENT_CHARACTER.len_utf8();
            self.diagnostics.push(Diagnostic::at("LEX5", Span::new(file, bad, end), message));
            return;
        }
        let parser = Parser::new(text, file, self.dialect, self.diagnostics);
        self.open.push(Open { module, parser, pending: None });
    }

    /// Reads a file up to its end, or to a directive that asks for another one.
    fn read_on(&mut self, file: &mut Open) -> Option<Included> {
        loop {
            if file.parser.at_doc() {
                self.settle(file.pending.take(), "another documentation block");
            }
            match file.parser.next_item(self.diagnostics) {
                Item::End => {
                    self.settle(file.pending.take(), "the end of the file");
                    return None;
                }
                Item::Doc(doc) => file.pending = Some(doc),
                Item::Broken => file.pending = None,
                Item::Expression(object) => {
                    if object.get("include").is_some() {
                        self.settle(file.pending.take(), "a directive");
                        if let Some(included) = self.include(file.module, &object) {
                            return Some(included);
                        }
                    } else if object.get("pragma").is_some() {
                        self.settle(file.pending.take(), "a directive");
                        self.schema.pragmas.apply(&object, self.dialect, self.diagnostics);
                    } else {
                        let doc = self.pair(file.pending.take(), &object);
                        self.schema.definitions.push(Parsed { object, doc, generated: false });
                    }
                }
            }
        }
    }

    /// Keeps a block that no definition follows.
    fn settle(&mut self, doc: Option<Doc>, follower: &str) {
        let Some(doc) = doc else { return };
        if let Some(symbol) = &doc.symbol {
            let message = format!("the documentation of '{symbol}' is followed by {follower}, not by a definition");
            let opening = Span { end: doc.span.start + 2, ..doc.span };
            let diagnostic = Diagnostic::at("DOC4", doc.symbol_span, message).anchored(opening);
            self.diagnostics.push(diagnostic.warning_if(self.dialect.is_old()));
        }
        self.schema.remarks.push((self.schema.definitions.len(), doc));
    }

    /// Pairs a block with the definition that follows.
    fn pair(&mut self, doc: Option<Doc>, definition: &Object) -> Option<Doc> {
        let doc = doc?;
        if doc.symbol.is_some() {
            return Some(doc);
        }
        let opening = Span { end: doc.span.start + 2, ..doc.span };
        // Without the `@`, or after a blank line, the block was probably meant for the definition that follows.
        let names = definition.entries.iter().filter_map(|entry| entry.value.as_str());
        let first = doc.overview().split(|c: char| c == ':' || c.is_whitespace()).find(|word| !word.is_empty());
        let first = first.map(|word| word.trim_start_matches('@'));
        let help = match names.into_iter().find(|name| Some(*name) == first) {
            Some(name) => format!("right behind the opening `##` must stand `# @{name}:`"),
            None => "start the block with `# @NAME:`, or put another block in between".into(),
        };
        let diagnostic = Diagnostic::at("DOC3", opening, "free-form documentation stands directly before a definition")
            .label(definition.anchor(), "this definition")
            .help(help);
        self.diagnostics.push(diagnostic.warning_if(self.dialect.is_old()));
        self.schema.remarks.push((self.schema.definitions.len(), doc));
        None
    }

    /// Carries out an include directive.
    fn include(&mut self, module: usize, directive: &Object) -> Option<Included> {
        let anchor = directive.anchor();
        for entry in directive.entries.iter().filter(|entry| *entry.key != *"include") {
            let message = format!("an include stands alone, but here is a key '{}', too", shown(&entry.key));
            self.diagnostics.push(Diagnostic::at("INC1", entry.key_span, message).anchored(anchor));
        }
        if directive.entries.len() > 1 {
            return None;
        }
        let value = &directive.get("include")?.value;
        let Some(name) = value.as_str() else {
            let message = format!("the value of 'include' must be a string, not {}", value.describe());
            self.diagnostics.push(Diagnostic::at("INC2", value.span, message).anchored(anchor));
            return None;
        };
        let path = self.schema.modules[module].path.parent().unwrap_or(Path::new("")).join(name);
        let identity = identity(&path);
        let at = self.schema.definitions.len();
        let target = self.known.get(&identity).copied();
        let include = Include { span: directive.span, module: target.unwrap_or(self.schema.modules.len()), at };
        if target.is_none() && (self.open.len() >= MAX_OPEN_FILES || self.schema.modules.len() >= MAX_FILES) {
            let message =
                format!("more than {MAX_OPEN_FILES} includes inside each other, or more than {MAX_FILES} files");
            let help = "does a symbolic link lead the includes round in a circle?";
            self.diagnostics.push(Diagnostic::at("INC4", value.span, message).anchored(anchor).help(help));
            return None;
        }
        // Later findings are not kept, and hostile files can include each other very often.
        if self.diagnostics.is_full() {
            return None;
        }
        if let Some(target) = target {
            if target == module || self.open.iter().any(|open| open.module == target) {
                let message = format!("'{}' includes itself", self.schema.modules[target].name);
                self.diagnostics.push(Diagnostic::at("INC4", value.span, message).anchored(anchor));
                return None;
            }
            self.schema.modules[module].includes.push(include);
            return None;
        }
        match (self.read)(&path) {
            Ok(bytes) if bytes.len() > self.bytes_left => {
                let message = format!("the files have more than {} MiB together", MAX_TOTAL_BYTES >> 20);
                self.diagnostics.push(Diagnostic::at("LIM4", value.span, message).anchored(anchor));
                self.bytes_left = 0;
                None
            }
            Ok(bytes) => {
                self.bytes_left -= bytes.len();
                self.schema.modules[module].includes.push(include);
                Some((path, bytes, directive.span))
            }
            Err(error) => {
                let message = format!("cannot read '{}': {error}", path.display());
                let help = "the path is relative to the folder of this file";
                self.diagnostics.push(Diagnostic::at("INC3", value.span, message).anchored(anchor).help(help));
                None
            }
        }
    }
}

/// What makes a file the same as another one: its absolute path without `.` and `..`, links not followed.
fn identity(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut parts = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts
}

/// A path relative to a directory, with `/` between its parts.
fn relative(path: &Path, directory: &Path) -> String {
    let path: Vec<_> = path.components().collect();
    let directory: Vec<_> = directory.components().collect();
    let common = path.iter().zip(&directory).take_while(|(left, right)| left == right).count();
    let up = std::iter::repeat_n("..".into(), directory.len() - common);
    let down = path[common..].iter().map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}
