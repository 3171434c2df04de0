//! Generates a schema of many files with random combinations of definitions, names and documentation.

use std::fmt::Write;

/// Modules of a schema of more than 30,000 lines.
pub(crate) const MODULES: usize = 150;

/// Names that have a meaning in Rust or in generated code.
const WORDS: &[&str] = &[
    "type",
    "self",
    "super",
    "crate",
    "match",
    "async",
    "dyn",
    "gen",
    "try",
    "union",
    "macro",
    "new",
    "tag",
    "branch",
    "kind",
    "data",
    "name",
    "value",
    "from",
    "out",
    "some",
    "none",
    "ok",
    "err",
    "other",
    "default",
    "event",
    "timestamp",
    "id",
    "x-odd",
    "i64",
    "bool",
    "str",
    "__org.acme_x-own",
    "__com.Acme-2_own",
    "a--b",
    "a-b1",
    "rx2tx",
    "event-kind",
];

/// More names of values.
const VALUES: &[&str] = &["1g", "2-3", "23", "8021x", "A-b", "a-B", "AB", "Other", "Self", "1G", "ON", "on", "x-"];

const SCALARS: &[&str] = &[
    "str", "int", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "size", "number", "bool",
    "null", "any", "QType",
];

/// Fragments of documentation.
const PROSE: &[&str] = &[
    "One line.",
    "A *star*, an _under_score, a <tag>, [brackets], a | bar,\n# a back\\slash, \"quotes\" and 'more'.",
    "Text with ``code`` and @name and `TypeA1` and `cmd-a1` in it,\n# going on, and: https://example.org/a_b?c=d.",
    "A list:\n#\n# * one\n# * two\n#\n#   - inner\n#     goes on\n#\n# * three",
    "1. first\n#\n# 2. second\n#    goes on",
    "Verbatim::\n#\n#     fn main() { }\n#       more\n#\n# And on.",
    ".. note:: Beware.\n#\n#    Of much.",
    ".. code-block:: none\n#\n#    +--+--+\n#    |  |  |\n#    +--+--+",
    ".. qmp-example::\n#    :title: An example\n#\n#    -> { \"execute\": \"x\" }\n#    <- { \"return\": {} }",
    "+---+---+\n# | a | b |\n# +===+===+\n# | 1 | 2 |\n# +---+---+",
    "``` fences and # signs\n# - and a dash\n# + and a plus",
    "Ends with a colon:\n#\n# .. a comment\n#\n# So it goes \u{2014} \u{00e9}\u{20ac}.",
];

/// Generates the files of the schema, the root first.
pub(crate) fn files(modules: usize) -> Vec<(String, String)> {
    let exceptions: Vec<String> = (0..modules).map(|at| format!("'ValuesA{at}'")).collect();
    let mut root = format!("{{ 'pragma': {{ 'member-name-exceptions': [ {} ] }} }}\n", exceptions.join(", "));
    let mut files = Vec::new();
    for at in 0..modules {
        let path = format!("part{}/module{at}.json", at / 3);
        // Every third is included by the one before.
        if at % 3 != 2 {
            writeln!(root, "{{ 'include': '{path}' }}").expect("a string takes everything");
        }
        let mut module = Module { at, modules, state: 0x9E37_79B9 * (at as u64 + 1), text: String::new() };
        if at % 3 == 1 && at + 1 < modules {
            writeln!(module.text, "{{ 'include': 'module{}.json' }}", at + 1).expect("as above");
        }
        module.write();
        files.push((path, module.text));
    }
    files.insert(0, ("root.json".to_owned(), root));
    files
}

struct Module {
    at: usize,
    modules: usize,
    state: u64,
    text: String,
}

impl Module {
    fn write(&mut self) {
        let at = self.at;
        let values = self.values();
        self.define("enum", &format!("ValuesA{at}"), &[("", &values)]);
        self.define("enum", &format!("Keys{at}"), &[("", "'left', 'right', { 'name': 'both', 'if': 'CONFIG_BOTH' }")]);
        let members = self.members("a-", 9);
        self.define("struct", &format!("TypeA{at}"), &[("", &members)]);
        let members = self.members("own-", 4);
        self.define("struct", &format!("Heir{at}"), &[("base", &format!("'TypeA{at}'")), ("", &members)]);
        self.define("struct", &format!("__com.acme_X-Own{at}"), &[("", "'in': 'int'")]);
        self.define("struct", &format!("IOThing{at}"), &[("", &format!("'io': 'IoThing{at}'"))]);
        self.define("struct", &format!("IoThing{at}"), &[("", "")]);
        let common = format!("'key': 'Keys{at}', {}", self.members("common-", 2));
        let arm = format!("'left': 'TypeA{at}', 'both': {{ 'type': 'Heir{at}', 'if': {} }}", self.condition(3));
        self.define(
            "union",
            &format!("UnionA{at}"),
            &[("base", &format!("{{ {common} }}")), ("discriminator", "'key'"), ("", &arm)],
        );
        let arm = format!("'right': 'UnionA{at}'");
        self.define(
            "union",
            &format!("OuterA{at}"),
            &[("base", &format!("{{ 'outer': 'Keys{at}' }}")), ("discriminator", "'outer'"), ("", &arm)],
        );
        let branches = self.alternatives();
        self.define("alternate", &format!("OneOf{at}"), &[("", &branches)]);
        for number in 0..2 {
            let members = self.members("", 5);
            let flag =
                ["'allow-oob': true", "'allow-preconfig': true", "'gen': false", "'coroutine': true"][self.below(4)];
            let returns = format!("[ 'TypeA{}' ], {flag}", self.near());
            self.define(
                "command",
                &format!("cmd-{}-{at}", ["a", "self"][number]),
                &[("", &members), ("returns", &returns)],
            );
        }
        let boxed = format!("'OuterA{at}', 'boxed': true");
        self.define("command", &format!("__org.acme_x-put-{at}"), &[("data", &boxed)]);
        self.define("event", &format!("EVENT_{at}"), &[("data", &boxed)]);
        let members = self.members("*", 3);
        self.define("event", &format!("X_GONE_{at}"), &[("", &members)]);
    }

    /// One definition; the part without a name is its `data`.
    fn define(&mut self, kind: &str, name: &str, parts: &[(&str, &str)]) {
        let body = parts.iter().find(|(key, _)| key.is_empty()).map(|(_, body)| *body);
        if self.below(3) > 0 {
            self.document(kind, name, body.unwrap_or_default(), parts);
        }
        let mut text = format!("{{ '{kind}': '{name}'");
        for (key, value) in parts {
            let value = match (*key, kind) {
                ("", "enum") => format!("'data': [ {value} ]"),
                ("", _) => format!("'data': {{ {value} }}"),
                _ => format!("'{key}': {value}"),
            };
            write!(text, ",\n  {value}").expect("a string takes everything");
        }
        if self.below(4) == 0 {
            write!(text, ",\n  'if': {}", self.condition(3)).expect("a string takes everything");
        }
        self.text.push_str(&text);
        self.text.push_str(" }\n\n");
    }

    fn document(&mut self, kind: &str, name: &str, body: &str, parts: &[(&str, &str)]) {
        let mut text = format!("##\n# @{name}:\n#\n# {}\n#\n", PROSE[self.below(PROSE.len())]);
        let inline = parts.iter().find(|(key, value)| *key == "base" && value.starts_with('{')).map(|(_, base)| *base);
        // The branches of a union are documented where their types are.
        let body = if kind == "union" { "" } else { body };
        let described = [inline.unwrap_or_default().trim_start_matches('{'), body].into_iter().flat_map(member_names);
        for member in described.collect::<Vec<_>>() {
            write!(text, "# @{member}: what it means,\n#     in two lines\n#\n").expect("a string takes everything");
        }
        if body.contains("'deprecated'") || inline.is_some_and(|it| it.contains("'deprecated'")) {
            text.push_str("# Features:\n#\n# @deprecated: \"Use\" the other,\n#     or none.\n#\n");
        }
        if kind == "command" {
            write!(text, "# {}\n#\n", PROSE[self.below(3)]).expect("a string takes everything");
            if parts.iter().any(|(key, _)| *key == "returns") {
                text.push_str("# Returns: what was asked for\n#\n");
            }
            text.push_str("# Errors:\n#     - If it fails, GenericError\n#\n");
        }
        text.push_str("# Since: 9.1\n##\n");
        self.text.push_str(&text);
    }

    fn members(&mut self, prefix: &str, count: usize) -> String {
        // Arguments may not be conditional.
        let kinds = if prefix.ends_with('-') { 6 } else { 5 };
        let start = self.below(WORDS.len());
        let members = (0..count).map(|step| {
            let word = WORDS[(start + step * 5) % WORDS.len()];
            // A vendor's prefix stays in front.
            let word = if prefix.len() > 1 && word.starts_with("__") {
                format!("{prefix}{step}")
            } else {
                format!("{prefix}{word}")
            };
            let optional = if prefix != "*" && self.below(3) > 0 { "*" } else { "" };
            let ty = self.reference();
            match self.below(kinds) {
                5 => format!("'{optional}{word}': {{ 'type': {ty}, 'if': {} }}", self.condition(3)),
                1 => format!("'{optional}{word}': {{ 'type': {ty}, 'features': [ 'deprecated' ] }}"),
                _ => format!("'{optional}{word}': {ty}"),
            }
        });
        members.collect::<Vec<_>>().join(",\n            ")
    }

    fn reference(&mut self) -> String {
        let module = self.near();
        let name = match self.below(12) {
            0 => format!("TypeA{module}"),
            1 => format!("Heir{module}"),
            2 => format!("UnionA{module}"),
            3 => format!("OuterA{module}"),
            4 => format!("OneOf{module}"),
            5 => format!("ValuesA{module}"),
            6 => format!("__com.acme_X-Own{module}"),
            7 => format!("IOThing{module}"),
            _ => SCALARS[self.below(SCALARS.len())].to_owned(),
        };
        if self.below(4) == 0 { format!("[ '{name}' ]") } else { format!("'{name}'") }
    }

    fn values(&mut self) -> String {
        let start = self.below(WORDS.len());
        let words = (0..8).map(|step| WORDS[(start + step) % WORDS.len()]).chain(VALUES.iter().copied());
        let values = words.map(|word| match self.below(5) {
            0 => format!("{{ 'name': '{word}', 'if': {}, 'features': [ 'deprecated' ] }}", self.condition(3)),
            _ => format!("'{word}'"),
        });
        values.collect::<Vec<_>>().join(", ")
    }

    /// The next set of JSON types, round-robin.
    fn alternatives(&mut self) -> String {
        let set = self.at % 63 + 1;
        let (module, text) = (self.near(), ["'str'".to_owned(), format!("'Keys{}'", self.at)]);
        // A word on a command line may look like a number or a truth value.
        let text = &text[usize::from(set & 0b110 != 0)..];
        let branches = [
            format!("'self': {}", text[self.below(text.len())]),
            format!("'number': '{}'", ["int", "size", "uint8", "number"][self.below(4)]),
            "'flag': 'bool'".to_owned(),
            "'none': 'null'".to_owned(),
            format!("'list': [ 'OneOf{module}' ]"),
            format!("'object': '{}{module}'", ["TypeA", "UnionA", "OuterA"][self.below(3)]),
        ];
        let chosen = branches.into_iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, branch)| branch);
        chosen.collect::<Vec<_>>().join(", ")
    }

    fn condition(&mut self, depth: usize) -> String {
        let symbol = format!("'CONFIG_{}'", ["A", "B2", "C_3"][self.below(3)]);
        if depth == 0 {
            return symbol;
        }
        let inner = self.condition(depth - 1);
        match self.below(3) {
            0 => format!("{{ 'not': {inner} }}"),
            1 => format!("{{ 'all': [ {symbol}, {inner} ] }}"),
            _ => format!("{{ 'any': [ {inner}, {symbol} ] }}"),
        }
    }

    /// A module that this one may refer to: near ones only, since the compiler follows types that contain each other to
    /// check whether they are `Send`, at most 128 deep.
    fn near(&mut self) -> usize {
        (self.at / 3 * 3 + self.below(3)).min(self.modules - 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % limit as u64).unwrap_or(0)
    }
}

/// The names in the text of a list of members or values.
fn member_names(body: &str) -> Vec<&str> {
    let (mut names, mut depth) = (Vec::new(), 0);
    for (index, part) in body.split('\'').enumerate() {
        if index % 2 == 1 {
            // At the top, what a colon does not precede is a name.
            let before = body[..part.as_ptr() as usize - body.as_ptr() as usize - 1].trim_end();
            let inner = before.ends_with("'name':");
            if (depth == 0 && !before.ends_with(':')) || (depth == 1 && inner) {
                names.push(part.trim_start_matches('*'));
            }
        } else {
            depth += part.matches(['{', '[']).count();
            depth -= part.matches(['}', ']']).count().min(depth);
        }
    }
    names
}
