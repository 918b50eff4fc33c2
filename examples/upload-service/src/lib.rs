//! The four endpoints about cluster certificates over a store in memory, as an example of a service that links pemvet.
//!
//! * [`router`]: the endpoints, in `endpoints.rs`. What is uploaded goes through [`pemvet::redis::Batch`].
//! * [`Store`]: what is installed; a batch is installed as a whole or not at all.
//! * [`serve`]: connections, each with limits of time and size.

mod app;
mod body;
mod endpoints;
mod log;
mod problem;
mod serve;
mod store;
mod upload;

pub use app::{App, Clock, Limits};
pub use endpoints::router;
pub use problem::Problem;
pub use serve::serve;
pub use store::{Installed, Store};
