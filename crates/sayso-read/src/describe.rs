//! What does the text say of itself?
//!
//! Marks an article's furniture and copies title, byline, date and outlet out of it, each with its
//! place; fills what is still unknown from the address and from what was given for all articles.

use sayso_core::record::{Furniture, FurnitureKind, Provenance};
use sayso_core::{Article, Span};

use crate::lines::{Line, lines};
use crate::masthead::Masthead;
use crate::{Options, dates, furniture, masthead};

/// Finds furniture, title, byline, date and outlet in the article's own text.
///
/// Fields that are known already stay as they are.
pub fn describe_plain(article: &mut Article) {
    describe(article, &Options::default());
}

/// The same, and fills what is left with what was given for all articles.
pub(crate) fn describe(article: &mut Article, options: &Options) {
    describe_settled(article, &[], options);
}

/// The same, of an article of which some is known: its furniture so far stays as it is, and what is
/// `settled` is the article's own and not looked at.
pub(crate) fn describe_settled(article: &mut Article, settled: &[Span], options: &Options) {
    let text = std::mem::take(&mut article.text);
    let mut all = lines(&text);
    let leading = if article.furniture.is_empty() { leading_date(article, &mut all) } else { None };
    let mut taken = taken_before(&all, article.furniture.iter().map(|f| f.place), settled);
    let known = taken.clone();
    let mut head = masthead::read(&text, &all, article.title.as_deref(), &mut taken);
    head.furniture.retain(|f| {
        !all.iter().zip(&known).any(|(line, known)| *known && line.place.overlaps(f.place))
    });
    let body = furniture::find(&text, &all, &mut taken);

    fill(article, &text, &head);
    late_date(article, &all, &body);
    article.furniture.extend(leading);
    article.furniture.extend(head.furniture);
    article.furniture.extend(body);
    article.furniture.sort_by_key(|f| (f.place, f.kind));
    article.text = text;

    fill_from_outside(article, options);
    fill_from_origin(article);
}

/// Which lines touch places that are known already.
fn taken_before(
    all: &[Line<'_>],
    furniture: impl Iterator<Item = Span>,
    settled: &[Span],
) -> Vec<bool> {
    let mut known: Vec<Span> = furniture.chain(settled.iter().copied()).collect();
    known.sort_unstable();
    all.iter()
        .map(|line| {
            let first = known.partition_point(|place| place.end() <= line.place.start());
            known.get(first).is_some_and(|place| place.overlaps(line.place))
        })
        .collect()
}

/// A date before the first words of the text, on their line: `date 2024-02-14 The harbour …`.
fn leading_date(article: &mut Article, all: &mut [Line<'_>]) -> Option<Furniture<Span>> {
    let first = all.first_mut()?;
    let (dates, used) = dates::dates_at(first.words)?;
    let rest = &first.words[used..];
    let next = rest.trim_start_matches([' ', '\t', '-', '–', '—', '|', ':', '·']);
    let is_iso = first.words.as_bytes().get(4) == Some(&b'-');
    if next.is_empty()
        || !(dates.labelled || is_iso)
        || !next.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘'))
    {
        return None;
    }
    let date = dates.published()?;
    let place = Span::new(first.place.start(), first.place.start() + used);
    set(article, "published", "leading date", Some(place), |a| &mut a.published, date);
    first.place = Span::new(first.place.end() - next.len(), first.place.end());
    first.words = next;
    Some(Furniture { place, kind: FurnitureKind::Date })
}

/// Copies what the masthead says.
fn fill(article: &mut Article, text: &str, head: &Masthead) {
    if let Some(place) = head.title {
        let title = place.of(text).to_owned();
        set(article, "title", "headline", Some(place), |a| &mut a.title, title);
    }
    if let Some(place) = head.writers {
        let writers = place.of(text).to_owned();
        set(article, "byline", "byline", Some(place), |a| &mut a.byline, writers);
    }
    if let Some((date, place)) = head.published {
        set(article, "published", "date line", Some(place), |a| &mut a.published, date);
    }
    if let Some(place) = head.outlet {
        let outlet = place.of(text).to_owned();
        set(article, "outlet", "byline", Some(place), |a| &mut a.outlet, outlet);
    }
}

/// Takes the date of a line below the article that says when it was published.
fn late_date(article: &mut Article, all: &[Line<'_>], body: &[Furniture<Span>]) {
    for line in all.iter().rev().take(8) {
        let is_date = body.iter().any(|f| f.kind == FurnitureKind::Date && f.place == line.place);
        if is_date
            && let Some(dates) = dates::date_line(line.words)
            && dates.labelled
            && let Some(date) = dates.published()
        {
            set(article, "published", "date line", Some(line.place), |a| &mut a.published, date);
        }
    }
}

fn fill_from_outside(article: &mut Article, options: &Options) {
    if let Some(date) = article.url.as_deref().and_then(dates::in_address) {
        set(article, "published", "address", None, |a| &mut a.published, date);
    }
    if let Some(date) = options.published {
        set(article, "published", "flag", None, |a| &mut a.published, date);
    }
    if let Some(outlet) = &options.outlet {
        set(article, "outlet", "flag", None, |a| &mut a.outlet, outlet.clone());
    }
}

/// Takes the outlet that a line says the text first appeared in.
///
/// That need not be the outlet that printed this copy, hence it comes last.
fn fill_from_origin(article: &mut Article) {
    let origin = article
        .furniture
        .iter()
        .filter(|f| f.kind == FurnitureKind::Syndication)
        .find_map(|f| origin_in(f.place.of(&article.text), f.place.start()));
    if let Some(place) = origin {
        let outlet = place.of(&article.text).to_owned();
        set(article, "outlet", "first appeared in", Some(place), |a| &mut a.outlet, outlet);
    }
}

/// The outlet after `on`, `in` or `by` in a line that says where the text first appeared.
fn origin_in(words: &str, offset: usize) -> Option<Span> {
    let lower = words.to_ascii_lowercase();
    let from = ["original", "first", "appeared"].iter().filter_map(|w| lower.find(w)).min()?;
    let (at, joint) = [" on ", " in ", " by ", " at "]
        .iter()
        .filter_map(|joint| Some((from + lower[from..].find(joint)?, joint)))
        .min()?;
    let start = at + joint.len();
    let mut end = start;
    for word in words[start..].split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end();
        let is_name = trimmed.starts_with(char::is_uppercase)
            || matches!(trimmed, "the" | "of" | "and" | "&" | "for");
        if !is_name {
            break;
        }
        end += word.len();
        if trimmed.ends_with(['.', ',', ';']) {
            break;
        }
    }
    let name = words[start..end].trim_end().trim_end_matches(['.', ',', ';', ')']);
    let is_name = name.rsplit(' ').next().is_some_and(|w| w.starts_with(char::is_uppercase));
    is_name.then(|| Span::new(offset + start, offset + start + name.len()))
}

/// Sets a field that is not known yet, with where it comes from.
fn set<T>(
    article: &mut Article,
    name: &str,
    by: &str,
    place: Option<Span>,
    field: impl Fn(&mut Article) -> &mut Option<T>,
    value: T,
) {
    let field = field(article);
    if field.is_none() {
        *field = Some(value);
        article.provenance.push(Provenance { field: name.to_owned(), by: by.to_owned(), place });
    }
}
