//! The file of `--trust`, where it is an archive: a trust store of Java's, or a pfx.

use pemvet::CertificateDer;

use crate::arguments::ProfileArgs;
use crate::input::{archives, files, opened};
use crate::outcome::Failure;
use crate::passwords::Passwords;

/// Bytes of the largest that is read, as of a list of PEM.
const LARGEST: usize = 16 << 20;

/// Opens it, so that the question has its certificates.
pub(crate) fn open(question: &mut ProfileArgs, passwords: &Passwords) -> Result<(), Failure> {
    let Some(path) = question.trust.clone().filter(|path| path.as_os_str() != "-") else {
        return Ok(());
    };
    let failure = |reason: String| Failure::new(format!("--trust {}: {reason}", files::shown(&path)));
    let text = files::read_whole(&path, LARGEST).map_err(failure)?;
    if !archives::is_archive(&path, &text) {
        return Ok(());
    }
    let text = opened::every_certificate(&path, text, passwords).map_err(failure)?;
    let scan = pemvet::pem::scan_with_limit(&text, crate::input::part::MOST_BLOCKS);
    let anchors: Vec<CertificateDer<'static>> = scan
        .certificates()
        .map(|der| CertificateDer::from(der).into_owned())
        .collect();
    if anchors.is_empty() {
        return Err(failure("the archive holds no certificate".into()));
    }
    question.trusted = Some(anchors);
    Ok(())
}
