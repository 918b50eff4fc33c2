//! What pemvet.toml says of a file that is to be repaired.

use std::path::Path;

use pemvet::{Profile, RepairMode, rules};

use super::options::Fix;
use crate::arguments::ProfileArgs;
use crate::check::configuration::Configurations;
use crate::check::run_args::Time;
use crate::check::selection::BY_THE_CLOCK;
use crate::outcome::Failure;
use crate::paths::Folders;
use crate::terms::ResolvedArgs;

/// The configurations of all files.
pub(super) struct Configured {
    question: ProfileArgs,
    /// What files without a configuration are held to.
    general: (Profile, String),
    configurations: Option<Configurations>,
    folders: Folders,
    time: Time,
}

impl Configured {
    /// With what the command line asks of the files.
    pub(super) fn new(
        fix: &Fix,
        question: ProfileArgs,
        demand: &ResolvedArgs,
    ) -> Result<Configured, Failure> {
        let configurations = match fix.no_config {
            true => None,
            false => Some(Configurations::new(fix.config.as_deref(), &question)?),
        };
        Ok(Configured {
            question,
            general: (demand.profile.clone(), demand.names.clone()),
            configurations,
            folders: Folders::default(),
            time: fix.time,
        })
    }

    /// Holds `demand` to what is asked of this file. The answer is why it is not to be repaired at all.
    pub(super) fn apply(
        &mut self,
        path: &Path,
        demand: &mut ResolvedArgs,
    ) -> Result<Option<String>, Failure> {
        let left = self.apply_configuration(path, demand)?;
        match self.time {
            Time::Off => demand.ignored.extend(BY_THE_CLOCK),
            Time::Warn => demand.mild = &BY_THE_CLOCK,
            Time::Error => {}
        }
        Ok(left)
    }

    fn apply_configuration(
        &mut self,
        path: &Path,
        demand: &mut ResolvedArgs,
    ) -> Result<Option<String>, Failure> {
        let Some(configurations) = &mut self.configurations else {
            return Ok(None);
        };
        let file = self.folders.absolute(path);
        let own = match file.parent() {
            Some(folder) => configurations.of(folder, &self.question)?,
            None => None,
        };
        let Some(configuration) = own.and_then(|number| configurations.get(number)) else {
            (demand.profile, demand.names) = self.general.clone();
            demand.ignored.clear();
            return Ok(None);
        };
        let terms = configuration.terms(&file);
        (demand.profile, demand.names) = (terms.profile.clone(), terms.names.clone());
        demand.profile.repair = RepairMode::Repaired;
        let names = rules::all().map(|rule| rule.name);
        demand.ignored = names
            .filter(|rule| configuration.ignores(&file, rule, demand.now).is_some())
            .collect();
        let reason = configuration.passes_over(&file, demand.now);
        Ok(reason.map(|reason| format!("ignored by configuration: {reason}")))
    }
}
