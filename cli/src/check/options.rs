//! What each file is held to: by the command line, a configuration, its name, or what a Secret says of it.

use std::path::PathBuf;
use std::sync::Arc;

use pemvet::{Purpose, UnixTime};

use crate::arguments::ProfileArgs;
use crate::check::bundle_to_check::BundleToCheck;
use crate::check::configuration::{Configuration, Configurations};
use crate::check::private_keys;
use crate::check::selection::Selection;
use crate::input::files::Secret;
use crate::input::walk::Candidate;
use crate::key_file::Key;
use crate::passwords::Passwords;
use crate::terms::{JudgingTerms, product_name};

/// What is asked about all the files.
pub(crate) struct CheckOptions {
    pub(crate) question: ProfileArgs,
    /// The same without what is about a certificate of Redis Software that a Secret has yet to name.
    pub(crate) general: ProfileArgs,
    /// What a bundle is held to where no configuration says otherwise.
    pub(crate) terms: Arc<JudgingTerms>,
    pub(crate) key: Option<Key>,
    pub(crate) passwords: Passwords,
    /// The bundle that is to be replaced; may hold a key.
    pub(crate) previous: Option<Secret>,
    pub(crate) now: UnixTime,
    /// Largest file that is read, in bytes.
    pub(crate) limit: usize,
    pub(crate) configurations: Option<Configurations>,
    /// The findings that are asked for.
    pub(crate) selection: Selection,
    /// What each `--name` demands, where there are several.
    pub(crate) names: Vec<Arc<JudgingTerms>>,
    /// One file was named, and so it is the one that is meant, whatever it is called.
    pub(crate) is_one_file: bool,
}

/// A file with the configuration that is about it.
pub(crate) struct Configured {
    pub(crate) candidate: Candidate,
    /// Without links; empty for standard input.
    pub(crate) absolute: PathBuf,
    pub(crate) configuration: Option<usize>,
}

impl CheckOptions {
    pub(crate) fn configuration(&self, file: &Configured) -> Option<&Configuration> {
        self.configurations.as_ref()?.get(file.configuration?)
    }

    /// The name of a file that says which certificate of the cluster it holds, one of `--name` if those were given.
    fn named_by_file(&self, subject: &BundleToCheck) -> Option<&'static str> {
        let known = product_name(&subject.path).filter(|_| !self.is_one_file)?;
        let is_file = subject.place.value.is_none() && subject.part.certificates > 0;
        let is_asked = |terms: &Arc<JudgingTerms>| {
            let upload = terms.profile.product.upload();
            upload.and_then(|upload| upload.name) == Some(known)
        };
        let is_meant = self.names.is_empty() || self.names.iter().any(is_asked);
        let is_said = is_file && is_meant && self.question.is_about_files_by_name();
        is_said.then(|| known.as_str())
    }

    /// Whether a file, or a value of one, is judged as the certificate of each of several names. What a Secret says of it,
    /// and a list of CAs beside a certificate, is that.
    pub(crate) fn has_all_names(&self, subject: &BundleToCheck) -> bool {
        let is_bundle = subject.named && subject.part.certificates > 0;
        let is_value = subject.place.value.is_some();
        let is_told = is_value && (subject.part.product.is_some() || subject.is_list_of_authorities());
        is_bundle && !is_told && !self.names.is_empty() && self.named_by_file(subject).is_none()
    }

    /// What a subject is held to. A key alone is no bundle, whatever its neighbours are held to.
    pub(crate) fn terms(&self, subject: &BundleToCheck, file: &Configured) -> Arc<JudgingTerms> {
        let is_key = subject.part.keys > 0 && subject.part.certificates == 0;
        let configured = self
            .configuration(file)
            .map(|configuration| configuration.terms(&file.absolute));
        if is_key && (!subject.asked_for || subject.is_key_of_another()) {
            let mut terms = JudgingTerms::any();
            terms.profile.severities =
                configured.map_or_else(Default::default, |it| it.profile.severities.clone());
            return Arc::new(terms);
        }
        let by_file = self.named_by_file(subject);
        if let Some(of_file) = by_file.and_then(|name| self.question.terms_of_product(name)) {
            return Arc::new(of_file);
        }
        if let Some(first) = self.names.first().filter(|_| self.has_all_names(subject)) {
            return Arc::clone(first);
        }
        let terms = configured.unwrap_or_else(|| Arc::clone(&self.terms));
        // Whoever named the one file, and said what it is, knows better than its name.
        let is_said = subject.named && subject.place.value.is_none() && self.question.is_about_purpose();
        if !is_said && subject.is_list_of_authorities() {
            return Arc::new(terms.of_authorities());
        }
        let is_open = terms.profile.purpose == Purpose::Any && terms.profile.product.upload().is_none();
        let product = subject.part.product.as_ref().filter(|_| is_open);
        let terms = match product.and_then(|name| self.question.terms_of_product(name)) {
            Some(mut of_product) => {
                of_product.profile.severities.extend(&terms.profile.severities);
                Arc::new(of_product)
            }
            None => terms,
        };
        private_keys::terms(subject, terms)
    }
}
