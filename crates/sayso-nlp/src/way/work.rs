//! From which book or document do the words come?

use super::Way;
use crate::phrase::Page;
use crate::segment::Shape;
use crate::speaker::Room;
use crate::words::Class;

/// The work that the frame names: "in his memoir Low Water".
pub(super) fn named_in(room: &Room<'_>, r: usize, outside: &[usize], way: &mut Way) {
    let page = room.page;
    let Some(&noun) = outside.iter().find(|at| {
        page.is(**at, Class::Work)
            && page.segmented.tokens[**at].shape == Shape::Lower
            && room.field.source_of[**at] != Some(r)
            && preceded_by_in(page, **at)
    }) else {
        return;
    };
    let mut at = noun + 1;
    while matches!(page.lower(at), "," | "titled" | "entitled" | "called" | ":")
        || page.segmented.tokens.get(at).is_some_and(|t| t.shape == Shape::QuotationMark)
    {
        at += 1;
    }
    let quoted = page
        .segmented
        .quotations
        .iter()
        .find(|q| page.segmented.tokens.get(at).is_some_and(|t| q.inner.holds(t.span.start())))
        .filter(|q| q.inner.len() < 90)
        .map(|q| q.inner);
    let mut end = at;
    while page.segmented.tokens.get(end).is_some_and(|t| {
        t.is_capital()
            || end > at
                && (crate::lexicon::is_title_small_word(&t.lower)
                    || matches!(t.form, ":" | "’s" | "'s"))
    }) && end - at < 14
    {
        end += 1;
    }
    while end > at && !page.segmented.tokens[end - 1].is_capital() {
        end -= 1;
    }
    let title = quoted.or_else(|| (end > at).then(|| page.segmented.cover(at..end)));
    let span = title.unwrap_or_else(|| page.segmented.cover(noun..noun + 1));
    let words = span.of(page.segmented.text).trim_end_matches([',', '.']).to_owned();
    way.evidence.push(("work", span, "a work that the frame names"));
    way.work = Some(words);
}

/// Whether "in", "from" or the like opens the phrase that ends with a noun.
fn preceded_by_in(page: Page<'_>, noun: usize) -> bool {
    (noun.saturating_sub(6)..noun)
        .rev()
        .take_while(|at| page.is_word(*at) || page.is_possessive(*at) || page.lower(*at) == ",")
        .any(|at| matches!(page.lower(at), "in" | "from" | "throughout"))
}
