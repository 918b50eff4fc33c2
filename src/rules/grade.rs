//! Severity from data: how grave a fact is for those who are to load and to verify the bundle.

use crate::profile::Profile;
use crate::rule::Concern;
use crate::severity::Severity;
use crate::stacks::{Effect, Fact, Reader, Role, Setup, Wanted, newest_and_shipped, refusers, unread};

/// How grave a fact is under a profile.
///
/// Without named stacks: what OpenSSL or every common implementation does not load, and what the profile's audience refuses in
/// its newest releases, is an error; what somebody else refuses is a warning; what nobody is known to refuse is a note.
/// With named servers the files are theirs alone, and with named clients the peers are.
pub(super) fn severity(concern: Concern, fact: Fact, profile: &Profile) -> Severity {
    let named = |loads: bool| {
        let stacks = profile.stacks.iter();
        stacks.filter(move |wanted| match wanted.stack.role() {
            Role::Server => loads,
            Role::Client => !loads,
            _ => true,
        })
    };
    let is_refused = |wanted: &Wanted, loads: bool| {
        let setups = wanted.setups();
        setups.iter().any(|setup| fails(setup, fact, loads))
    };
    let rejects = match concern {
        Concern::Loads(_) if named(true).next().is_some() => {
            return match named(true).any(|wanted| is_refused(wanted, true)) {
                true => Severity::Error,
                false => Severity::Note,
            };
        }
        Concern::Loads(_) => {
            let unread = unread(fact);
            // Those that the audience brings read the very file.
            let is_own = |(reader, _): &(Reader, _)| profile.audience.readers.contains(reader);
            let is_common = |(reader, _): &(Reader, _)| Reader::COMMON.contains(reader);
            return match unread.rejects || unread.readers.iter().any(is_own) {
                true => Severity::Error,
                false if unread.readers.iter().any(is_common) => Severity::Warning,
                false => Severity::Note,
            };
        }
        // What a named server does not serve is nothing for peers to take.
        Concern::Verifies(_)
            if named(true).any(|wanted| wanted.setups().iter().any(|it| is_unserved(it, fact))) =>
        {
            return Severity::Error;
        }
        Concern::Verifies(_) if named(false).next().is_some() => {
            return match named(false).any(|wanted| is_refused(wanted, false)) {
                true => Severity::Error,
                false => Severity::Note,
            };
        }
        Concern::Verifies(_) => newest_and_shipped(profile.audience, fact).rejects,
        // The rule says itself.
        Concern::Safe | Concern::Policy => return Severity::Note,
    };
    match (rejects, refusers(fact).next()) {
        (true, _) => Severity::Error,
        (false, Some(_)) => Severity::Warning,
        (false, None) => Severity::Note,
    }
}

/// As [`severity`] where stacks are named; what nobody knows of one of them stays as grave as the rule says.
pub(super) fn for_named(concern: Concern, fact: Fact, profile: &Profile, stated: Severity) -> Severity {
    let graded = severity(concern, fact, profile);
    let is_unknown = |setup: &Setup| {
        let outcome = match concern {
            Concern::Loads(_) => setup.loads(fact),
            _ => setup.verifies(fact),
        };
        let party = match concern {
            Concern::Loads(_) => setup.stack.reader.is_some(),
            _ => setup.stack.verifier.is_some(),
        };
        party && outcome.is_none_or(|it| it.effect.works().is_none())
    };
    let mut setups = profile.stacks.iter().flat_map(Wanted::setups);
    match setups.any(|it| is_unknown(&it)) {
        true => graded.max(stated),
        false => graded,
    }
}

/// Whether a named stack, or a client of the audience where none is named, is known not to get along with the fact. Nothing
/// without a named stack.
pub(super) fn is_refused_by_named(fact: Fact, profile: &Profile) -> bool {
    let stacks = &profile.stacks;
    let setups = || stacks.iter().flat_map(Wanted::setups);
    let is_failing = |setup: &Setup| fails(setup, fact, true) || fails(setup, fact, false);
    let names_clients = stacks.iter().any(|it| it.stack.role() != Role::Server);
    let mut others = profile
        .audience
        .stacks()
        .filter(|_| !names_clients && !stacks.is_empty());
    setups().any(|it| is_failing(&it)) || others.any(|it| fails(&it.newest(), fact, false))
}

/// Whether it is known that a server of this release does not start, or breaks off each handshake.
fn is_unserved(setup: &Setup, fact: Fact) -> bool {
    let effect = setup.loads(fact).map(|outcome| outcome.effect);
    matches!(effect, Some(Effect::Refuses | Effect::BreaksHandshake))
}

/// Whether it is known that this release does not get along with the fact.
pub(super) fn fails(setup: &Setup, fact: Fact, loads: bool) -> bool {
    let outcome = match loads {
        true => setup.loads(fact),
        false => setup.verifies(fact),
    };
    outcome.is_some_and(|outcome| outcome.effect.works() == Some(false))
}
