//! How much work a file may ask for: rounds of key derivations, counted over all of it.

/// Rounds of one item. Java takes 5,000,000 at most; 600,000 (NSS, GnuTLS) and 2,000,000 are met.
pub(crate) const MOST_ROUNDS: u64 = 5_000_000;

/// Rounds of all items of a file, those tried in vain included: Java derives a key for each key, GnuTLS for each certificate.
pub(crate) const MOST_ROUNDS_IN_SUM: u64 = 20_000_000;

/// Bytes that scrypt may ask for. `openssl pkcs8 -scrypt` takes 16 MiB.
pub(crate) const MOST_MEMORY: u64 = 64 << 20;

/// More work is asked for than is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TooManyRounds {
    /// One item wants so many.
    Item(u64),
    /// All items together want more than [`MOST_ROUNDS_IN_SUM`].
    Sum(u64),
    /// scrypt wants so many bytes.
    Memory(u64),
}

/// What was spent.
#[derive(Default)]
pub(super) struct Budget {
    spent: u64,
}

impl Budget {
    /// The rounds of an item, if there are enough left.
    pub(super) fn spend(&mut self, rounds: u64) -> Result<u32, TooManyRounds> {
        let few = u32::try_from(rounds).ok().filter(|_| rounds <= MOST_ROUNDS);
        let few = few.ok_or(TooManyRounds::Item(rounds))?;
        let sum = self.spent.saturating_add(rounds);
        if sum > MOST_ROUNDS_IN_SUM {
            return Err(TooManyRounds::Sum(sum));
        }
        self.spent = sum;
        Ok(few)
    }

    /// What scrypt takes, as RFC 7914 names its parameters N, r and p.
    pub(super) fn spend_memory(&mut self, cost: u64, block: u64, parallel: u64) -> Result<(), TooManyRounds> {
        let bytes = cost.saturating_mul(block).saturating_mul(128);
        let all = bytes.saturating_mul(parallel.max(1));
        if all > MOST_MEMORY.saturating_mul(4) || bytes > MOST_MEMORY {
            return Err(TooManyRounds::Memory(bytes.max(all)));
        }
        // As long as so many rounds take: 16 MiB are about 50,000.
        self.spend((all >> 8).max(1)).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, MOST_ROUNDS, TooManyRounds};

    #[test]
    fn rounds_are_counted_over_the_whole_file() {
        let mut budget = Budget::default();
        assert_eq!(budget.spend(MOST_ROUNDS + 1), Err(TooManyRounds::Item(5_000_001)));
        for _ in 0..4 {
            assert_eq!(budget.spend(MOST_ROUNDS), Ok(5_000_000));
        }
        assert_eq!(budget.spend(1), Err(TooManyRounds::Sum(20_000_001)));
    }

    #[test]
    fn scrypt_takes_so_much_memory_at_most() {
        let mut budget = Budget::default();
        assert_eq!(budget.spend_memory(16_384, 8, 1), Ok(()));
        assert_eq!(
            budget.spend_memory(1 << 20, 8, 1),
            Err(TooManyRounds::Memory(1 << 30))
        );
    }
}
