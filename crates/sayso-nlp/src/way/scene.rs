//! How far does one interview go?
//!
//! A carrier named once holds for what the same voice says before and after it, until the frame speaks of
//! another occasion: another time, a statement, a speech, what somebody "has long" said.

use std::collections::BTreeMap;

use sayso_core::record::SpeakerClass;

use super::{Way, belongs, cue_tokens, frame, in_order, sentence_of, start_of};
use crate::speaker::Room;

/// Paragraphs over which an interview goes on without being named again.
const SCENE: usize = 6;
/// Paragraphs at the top whose statements an interview named below may carry.
const TOP: usize = 4;

/// Carries a way over the statements of one interview.
pub(super) fn carry(room: &Room<'_>, ways: &mut [Way]) {
    let order = in_order(room);
    let paragraph = |r: usize| room.page.segmented.paragraph_at(start_of(room, r));
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let mut last: Option<usize> = None;
    for &r in &order {
        if let Some(before) = room.relations[r].continues.filter(|b| *b < ways.len() && *b != r)
            && ways[r].via.is_empty()
        {
            let from = ways[before].clone();
            take(&mut ways[r], &from, "goes on from the statement before");
            continue;
        }
        // In a printed interview all turns came the same way.
        let near = |l: &usize| is_turn(room, *l) || paragraph(r) <= paragraph(*l) + 3;
        if is_turn(room, r)
            && ways[r].via.is_empty()
            && paragraph(r) > 0
            && let Some(from) = last.filter(near)
        {
            let from = ways[from].clone();
            take(&mut ways[r], &from, "the same interview goes on");
        }
        if !ways[r].via.is_empty() {
            last = Some(r);
        }
        let Some(key) = key(room, r) else { continue };
        if !ways[r].via.is_empty() {
            open.insert(key, r);
            continue;
        }
        if let Some(&from) = open.get(&key) {
            let near = paragraph(r).saturating_sub(paragraph(from)) <= SCENE;
            let other = is_other_occasion(room, r, false) || ways[r].addressee.is_some();
            if is_same_occasion(room, r) || near && !other {
                let from = ways[from].clone();
                take(&mut ways[r], &from, "the same interview goes on");
                open.insert(key, r);
            }
        }
    }
    backwards(room, &order, ways);
}

fn take(way: &mut Way, from: &Way, by: &'static str) {
    way.via.clone_from(&from.via);
    if let Some((_, span, _)) = from.evidence.iter().find(|(field, ..)| *field == "via") {
        way.evidence.push(("via", *span, by));
    }
    if way.work.is_none() && by.starts_with("goes on") {
        way.work.clone_from(&from.work);
    }
}

/// Carries an interview back to what the same voice says just before it is named, and to headline and
/// lead.
fn backwards(room: &Room<'_>, order: &[usize], ways: &mut [Way]) {
    let keys: Vec<Option<String>> = order.iter().map(|r| key(room, *r)).collect();
    let paragraphs: Vec<usize> =
        order.iter().map(|r| room.page.segmented.paragraph_at(start_of(room, *r))).collect();
    for n in (0..order.len()).rev() {
        let (r, here) = (order[n], paragraphs[n]);
        if !ways[r].via.is_empty() || keys[n].is_none() || room.relations[r].parent.is_some() {
            continue;
        }
        let mut same = (n + 1..order.len())
            .take_while(|m| paragraphs[*m] <= here + TOP)
            .filter(|m| keys[*m] == keys[n]);
        let next = same.clone().next();
        let just_before =
            next.is_some_and(|m| paragraphs[m] <= here + 1 && !ways[order[m]].via.is_empty());
        let from = same.find(|m| !ways[order[*m]].via.is_empty());
        if let Some(from) = from
            && (here < TOP || just_before)
            && !is_other_occasion(room, r, here < TOP)
        {
            let from = ways[order[from]].clone();
            take(&mut ways[r], &from, "the interview is named below");
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

/// Whether the frame of a relation speaks of an occasion of its own.
pub(crate) fn is_other_occasion(room: &Room<'_>, r: usize, lead: bool) -> bool {
    let page = room.page;
    let Some(sentence) = sentence_of(room, r) else { return false };
    let cue = cue_tokens(room, r);
    let has = |words: &[&str]| cue.iter().any(|at| words.contains(&page.lower(*at)));
    // "has said", "had long argued": on many occasions, or an earlier one.
    if !lead && has(&["has", "have"]) && !is_quoted(room, r) {
        return true;
    }
    if has(&["had", "repeatedly", "previously", "long", "tweeted", "later", "always", "often"])
        || cue.is_empty() && room.relations[r].continues.is_none()
    {
        return true;
    }
    if cue.iter().any(|at| {
        matches!(
            page.lower(*at),
            "called"
                | "calling"
                | "criticised"
                | "criticized"
                | "wants"
                | "plans"
                | "proposed"
                | "supported"
        )
    }) && cue.len() <= 2
        && room.relations[r]
            .content
            .iter()
            .all(|c| page.segmented.quotations.iter().all(|q| !c.overlaps(q.span)))
    {
        return true;
    }
    sentence.filter(|at| belongs(room, r, *at)).any(|at| {
        let lower = page.lower(at);
        matches!(
            lower,
            "last"
                | "earlier"
                | "previously"
                | "ago"
                | "statement"
                | "speech"
                | "rally"
                | "debate"
                | "letter"
                | "conference"
                | "briefing"
                | "hearing"
                | "testified"
                | "once"
                | "email"
                | "memoir"
                | "autobiography"
                | "separately"
                | "afterward"
                | "afterwards"
        ) || lower.len() == 4
            && (lower.starts_with("19") || lower.starts_with("20"))
            && lower.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether the frame speaks of the interview or statement as of one known: "said in the interview".
fn is_same_occasion(room: &Room<'_>, r: usize) -> bool {
    let page = room.page;
    frame(room, r).iter().any(|at| {
        page.lower(*at) == "the" && {
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
            ) || page.lower(at + 2) == "interview"
        }
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
