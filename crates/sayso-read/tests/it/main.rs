//! Boxes of articles, each built here: what comes out of sound ones, and what is said of others.

mod archives;
mod bombs;
mod feeds;
mod folders;
mod mails;
mod pages;
mod seeds;
mod support;
