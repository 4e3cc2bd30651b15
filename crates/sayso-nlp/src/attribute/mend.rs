//! What does a trained reader get wrong in a way that a rule can see?
//!
//! On the articles that the reader was taught with next to none of this happens; on papers of other
//! countries and kinds it does. A rule and the reader must speak of the same cue, or one of them must
//! have taken the other's cue for content.

use sayso_core::Span;

use super::rule::Rule;
use super::words::{self, holds};
use super::{cues, verbal};
use crate::quotation::Kind;
use crate::relation::Relation;
use crate::segment::{Segmented, Token};

/// Puts right what the reader found; `holder` has for each token the relation that it belongs to.
pub(super) fn mend(
    segmented: &Segmented<'_>,
    rules: &[Relation],
    holder: &[Option<usize>],
    found: &mut [Relation],
) {
    for rule in rules {
        let Some(cue) = rule.cue.first() else { continue };
        let tokens = segmented.tokens_in(*cue);
        let Some(number) = holder[tokens].iter().flatten().next().copied() else { continue };
        let read = &mut found[number];
        if is_overlooked(rule, read) {
            replace(read, Relation { source: read.source.clone(), ..rule.clone() });
        } else if is_subject_content(segmented, rule, read) || is_torn(rule, read) {
            replace(read, rule.clone());
        } else if overlap(&rule.cue, &read.cue) {
            mend_source(segmented, rule, read);
            cut_addressee(segmented, rule, read);
        }
    }
    for read in found {
        if is_hearsay(segmented, read) {
            let subject = std::mem::take(&mut read.source);
            read.content.retain(|span| !subject.iter().any(|own| own.overlaps(*span)));
            read.content.extend(subject);
            read.content.sort_unstable();
        }
    }
}

/// Closes the gaps in a content that an inner statement spans: whom somebody is said to have told is told, too.
pub(super) fn close_gaps(found: &mut [Relation]) {
    for number in 0..found.len() {
        let Some(parent) = found[number].parent else { continue };
        let Relation { source, cue, content, .. } = &found[number];
        let own = source.iter().chain(cue).chain(content);
        let Some(inner) = own.copied().reduce(Span::cover) else { continue };
        let mut whole: Vec<Span> = Vec::new();
        for piece in std::mem::take(&mut found[parent].content) {
            match whole.last_mut() {
                Some(last)
                    if last.end() <= piece.start()
                        && inner.contains(Span::new(last.end(), piece.start())) =>
                {
                    *last = last.cover(piece);
                }
                _ => whole.push(piece),
            }
        }
        found[parent].content = whole;
    }
}

fn replace(read: &mut Relation, by: Relation) {
    *read = Relation { parent: read.parent, continues: read.continues, ..by };
}

/// `Calder reportedly wants to go`: the adverb cites nobody, and whom it is about is no source.
fn is_hearsay(segmented: &Segmented<'_>, read: &Relation) -> bool {
    !read.source.is_empty()
        && !read.cue.is_empty()
        && read.cue.iter().all(|cue| cues::is_hearsay(&cue.of(segmented.text).to_lowercase()))
}

/// `spoke of the repairs too, telling the Post that …`: a citation within what the same source seems to
/// say is the citation.
fn is_overlooked(rule: &Relation, read: &Relation) -> bool {
    (Rule::SubjectToldSomebody.found(rule) || Rule::SharedSubject.found(rule))
        && within(&rule.cue, &read.content)
        && within(&rule.content, &read.content)
        && overlap(&rule.source, &read.source)
}

/// `Calder appeared to accuse`: what the reader takes for content is who speaks.
fn is_subject_content(segmented: &Segmented<'_>, rule: &Relation, read: &Relation) -> bool {
    within(&read.cue, &rule.cue)
        && overlap(&rule.source, &read.content)
        && (read.cue != rule.cue || rule.cue.iter().any(|cue| seems_to(segmented, *cue)))
}

/// Whether a cue is a verb of speech that somebody only seems to have meant.
fn seems_to(segmented: &Segmented<'_>, cue: Span) -> bool {
    let tokens = &segmented.tokens[segmented.tokens_in(cue)];
    let seems = |token: &Token<'_>| ["appear", "seem"].iter().any(|s| token.lower.starts_with(s));
    tokens.len() > 2 && tokens.first().is_some_and(seems)
}

/// `…, it could mean a new rudder, an expert said`: a clause before its verb begins where the sentence
/// does, and the reader has less than half of it.
fn is_torn(rule: &Relation, read: &Relation) -> bool {
    let length = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
    (Rule::ClauseBeforeTheVerb.found(rule) || Rule::AccordingTo.found(rule))
        && overlap(&read.cue, &rule.cue)
        && within(&read.content, &rule.content)
        && 2 * length(&read.content) < length(&rule.content)
}

fn mend_source(segmented: &Segmented<'_>, rule: &Relation, read: &mut Relation) {
    if read.source.is_empty() && !overlap(&rule.source, &read.content) {
        // A name of a kind that the reader never met may be nothing to it.
        read.source.clone_from(&rule.source);
    } else if let ([it], true) = (&read.source[..], Rule::PassiveWithoutSource.found(rule)) {
        // `It has been claimed`: nobody is named.
        if it.of(segmented.text).eq_ignore_ascii_case("it") {
            read.source.clear();
        }
    } else if let ([whole], [part]) = (&rule.source[..], &mut read.source[..])
        && is_cut_at_its_clause(segmented, *part, *whole)
    {
        *part = *whole;
    }
}

/// Whether a source is a part of a longer one that stops before, or right after, the word that opens a
/// relative clause.
///
/// `the player, who spoke on condition of anonymity`: annotators of the corpus are of two minds about
/// such clauses, half of them are marked. A ledger needs them: authority is told there.
fn is_cut_at_its_clause(segmented: &Segmented<'_>, part: Span, whole: Span) -> bool {
    if !whole.contains(part) || part == whole {
        return false;
    }
    let opens = |token: &Token<'_>| matches!(&*token.lower, "who" | "whom" | "whose" | "which");
    let tokens = &segmented.tokens[segmented.tokens_in(whole)];
    let begin = tokens.partition_point(|token| token.span.start() < part.start());
    let end = tokens.partition_point(|token| token.span.start() < part.end());
    // The name itself, or an apposition to it.
    let begins_well = begin == 0 || tokens[begin - 1].form == ",";
    let near = end.saturating_sub(1)..tokens.len().min(end + 2);
    begins_well && tokens[near].iter().any(opens)
}

/// `tells the Post in this week’s issue that …`: whom it was told is no content.
fn cut_addressee(segmented: &Segmented<'_>, rule: &Relation, read: &mut Relation) {
    if let (Some(clause), Some(first)) = (rule.content.first(), read.content.first_mut())
        && Rule::SubjectToldSomebody.found(rule)
        && first.contains(*clause)
        && segmented.tokens[segmented.tokens_in(*clause)].first().is_some_and(|t| t.lower == "that")
    {
        *first = Span::new(clause.start(), first.end());
    }
}

/// Cuts what the writer makes of a statement: `…, she said on Sunday, in what sounded like a hint
/// that it floats`.
pub(super) fn cut_comment(segmented: &Segmented<'_>, read: &mut Relation) {
    let Some(cue) = read.cue.last().copied() else { return };
    let sentence = segmented.sentences[segmented.sentence_at(cue.start())].span;
    let rest = Span::new(cue.end(), sentence.end().max(cue.end()));
    let tokens = &segmented.tokens[segmented.tokens_in(rest)];
    let begin = tokens.iter().position(|t| t.form != "," && !words::is_time(&t.lower));
    let Some(words) = begin.map(|begin| &tokens[begin..]) else { return };
    let is_comment = words.first().is_some_and(|t| t.lower == "in")
        && words.iter().take(6).any(|t| holds(COMMENTS, &t.lower));
    let is_after =
        |span: &Span| rest.contains(*span) && segmented.quotations_in(*span).next().is_none();
    if is_comment && read.content.iter().any(|span| span.end() <= cue.start()) {
        read.content.retain(|span| !is_after(span));
    }
}

/// Nouns by which a writer says what somebody's words amount to.
const COMMENTS: &[&str] = &[
    "admission",
    "blow",
    "boost",
    "departure",
    "dig",
    "hint",
    "indication",
    "rebuke",
    "reference",
    "reversal",
    "sign",
    "signal",
    "swipe",
];

/// Whether a relation is a source's wish not to be named, which is told with the source.
pub(super) fn is_wish_to_stay_unnamed(segmented: &Segmented<'_>, read: &Relation) -> bool {
    read.content.first().is_some_and(|span| verbal::is_about_anonymity(span.of(segmented.text), 4))
}

/// Takes whole sentences of speech out of a content that tells the rest in other words: `He said that it
/// was late. “Nobody had a key.”`
pub(super) fn own_words(segmented: &Segmented<'_>, content: &mut Vec<Span>) -> Vec<Span> {
    let quoted =
        |span: &Span| segmented.quotations_in(*span).any(|quotation| quotation.kind != Kind::Name);
    let opens = |span: &Span| {
        let ends = segmented.text[..span.start()].trim_end().ends_with(['.', '?', '!']);
        ends && segmented
            .quotations_in(*span)
            .any(|q| q.kind == Kind::Speech && q.span.start() == span.start())
    };
    let told = content.iter().take_while(|span| !quoted(span)).count();
    let is_split = told > 0 && content.get(told).is_some_and(opens);
    if is_split { content.split_off(told) } else { Vec::new() }
}

/// Whether some place of one list shares a byte with some of the other.
fn overlap(one: &[Span], other: &[Span]) -> bool {
    one.iter().any(|a| other.iter().any(|b| a.overlaps(*b)))
}

/// Whether each place of one list lies in some place of the other.
fn within(inner: &[Span], outer: &[Span]) -> bool {
    inner.iter().all(|a| outer.iter().any(|b| b.contains(*a)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribute::speech;
    use crate::segment::segment;

    /// What the rules make of the source, cue and content that a reader found, each a word list of the
    /// text, none if empty.
    fn mended(text: &str, source: &str, cue: &str, content: &str) -> [String; 3] {
        let segmented = segment(text, &[]);
        let place = |words: &str| -> Vec<Span> {
            let start = text.find(words).expect("in the text");
            let span = Span::new(start, start + words.len());
            if span.is_empty() { Vec::new() } else { vec![span] }
        };
        let mut found = vec![Relation {
            source: place(source),
            cue: place(cue),
            content: place(content),
            parent: None,
            continues: None,
            confidence: 0.9,
            by: "encoder",
        }];
        let mut holder = vec![None; segmented.tokens.len()];
        for span in found[0].cue.iter().chain(&found[0].content) {
            holder[segmented.tokens_in(*span)].fill(Some(0));
        }
        mend(&segmented, &speech::join(&segmented), &holder, &mut found);
        let words =
            |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … ");
        [words(&found[0].source), words(&found[0].cue), words(&found[0].content)]
    }

    #[test]
    fn a_source_that_the_reader_missed_is_the_rules() {
        let text = "“It is gone,” said Ines Calder, the harbour master.";
        let [source, ..] = mended(text, "", "said", "“It is gone,”");
        assert_eq!(source, "Ines Calder, the harbour master");
    }

    #[test]
    fn a_source_keeps_the_clause_that_tells_its_authority() {
        let text = "“It is gone,” said a deckhand, who asked not to be named.";
        let [source, ..] = mended(text, "a deckhand", "said", "“It is gone,”");
        assert_eq!(source, "a deckhand, who asked not to be named");
    }

    #[test]
    fn whom_it_was_told_is_no_content() {
        let text = "Ines Calder told the Evening Post on Monday that the rudder was gone.";
        let whole = "the Evening Post on Monday that the rudder was gone";
        let [_, cue, content] = mended(text, "Ines Calder", "told", whole);
        assert_eq!((&*cue, &*content), ("told", "that the rudder was gone"));
    }

    /// A relation of which cue and pieces of content are these words of the text.
    fn read(text: &str, cue: &str, content: &[&str]) -> Relation {
        let place = |words: &str| {
            let start = text.find(words).expect("in the text");
            Span::new(start, start + words.len())
        };
        Relation {
            source: Vec::new(),
            cue: vec![place(cue)],
            content: content.iter().map(|words| place(words)).collect(),
            parent: None,
            continues: None,
            confidence: 0.9,
            by: "encoder",
        }
    }

    #[test]
    fn what_the_writer_makes_of_it_is_no_content() {
        let text =
            "The ferry is back, Calder said Sunday, in what sounded like a hint that it floats.";
        let segmented = segment(text, &[]);
        for comment in ["in what sounded like a hint that it floats", "that it floats"] {
            let mut found = read(text, "said", &["The ferry is back", comment]);
            cut_comment(&segmented, &mut found);
            assert_eq!(found.content.len(), 1, "{comment}");
        }
        let text = "The ferry, Calder said Sunday, was late in June.";
        let segmented = segment(text, &[]);
        let mut found = read(text, "said", &["The ferry", "was late in June"]);
        cut_comment(&segmented, &mut found);
        assert_eq!(found.content.len(), 2);
    }

    #[test]
    fn a_wish_not_to_be_named_is_no_statement() {
        for (content, is_one) in [
            ("anonymity because the crew were told not to talk", true),
            ("not to be named", true),
            ("that the ferry be named after her", false),
            ("that the owners had promised everybody anonymity", false),
        ] {
            let text = format!("She asked {content}.");
            let segmented = segment(&text, &[]);
            let read = read(&text, "asked", &[content]);
            assert_eq!(is_wish_to_stay_unnamed(&segmented, &read), is_one, "{content}");
        }
    }

    #[test]
    fn own_words_after_a_report_are_apart() {
        let text = "She said it was late. “Nobody had a key.” He left.";
        let segmented = segment(text, &[]);
        let mut content = read(text, "said", &["it was late", "“Nobody had a key.”"]).content;
        let words = own_words(&segmented, &mut content);
        assert_eq!((content.len(), words.len()), (1, 1));
        let text = "“It was late,” she said. “Nobody had a key.”";
        let segmented = segment(text, &[]);
        let mut content = read(text, "said", &["“It was late,”", "“Nobody had a key.”"]).content;
        assert!(own_words(&segmented, &mut content).is_empty());
    }

    #[test]
    fn it_is_nobody() {
        let text = "It has been claimed that the rudder was gone.";
        let [source, ..] = mended(text, "It", "has been claimed", "that the rudder was gone");
        assert_eq!(source, "");
    }

    #[test]
    fn who_appears_to_accuse_speaks() {
        let text = "Ines Calder appeared to accuse the owners of negligence.";
        let found = mended(text, "", "appeared", "Ines Calder");
        assert_eq!(found[0], "Ines Calder");
        assert!(found[1].starts_with("appeared to accuse"), "{found:?}");
    }
}
