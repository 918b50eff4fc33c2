//! What Redis Software documents, as data: names, versions, spellings, requirements, known faults.

pub(crate) mod known_faults;
pub(crate) mod name;
pub(crate) mod requirement;
pub(crate) mod spelling;
pub(crate) mod target;
pub(crate) mod upload;
