//! Who said what, in one article?
//!
//! Floor 1.
