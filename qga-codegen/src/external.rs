//! Definitions that another Rust module holds already: those of included files that the options name.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use qga_schema::Schema;
use qga_schema::ir::{Definition, Type};
use qga_schema::usage::Usage;
use quote::quote;

use crate::Options;
use crate::error::Error;

/// The Rust modules that hold external definitions.
pub(crate) struct Externals<'s> {
    modules: Vec<External<'s>>,
    /// Which of them holds the definitions of a file, by the file's number.
    of_file: HashMap<usize, usize>,
}

/// A Rust module with the code of a file and those that it includes.
pub(crate) struct External<'s> {
    /// The path as the options have it.
    pub(crate) name: &'s str,
    pub(crate) path: TokenStream,
    /// The readers of its types, as its generation found them: other definitions do not count.
    usage: Usage<'s>,
}

impl<'s> Externals<'s> {
    /// Reads the options.
    pub(crate) fn new(schema: &'s Schema, options: &'s Options) -> Result<Self, Error> {
        let mut externals = Self { modules: Vec::new(), of_file: HashMap::new() };
        for (file, name) in &options.external {
            let files = schema.modules_under(file);
            // The root's own definitions are what is generated.
            if files.is_empty() || files.contains(&0) {
                return Err(Error::new(format!("the schema does not include '{file}'")).about(file));
            }
            let path: syn::Path = syn::parse_str(name)
                .map_err(|_| Error::new(format!("'{name}' is not the path of a Rust module")).about(name))?;
            let number = externals.modules.len();
            for file in files {
                externals.of_file.entry(file).or_insert(number);
            }
            let own = schema.definitions().filter(|it| externals.number(it) == Some(number));
            let usage = Usage::of_definitions(schema, own);
            externals.modules.push(External { name, path: quote!(#path), usage });
        }
        Ok(externals)
    }

    /// The number of the Rust module that holds the definition; `None` if it is to be generated.
    pub(crate) fn number(&self, definition: &Definition) -> Option<usize> {
        self.of_file.get(&definition.common().module).copied()
    }

    /// The Rust module that holds the definition; `None` if it is to be generated.
    pub(crate) fn of(&self, definition: &Definition) -> Option<&External<'s>> {
        self.number(definition).map(|it| &self.modules[it])
    }
}

impl External<'_> {
    /// Whether an enum of the module keeps values that the schema lacks.
    pub(crate) fn is_open(&self, ty: &Type) -> bool {
        self.usage.is_open(ty)
    }
}
