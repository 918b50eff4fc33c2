//! Findings to answers: what each of the named stacks makes of the bundle.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::context::Context;
use super::grade::fails;
use super::reading::{Reading, Wholes, partings};
use crate::report::{Finding, StackAnswer};
use crate::rule::{Concern, names};
use crate::severity::Severity;
use crate::stacks::{Effect, Fact, Refusal, Role, Setup, Stack, Wanted};

/// One answer for each stack of the profile, in its order.
pub(crate) fn answers(context: &Context<'_>, findings: &[Finding]) -> Vec<StackAnswer> {
    let stacks = &context.profile.stacks;
    if stacks.is_empty() {
        return Vec::new();
    }
    let clients = clients(context);
    let (partings, mut wholes) = (partings(context), Wholes::default());
    let answer = |wanted: &Wanted| {
        let setup = wanted.setups().last().copied()?;
        let mut answer = StackAnswer::new(&setup);
        answer.refused_from = refused_from(wanted, findings);
        let is_server = setup.stack.role() != Role::Client;
        let reading = is_server.then(|| Reading::of(context, &setup, &partings, &mut wholes));
        for finding in findings {
            if reading.as_ref().is_none_or(|it| !it.is_spared(finding)) {
                answer.weigh(&setup, finding, &clients, reading.as_ref());
            }
        }
        if let Some(reading) = &reading {
            answer.weigh_reading(&setup, reading, findings, &clients);
        }
        if let Some(reading) = reading.filter(|_| answer.loads != Some(false) && answer.refusal.is_none()) {
            answer.sends = sends(context, &setup, findings, reading.sends);
        }
        Some(answer)
    };
    stacks.iter().filter_map(answer).collect()
}

/// The clients that were named, or those of the audience in their newest releases.
fn clients(context: &Context<'_>) -> Vec<Setup> {
    let profile = context.profile;
    let named = profile.stacks.iter().filter(|it| it.stack.role() != Role::Server);
    let named: Vec<Setup> = named.filter_map(|it| it.setups().last().copied()).collect();
    match named.is_empty() {
        true => profile.audience.stacks().map(Stack::newest).collect(),
        false => named,
    }
}

impl StackAnswer {
    fn new(setup: &Setup) -> StackAnswer {
        let library = setup.library.map(|version| {
            let mut text = String::from(setup.stack.library());
            text.push(' ');
            text.push_str(&version.to_string());
            text
        });
        StackAnswer {
            name: setup.stack.name,
            version: setup.version.to_string(),
            library,
            loads: Some(true),
            refusal: None,
            sends: Vec::new(),
            refused_by: Vec::new(),
            because: Vec::new(),
            refused_from: None,
        }
    }

    fn weigh(&mut self, setup: &Setup, finding: &Finding, clients: &[Setup], reading: Option<&Reading>) {
        let is_server = reading.is_some();
        match (finding.fact, is_server) {
            (Some(fact), true) => {
                self.weigh_loading(setup, finding, fact, clients, reading);
                let refusing = clients.iter().filter(|client| refuses(client, fact, finding));
                self.refused(refusing, finding);
            }
            (Some(fact), false) if refuses(setup, fact, finding) => self.refuse_chain(finding),
            (None, _) if finding.severity == Severity::Error => self.weigh_error(setup, finding, clients),
            _ => {}
        }
    }

    /// An error that the table of stacks has no row for counts for all.
    fn weigh_error(&mut self, setup: &Setup, finding: &Finding, clients: &[Setup]) {
        let is_server = setup.stack.role() != Role::Client;
        match (finding.rule.concern, is_server) {
            (Concern::Loads(_), true) => self.refuse(setup.stack.refusal, finding),
            (Concern::Policy, _) if !is_about_dates(finding) => {}
            (Concern::Safe, _) => {}
            (_, true) => self.refused(clients.iter(), finding),
            (_, false) => self.refuse_chain(finding),
        }
    }

    /// A client does not take the chain.
    fn refuse_chain(&mut self, finding: &Finding) {
        self.loads = Some(false);
        self.because(finding);
    }

    fn weigh_loading(
        &mut self,
        setup: &Setup,
        finding: &Finding,
        fact: Fact,
        clients: &[Setup],
        reading: Option<&Reading>,
    ) {
        let Some(outcome) = setup.loads(fact) else { return };
        let is_whole = reading.is_some_and(|it| it.is_whole);
        if outcome.effect == Effect::Unknown {
            self.loads = self.loads.filter(|loads| !loads);
        } else if outcome.effect.loads() == Some(false) {
            self.refuse(setup.refusal(fact).unwrap_or(setup.stack.refusal), finding);
        } else if LOSSES.contains(&outcome.effect) && is_whole {
            // Peers do not need what it has lost.
        } else if outcome.effect.works() == Some(false) {
            if outcome.effect == Effect::BreaksHandshake {
                self.refusal = self.refusal.or(Some(Refusal::Handshake));
            }
            self.refused(clients.iter(), finding);
        }
    }

    /// What comes of blocks that a server refuses, passes over or loses, as far as no finding has it.
    fn weigh_reading(&mut self, setup: &Setup, reading: &Reading, findings: &[Finding], clients: &[Setup]) {
        let (loads, refusal) = (self.loads, self.refusal);
        match reading.fails {
            Some(Effect::Refuses) if loads != Some(false) => {
                (self.loads, self.refusal) = (Some(false), Some(setup.stack.refusal));
            }
            Some(Effect::BreaksHandshake) => self.refusal = refusal.or(Some(Refusal::Handshake)),
            _ => {}
        }
        let lost = || {
            let mut errors = findings.iter().filter(|it| it.severity == Severity::Error);
            errors.find(|it| it.rule.area.name == names::AREA_ENCODING)
        };
        let fails = reading.fails.is_some() || !reading.is_whole;
        let of_reading = |it: &&Finding| reading.because.contains(&it.rule.name);
        let reason = findings.iter().find(of_reading).or_else(lost);
        if let Some(finding) = reason.filter(|_| fails) {
            self.because(finding);
        }
        if !reading.is_whole && self.loads != Some(false) {
            for client in clients {
                self.refused_by(client);
            }
        }
    }

    fn refuse(&mut self, refusal: Refusal, finding: &Finding) {
        self.loads = Some(false);
        self.refusal = Some(refusal);
        self.because(finding);
    }

    fn refused<'c>(&mut self, clients: impl Iterator<Item = &'c Setup>, finding: &Finding) {
        let mut any = false;
        for client in clients {
            any = true;
            self.refused_by(client);
        }
        if any {
            self.because(finding);
        }
    }

    fn refused_by(&mut self, client: &Setup) {
        if !self.refused_by.contains(&client.stack.name) {
            self.refused_by.push(client.stack.name);
        }
    }

    fn because(&mut self, finding: &Finding) {
        if !self.because.contains(&finding.rule.name) {
            self.because.push(finding.rule.name);
        }
    }
}

/// What a server does that starts without a part of the file.
const LOSSES: [Effect; 3] = [Effect::LosesBlock, Effect::LosesNext, Effect::Stops];

/// Whether a client refuses what a finding reports. Where nobody knows of this client, an error is one for it as well.
fn refuses(client: &Setup, fact: Fact, finding: &Finding) -> bool {
    let outcome = client.verifies(fact);
    let is_unknown = outcome.is_none_or(|outcome| outcome.effect == Effect::Unknown);
    let is_about_chain = matches!(finding.rule.concern, Concern::Verifies(_));
    fails(client, fact, false) || (is_unknown && is_about_chain && finding.severity == Severity::Error)
}

/// Whether peers refuse it by the calendar: nobody takes what has expired, or is not valid yet.
fn is_about_dates(finding: &Finding) -> bool {
    finding.rule.area.name == names::AREA_VALIDITY
}

/// The first version of a range that refuses where an earlier one does not.
fn refused_from(wanted: &Wanted, findings: &[Finding]) -> Option<String> {
    let facts = findings.iter().filter_map(|finding| finding.fact);
    let breaks = facts.filter_map(|fact| wanted.breaks(fact));
    breaks.map(|it| it.fails).min().map(|version| version.to_string())
}

/// What a server sends: the file's certificates, less what it drops.
fn sends(context: &Context<'_>, setup: &Setup, findings: &[Finding], read: Vec<usize>) -> Vec<usize> {
    let drops = |fact| {
        let has = findings.iter().any(|finding| finding.fact == Some(fact));
        has && setup.loads(fact).is_some_and(|it| it.effect == Effect::Drops)
    };
    let chain = context.chain;
    let (no_strangers, no_copies) = (
        drops(Fact::UnrelatedCertificate),
        drops(Fact::DuplicateCertificate),
    );
    let is_copy = |place: usize| chain.duplicates.iter().any(|(copy, _)| *copy == place);
    read.into_iter()
        .filter(|place| !(no_strangers && chain.extras.contains(place)))
        .filter(|place| !(no_copies && is_copy(*place)))
        .collect()
}
