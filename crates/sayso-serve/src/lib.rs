//! What does a reader see?
//!
//! Floor 5.
