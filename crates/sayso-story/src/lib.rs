//! What holds between articles?
//!
//! Floor 2. Will read the records of many articles and write those of [`sayso_core::across`]:
//! copies, people, claims and their origins, drift, disputes, forecasts, the timeline. Knows records
//! only: no page, no token, no tensor, no file, so that the same code runs on one machine and on a
//! cluster.
//!
//! Nothing of it is written yet; the shape of its records is fixed in `sayso-core`.
//!
//! # Invariant
//! Depends on `sayso-core` alone, and no record leaves without the places that justify it.
