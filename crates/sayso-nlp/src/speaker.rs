//! Who is a source, and on what authority does it speak?
//!
//! A [`Voice`] is one source resolved: its class, the figure behind it, whom it speaks for or is close
//! to. [`Room::listen`] resolves the relations in the order in which the text names their sources, so
//! that "the official" and "she" find those who spoke before.

mod body;
mod class;
mod described;
mod document;
mod foretold;
mod group;
mod mood;
mod official;
mod pair;
mod pick;
mod reason;
mod relative;
mod traced;
mod trust;

use std::ops::Range;

use sayso_core::record::SpeakerClass;
use sayso_core::{Article, Span};

use crate::coref::{Cast, FigureId, Principal};
use crate::hints::Hints;
use crate::phrase::Page;
use crate::pronoun::{Field, Pronouns, is_first_person};
use crate::quotation::Kind;
use crate::relation::Relation;
use crate::words::{self, Class, Gender};

/// How many relations may wait for one another: speech within speech, or going on.
const DEEPEST: usize = 64;

/// One source, resolved.
#[derive(Clone, Debug)]
pub struct Voice {
    /// On what authority.
    pub class: SpeakerClass,
    /// The figure behind it.
    pub figure: Option<FigureId>,
    /// A name that is no single figure's: "Lund and Vik".
    pub name: Option<String>,
    /// How the article describes it.
    pub role: Option<String>,
    /// For whom it speaks.
    pub speaks_for: Option<Principal>,
    /// To whom it is said to be near.
    pub close_to: Option<Principal>,
    /// The reason printed for leaving it unnamed.
    pub reason: Option<String>,
    /// The document that speaks.
    pub work: Option<String>,
    /// Whether it is several people.
    pub plural: bool,
    /// The noun that carries the description, in lower case and singular.
    pub head: String,
    /// What the words tell of gender.
    pub gender: Gender,
    /// How likely it is right, 0 to 1.
    pub confidence: f32,
    /// Who else it could be, best first.
    pub others: Vec<(FigureId, f32)>,
    /// What decided, by field, with the words that prove it.
    pub evidence: Vec<(&'static str, Span, &'static str)>,
}

impl Voice {
    /// A voice of which only the class is known.
    pub fn new(class: SpeakerClass, confidence: f32) -> Voice {
        Voice {
            class,
            figure: None,
            name: None,
            role: None,
            speaks_for: None,
            close_to: None,
            reason: None,
            work: None,
            plural: false,
            head: String::new(),
            gender: Gender::Unknown,
            confidence,
            others: Vec::new(),
            evidence: Vec::new(),
        }
    }

    fn because(mut self, field: &'static str, place: Span, by: &'static str) -> Voice {
        self.evidence.push((field, place, by));
        if field == "speaker"
            && let Some(confidence) = trust::of_rule(by, self.class)
        {
            self.confidence = confidence;
        }
        self
    }

    /// The same voice heard again: what proved it the first time stays there.
    fn again(&self, place: Span, by: &'static str) -> Voice {
        let mut voice = self.clone();
        voice.evidence.clear();
        voice.confidence = trust::of_voice_again(by, voice.confidence);
        voice.because("speaker", place, by)
    }
}

/// The article while its sources are being resolved.
pub struct Room<'a> {
    /// The text.
    pub page: Page<'a>,
    /// Its figures.
    pub cast: Cast,
    /// The attributions.
    pub relations: &'a [Relation],
    /// Where they lie.
    pub field: &'a Field,
    /// The pronouns for its people.
    pub pronouns: &'a Pronouns,
    /// What a trained reader says of names and antecedents.
    pub hints: &'a Hints,
    /// Its outlet, where that is known.
    pub outlet: Option<&'a str>,
    /// Its writer, where that is known.
    pub writer: Option<&'a str>,
    /// The voice of each relation, as far as they are resolved.
    pub voices: Vec<Option<Voice>>,
    /// Relations in the order in which they were resolved.
    order: Vec<usize>,
    /// Relations being resolved, against circles.
    open: Vec<usize>,
}

impl<'a> Room<'a> {
    /// A room in which nobody has spoken yet.
    pub fn new(
        page: Page<'a>,
        cast: Cast,
        relations: &'a [Relation],
        field: &'a Field,
        pronouns: &'a Pronouns,
        hints: &'a Hints,
        article: &'a Article,
    ) -> Room<'a> {
        Room {
            page,
            cast,
            relations,
            field,
            pronouns,
            hints,
            outlet: article.outlet.as_deref(),
            writer: article.byline.as_deref().map(without_by),
            voices: vec![None; relations.len()],
            order: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Resolves all sources.
    pub fn listen(&mut self) {
        let mut order: Vec<usize> = (0..self.relations.len()).collect();
        order.sort_by_key(|r| (place_of(&self.relations[*r]), *r));
        for r in order {
            self.hear(r);
        }
    }

    /// The voice of a relation, resolved now if it was not.
    fn hear(&mut self, r: usize) -> Option<Voice> {
        if let Some(voice) = &self.voices[r] {
            return Some(voice.clone());
        }
        if self.open.len() >= DEEPEST || self.open.contains(&r) {
            return None;
        }
        self.open.push(r);
        let voice = self.resolve(r);
        self.open.pop();
        self.voices[r] = Some(voice.clone());
        self.order.push(r);
        Some(voice)
    }

    fn resolve(&mut self, r: usize) -> Voice {
        let relation = &self.relations[r];
        if relation.source.iter().all(|s| s.is_empty()) {
            return self.without_source(r);
        }
        let tokens = self.tokens_of(&relation.source);
        if tokens.is_empty() {
            return self.without_source(r);
        }
        let mut voice = self.of_source(r, tokens.clone());
        if voice.class != SpeakerClass::Named && voice.reason.is_none() {
            self.find_reason(r, &mut voice);
        }
        self.as_group(r, &tokens, &mut voice);
        if let Some(figure) = voice.figure {
            let of_name = self.cast.name_at(tokens.start).is_some_and(|(_, f)| f == figure);
            if !of_name && voice.class == SpeakerClass::Named && tokens.len() <= 12 {
                let inside = self.cast.within(tokens.clone()).iter().any(|(_, f)| *f == figure);
                if !inside {
                    self.cast.mention(figure, tokens);
                }
            }
        }
        voice
    }

    /// The tokens of a role's first span that has words.
    fn tokens_of(&self, spans: &[Span]) -> Range<usize> {
        spans
            .iter()
            .map(|span| self.page.segmented.tokens_in(*span))
            .find(|tokens| tokens.clone().any(|at| self.page.is_word(at)))
            .unwrap_or(0..0)
    }

    /// Who speaks where no words name a source.
    fn without_source(&mut self, r: usize) -> Voice {
        let relation = &self.relations[r];
        if let Some(before) = relation.continues.filter(|before| *before < self.relations.len())
            && let Some(voice) = self.hear(before)
        {
            let place = relation.content.first().copied().unwrap_or(Span::new(0, 0));
            return voice.again(place, "goes on from the statement before");
        }
        let place = relation.cue.first().or(relation.content.first()).copied();
        let place = place.unwrap_or(Span::new(0, 0));
        if let Some(voice) = self.elided_subject(r) {
            return voice.again(place, "the subject is left out: who spoke just before");
        }
        if let Some(voice) = self.quotation_alone(r) {
            return voice;
        }
        Voice::new(SpeakerClass::Unattributed, 0.8).because(
            "speaker",
            place,
            "no words name a source",
        )
    }

    /// A whole quotation without cue or source: who spoke before it in its paragraph, or whom the sentence
    /// before it is about.
    fn quotation_alone(&mut self, r: usize) -> Option<Voice> {
        let relation = &self.relations[r];
        let content = *relation.content.first()?;
        if relation.cue.iter().any(|c| !c.is_empty()) {
            return None;
        }
        let segmented = self.page.segmented;
        let whole = segmented.quotations.iter().any(|q| {
            q.kind == Kind::Speech && (q.span.contains(content) || content.contains(q.inner))
        });
        let paragraph = segmented.paragraphs.get(segmented.paragraph_at(content.start()))?;
        if !whole {
            return None;
        }
        let before = self.order.iter().rev().copied().find(|other| {
            let at = place_of(&self.relations[*other]);
            paragraph.span.holds(at) && at < content.start()
        });
        if let Some(voice) = before.and_then(|before| self.voices[before].clone())
            && voice.class != SpeakerClass::Unattributed
        {
            let mut voice = voice.again(content, "a quotation after the same speaker's words");
            voice.confidence = 0.6;
            return Some(voice);
        }
        let sentence =
            segmented.sentences.get(segmented.sentence_at(content.start()).checked_sub(1)?)?;
        if !paragraph.span.contains(sentence.span) {
            return None;
        }
        let named = self.cast.within(sentence.tokens.clone()).into_iter().map(|(_, f)| f);
        let spoken_of =
            sentence.tokens.clone().filter_map(|at| self.pronouns.at(at)).map(|p| p.figure);
        let figure = named.chain(spoken_of).find(|f| self.cast.is_person(*f))?;
        let mut voice = self.of_figure(figure);
        voice.confidence = 0.45;
        Some(voice.because("speaker", content, "a quotation after a sentence about the person"))
    }

    /// "…, saying that": the source of the statement before it in the sentence, or the sentence's subject.
    fn elided_subject(&mut self, r: usize) -> Option<Voice> {
        let cue = self.tokens_of(&self.relations[r].cue);
        if cue.is_empty() {
            return None;
        }
        let first = self.page.lower(cue.start);
        let active = first.ends_with("ing")
            && !matches!(first, "being" | "according" | "including")
            && !(cue.clone()).any(|at| matches!(self.page.lower(at), "been"));
        let finite = self.page.is(cue.start, Class::Speech)
            && !first.ends_with("ing")
            && (self.follows_and(cue.start) || !is_participle(first));
        if !active && !finite {
            return None;
        }
        let sentence = self.page.sentence_of(cue.start);
        let before = self.order.iter().rev().copied().find(|other| {
            let at = place_of(&self.relations[*other]);
            let start = self.page.segmented.tokens[sentence.start].span.start();
            *other != r
                && at >= start
                && at < self.relations[r].cue[0].start()
                && !self.relations[*other].source.is_empty()
        });
        if let Some(before) = before {
            return self.voices[before].clone();
        }
        if !active {
            return None;
        }
        let subject = self.cast.within(sentence.start..cue.start).into_iter().next();
        if let Some((_, figure)) = subject {
            return Some(self.of_figure(figure));
        }
        let pronoun = (sentence.start..cue.start)
            .find_map(|at| self.pronouns.at(at).map(|reading| reading.figure))?;
        Some(self.of_figure(pronoun))
    }

    fn follows_and(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|b| matches!(self.page.lower(b), "and" | "but" | "also"))
    }

    /// The voice of a figure that speaks under its own name.
    fn of_figure(&self, figure: FigureId) -> Voice {
        use sayso_core::record::EntityKind;
        let known = &self.cast.figures[figure];
        let class = match known.kind {
            EntityKind::Person => SpeakerClass::Named,
            EntityKind::Group => SpeakerClass::Collective,
            EntityKind::Work => SpeakerClass::Document,
            _ => SpeakerClass::Organisation,
        };
        let mut voice = Voice::new(class, 0.9);
        if class != SpeakerClass::Collective {
            voice.figure = Some(figure);
        }
        voice.plural = class == SpeakerClass::Collective;
        voice.gender = known.gender;
        if class == SpeakerClass::Named {
            voice.speaks_for.clone_from(&known.speaks_for);
        }
        voice.head = known.words.last().cloned().unwrap_or_default();
        voice
    }

    /// The voices so far, the last first, with their relations.
    fn recent(&self) -> impl Iterator<Item = (usize, &Voice)> {
        self.order.iter().rev().filter_map(|r| Some((*r, self.voices[*r].as_ref()?)))
    }

    /// The voice in whose words a relation stands: of its parent, or of the content around it.
    fn around(&mut self, r: usize) -> Option<Voice> {
        let n = self.relations.len();
        if let Some(parent) = self.relations[r].parent.filter(|p| *p < n && *p != r) {
            return self.hear(parent);
        }
        let place = *self.relations[r].source.first()?;
        let holder = (0..n)
            .filter(|other| *other != r)
            .filter(|other| self.relations[*other].content.iter().any(|c| c.contains(place)))
            .min_by_key(|other| {
                self.relations[*other].content.iter().map(|c| c.len()).sum::<usize>()
            })?;
        self.hear(holder)
    }

    /// The name that a voice goes by.
    pub fn name_of(&self, voice: &Voice) -> Option<String> {
        voice.name.clone().or_else(|| {
            let figure = &self.cast.figures[voice.figure?];
            Some(figure.name.clone())
        })
    }

    /// Finds the reason that the article prints for leaving a source unnamed.
    fn find_reason(&self, r: usize, voice: &mut Voice) {
        if !matches!(voice.class, SpeakerClass::Anonymous | SpeakerClass::Spokesperson) {
            return;
        }
        let source = self.tokens_of(&self.relations[r].source);
        let sentence = self.page.sentence_of(source.start);
        if let Some(reason) = reason::reason_for_anonymity(self.page, sentence) {
            let span = self.page.segmented.cover(reason.clone());
            voice.reason = Some(span.of(self.page.segmented.text).to_owned());
            voice.evidence.push(("anonymity_reason", span, "words after a request for anonymity"));
        }
    }

    /// Whether a phrase of a source is one pronoun of the first person.
    fn first_person(&self, tokens: &Range<usize>) -> bool {
        tokens.len() <= 2 && is_first_person(self.page.lower(tokens.start))
    }

    /// The words that describe a speaker, without their article and without a clause about them.
    fn describes(&self, mut tokens: Range<usize>) -> Option<String> {
        let page = self.page;
        let article = matches!(page.lower(tokens.start), "a" | "an" | "the" | "one" | "another");
        if article && !tokens.is_empty() {
            if tokens.len() == 1 && page.lower(tokens.start) != "one" {
                return None;
            }
            tokens.start += usize::from(tokens.len() > 1);
        }
        let clause = tokens.clone().skip(1).find(|at| {
            page.lower(at - 1) == "," && matches!(page.lower(*at), "who" | "which" | "whose")
        });
        tokens.end = clause.unwrap_or(tokens.end);
        while tokens.len() > 1 && !page.is_word(tokens.end - 1) {
            tokens.end -= 1;
        }
        let words: Vec<&str> = page.words(tokens).split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// A byline without its "By".
fn without_by(byline: &str) -> &str {
    let rest = byline.trim();
    match rest.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => rest[3..].trim(),
        _ => rest,
    }
}

/// Where a relation is placed in the order of reading: its source, else its cue, else its content.
fn place_of(relation: &Relation) -> usize {
    relation
        .source
        .first()
        .or(relation.cue.first())
        .or(relation.content.first())
        .map_or(0, |span| span.start())
}

/// The singular of a head noun in lower case.
fn head_word(page: Page<'_>, at: usize) -> String {
    words::singular(page.lower(at)).into_owned()
}

/// Verbs of saying whose past form without a subject is a participle: "expected to", "alleged".
fn is_participle(lower: &str) -> bool {
    matches!(
        lower,
        "asked"
            | "reports"
            | "claims"
            | "fears"
            | "hopes"
            | "reported"
            | "alleged"
            | "expected"
            | "said"
            | "believed"
            | "thought"
            | "quoted"
            | "feared"
            | "accused"
            | "called"
            | "claimed"
            | "demanded"
            | "announced"
            | "revealed"
            | "known"
            | "shared"
            | "calls"
            | "promises"
            | "suspected"
            | "read"
            | "described"
            | "told"
    )
}
