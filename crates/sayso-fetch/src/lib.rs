//! What does this address answer?
//!
//! Floor 1. Addresses to bytes: asks servers over HTTP, politely and within limits, and hands on what
//! they sent. Knows nothing of articles; [`sayso_core`] alone of the other crates.
//!
//! [`Fetcher::fetch`] is the whole of it: it reads `robots.txt` first ([`robots`]), waits for the host's
//! turn ([`polite`]), connects to a checked network address ([`network`]), follows redirects one by one,
//! unpacks, and stops at the limits of [`Options`].
//!
//! # Invariant
//! Nothing is asked that the caller did not ask for, but `robots.txt`. No clock is read and nobody sleeps
//! but through [`Clock`]: only the time limits of a running request are kept by the system's own.
#![warn(missing_docs)]

pub mod address;
pub mod clock;
mod exchange;
pub mod failure;
mod fetcher;
mod header;
pub mod network;
mod options;
pub mod polite;
pub mod robots;
mod unpack;

pub use address::Address;
pub use clock::Clock;
pub use failure::{Cause, Failure};
pub use fetcher::{Conditions, Fetched, Fetcher, Redirect};
pub use options::Options;
