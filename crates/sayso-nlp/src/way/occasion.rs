//! On which occasion was it said?
//!
//! News tells what somebody said on one occasion in several sentences and names the carrier and the day
//! once. An [`Occasion`] is an interview, a piece, a speech, a statement; each statement belongs to one, or
//! to none that the text tells of. What is known of an occasion holds for all its statements, the headline
//! and lead included. Another time or place closes it; "in the interview" opens it again.

use std::collections::BTreeMap;

use sayso_core::Span;
use sayso_core::record::SpeakerClass;
use sayso_core::time::Date;

use super::day::When;
use super::opening::Opening;
use super::press::is_open_to_all;
use super::{Way, belongs, cue_tokens, frame, in_order, sentence_of, start_of};
use crate::speaker::Room;
use crate::words::Class;

/// Paragraphs over which an occasion goes on without its speaker being heard.
const SCENE: usize = 6;
/// Paragraphs at the top whose statements an occasion told of below may hold.
const TOP: usize = 4;
/// Days before publication over which a day alone, without a carrier, holds beyond its paragraph: news is
/// about one day, the past is mentioned in passing.
const NEWS: i32 = 10;

/// One occasion on which somebody spoke.
#[derive(Clone, Debug, Default)]
struct Occasion {
    /// Its carriers, nearest to the speaker first.
    via: Vec<String>,
    /// The words that name them.
    place: Option<Span>,
    /// When it was.
    said: Option<When>,
    /// Whether it is told in passing: another time or place than what the text is about.
    aside: Option<Apart>,
    /// The paragraph in which it was last heard.
    paragraph: usize,
}

impl Occasion {
    /// Whether anybody may use the carrier, so that it carries no more than it is named for.
    fn is_single(&self) -> bool {
        self.via.iter().any(|name| is_open_to_all(name))
    }

    /// Whether a date can't be that of this occasion.
    fn is_another_day(&self, date: Option<When>) -> bool {
        let (Some((ours, ..)), Some((theirs, ..))) = (self.said, date) else { return false };
        let (ours, theirs) = (ours.to_string(), theirs.to_string());
        !ours.starts_with(&theirs) && !theirs.starts_with(&ours)
    }
}

/// What was heard of one voice.
#[derive(Clone, Copy, Debug, Default)]
struct Heard {
    /// The occasion heard last.
    current: Option<usize>,
    /// The interview that goes on when an aside is over.
    interview: Option<usize>,
}

/// The occasions of an article, and which statement belongs to which.
struct Occasions<'r, 'a> {
    room: &'r Room<'a>,
    published: Option<Date>,
    all: Vec<Occasion>,
    of: Vec<Option<usize>>,
    voices: BTreeMap<String, Heard>,
}

/// Gives each statement what is known of its occasion.
pub(super) fn carry(
    room: &Room<'_>,
    openings: &[Opening],
    published: Option<Date>,
    ways: &mut [Way],
) {
    let mut occasions = Occasions {
        room,
        published,
        all: Vec::new(),
        of: vec![None; ways.len()],
        voices: BTreeMap::new(),
    };
    let order = in_order(room);
    occasions.forwards(&order, openings, ways);
    occasions.backwards(&order, ways);
    occasions.headlines(&order, ways);
    occasions.tell(ways);
}

impl Occasions<'_, '_> {
    fn paragraph(&self, r: usize) -> usize {
        self.room.page.segmented.paragraph_at(start_of(self.room, r))
    }

    fn add(&mut self, occasion: Occasion) -> usize {
        self.all.push(occasion);
        self.all.len() - 1
    }

    /// Lets a statement belong to an occasion.
    fn join(&mut self, r: usize, occasion: usize, ways: &[Way]) {
        self.of[r] = Some(occasion);
        let paragraph = self.paragraph(r);
        let known = &mut self.all[occasion];
        known.paragraph = known.paragraph.max(paragraph);
        if known.said.is_none() {
            known.said = ways[r].said;
        }
    }

    fn forwards(&mut self, order: &[usize], openings: &[Opening], ways: &[Way]) {
        let mut openings = openings.iter().peekable();
        let mut turn: Option<usize> = None;
        for &r in order {
            let start = start_of(self.room, r);
            while let Some(opening) =
                openings.next_if(|o| self.room.page.segmented.tokens[o.at].span.start() < start)
            {
                self.open(opening);
            }
            if let Some(before) = self.room.relations[r].continues.filter(|b| *b < ways.len())
                && ways[r].via.is_empty()
                && let Some(occasion) = self.of[before]
                && (!self.all[occasion].via.is_empty() || self.all[occasion].said.is_some())
            {
                self.join(r, occasion, ways);
                continue;
            }
            // In a printed interview all turns came the same way.
            if is_turn(self.room, r)
                && self.paragraph(r) > 0
                && ways[r].via.is_empty()
                && let Some(occasion) = turn
            {
                self.join(r, occasion, ways);
                continue;
            }
            self.place(r, ways);
            if self.of[r].is_some_and(|o| !self.all[o].via.is_empty()) {
                turn = self.of[r];
            }
        }
    }

    /// Opens the interview that a sentence tells of.
    fn open(&mut self, opening: &Opening) {
        let paragraph = self
            .room
            .page
            .segmented
            .paragraph_at(self.room.page.segmented.tokens[opening.at].span.start());
        let key = format!("f{}", opening.figure);
        let heard = self.voices.get(&key).copied().unwrap_or_default();
        if let Some(interview) = heard.interview
            && self.all[interview].via.contains(&opening.carrier)
            && !self.all[interview].is_another_day(opening.said)
        {
            let known = &mut self.all[interview];
            known.paragraph = paragraph;
            known.said = known.said.or(opening.said);
            self.voices.insert(key, Heard { current: Some(interview), ..heard });
            return;
        }
        let occasion = self.add(Occasion {
            via: vec![opening.carrier.clone()],
            place: Some(opening.place),
            said: opening.said,
            paragraph,
            ..Occasion::default()
        });
        self.voices.insert(key, Heard { current: Some(occasion), interview: Some(occasion) });
    }

    /// Finds the occasion of a statement that has a voice.
    fn place(&mut self, r: usize, ways: &[Way]) {
        let Some(key) = key(self.room, r).or_else(|| body_key(self.room, r)) else {
            if !ways[r].via.is_empty() {
                let occasion = self.own(r, ways, None);
                self.join(r, occasion, ways);
            }
            return;
        };
        let heard = if is_new(self.room, r) {
            Heard::default()
        } else {
            self.voices.get(&key).copied().unwrap_or_default()
        };
        let occasion = self.choose(r, heard, ways);
        let occasion = occasion.unwrap_or_else(|| {
            let apart = apart(self.room, r, self.is_top(r));
            let named = !ways[r].via.is_empty();
            self.own(r, ways, apart.filter(|apart| !named || *apart == Apart::Time))
        });
        self.join(r, occasion, ways);
        let carries = !self.all[occasion].via.is_empty() && !self.all[occasion].is_single();
        // A carrier opens an interview; one of another time does so only where there is no other.
        let main = carries && (self.all[occasion].aside.is_none() || heard.interview.is_none());
        let interview = if main { Some(occasion) } else { heard.interview };
        self.voices.insert(key, Heard { current: Some(occasion), interview });
    }

    /// Whether a statement stands in headline, deck or lead, which tell news in the perfect.
    fn is_top(&self, r: usize) -> bool {
        self.paragraph(r) + 1 < TOP
    }

    /// A new occasion, of which no more is known than the statement tells.
    fn own(&mut self, r: usize, ways: &[Way], aside: Option<Apart>) -> usize {
        let way = &ways[r];
        let place = way.evidence.iter().find(|(field, ..)| *field == "via").map(|(_, at, _)| *at);
        let paragraph = self.paragraph(r);
        self.add(Occasion { via: way.via.clone(), place, said: way.said, aside, paragraph })
    }

    /// The occasion already heard that a statement belongs to.
    fn choose(&self, r: usize, heard: Heard, ways: &[Way]) -> Option<usize> {
        let here = self.paragraph(r);
        let date = ways[r].said;
        let interview = heard.interview.filter(|i| !self.all[*i].is_another_day(date));
        let apart = apart(self.room, r, self.is_top(r));
        if !ways[r].via.is_empty() {
            let known = interview.filter(|i| {
                ways[r].via.first() == self.all[*i].via.first() && apart != Some(Apart::Time)
            });
            return known;
        }
        let near = |o: &usize| here.saturating_sub(self.all[*o].paragraph) <= SCENE;
        let same_day = |i: &usize| {
            let (ours, theirs) = (date, self.all[*i].said);
            ours.zip(theirs).is_some_and(|((a, ..), (b, ..))| a == b && a.day().is_some())
        };
        if apart.is_none() && interview.as_ref().is_some_and(same_day) {
            return interview;
        }
        if is_same_source(self.room, r) {
            return heard.current;
        }
        if is_same_occasion(self.room, r) && interview.is_some() {
            return interview;
        }
        let current = heard.current.filter(near).filter(|o| !self.all[*o].is_another_day(date));
        let beside = current.filter(|o| self.all[*o].paragraph == here);
        if ways[r].addressee.is_some() || apart == Some(Apart::Time) {
            return None;
        }
        if apart == Some(Apart::Place) {
            // "rejected it on Monday. He said in a statement": the sentence before told of the same.
            return beside.filter(|o| self.all[*o].via.is_empty());
        }
        let current_occasion = current.map(|o| &self.all[o])?;
        let goes_on = goes_on(self.room, r) && here <= current_occasion.paragraph + 1;
        if current_occasion.is_single() {
            return if goes_on || beside.is_some() && date.is_none() && writes(self.room, r) {
                current
            } else {
                interview.filter(near)
            };
        }
        if goes_on || beside.is_some() {
            return current;
        }
        // "In her speech she urged …" and in the next paragraph the words themselves.
        if current_occasion.aside == Some(Apart::Place)
            && here == current_occasion.paragraph + 1
            && is_quoted(self.room, r)
        {
            return current;
        }
        if let Some(interview) = interview.filter(near) {
            // A day of its own, in a paragraph of its own, is another occasion unless the day is known.
            let unknown_day = date.is_some() && self.all[interview].said.is_none();
            return Some(interview).filter(|_| !unknown_day);
        }
        current.filter(|o| {
            let known = &self.all[*o];
            date.is_none()
                && known.aside.is_none()
                && known.via.is_empty()
                && self.is_news(known.said)
        })
    }

    /// Whether a day is that of the news, not of what led up to it.
    fn is_news(&self, said: Option<When>) -> bool {
        let (Some((date, ..)), Some(today)) = (said, self.published) else { return said.is_none() };
        date.day().is_some() && today.plus_days(-NEWS).is_some_and(|first| date >= first)
    }

    /// Lets what is said just before an occasion is told of, and in headline and lead, belong to it.
    fn backwards(&mut self, order: &[usize], ways: &[Way]) {
        let keys: Vec<Option<String>> =
            order.iter().map(|r| key(self.room, *r).or_else(|| body_key(self.room, *r))).collect();
        let paragraphs: Vec<usize> = order.iter().map(|r| self.paragraph(*r)).collect();
        for n in (0..order.len()).rev() {
            let (r, here) = (order[n], paragraphs[n]);
            let own = self.of[r].map(|o| &self.all[o]);
            if keys[n].is_none()
                || own.is_some_and(|o| !o.via.is_empty())
                || is_inside_speech(self.room, r)
                || here >= TOP && ways[r].addressee.is_some()
                || apart(self.room, r, self.is_top(r)).is_some()
            {
                continue;
            }
            let same: Vec<usize> = (n + 1..order.len())
                .filter(|m| keys[*m] == keys[n])
                .filter(|m| self.of[order[*m]].is_some_and(|o| self.all[o].aside.is_none()))
                .collect();
            let at_top = here < TOP;
            let holds = |m: usize| {
                let known = &self.all[self.of[order[m]]?];
                let carried = !known.via.is_empty() && !known.is_single();
                let near = paragraphs[m] <= here + if at_top { TOP } else { 1 };
                let quotes = at_top && carried && self.quotes_of(r, order[m]);
                let fits = (near || quotes) && !known.is_another_day(ways[r].said);
                let told = carried
                    || at_top
                        && known.via.is_empty()
                        && known.said.is_some()
                        && self.is_news(known.said);
                (fits && told).then_some(self.of[order[m]]?)
            };
            // In the text only what comes next; the top may foretell what comes a little later.
            let reach = if at_top { same.len() } else { 1 };
            if let Some(from) = same.into_iter().take(reach).find_map(holds) {
                self.join(r, from, ways);
            }
        }
    }

    /// Whether words that one statement has in quotation marks stand in the content of another.
    fn quotes_of(&self, r: usize, other: usize) -> bool {
        let page = self.room.page;
        let words = |r: usize| {
            self.room.relations[r].content.iter().flat_map(|c| page.segmented.tokens_in(*c))
        };
        let quoted = |at: &usize| {
            self.room.field.quotation[*at].is_some()
                && page.is_word(*at)
                && page.lower(*at).chars().count() > 4
        };
        let again = |at: &usize| words(other).any(|o| page.lower(o) == page.lower(*at));
        let n = words(r).filter(quoted).count();
        n > 0 && words(r).filter(quoted).filter(again).count() * 2 > n
    }

    /// A headline that names nobody tells what the lead tells.
    fn headlines(&mut self, order: &[usize], ways: &[Way]) {
        let lead = order
            .iter()
            .copied()
            .find(|r| ways[*r].said.is_some() && (1..TOP).contains(&self.paragraph(*r)));
        let Some((lead, (date, place, _))) =
            lead.and_then(|l| Some((self.paragraph(l), ways[l].said?)))
        else {
            return;
        };
        let said = Some((date, place, "the lead tells when"));
        if !self.is_news(said) {
            return;
        }
        for &r in order {
            let known = self.of[r].map(|o| self.all[o].clone()).unwrap_or_default();
            let figure = self.room.voices[r].as_ref().and_then(|v| v.figure);
            let paragraph = self.paragraph(r);
            if paragraph < lead.min(2) && known.said.is_none() && figure.is_none() {
                self.of[r] = Some(self.add(Occasion { said, ..known }));
            }
        }
    }

    /// Writes what is known of the occasions to their statements.
    fn tell(&self, ways: &mut [Way]) {
        for (way, occasion) in ways.iter_mut().zip(&self.of) {
            let Some(known) = occasion.map(|o| &self.all[o]) else { continue };
            if way.via.is_empty() && !known.via.is_empty() {
                way.via.clone_from(&known.via);
                if let Some(place) = known.place {
                    way.evidence.push(("via", place, "the same occasion"));
                }
            }
            if way.said.is_none()
                && let Some((date, place, _)) = known.said
            {
                way.said = Some((date, place, "the day of the same occasion"));
            }
        }
    }
}

/// Who speaks, in a form that two statements of one voice share.
pub(crate) fn key(room: &Room<'_>, r: usize) -> Option<String> {
    let voice = room.voices[r].as_ref()?;
    // "one", "another" are somebody else each time.
    let source = room.relations[r].source.first().map_or("", |s| s.of(room.page.segmented.text));
    if matches!(source.to_lowercase().as_str(), "one" | "another" | "one of them" | "others") {
        return None;
    }
    match (voice.class, voice.figure) {
        (
            SpeakerClass::Organisation
            | SpeakerClass::Collective
            | SpeakerClass::Document
            | SpeakerClass::Unattributed
            | SpeakerClass::Author,
            _,
        ) => None,
        (_, Some(figure)) => Some(format!("f{figure}")),
        (_, None) => Some(format!("{:?} {} {:?}", voice.class, voice.head, voice.name)),
    }
}

/// Which body or text speaks: it has days, but an interview of one of its people is not its own.
fn body_key(room: &Room<'_>, r: usize) -> Option<String> {
    let voice = room.voices[r].as_ref()?;
    match (voice.class, voice.figure) {
        (SpeakerClass::Organisation | SpeakerClass::Document, Some(figure)) => {
            Some(format!("b{figure}"))
        }
        (SpeakerClass::Document, None) if !voice.head.is_empty() => {
            Some(format!("d{}", voice.head))
        }
        _ => None,
    }
}

/// Whether a source is somebody new: "an official", "two aides".
fn is_new(room: &Room<'_>, r: usize) -> bool {
    let Some(voice) = &room.voices[r] else { return false };
    let Some(source) = room.relations[r].source.first() else { return false };
    let first = room.page.segmented.tokens_in(*source).start;
    matches!(voice.class, SpeakerClass::Anonymous | SpeakerClass::Document)
        && voice.figure.is_none()
        && matches!(
            room.page.lower(first),
            "a" | "an"
                | "one"
                | "another"
                | "two"
                | "three"
                | "four"
                | "several"
                | "some"
                | "other"
        )
}

/// Whether a statement is told by somebody whose words are quoted.
fn is_inside_speech(room: &Room<'_>, r: usize) -> bool {
    cue_tokens(room, r).first().is_some_and(|at| room.field.quotation[*at].is_some())
}

/// Whether a source is said to be the same as before: "the same report".
fn is_same_source(room: &Room<'_>, r: usize) -> bool {
    room.relations[r].source.first().is_some_and(|source| {
        let tokens = room.page.segmented.tokens_in(*source);
        tokens.take(2).any(|at| room.page.lower(at) == "same")
    })
}

/// How a statement stands apart from the occasion before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// At another time, or always.
    Time,
    /// In another place or form: a speech, a statement.
    Place,
}

/// Whether the frame of a relation speaks of an occasion of its own.
fn apart(room: &Room<'_>, r: usize, lead: bool) -> Option<Apart> {
    let page = room.page;
    let sentence = sentence_of(room, r)?;
    let cue = cue_tokens(room, r);
    let has = |words: &[&str]| cue.iter().any(|at| words.contains(&page.lower(*at)));
    // "has said", "had long argued": on many occasions, or an earlier one.
    if !lead && has(&["has", "have"]) && !is_quoted(room, r) {
        return Some(Apart::Time);
    }
    if has(&["had", "repeatedly", "previously", "long", "tweeted", "later", "always", "often"])
        || cue.is_empty() && room.relations[r].continues.is_none()
    {
        return Some(Apart::Time);
    }
    // "a fierce supporter of": what somebody is, not what they said.
    if cue.iter().any(|at| page.is_any(*at, &[Class::Role, Class::Near])) {
        return Some(Apart::Time);
    }
    let attitude = cue.iter().any(|at| {
        matches!(
            page.lower(*at),
            "calling" | "criticised" | "criticized" | "wants" | "plans" | "proposed" | "supported"
        ) || page.lower(*at) == "called" && !matches!(page.lower(*at + 1), "on" | "for" | "upon")
    });
    if attitude && cue.len() <= 2 && !is_quoted(room, r) {
        return Some(Apart::Time);
    }
    let mut apart = None;
    for at in sentence.filter(|at| belongs(room, r, *at)) {
        let lower = page.lower(at);
        let last = lower == "last"
            && (page.is(at + 1, Class::Month)
                || matches!(
                    page.lower(at + 1),
                    "week" | "month" | "year" | "spring" | "summer" | "autumn" | "fall" | "winter"
                ));
        if last || is_earlier(lower) {
            return Some(Apart::Time);
        }
        if is_other_place(lower) {
            apart = Some(Apart::Place);
        }
    }
    apart
}

/// Words for another time.
fn is_earlier(lower: &str) -> bool {
    matches!(
        lower,
        "earlier"
            | "previously"
            | "ago"
            | "once"
            | "separately"
            | "afterward"
            | "afterwards"
            | "initially"
            | "then"
            | "memoir"
            | "autobiography"
    )
}

/// Nouns and verbs for another place or form of speaking.
fn is_other_place(lower: &str) -> bool {
    matches!(
        lower,
        "statement"
            | "speech"
            | "rally"
            | "debate"
            | "letter"
            | "conference"
            | "briefing"
            | "hearing"
            | "testified"
            | "email"
            | "testimony"
            | "court"
    )
}

/// Whether the frame speaks of the interview or statement as of one known: "said in the interview".
fn is_same_occasion(room: &Room<'_>, r: usize) -> bool {
    let page = room.page;
    frame(room, r).iter().any(|at| {
        matches!(page.lower(*at), "the" | "that" | "this" | "same") && {
            let next = page.lower(at + 1);
            matches!(
                next,
                "interview"
                    | "statement"
                    | "tweet"
                    | "post"
                    | "letter"
                    | "appearance"
                    | "conversation"
                    | "show"
                    | "programme"
                    | "podcast"
            ) || page.lower(at + 2) == "interview"
        }
    })
}

/// Whether a cue goes on with what its speaker said before: "added", "continued".
fn goes_on(room: &Room<'_>, r: usize) -> bool {
    cue_tokens(room, r).iter().any(|at| {
        matches!(
            room.page.lower(*at),
            "added" | "adds" | "adding" | "continued" | "continues" | "went" | "goes" | "concluded"
        )
    })
}

/// Whether a cue is of writing.
fn writes(room: &Room<'_>, r: usize) -> bool {
    cue_tokens(room, r).iter().any(|at| {
        matches!(room.page.lower(*at), "wrote" | "writes" | "writing" | "posted" | "posting")
    })
}

/// Whether a part of the content stands in quotation marks.
fn is_quoted(room: &Room<'_>, r: usize) -> bool {
    room.relations[r]
        .content
        .iter()
        .any(|c| room.page.segmented.quotations.iter().any(|q| q.span.overlaps(*c)))
}

/// Whether a relation is a turn of a printed interview: a name and a colon.
fn is_turn(room: &Room<'_>, r: usize) -> bool {
    let cue = &room.relations[r].cue;
    cue.len() == 1 && cue[0].of(room.page.segmented.text).trim() == ":"
}
