use sayso_core::Article;
use super::About;

pub(in crate::html) fn describe(_article: &mut Article, _about: &About) {}
