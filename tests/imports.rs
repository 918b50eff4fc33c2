//! Imports go one way. In the library a module imports only modules above it in [`ORDER`], and no file, of the library or of
//! the command, reaches itself through imports.
//!
//! `lib.rs`, declarations of modules, re-exports of a folder's own files, tests and links in documentation do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The library's modules: each may use those above it.
const ORDER: [&str; 25] = [
    "class",
    "severity",
    "text",
    "time",
    "word",
    "stacks",
    "rule",
    "der",
    "provider",
    "vocabulary",
    "pem",
    "certificate",
    "keys",
    "trust",
    "product",
    "report",
    "check",
    "profile",
    "chain",
    "renewal",
    "rules",
    "bundle",
    "validator",
    "redis",
    "internals",
];

/// A module by its names from the root; the root has none.
type Module = Vec<String>;

struct Tree {
    /// The file of each module, without comments, texts and tests.
    sources: BTreeMap<Module, String>,
    /// What a name of a module's own stands for, by `use`.
    names: BTreeMap<Module, BTreeMap<String, Module>>,
}

impl Tree {
    fn read(root: &Path) -> Tree {
        let mut files = Vec::new();
        collect(root, &mut files);
        let mut sources = BTreeMap::new();
        for file in files {
            let relative = file.strip_prefix(root).expect("below").with_extension("");
            let mut module: Module = relative
                .components()
                .map(|part| part.as_os_str().to_string_lossy().into_owned())
                .collect();
            if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
                module.pop();
            }
            if file.ends_with("main.rs") {
                continue;
            }
            let text = fs::read_to_string(&file).expect("a source file");
            sources.insert(module, bare(&text));
        }
        let mut tree = Tree {
            sources,
            names: BTreeMap::new(),
        };
        for (module, source) in &tree.sources {
            let own = uses(source).into_iter().flat_map(|(_, what)| expand(&what));
            let own = own.filter_map(|path| {
                let (path, name) = named(&path);
                Some((name, tree.absolute(module, &path)?))
            });
            tree.names.insert(module.clone(), own.collect());
        }
        tree
    }

    /// A path as names from the root; `None` for what is not ours.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let mut base = module.clone();
        let mut rest = path;
        match path.first()?.as_str() {
            "crate" => {
                base.clear();
                rest = &path[1..];
            }
            "self" => rest = &path[1..],
            "super" => {
                while rest.first().is_some_and(|it| it == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            first => {
                let mut child = module.clone();
                child.push(first.into());
                self.sources.contains_key(&child).then_some(())?;
            }
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    /// The file that defines what a path names: re-exports are followed.
    fn file_of(&self, path: &[String], depth: usize) -> Option<Module> {
        let length = (0..=path.len())
            .rev()
            .find(|length| self.sources.contains_key(&path[..*length]))?;
        let module: Module = path[..length].to_vec();
        let next = path.get(length).and_then(|name| self.names[&module].get(name));
        match next.filter(|next| depth < 8 && **next != path) {
            Some(next) => {
                let whole: Module = next.iter().chain(&path[length + 1..]).cloned().collect();
                self.file_of(&whole, depth + 1)
            }
            None => Some(module),
        }
    }

    /// The modules that each one's file imports.
    fn imports(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let mut all = BTreeMap::new();
        for (module, source) in &self.sources {
            let mut paths: Vec<Module> = Vec::new();
            for (is_export, what) in uses(source) {
                for path in expand(&what) {
                    let Some(path) = self.absolute(module, &named(&path).0) else {
                        continue;
                    };
                    if !(is_export && path.starts_with(module)) {
                        paths.push(path);
                    }
                }
            }
            for word in words_with_colons(source) {
                let path: Vec<String> = word.split("::").map(Into::into).collect();
                paths.extend(self.absolute(module, &path));
            }
            let files = paths.iter().filter_map(|path| self.file_of(path, 0));
            let others = files.filter(|file| file != module && !file.is_empty());
            if !module.is_empty() {
                all.insert(module, others.collect());
            }
        }
        all
    }

    /// The files that reach themselves.
    fn in_circles(&self) -> Vec<String> {
        let imports = self.imports();
        let reaches_itself = |module: &Module| {
            let mut seen: BTreeSet<&Module> = BTreeSet::new();
            let mut open: Vec<&Module> = imports[module].iter().collect();
            while let Some(next) = open.pop() {
                if next == module {
                    return true;
                }
                if seen.insert(next) {
                    open.extend(imports.get(next).into_iter().flatten());
                }
            }
            false
        };
        imports
            .keys()
            .filter(|module| reaches_itself(module))
            .map(|module| module.join("/"))
            .collect()
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("fast_path_tests.rs") {
            files.push(path);
        }
    }
}

/// The source without comments, the contents of texts, and the module of tests at its end.
fn bare(source: &str) -> String {
    let mut text = String::new();
    let mut in_text = false;
    for line in source.lines() {
        if line == "#[cfg(test)]" {
            text.push_str(line);
            text.push('\n');
            continue;
        }
        // Other tests may use what is in it.
        if line.trim_start_matches("pub(super) ").starts_with("mod tests {") {
            break;
        }
        let mut escaped = false;
        let characters: Vec<char> = line.chars().collect();
        let mut at = 0;
        while let Some(character) = characters.get(at) {
            if in_text {
                in_text = escaped || *character != '"';
                escaped = *character == '\\' && !escaped;
            } else if characters[at..].starts_with(&['/', '/']) {
                break;
            } else if characters[at..].starts_with(&['\'', '"', '\''])
                || characters[at..].starts_with(&['b', '\'', '"'])
            {
                at += 2;
            } else if *character == '"' {
                in_text = true;
            } else {
                text.push(*character);
            }
            at += 1;
        }
        text.push('\n');
    }
    let hidden = ["#[cfg(test)]\nmod ", "#[cfg(test)]\nuse "];
    for start in hidden {
        while let Some(place) = text.find(start) {
            let end = text[place..].find(';').map_or(text.len(), |end| place + end + 1);
            text.replace_range(place..end, "");
        }
    }
    text
}

/// What each `use` says, and whether it is a re-export.
fn uses(source: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(place) = rest.find("use ") {
        let before = rest[..place].rsplit('\n').next().unwrap_or_default();
        let is_statement = before.trim().is_empty() || before.trim_start().starts_with("pub");
        let after = &rest[place + 4..];
        let end = after.find(';').unwrap_or(after.len());
        if is_statement {
            found.push((
                before.contains("pub"),
                after[..end].split_whitespace().collect::<Vec<_>>().join(" "),
            ));
            rest = &after[end..];
        } else {
            rest = after;
        }
    }
    found
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn expand(tree: &str) -> Vec<String> {
    let Some((before, inside)) = tree.split_once('{') else {
        return vec![tree.trim().into()];
    };
    let inside = inside.rsplit_once('}').map_or(inside, |(inside, _)| inside);
    let (mut parts, mut depth, mut part) = (Vec::new(), 0, String::new());
    for character in inside.chars().chain([',']) {
        match character {
            ',' if depth == 0 => parts.push(std::mem::take(&mut part)),
            _ => {
                depth += i32::from(character == '{') - i32::from(character == '}');
                part.push(character);
            }
        }
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts
        .flat_map(|part| expand(&format!("{}{}", before.trim(), part.trim())))
        .collect()
}

/// The names of a path, and the name that it has here.
fn named(path: &str) -> (Vec<String>, String) {
    let (path, alias) = match path.split_once(" as ") {
        Some((path, alias)) => (path, Some(alias)),
        None => (path, None),
    };
    let mut names: Vec<String> = path.split("::").map(|name| name.trim().into()).collect();
    if names.len() > 1 && names.last().is_some_and(|name| name == "self") {
        names.pop();
    }
    let name = alias.map_or_else(|| names.last().cloned().unwrap_or_default(), Into::into);
    (names, name)
}

/// Paths in code outside of `use` and of `pub(in …)`.
fn words_with_colons(source: &str) -> Vec<String> {
    let is_path = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
    let mut code = source.replace("pub(in crate::", "pub(");
    for (_, what) in uses(source) {
        let first = what.split([' ', ':', '{']).next().unwrap_or_default();
        let mut rest = 0;
        while let Some(place) = code[rest..].find(&format!("use {first}")) {
            let start = rest + place;
            let end = code[start..].find(';').map_or(code.len(), |end| start + end);
            code.replace_range(start..end, "");
            rest = start;
        }
    }
    let words = code.split(|it| !is_path(it));
    words
        .map(|word| word.trim_matches(':'))
        .filter(|word| word.contains("::"))
        .map(String::from)
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).into()
}

#[test]
fn modules_import_only_what_stands_above_them() {
    let tree = Tree::read(&root().join("src"));
    let place = |module: &Module| ORDER.iter().position(|name| *name == module[0]);
    let mut wrong = Vec::new();
    let mut counted = 0;
    for (module, imports) in tree.imports() {
        let own = place(module).unwrap_or_else(|| panic!("{} is not in the order", module.join("/")));
        for import in imports {
            counted += 1;
            if import[0] != module[0] && place(&import).is_none_or(|other| other > own) {
                wrong.push(format!("{} imports {}", module.join("/"), import.join("/")));
            }
        }
    }
    assert!(counted > 300, "{counted} imports were seen");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_reaches_itself_through_imports() {
    for folder in ["src", "cli/src"] {
        let circles = Tree::read(&root().join(folder)).in_circles();
        assert!(circles.is_empty(), "{folder}: {}", circles.join(", "));
    }
}

/// A reader that sees no imports would find no circle.
#[test]
fn a_circle_is_seen() {
    let tree = |files: &[(&str, &str)]| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("imports-{}", files.len()));
        let _ = fs::remove_dir_all(&folder);
        for (name, text) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Tree::read(&folder)
    };
    let circles = tree(&[
        ("lib.rs", "mod a;\nmod b;\nmod c;\n"),
        ("a/mod.rs", "mod inner;\npub(crate) use inner::{One, two};\n"),
        (
            "a/inner.rs",
            "use crate::b::{self, Three as Four};\n// use crate::c::Five;\nconst TEXT: &str = \"crate::c::Five\";\n",
        ),
        ("b.rs", "fn three() { super::a::two(); }\n"),
        (
            "c.rs",
            "use crate::a::One;\n#[cfg(test)]\nmod tests {\n    use crate::c;\n}\n",
        ),
    ]);
    assert_eq!(circles.in_circles(), ["a/inner", "b"]);
    let fine = tree(&[
        ("lib.rs", "mod a;\nmod b;\n"),
        ("a.rs", "use crate::b::Two;\n"),
        ("b.rs", "pub struct Two;\n"),
    ]);
    assert!(fine.in_circles().is_empty());
}
