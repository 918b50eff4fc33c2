//! An open document, judged.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::position::Columns;
use super::uri;
use crate::arguments::{Check, ProfileArgs};
use crate::check;
use crate::check::outcome::CheckOutcome;
use crate::echo;
use crate::outcome::Failure;

/// What is known of an open document. Its text is not kept.
pub(super) struct Document {
    pub(super) path: PathBuf,
    pub(super) columns: Columns,
    /// What `check` says, or why it could not be asked.
    pub(super) outcome: Result<CheckOutcome, String>,
}

impl Document {
    /// As the hook would judge it, were it saved: a file without certificates and keys is none of ours.
    pub(super) fn judge(uri: &str, text: &str, at: Option<String>) -> Document {
        let path = uri::path(uri);
        let question = ProfileArgs {
            at,
            ..ProfileArgs::default()
        };
        let mut check = Check::of(path.clone(), question);
        (check.no_config, check.skip_others) = (false, true);
        let text_of_file = Zeroizing::new(text.as_bytes().to_vec());
        let outcome = check::look_at_text(&check, &path, text_of_file).map_err(|failure| match failure {
            Failure::Told(message) => message,
            Failure::ReaderGone => echo::prose("pemvet could not judge this file"),
        });
        Document {
            path,
            columns: Columns::of(text),
            outcome,
        }
    }
}
