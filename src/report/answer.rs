//! What the servers and clients that were named make of a bundle.

use alloc::string::String;
use alloc::vec::Vec;

use crate::stacks::Refusal;

/// What one stack makes of a bundle, as the table of stacks predicts it from the findings.
///
/// ```
/// use pemvet::{Bundle, Profile, Provider, UnixTime, stacks};
///
/// # let pem = include_bytes!("../../testdata/demo/from-pfx.pem");
/// # let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// let mut profile = Profile::any(Provider::AWS_LC_RS);
/// profile.stacks = stacks::parse_list("nginx,netty")?;
/// profile.repair = pemvet::RepairMode::AsGiven;
/// let report = Bundle::new(pem).validate(&profile, now);
/// let [nginx, netty] = report.stacks() else { panic!() };
/// assert_eq!((nginx.name, nginx.loads), ("nginx", Some(true)));
/// // The root stands before the intermediate.
/// assert_eq!((netty.loads, netty.because.as_slice()), (Some(false), ["chain-out-of-order"].as_slice()));
/// # Ok::<(), stacks::UnknownStack>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StackAnswer {
    /// Its name in the table of stacks.
    pub name: &'static str,
    /// The version that the answer is for: the newest of those that were named, or the newest that is known.
    pub version: String,
    /// Library and version behind it; `None` where that is not known.
    pub library: Option<String>,
    /// Whether a server loads the files, or a client takes the chain; `None` where that is not known.
    pub loads: Option<bool>,
    /// How a server shows that it does not load them, or that it breaks off every handshake with them.
    #[cfg_attr(feature = "serde", serde(serialize_with = "refusal"))]
    pub refusal: Option<Refusal>,
    /// Places in the file, from 0, of the certificates that a server sends; none where it comes to no handshake.
    pub sends: Vec<usize>,
    /// The clients, named ones or those of the audience, that refuse what it sends.
    pub refused_by: Vec<&'static str>,
    /// The rules whose findings are the reason.
    pub because: Vec<&'static str>,
    /// Of a range of versions, the first that refuses where an earlier one does not.
    pub refused_from: Option<String>,
}

impl StackAnswer {
    /// Whether nothing is known to stand in the way: it loads, and no client refuses.
    pub fn is_good(&self) -> bool {
        self.loads != Some(false) && self.refused_by.is_empty() && self.refused_from.is_none()
    }
}

#[cfg(feature = "serde")]
fn refusal<S: serde::Serializer>(refusal: &Option<Refusal>, to: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&refusal.map(Refusal::as_str), to)
}
