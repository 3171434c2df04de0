//! Describes one definition for the reference manual: its kind, its parts and its documentation.

use qga_schema::ir::{Arguments, Base, Condition, Definition, Feature, Member, TypeRef};
use qga_schema::{Doc, Section, SectionKind};

use super::markup::{Link, body_to_markdown, code, to_markdown};
use crate::since;

/// Everything about a definition but its heading.
pub(super) fn describe(definition: &Definition, link: Link<'_>) -> String {
    let page = Page { doc: definition.common().doc.as_ref(), link };
    let mut parts = vec![page.facts(definition)];
    parts.extend(page.doc.map(|doc| to_markdown(doc.overview(), link)));
    parts.extend(page.parts(definition));
    parts.extend(page.features(definition));
    parts.extend(page.returns(definition));
    parts.extend(page.errors());
    parts.extend(page.remarks());
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

struct Page<'a> {
    doc: Option<&'a Doc>,
    link: Link<'a>,
}

impl Page<'_> {
    /// Kind, version, condition, and the meaning of the schema's flags.
    fn facts(&self, definition: &Definition) -> String {
        let kind = match definition {
            Definition::Enum(_) => "Enumeration",
            Definition::Struct(_) => "Object",
            Definition::Union(_) => "Union",
            Definition::Alternate(_) => "Alternate",
            Definition::Command(_) => "Command",
            Definition::Event(_) => "Event",
        };
        let mut facts = vec![match since::of_definition(self.doc) {
            Some(version) => format!("{kind}, since {version}"),
            None => kind.to_owned(),
        }];
        facts.extend(definition.common().condition.as_ref().map(|it| format!("exists only if {}", condition(it))));
        if let Definition::Command(command) = definition {
            let flags = [
                (!command.success_response, "answers only if it fails"),
                (command.allow_oob, "may be executed out of band"),
                (command.allow_preconfig, "available before the machine is built"),
            ];
            facts.extend(flags.into_iter().filter(|(set, _)| *set).map(|(_, text)| text.to_owned()));
        }
        format!("*{}.*", facts.join("; "))
    }

    /// Members, arguments, values or alternatives, whichever the definition has.
    fn parts(&self, definition: &Definition) -> Vec<String> {
        match definition {
            Definition::Enum(it) => {
                let value = |name: &str, it: &Option<Condition>, features: &[Feature]| {
                    self.item(name, &marks(None, false, it.as_ref(), features))
                };
                let items = it.values.iter().map(|it| value(&it.name, &it.condition, &it.features));
                list("Values", items)
            }
            Definition::Struct(it) => {
                let base = it.base.iter().map(|base| self.inherited(base));
                list("Members", base.chain(it.members.iter().map(|member| self.member(member))))
            }
            Definition::Union(it) => {
                let common = match &it.base {
                    Base::Named(name) => vec![self.inherited(name)],
                    Base::Inline(members) => members.iter().map(|member| self.member(member)).collect(),
                };
                let tag = code(&it.discriminator);
                let branches = it.branches.iter().filter_map(|branch| {
                    let when =
                        branch.condition.as_ref().map_or(String::new(), |it| format!(", only if {}", condition(it)));
                    let members = self.inherited_name(branch.ty.as_ref()?);
                    Some(format!("- if {tag} is {}{when}: {members}", code(&branch.tag)))
                });
                let rest = it.branches.iter().any(|branch| branch.ty.is_none());
                let branches = branches.chain(rest.then(|| "- otherwise: none".to_owned()));
                [list("Members", common.into_iter()), list("Further members", branches)].concat()
            }
            Definition::Alternate(it) => list(
                "One of",
                it.branches.iter().map(|branch| {
                    self.item(
                        &branch.name,
                        &marks(Some(self.type_text(&branch.ty)), false, branch.condition.as_ref(), &[]),
                    )
                }),
            ),
            Definition::Command(it) => self.arguments("Arguments", &it.arguments),
            Definition::Event(it) => self.arguments("Data", &it.arguments),
        }
    }

    fn arguments(&self, title: &str, arguments: &Arguments) -> Vec<String> {
        match arguments {
            Arguments::None => Vec::new(),
            Arguments::Inline(members) => list(title, members.iter().map(|member| self.member(member))),
            Arguments::Named(name) => list(title, std::iter::once(self.inherited(name))),
        }
    }

    fn member(&self, it: &Member) -> String {
        self.item(&it.name, &marks(Some(self.type_text(&it.ty)), it.optional, it.condition.as_ref(), &it.features))
    }

    /// An entry of a list of parts: name, type and marks, and the description.
    fn item(&self, name: &str, marks: &str) -> String {
        let text = self.doc.and_then(|doc| doc.member(name)).map_or(String::new(), |text| self.body(text));
        let colon = if text.is_empty() { "" } else { ": " };
        indent(&format!("- {}{marks}{colon}{text}", code(name)))
    }

    fn inherited(&self, name: &str) -> String {
        format!("- {}", self.inherited_name(name))
    }

    fn inherited_name(&self, name: &str) -> String {
        format!("the members of {}", self.name(name))
    }

    fn name(&self, name: &str) -> String {
        (self.link)(name).unwrap_or_else(|| code(name))
    }

    fn type_text(&self, ty: &TypeRef) -> String {
        let array = if ty.array { "array of " } else { "" };
        format!("{array}{}", self.name(ty.ty.name()))
    }

    /// The features of the definition and of its parts.
    fn features(&self, definition: &Definition) -> Vec<String> {
        let own = &definition.common().features;
        let described = self.doc.into_iter().flat_map(|doc| &doc.sections);
        let described = described.filter(|section| section.kind == SectionKind::Feature);
        let items = described.map(|section| {
            let name = section.name.as_deref().unwrap_or_default();
            let when = own.iter().find(|feature| feature.name == name).and_then(|feature| feature.condition.as_ref());
            indent(&format!("- {}{}: {}", code(name), marks(None, false, when, &[]), self.body(&section.text)))
        });
        list("Features", items)
    }

    fn returns(&self, definition: &Definition) -> Option<String> {
        let Definition::Command(command) = definition else { return None };
        let ty = command.returns.as_ref().map(|ty| self.type_text(ty));
        match (ty, self.doc.and_then(Doc::returns).map(|text| self.body(text))) {
            (Some(ty), Some(text)) => Some(format!("**Returns** {ty}: {text}")),
            (Some(ty), None) => Some(format!("**Returns** {ty}")),
            // Old schemas describe what they do not declare: errors, for the most part.
            (None, Some(text)) => Some(format!("**Returns** {text}")),
            (None, None) => None,
        }
    }

    fn errors(&self) -> Option<String> {
        self.doc.and_then(Doc::errors).map(|text| format!("**Errors**\n\n{}", self.body(text)))
    }

    /// The text, examples and notes after the overview, in order.
    fn remarks(&self) -> Vec<String> {
        let sections = self.doc.map_or(&[][..], |doc| doc.sections.get(1..).unwrap_or_default());
        let directive = |name: &str, text: &str| {
            let indented: String = text.lines().map(|line| format!("   {line}\n")).collect();
            to_markdown(&format!(".. {name}::\n\n{indented}"), self.link)
        };
        let remark = |section: &Section| match section.kind {
            SectionKind::Plain => Some(to_markdown(&section.text, self.link)),
            // Old schemas have sections where newer ones have directives.
            SectionKind::Note => Some(directive("note", &section.text)),
            SectionKind::Example => Some(directive("qmp-example", &section.text)),
            _ => None,
        };
        sections.iter().filter_map(remark).collect()
    }

    fn body(&self, text: &str) -> String {
        body_to_markdown(text, self.link)
    }
}

fn list(title: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    let items: Vec<_> = items.collect();
    if items.is_empty() { Vec::new() } else { vec![format!("**{title}**\n\n{}", items.join("\n"))] }
}

/// Type, condition and features of a part, in parentheses.
fn marks(ty: Option<String>, optional: bool, when: Option<&Condition>, features: &[Feature]) -> String {
    let mut marks: Vec<_> = ty.into_iter().collect();
    if optional {
        marks.push("optional".to_owned());
    }
    marks.extend(features.iter().map(|feature| feature.name.clone()));
    marks.extend(when.map(|it| format!("only if {}", condition(it))));
    if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) }
}

/// A condition in words.
fn condition(it: &Condition) -> String {
    let joined = |parts: &[Condition], word: &str| {
        let nested = |part: &Condition| match part {
            Condition::All(_) | Condition::Any(_) => format!("({})", condition(part)),
            _ => condition(part),
        };
        parts.iter().map(nested).collect::<Vec<_>>().join(word)
    };
    match it {
        Condition::Symbol(name) => code(name),
        Condition::All(parts) => joined(parts, " and "),
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Not(inner) => format!("not {}", joined(std::slice::from_ref(inner), "")),
        Condition::Raw(text) => code(text),
    }
}

/// Indents all lines but the first, so that they belong to the list's entry.
fn indent(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}
