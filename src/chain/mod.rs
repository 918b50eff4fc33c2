//! The certificates of a bundle to facts about their chain: which is the leaf, who issued whom, what is missing.
//!
//! Verdict and path do not depend on the order of the file; only [`ChainFacts::in_order`] tells of it.

mod facts;
mod first_fit;
mod known_signatures;
mod leaf;
mod line;
pub(crate) mod name_constraints;
mod order;
pub(crate) mod policies;
pub(crate) mod resources;
mod search;
pub(crate) mod second_opinion;
mod signatures;
mod straight;
pub(crate) mod subtree;
mod weight;

pub(crate) use facts::{
    ChainFacts, ConstraintFault, End, Link, Member, SignatureFact, is_authority, may_have_issued,
};
pub(crate) use known_signatures::{KnownSignatures, MOST_BYTES, MOST_SIGNATURES};
pub(crate) use line::line;
pub(crate) use order::order;
pub(crate) use weight::excluded_purpose;
