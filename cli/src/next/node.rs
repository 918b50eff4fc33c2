//! Where files are on a node, below its temporary folder.

use super::subject::Subject;
use crate::output::remedy::argument;

/// Files from here, each with its place there.
pub(super) struct OnNode<'a> {
    files: Vec<(&'a str, String)>,
}

impl<'a> OnNode<'a> {
    pub(super) fn of(subjects: &[Subject<'a>]) -> OnNode<'a> {
        let mut files: Vec<(&str, String)> = Vec::new();
        for subject in subjects {
            for (path, ending) in [(Some(subject.chain), "cert"), (subject.key, "key")] {
                let Some(path) = path.filter(|path| files.iter().all(|(known, _)| known != path)) else {
                    continue;
                };
                let plain = format!("/tmp/{}", path.rsplit('/').next().unwrap_or(path));
                let is_taken = files.iter().any(|(_, place)| *place == plain);
                let place = match is_taken {
                    true => format!("/tmp/{}_{ending}.pem", subject.name),
                    false => plain,
                };
                files.push((path, place));
            }
        }
        OnNode { files }
    }

    pub(super) fn place(&self, path: &str) -> &str {
        let found = self.files.iter().find(|(known, _)| *known == path);
        found.map_or("", |(_, place)| place)
    }

    /// One line for the files that keep their names, and one for each other.
    pub(super) fn copies(&self) -> Vec<String> {
        let keeps_name =
            |(path, place): &&(&str, String)| place.strip_prefix("/tmp/") == path.rsplit('/').next();
        let (kept, renamed): (Vec<_>, Vec<_>) = self.files.iter().partition(keeps_name);
        let kept: Vec<String> = kept.iter().map(|(path, _)| argument(path)).collect();
        let mut lines = vec![format!("scp -p {} \"$NODE\":/tmp/", kept.join(" "))];
        for (path, place) in renamed {
            lines.push(format!("scp -p {} \"$NODE\":{}", argument(path), argument(place)));
        }
        lines
    }

    pub(super) fn removal(&self) -> String {
        let places: Vec<String> = self.files.iter().map(|(_, place)| argument(place)).collect();
        format!("rm {}", places.join(" "))
    }
}
