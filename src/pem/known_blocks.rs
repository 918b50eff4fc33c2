//! Blocks that somebody knows already.

/// Blocks of certificates that were decoded before.
pub(crate) trait KnownBlocks {
    /// What is between BEGIN and END, decoded, and how many lines end there.
    fn decoded(&self, lines: &[u8]) -> Option<(&[u8], usize)>;
}
