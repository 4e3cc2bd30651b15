//! Which figures are outlets, and who works for them?
//!
//! A name that no list knows is an outlet where the text says so: "the sports daily Meridian", "Meridian, a
//! news website". Somebody whom the text places at an outlet speaks through it: "the Courier's Ana Ruiz",
//! "Ana Ruiz, a reporter for the Courier".

use std::collections::BTreeMap;
use std::ops::Range;

use sayso_core::record::EntityKind;

use super::cue_tokens;
use crate::coref::FigureId;
use crate::phrase::Page;
use crate::segment::Shape;
use crate::speaker::Room;

/// The outlets of an article and those who work for them.
#[derive(Debug, Default)]
pub(super) struct Press {
    outlets: Vec<bool>,
    staff: BTreeMap<FigureId, (FigureId, Range<usize>)>,
}

impl Press {
    /// Reads off the text who is an outlet and who works for one.
    pub(super) fn gather(room: &Room<'_>) -> Press {
        let figures = &room.cast.figures;
        let mut press = Press {
            outlets: (0..figures.len())
                .map(|f| figures[f].kind == EntityKind::Outlet || is_called_medium(room, f))
                .collect(),
            staff: BTreeMap::new(),
        };
        let writers = writers(room);
        for (name, figure) in &room.cast.named {
            if !room.cast.is_person(*figure) || press.staff.contains_key(figure) {
                continue;
            }
            let reports = writers.contains(figure);
            if let Some(found) = press.employer(room, &name.tokens, reports) {
                press.staff.insert(*figure, found);
            }
        }
        press
    }

    /// Whether a figure is an outlet, programme or platform.
    pub(super) fn is_outlet(&self, figure: FigureId) -> bool {
        self.outlets.get(figure).copied().unwrap_or(false)
    }

    /// The outlet for which a person works, and where the text says so.
    pub(super) fn outlet_of(&self, person: FigureId) -> Option<(FigureId, Range<usize>)> {
        self.staff.get(&person).cloned()
    }

    /// The outlet whose name covers a token, with the tokens of that name.
    pub(super) fn outlet_at(&self, room: &Room<'_>, at: usize) -> Option<(FigureId, Range<usize>)> {
        room.cast
            .name_at(at)
            .filter(|(_, figure)| self.is_outlet(*figure))
            .map(|(name, figure)| (figure, name.tokens.clone()))
    }

    /// The outlet that the words around a person's name make their employer.
    fn employer(
        &self,
        room: &Room<'_>,
        name: &Range<usize>,
        reports: bool,
    ) -> Option<(FigureId, Range<usize>)> {
        self.employer_before(room, name.start).or_else(|| self.employer_after(room, name, reports))
    }

    /// "the Courier's Ana Ruiz", "Courier reporter Ana Ruiz", "the Courier's chief reporter, Ana Ruiz".
    fn employer_before(&self, room: &Room<'_>, start: usize) -> Option<(FigureId, Range<usize>)> {
        let page = room.page;
        let mut at = start.checked_sub(1)?;
        if page.lower(at) == "," {
            at = at.checked_sub(1)?;
        }
        let noun = is_journalist(page.lower(at));
        let mut steps = 0;
        while steps < 5 && page.is_word(at) && !page.is_possessive(at) {
            if noun && let Some(found) = self.employing(room, at) {
                return Some(found);
            }
            at = at.checked_sub(1)?;
            steps += 1;
        }
        (page.is_possessive(at) && (steps == 0 || noun)).then_some(())?;
        self.employing(room, at.checked_sub(1)?)
    }

    /// "Ana Ruiz of the Courier", "Ana Ruiz, a reporter for the Courier".
    fn employer_after(
        &self,
        room: &Room<'_>,
        name: &Range<usize>,
        reports: bool,
    ) -> Option<(FigureId, Range<usize>)> {
        let page = room.page;
        let skip = |at: usize| at + usize::from(matches!(page.lower(at), "the" | "a"));
        if matches!(page.lower(name.end), "of" | "from") {
            let at = skip(name.end + 1);
            return self.employing(room, at).or_else(|| {
                // Somebody of a body that no list knows writes: the body is a paper.
                let (found, figure) = room.cast.name_at(at).filter(|_| reports)?;
                let known = &room.cast.figures[figure];
                (known.unknown || known.guessed).then(|| (figure, found.tokens.clone()))
            });
        }
        if !matches!(page.lower(name.end), "," | "(") {
            return None;
        }
        let end = page.sentence_of(name.start).end.min(name.end + 16);
        let stop = (name.end + 1..end)
            .find(|at| matches!(page.lower(*at), "," | ")" | ";" | "—") || page.lower(*at) == "who")
            .unwrap_or(end);
        let noun = (name.end + 1..stop).find(|at| is_journalist(page.lower(*at)))?;
        let before = (name.end + 1..noun).find_map(|at| self.employing(room, at));
        before.or_else(|| {
            (noun + 1..stop)
                .filter(|at| matches!(page.lower(*at), "for" | "at" | "of" | "with" | "from"))
                .find_map(|at| self.employing(room, skip(at + 1)))
        })
    }

    /// An outlet that employs journalists, at a token.
    fn employing(&self, room: &Room<'_>, at: usize) -> Option<(FigureId, Range<usize>)> {
        self.outlet_at(room, at)
            .filter(|(figure, _)| !is_open_to_all(&room.cast.figures[*figure].name))
    }
}

/// Platforms and hosts of documents: anybody publishes there, once at a time.
pub(super) fn is_open_to_all(name: &str) -> bool {
    matches!(
        name,
        "Twitter"
            | "X"
            | "Facebook"
            | "Instagram"
            | "YouTube"
            | "LinkedIn"
            | "TikTok"
            | "Telegram"
            | "WhatsApp"
            | "Reddit"
            | "Snapchat"
            | "Tumblr"
            | "Truth Social"
            | "Bluesky"
            | "Threads"
            | "Mastodon"
            | "Weibo"
            | "WeChat"
            | "Vkontakte"
            | "Pinterest"
            | "Medium"
            | "Substack"
            | "social media"
            | "WikiLeaks"
            | "Wikileaks"
            | "Wikipedia"
            | "Gallup"
            | "Judicial Watch"
    )
}

/// People who write or report somewhere in the article.
fn writers(room: &Room<'_>) -> Vec<FigureId> {
    (0..room.relations.len())
        .filter(|r| {
            cue_tokens(room, *r).iter().any(|at| {
                matches!(
                    room.page.lower(*at),
                    "writes" | "wrote" | "reports" | "reported" | "tweets" | "blogged"
                )
            })
        })
        .filter_map(|r| room.voices[r].as_ref()?.figure)
        .collect()
}

/// Nouns for those who report.
fn is_journalist(lower: &str) -> bool {
    matches!(
        lower,
        "reporter"
            | "correspondent"
            | "columnist"
            | "journalist"
            | "anchor"
            | "anchorman"
            | "anchorwoman"
            | "host"
            | "co-host"
            | "presenter"
            | "editor"
            | "writer"
            | "blogger"
            | "interviewer"
            | "newsreader"
    )
}

/// Whether the text calls a figure a paper, station or site.
fn is_called_medium(room: &Room<'_>, figure: FigureId) -> bool {
    let known = &room.cast.figures[figure];
    if matches!(known.kind, EntityKind::Place | EntityKind::Group)
        || known.kind == EntityKind::Person && !known.unknown && !known.guessed
    {
        return false;
    }
    let page = room.page;
    let named = room.cast.named.iter().filter(|(_, f)| *f == figure).map(|(name, _)| &name.tokens);
    named.into_iter().any(|name| {
        let before = name.start.checked_sub(1).is_some_and(|b| {
            is_paper(page, b)
                || page.lower(b) == "website" && page.sentence_of(b).contains(&name.start)
        });
        before || is_paper(page, name.end) || apposed_paper(page, name.end)
    })
}

/// "Meridian, the Lisbon sports daily,"
fn apposed_paper(page: Page<'_>, comma: usize) -> bool {
    page.lower(comma) == ","
        && matches!(page.lower(comma + 1), "a" | "an" | "the" | "its")
        && (comma + 2..comma + 8)
            .take_while(|at| page.is_word(*at) || page.is_possessive(*at))
            .take_while(|at| !crate::phrase::is_preposition(page.lower(*at)))
            .any(|at| is_paper(page, at))
}

/// Whether a word is a noun for a medium and for nothing else.
fn is_paper(page: Page<'_>, at: usize) -> bool {
    if page.segmented.tokens.get(at).is_none_or(|token| token.shape != Shape::Lower) {
        return false;
    }
    let before = at.checked_sub(1).map_or("", |b| page.lower(b));
    match page.lower(at) {
        "newspaper" | "magazine" | "podcast" | "tabloid" | "broadsheet" | "broadcaster"
        | "newsletter" | "blog" | "daily" | "weekly" | "fanzine" => true,
        "website" | "site" | "agency" | "network" | "channel" | "station" | "outlet" => {
            matches!(before, "news" | "television" | "tv" | "radio" | "cable" | "media" | "gossip")
        }
        "show" | "programme" | "program" => {
            matches!(before, "television" | "tv" | "radio" | "talk" | "chat")
        }
        _ => false,
    }
}
