//! Which text speaks, and whose is it?
//!
//! A report is a document, its issuer the name; a statement, a tweet or a book with a known writer is
//! that writer speaking; a newspaper's report is the paper.

use std::ops::Range;

use sayso_core::Span;
use sayso_core::record::{EntityKind, SpeakerClass};

use super::{Room, Voice, head_word};
use crate::coref::{FigureId, Principal};
use crate::phrase::Phrase;
use crate::words::Class;

impl Room<'_> {
    /// A text that speaks.
    pub(super) fn document(
        &mut self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        definite: bool,
    ) -> Voice {
        let page = self.page;
        let head = page.lower(phrase.head);
        let span = page.segmented.cover(tokens.clone());
        let issuer = self.issuer(tokens, phrase);
        if let Some(voice) = self
            .issued_by(phrase, span, definite, issuer)
            .or_else(|| self.written_by(tokens, phrase, definite, issuer))
        {
            return voice;
        }
        // "the report" again: the document that spoke before, with its issuer.
        let modified = !phrase.modifiers.is_empty();
        if definite || phrase.determiner.is_none() {
            let earlier = self.recent().map(|(_, v)| v).find(|v| {
                let same = |a: &str, b: &str| {
                    a == b || matches!((a, b), ("lawsuit", "suit") | ("suit", "lawsuit"))
                };
                v.work.is_some()
                    && same(&v.head, &head_word(page, phrase.head))
                    && (!modified
                        || v.work.as_deref().is_some_and(|w| {
                            phrase
                                .modifiers
                                .clone()
                                .all(|m| w.to_lowercase().contains(page.lower(m)))
                        }))
            });
            if issuer.is_none()
                && let Some(voice) = earlier
            {
                return voice.again(span, "description: the document that spoke before");
            }
        }
        let issuer = issuer
            .or_else(|| self.outlet_behind(tokens, phrase))
            .or_else(|| self.issuer_told(phrase));
        if issuer.is_none()
            && let Some(filed) = self.filed_by(phrase)
        {
            let mut voice = Voice::new(SpeakerClass::Document, 0.85);
            voice.figure = filed.figure;
            voice.name = filed.name;
            voice.head = head_word(page, phrase.head);
            voice.work = self.describes(phrase.modifiers.start..phrase.head + 1);
            return voice.because("speaker", span, "whoever filed it, as the text told before");
        }
        let outlet = issuer.filter(|f| self.cast.figures[*f].kind == EntityKind::Outlet);
        let news = matches!(
            head,
            "report"
                | "article"
                | "story"
                | "editorial"
                | "reporting"
                | "piece"
                | "investigation"
                | "coverage"
        );
        let mut voice = if outlet.is_some() && news {
            Voice::new(SpeakerClass::Organisation, 0.75)
        } else {
            Voice::new(SpeakerClass::Document, 0.9)
        };
        voice.figure = issuer;
        voice.head = head_word(page, phrase.head);
        voice.plural = false;
        voice.work = self.describes(
            phrase.determiner.map_or(phrase.modifiers.start, |d| d + 1).min(phrase.head)
                ..phrase.head + 1,
        );
        voice.because("speaker", span, "head noun: a text or data")
    }

    /// "The statement", "his tweet": whoever issued it.
    fn issued_by(
        &self,
        phrase: &Phrase,
        span: Span,
        definite: bool,
        issuer: Option<FigureId>,
    ) -> Option<Voice> {
        if !self.page.is(phrase.head, Class::Issued) {
            return None;
        }
        // "the statement", "his tweet": whoever issued it speaks.
        if issuer.is_some() || definite {
            let by_issuer = issuer.map(|figure| self.of_figure(figure));
            let earlier = self
                .recent()
                .find(|(_, v)| {
                    let outlet =
                        v.figure.is_some_and(|f| self.cast.figures[f].kind == EntityKind::Outlet);
                    !outlet
                        && !matches!(v.class, SpeakerClass::Collective | SpeakerClass::Unattributed)
                })
                .map(|(_, v)| v.again(span, "a statement: whoever spoke last issued it"));
            if let Some(voice) =
                by_issuer.map(|v| v.because("speaker", span, "whose statement it is")).or(earlier)
            {
                return Some(voice);
            }
        }
        match self.owner(phrase.possessor.clone()?)? {
            Principal::Figure(figure) => {
                Some(self.of_figure(figure).because("speaker", span, "whose statement it is"))
            }
            Principal::Words(_) => None,
        }
    }

    /// "Her account", "the book", "his memoir": whoever wrote it.
    fn written_by(
        &self,
        tokens: &Range<usize>,
        phrase: &Phrase,
        definite: bool,
        issuer: Option<FigureId>,
    ) -> Option<Voice> {
        let page = self.page;
        let head = page.lower(phrase.head);
        let span = page.segmented.cover(tokens.clone());
        let work = page.is(phrase.head, Class::Work);
        // "her account", "his profile page": the person tells.
        if phrase.possessor.is_some()
            && is_own_words(head)
            && let Some(figure) = issuer.filter(|f| self.cast.is_person(*f))
        {
            return Some(self.of_figure(figure).because("speaker", span, "whose words they are"));
        }
        // "the book", "the passage": whoever is known to have written it.
        if definite
            && issuer.is_none()
            && (work || is_part_of_work(head))
            && let Some(figure) = self.writer_before(tokens.start)
        {
            let mut voice = self.of_figure(figure);
            voice.confidence = 0.65;
            return Some(voice.because(
                "speaker",
                span,
                "who wrote the work that the text tells of",
            ));
        }
        let figure = issuer.filter(|f| work && self.cast.is_person(*f))?;
        let mut voice = self.of_figure(figure);
        voice.work = self.describes(phrase.modifiers.start..phrase.head + 1);
        Some(voice.because("speaker", span, "whose book it is"))
    }

    /// The outlet behind "a news report", "the piece", or a headline's "Report".
    pub(super) fn outlet_behind(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<FigureId> {
        let page = self.page;
        let head = page.lower(phrase.head);
        let outlet = |figure: FigureId| self.cast.figures[figure].kind == EntityKind::Outlet;
        let news = phrase
            .modifiers
            .clone()
            .any(|at| matches!(page.lower(at), "news" | "newspaper" | "media"));
        let headline =
            page.segmented.paragraph_at(page.segmented.tokens[tokens.start].span.start()) == 0
                && phrase.determiner.is_none()
                && phrase.modifiers.is_empty();
        let journalism = matches!(
            head,
            "editorial" | "piece" | "article" | "story" | "op-ed" | "editorials" | "column"
        );
        if !(head == "report"
            && (news || headline || phrase.determiner.is_some_and(|d| page.lower(d) == "the"))
            || journalism)
        {
            return None;
        }
        let last = self.recent().take(4).filter_map(|(_, v)| v.figure).find(|f| outlet(*f));
        if journalism {
            // "ran a feature …. The article": the outlet named last, whether it spoke or not.
            let named = || {
                let before = self.cast.named.iter().rev();
                before
                    .filter(|(name, f)| name.tokens.start < tokens.start && outlet(*f))
                    .map(|(_, f)| *f)
                    .next()
            };
            let the = phrase.determiner.is_some_and(|d| page.lower(d) == "the");
            return last.or_else(|| named().filter(|_| the));
        }
        if last.is_some() && !headline && !news {
            return last;
        }
        if !headline
            && !news
            && self.recent().any(|(_, v)| v.head == head && v.figure.is_none_or(|f| !outlet(f)))
        {
            return None;
        }
        // The first outlet that is the source of a statement.
        self.cast
            .named
            .iter()
            .find(|(name, f)| outlet(*f) && self.field.source_of[name.tokens.start].is_some())
            .map(|(_, f)| *f)
    }

    /// Who filed or issued a document of which an earlier statement tells: "Lund filed a lawsuit".
    pub(super) fn filed_by(&self, phrase: &Phrase) -> Option<Voice> {
        let page = self.page;
        let head = page.lower(phrase.head);
        let same = |other: &str| {
            other == head
                || matches!(
                    (other, head),
                    ("lawsuit", "suit") | ("suit", "lawsuit") | ("complaint", "suit" | "lawsuit")
                )
        };
        let has = |spans: &[sayso_core::Span], wanted: &dyn Fn(&str) -> bool| {
            spans.iter().flat_map(|s| page.segmented.tokens_in(*s)).any(|at| wanted(page.lower(at)))
        };
        self.recent()
            .find(|(r, voice)| {
                let relation = &self.relations[*r];
                matches!(voice.class, SpeakerClass::Named | SpeakerClass::Organisation)
                    && has(&relation.cue, &|w| {
                        matches!(
                            w,
                            "filed"
                                | "files"
                                | "issued"
                                | "released"
                                | "published"
                                | "brought"
                                | "filing"
                        )
                    })
                    && (has(&relation.content, &|w| same(w)) || has(&relation.cue, &|w| same(w)))
            })
            .map(|(_, voice)| voice.clone())
    }

    /// Who issued a document, as its phrase says: "the Lund report", "a report by the council".
    pub(super) fn issuer(&self, tokens: &Range<usize>, phrase: &Phrase) -> Option<FigureId> {
        let page = self.page;
        if let Some(possessor) = &phrase.possessor {
            return match self.owner(possessor.clone()) {
                Some(Principal::Figure(figure)) => Some(figure),
                _ => None,
            };
        }
        if let Some((_, figure)) =
            self.cast.within(phrase.modifiers.clone()).into_iter().find(|(_, f)| {
                !matches!(self.cast.figures[*f].kind, EntityKind::Group | EntityKind::Place)
            })
        {
            return Some(figure);
        }
        let mut at = phrase.after;
        while at + 1 < tokens.end {
            // "a page on the mayor's website"
            let site = page.lower(at) == "on"
                && (at + 1..tokens.end).any(|n| matches!(page.lower(n), "website" | "site"));
            if matches!(page.lower(at), "by" | "from") || site {
                return self.cast.within(at + 1..tokens.end).into_iter().next().map(|(_, f)| f);
            }
            if matches!(page.lower(at), "who" | "that" | "which") {
                break;
            }
            at += 1;
        }
        None
    }

    /// Who issued the documents that a noun means, where the text tells it of one body alone: "the
    /// committee's report", "a report by the committee".
    fn issuer_told(&self, phrase: &Phrase) -> Option<FigureId> {
        let page = self.page;
        let noun = page.lower(phrase.head);
        if !matches!(noun, "report" | "study" | "review" | "audit" | "inquiry" | "survey" | "memo")
        {
            return None;
        }
        let mut told = (0..page.segmented.tokens.len())
            .filter(|at| *at != phrase.head && page.lower(*at) == noun)
            .filter_map(|at| {
                let sentence = page.sentence_of(at);
                let start = self.phrase_start(sentence.start, at);
                let noun_phrase = start..at + 1;
                let here = page.phrase(noun_phrase.clone())?;
                self.issuer(&noun_phrase, &here).or_else(|| {
                    let by = matches!(page.lower(at + 1), "by" | "from");
                    let names = self.cast.within(at + 2..sentence.end.min(at + 10));
                    names.into_iter().next().filter(|_| by).map(|(_, figure)| figure)
                })
            })
            .filter(|figure| {
                matches!(
                    self.cast.figures[*figure].kind,
                    EntityKind::Organisation | EntityKind::Outlet
                )
            });
        let first = told.next()?;
        told.all(|figure| figure == first).then_some(first)
    }

    /// The person who wrote the work that the text spoke of last before a token.
    fn writer_before(&self, before: usize) -> Option<FigureId> {
        let page = self.page;
        let person = |tokens: Range<usize>| {
            let names = self.cast.within(tokens).into_iter();
            names.map(|(_, figure)| figure).find(|figure| self.cast.is_person(*figure))
        };
        (0..before)
            .rev()
            .filter(|at| page.is(*at, Class::Work) && !page.segmented.tokens[*at].is_capital())
            .find_map(|at| {
                let sentence = page.sentence_of(at);
                let wrote = sentence.start..at;
                let writes = wrote.clone().any(|n| {
                    matches!(
                        page.lower(n),
                        "wrote" | "writes" | "written" | "published" | "publishes" | "author"
                    )
                });
                // "a memoir by Lund", "Lund's memoir", "Lund wrote a memoir", "Lund writes in his book"
                let by = (at + 1..sentence.end.min(at + 3)).find(|n| page.lower(*n) == "by");
                by.and_then(|by| person(by + 1..sentence.end))
                    .or_else(|| {
                        let start = self.phrase_start(sentence.start, at);
                        let owner = page.phrase(start..at + 1)?.possessor?;
                        match self.owner(owner)? {
                            Principal::Figure(figure) => {
                                Some(figure).filter(|f| self.cast.is_person(*f))
                            }
                            Principal::Words(_) => None,
                        }
                    })
                    .or_else(|| writes.then(|| person(wrote)).flatten())
            })
    }
}

/// Nouns for what a person tells of themselves.
fn is_own_words(head: &str) -> bool {
    matches!(
        head,
        "account"
            | "page"
            | "profile"
            | "recollection"
            | "recollections"
            | "telling"
            | "version"
            | "diary"
            | "diaries"
            | "column"
            | "op-ed"
            | "blog"
            | "essay"
            | "feed"
            | "manuscript"
            | "testimony"
    )
}

/// Nouns for a part of a book.
fn is_part_of_work(head: &str) -> bool {
    matches!(
        head,
        "passage" | "chapter" | "excerpt" | "foreword" | "preface" | "epilogue" | "manuscript"
    )
}
