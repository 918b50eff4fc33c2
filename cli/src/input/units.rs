//! Units of systemd that lie beside a list of variables.

use std::path::{Path, PathBuf};

use crate::input::files;

/// The one in the same folder that takes its variables from a file of this name, as printed.
pub(crate) fn taking(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let is_unit = |path: &PathBuf| path.extension().is_some_and(|it| it == "service") && path.is_file();
    let mut units = entries.map(|entry| entry.path()).filter(is_unit).take(MOST_UNITS);
    let unit = units.find(|unit| {
        let text = files::read(unit, LARGEST_UNIT).unwrap_or_default();
        String::from_utf8_lossy(&text)
            .lines()
            .any(|line| takes(line, name))
    })?;
    Some(files::shown(Path::new(unit.file_name()?)))
}

/// `EnvironmentFile=-/etc/web/web.env`; the minus says that it may be absent.
fn takes(line: &str, name: &str) -> bool {
    let Some(path) = line.strip_prefix("EnvironmentFile=") else {
        return false;
    };
    let path = path.trim().trim_start_matches('-');
    path.rsplit('/').next() == Some(name)
}

/// Units of a folder that are looked into, and bytes of one.
const MOST_UNITS: usize = 32;
const LARGEST_UNIT: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::takes;

    #[test]
    fn a_unit_names_the_file_by_its_path() {
        for (line, wanted) in [
            ("EnvironmentFile=/etc/web/web.env", true),
            ("EnvironmentFile=-web.env", true),
            ("EnvironmentFile=/etc/web/other-web.env", false),
            ("# EnvironmentFile=web.env", false),
        ] {
            assert_eq!(takes(line, "web.env"), wanted, "{line}");
        }
    }
}
