//! Is what is not running text marked?
//!
//! A gold stretch is covered if predicted ones hold at least 0.8 of it. A predicted stretch that
//! touches none is extra, unless it is of a kind that gold does not mark everywhere.

use sayso_core::CharSpan;

use super::figures::Figures;
use super::gold::Furniture;

/// Kinds that are never extra.
const FREE: [&str; 5] = ["headline", "deck", "byline", "date", "caption"];

/// Counts the stretches of one article.
pub(super) fn count(gold: &[Furniture], predicted: &[Furniture], figures: &mut Figures) {
    for stretch in gold {
        let length = stretch.span.end() - stretch.span.start();
        let covered = held(stretch.span, predicted);
        figures.share_mut("furniture covered").add(covered as f64 >= 0.8 * length as f64);
    }
    // Present even where nothing was predicted.
    let extra = figures.share_mut("furniture extra");
    for stretch in predicted {
        let free = stretch.kind.as_deref().is_some_and(|kind| FREE.contains(&kind));
        extra.add(!free && !gold.iter().any(|g| touch(g.span, stretch.span)));
    }
}

/// How many characters of the span are in one of the stretches.
fn held(span: CharSpan, stretches: &[Furniture]) -> usize {
    let mut spans: Vec<_> = stretches.iter().map(|stretch| stretch.span).collect();
    spans.sort_unstable();
    let (mut count, mut at) = (0, span.start());
    for other in spans {
        let (start, end) = (other.start().max(at), other.end().min(span.end()));
        if start < end {
            count += end - start;
            at = end;
        }
    }
    count
}

fn touch(a: CharSpan, b: CharSpan) -> bool {
    a.start().max(b.start()) < a.end().min(b.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(kind: &str, start: usize, end: usize) -> Furniture {
        Furniture { kind: Some(kind.to_owned()), span: CharSpan::new(start, end) }
    }

    #[test]
    fn four_fifths_cover_and_a_headline_is_never_extra() {
        let gold = [stretch("promotion", 0, 10), stretch("credit", 20, 30)];
        let predicted = [
            stretch("promotion", 0, 5),
            stretch("promotion", 4, 8),
            stretch("credit", 23, 30),
            stretch("headline", 50, 60),
            stretch("related", 70, 80),
        ];
        let mut figures = Figures::default();
        count(&gold, &predicted, &mut figures);
        assert_eq!(figures.value("furniture covered right"), Some(1.0));
        assert_eq!(figures.value("furniture covered of"), Some(2.0));
        assert_eq!(figures.value("furniture extra right"), Some(1.0));
    }
}
