//! The judge as WebAssembly without imports: a page hands bytes in and gets JSON back.
//!
//! The page asks for room by [`room`], writes there, calls [`judge`], reads the answer at [`answer`] and lets go of all by
//! [`release`], which wipes it.

mod provider;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pemvet::{Bundle, KeyRequirement, Profile, RepairMode, Report, UnixTime};
use serde::Serialize;
use zeroize::Zeroize;

use crate::provider::provider;

/// What is asked, and what came of it.
static STATE: Mutex<State> = Mutex::new(State {
    given: Vec::new(),
    answer: Vec::new(),
});

struct State {
    /// Certificates, and the key behind them. Wiped.
    given: Vec<u8>,
    /// JSON. Holds no key.
    answer: Vec<u8>,
}

/// A report, with what the page shows beside it.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    report: &'a Report,
    /// The whole file, canonical; null where it would lose something.
    repaired: Option<String>,
    /// The places of the certificates' issuers, by the chain or else by name.
    issuers: Vec<Option<usize>>,
}

/// The answer to bytes, as JSON.
pub fn judged(certificates: &[u8], key: Option<&[u8]>, profile: &str, seconds: u64) -> Vec<u8> {
    let mut profile = match profile {
        "server" => Profile::server(provider()),
        _ => Profile::any(provider()),
    };
    // As the command has it: that there is no key is a warning.
    if profile.private_key == KeyRequirement::Required {
        profile.private_key = KeyRequirement::Expected;
    }
    profile.repair = RepairMode::AsGiven;
    let mut bundle = Bundle::new(certificates);
    if let Some(key) = key {
        bundle = bundle.with_private_key(key);
    }
    let now = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let report = bundle.validate(&profile, now);
    let answer = Answer {
        issuers: issuers(&report),
        repaired: report.to_repaired_pem(),
        report: &report,
    };
    serde_json::to_vec(&answer).unwrap_or_default()
}

fn issuers(report: &Report) -> Vec<Option<usize>> {
    let order = report.order();
    let summaries: Vec<_> = report.certificates().iter().map(|it| it.to_summary()).collect();
    let mut by_subject = std::collections::BTreeMap::new();
    for (place, it) in summaries.iter().enumerate() {
        by_subject.entry(it.subject.as_str()).or_insert(place);
    }
    let one = |(place, it): (usize, &pemvet::CertificateSummary)| {
        if it.subject == it.issuer {
            return None;
        }
        match order.iter().position(|member| *member == place) {
            Some(position) => order.get(position + 1).copied(),
            None => by_subject
                .get(it.issuer.as_str())
                .copied()
                .filter(|issuer| *issuer != place),
        }
    };
    summaries.iter().enumerate().map(one).collect()
}

/// Most bytes of certificates and key together: what the judge reads at most, of both.
const MOST: usize = 2 << 20;

/// Room for so many bytes, wiped before; null where that is too much.
#[allow(unsafe_code, reason = "a name for the page")]
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    state.given.zeroize();
    if length > MOST {
        return std::ptr::null_mut();
    }
    state.given = vec![0; length];
    state.given.as_mut_ptr()
}

/// Judges what is in the room: certificates of so many bytes, and the key in the rest, if there is any. `server` is 1 for the profile
/// of a server. Wipes the room. The length of the answer.
#[allow(unsafe_code, reason = "a name for the page")]
#[unsafe(no_mangle)]
pub extern "C" fn judge(certificates: usize, server: u32, seconds: f64) -> usize {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    let (pem, key) = state.given.split_at(certificates.min(state.given.len()));
    let key = Some(key).filter(|key| !key.is_empty());
    let profile = if server == 1 { "server" } else { "any" };
    let answer = judged(pem, key, profile, seconds.clamp(0.0, 9e15) as u64);
    state.given.zeroize();
    state.answer = answer;
    state.answer.len()
}

/// Where the answer is.
#[allow(unsafe_code, reason = "a name for the page")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    let state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    state.answer.as_ptr()
}

/// Forgets everything.
#[allow(unsafe_code, reason = "a name for the page")]
#[unsafe(no_mangle)]
pub extern "C" fn release() {
    let mut state = STATE.lock().unwrap_or_else(PoisonError::into_inner);
    state.given.zeroize();
    state.answer.zeroize();
}
