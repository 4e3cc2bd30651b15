//! Which statements does somebody ask for?
//!
//! [`filter`] says which, and in which order; [`answer`] finds them, a page at a time; [`words`]
//! understands what is searched for; [`people`] and [`outlets`] sum up; [`one`] finds a single
//! statement with all that proves it.

pub mod filter;
pub mod words;
pub mod answer;
pub mod people;
pub mod outlets;
pub mod texts;
pub mod one;

pub use answer::{Page, Row};
pub use filter::{Filter, Order};
pub use one::Found;
pub use outlets::OutletShares;
pub use people::Person;
pub use texts::Text;
