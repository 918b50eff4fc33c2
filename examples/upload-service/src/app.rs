//! What all requests share: store, clock, cluster, limits.

use std::time::{Duration, SystemTime};

use pemvet::UnixTime;
use pemvet::redis::Cluster;

use crate::store::Store;

/// What all requests share.
pub struct App {
    pub(crate) cluster: Cluster,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) store: Store,
}

impl App {
    /// An empty store for this cluster.
    pub fn new(cluster: Cluster, clock: Clock, limits: Limits) -> App {
        App {
            cluster,
            clock,
            limits,
            store: Store::default(),
        }
    }
}

/// Where the time of judgement comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine.
    System,
    /// Seconds since 1970.
    Fixed(u64),
}

impl Clock {
    pub(crate) fn now(self) -> UnixTime {
        #[allow(
            clippy::disallowed_methods,
            reason = "pemvet takes the time as an argument; a service is the one to read the clock"
        )]
        let since_1970 = match self {
            Clock::System => SystemTime::now()
                .duration_since(SystemTime::UNIX_EPOCH)
                .unwrap_or_default(),
            Clock::Fixed(seconds) => Duration::from_secs(seconds),
        };
        UnixTime::since_unix_epoch(since_1970)
    }
}

/// What one client may take from the others.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest body, in bytes. Default 4 MiB: eleven certificates with chains and keys take a tenth of it.
    pub body: usize,
    /// Largest list of reports in an answer, in bytes. Default 1 MiB: reports on eleven certificates take a twentieth.
    pub answer: usize,
    /// How long the head of a request may take to arrive, and then its body. Default 10 s.
    pub patience: Duration,
    /// How long a connection may live, idle or not. Default 60 s: who does not read answers is cut off.
    pub connection: Duration,
    /// How many connections are served at once; more wait. Default 256.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body: 4 * 1024 * 1024,
            answer: 1024 * 1024,
            patience: Duration::from_secs(10),
            connection: Duration::from_secs(60),
            connections: 256,
        }
    }
}
