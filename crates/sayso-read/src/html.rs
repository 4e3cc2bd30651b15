//! Which part of the page is the article, and what does the page say of it?

mod about;

use sayso_core::Article;
use scraper::Html;

pub use about::{About, By, Sourced, about_page};

/// Takes on what an article's page says of it; fields that are known already stay as they are.
pub fn describe_page(article: &mut Article, page: &str) {
    let about = about::about(&Html::parse_document(page), article.url.as_deref());
    about::describe(article, &about);
}
