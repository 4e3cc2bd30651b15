//! Which part of the page is the article, and what does the page say of it?

mod about;

pub use about::{About, By, Sourced, about_page};
