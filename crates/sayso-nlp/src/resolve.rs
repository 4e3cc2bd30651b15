//! Who speaks, in all statements of one article?
//!
//! [`resolve`] takes the relations that anybody found, rules or encoder or people, as spans alone, and
//! says of each who the source is, on what authority, through whom the words came, to whom, when, and
//! how they stand to their truth. It never looks at how a relation was found.

use sayso_core::id::EntityId;
use sayso_core::record::{
    Attribute, Candidate, Entity, EntityKind, Evidence, Mention, Note, Speaker, SpeakerClass,
    Stance,
};
use sayso_core::time::Date;
use sayso_core::{Article, Span};

use crate::coref::{Cast, FigureId, Principal};
use crate::hints::Hints;
use crate::mention;
use crate::names;
use crate::phrase::Page;
use crate::pronoun::{Field, Pronouns};
use crate::quotation::Kind;
use crate::relation::Relation;
use crate::segment::Segmented;
use crate::speaker::{Room, Voice};
use crate::way::{self, Addressee, Days, Way};
use crate::when::Times;
use crate::{stance, words};

/// What the relations of an article mean.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Its people, bodies, outlets, places and works.
    pub entities: Vec<Entity<Span>>,
    /// One for each relation, in the same order.
    pub statements: Vec<Attributed>,
    /// What a reader should know.
    pub notes: Vec<Note<Span>>,
}

/// What one relation means.
#[derive(Clone, Debug)]
pub struct Attributed {
    /// Who the source is.
    pub speaker: Speaker,
    /// The carriers, nearest to the speaker first.
    pub via: Vec<String>,
    /// The work that the words come from.
    pub work: Option<String>,
    /// Whom they were said to: an entity's id, else words.
    pub addressee: Option<String>,
    /// When they were said.
    pub said: Option<Date>,
    /// How they stand to their truth.
    pub stance: Stance,
    /// Whether the source is reported not to have said them.
    pub negated: bool,
    /// Indices of the relations that this one rejects.
    pub disputes: Vec<usize>,
    /// What decided, with the words that prove it.
    pub evidence: Vec<Evidence<Span>>,
}

/// Says who speaks in each relation.
pub fn resolve(
    article: &Article,
    segmented: &Segmented<'_>,
    relations: &[Relation],
    hints: &Hints,
    times: &Times,
) -> Resolved {
    let classes: Vec<words::Classes> =
        segmented.tokens.iter().map(|token| words::classes(&token.lower)).collect();
    let page = Page { segmented, classes: &classes };
    let field = Field::new(page, relations);
    let is_source = |token: usize| field.source_of[token].is_some();
    let mut cast = Cast::gather(page, names::find_with(segmented, hints), is_source);
    cast.settle_sources(page, is_source);
    let pronouns = Pronouns::resolve(page, &mut cast, &field, relations, hints);
    let mut room = Room::new(page, cast, relations, &field, &pronouns, hints, article);
    room.listen();
    let ways = way::trace(&room, Days { published: article.published, times });
    let forms = mention::gather(&mut room, hints);
    let ids = Ids::of(&room);
    let entities = entities(&room, &ids, forms);
    let stances: Vec<stance::Reading> = relations.iter().map(|r| stance::read(page, r)).collect();
    let statements =
        (0..relations.len()).map(|r| attributed(&room, &ids, r, &ways[r], &stances)).collect();
    Resolved { entities, statements, notes: unsourced(&room) }
}

/// The entities that the ledger shows, and the ids of their figures.
struct Ids {
    of: Vec<Option<EntityId>>,
    order: Vec<FigureId>,
}

impl Ids {
    /// Numbers the figures in order of first mention.
    fn of(room: &Room<'_>) -> Ids {
        let figures = &room.cast.figures;
        let mut order: Vec<FigureId> = (0..figures.len())
            .filter(|id| !figures[*id].unknown && !figures[*id].mentions.is_empty())
            .collect();
        order.sort_by_key(|id| (figures[*id].mentions.iter().map(|m| m.start).min(), *id));
        let mut of = vec![None; figures.len()];
        for (n, id) in order.iter().enumerate() {
            of[*id] = Some(EntityId::new(format!("e{}", n + 1)));
        }
        Ids { of, order }
    }

    fn get(&self, figure: FigureId) -> Option<EntityId> {
        self.of.get(figure).cloned().flatten()
    }
}

fn entities(room: &Room<'_>, ids: &Ids, mut forms: mention::Forms) -> Vec<Entity<Span>> {
    let cover = |tokens: &std::ops::Range<usize>| room.page.segmented.cover(tokens.clone());
    ids.order
        .iter()
        .map(|id| {
            let figure = &room.cast.figures[*id];
            let mentions = std::mem::take(&mut forms[*id]);
            let attributes = figure
                .facts
                .iter()
                .map(|fact| Attribute {
                    kind: fact.kind,
                    value: fact.value.clone(),
                    place: cover(&fact.tokens),
                })
                .collect();
            Entity {
                id: ids.get(*id).unwrap_or_else(|| EntityId::new("e0")),
                name: figure.name.clone(),
                kind: figure.kind,
                mentions: mentions
                    .into_iter()
                    .map(|(place, form)| Mention { place, form })
                    .collect(),
                attributes,
            }
        })
        .collect()
}

fn attributed(
    room: &Room<'_>,
    ids: &Ids,
    r: usize,
    way: &Way,
    stances: &[stance::Reading],
) -> Attributed {
    let unheard = Voice::new(SpeakerClass::Unattributed, 0.3);
    let voice = room.voices[r].as_ref().unwrap_or(&unheard);
    let mut evidence: Vec<Evidence<Span>> = voice
        .evidence
        .iter()
        .chain(&way.evidence)
        .map(|(field, place, by)| Evidence {
            field: (*field).to_owned(),
            place: *place,
            by: (*by).to_owned(),
        })
        .collect();
    let stance = &stances[r];
    if let Some((place, by)) = stance.evidence {
        evidence.push(Evidence { field: "stance".into(), place, by: by.into() });
    }
    if let Some((_, place, by)) = way.said {
        evidence.push(Evidence { field: "said".into(), place, by: by.into() });
    }
    Attributed {
        speaker: speaker(room, ids, voice),
        via: way.via.clone(),
        work: way.work.clone(),
        addressee: way.addressee.as_ref().map(|addressee| match addressee {
            Addressee::Figure(figure) => id_or_name(room, ids, *figure),
            Addressee::Words(words) => words.clone(),
        }),
        said: way.said.map(|(date, ..)| date),
        stance: stance.stance,
        negated: stance.negated,
        disputes: disputes(room, r, stances),
        evidence,
    }
}

fn speaker(room: &Room<'_>, ids: &Ids, voice: &Voice) -> Speaker {
    let principal = |principal: &Principal| match principal {
        Principal::Figure(figure) => id_or_name(room, ids, *figure),
        Principal::Words(words) => words.clone(),
    };
    let named = !matches!(
        voice.class,
        SpeakerClass::Anonymous
            | SpeakerClass::Collective
            | SpeakerClass::Unattributed
            | SpeakerClass::Spokesperson
    );
    Speaker {
        class: voice.class,
        entity: voice.figure.filter(|_| named).and_then(|figure| ids.get(figure)),
        name: room.name_of(voice).filter(|name| named && !name.is_empty()),
        role: voice.role.clone(),
        speaks_for: voice.speaks_for.as_ref().map(principal),
        close_to: voice.close_to.as_ref().map(principal),
        anonymity_reason: voice.reason.clone(),
        confidence: voice.confidence,
        candidates: voice
            .others
            .iter()
            .filter_map(|(figure, confidence)| {
                Some(Candidate {
                    entity: ids.get(*figure)?,
                    name: room.cast.figures[*figure].name.clone(),
                    confidence: *confidence,
                })
            })
            .collect(),
    }
}

fn id_or_name(room: &Room<'_>, ids: &Ids, figure: FigureId) -> String {
    ids.get(figure)
        .map_or_else(|| room.cast.figures[figure].name.clone(), |id| id.as_str().to_owned())
}

/// The earlier statements that a denial rejects: the reports that the text tells just before it.
fn disputes(room: &Room<'_>, r: usize, stances: &[stance::Reading]) -> Vec<usize> {
    if stances[r].stance != Stance::Denies {
        return Vec::new();
    }
    let start = |r: usize| room.relations[r].content.first().map_or(0, |s| s.start());
    let mentions_reports =
        room.relations[r].content.iter().flat_map(|s| room.page.segmented.tokens_in(*s)).any(
            |at| {
                matches!(
                    room.page.lower(at),
                    "claims"
                        | "claim"
                        | "report"
                        | "reports"
                        | "story"
                        | "quotes"
                        | "allegations"
                        | "suggestions"
                )
            },
        );
    if !mentions_reports {
        return Vec::new();
    }
    let here = room.page.segmented.paragraph_at(start(r));
    (0..room.relations.len())
        .filter(|other| *other != r && start(*other) < start(r))
        .filter(|other| {
            let back = here.saturating_sub(room.page.segmented.paragraph_at(start(*other)));
            let outlet = room.voices[*other]
                .as_ref()
                .and_then(|v| v.figure)
                .is_some_and(|f| room.cast.figures[f].kind == EntityKind::Outlet);
            back <= 3 && outlet
        })
        .collect()
}

/// Quotations that nobody is named for, unless the same words are somebody's elsewhere in the article.
fn unsourced(room: &Room<'_>) -> Vec<Note<Span>> {
    let segmented = room.page.segmented;
    let words = |span: Span| -> Vec<&str> {
        segmented
            .tokens_in(span)
            .filter(|at| room.page.is_word(*at))
            .map(|at| room.page.lower(at))
            .collect()
    };
    let sourced =
        |r: &usize| room.voices[*r].as_ref().is_some_and(|v| v.class != SpeakerClass::Unattributed);
    let spoken: Vec<Vec<&str>> = (0..room.relations.len())
        .filter(sourced)
        .flat_map(|r| room.relations[r].content.iter().map(|c| words(*c)))
        .collect();
    // For each token: whether a statement holds it, and whether one with a speaker does.
    let mut held = vec![false; segmented.tokens.len()];
    let mut voiced = vec![false; segmented.tokens.len()];
    for r in 0..room.relations.len() {
        for at in room.relations[r].content.iter().flat_map(|c| segmented.tokens_in(*c)) {
            held[at] = true;
            voiced[at] |= sourced(&r);
        }
    }
    let mut notes = Vec::new();
    for quotation in &segmented.quotations {
        if quotation.kind == Kind::Name || quotation.nested || quotation.inner.is_empty() {
            continue;
        }
        let inner = words(quotation.inner);
        if inner.len() < 2 || way::is_title_case(quotation.inner.of(segmented.text)) {
            continue;
        }
        let tokens = segmented.tokens_in(quotation.inner);
        // A fragment in the writer's own sentence is held at a distance more often than quoted.
        let writers_own = !held[tokens.clone()].contains(&true) && quotation.kind != Kind::Speech;
        if voiced[tokens].contains(&true) || writers_own {
            continue;
        }
        let elsewhere =
            spoken.iter().any(|content| content.windows(inner.len()).any(|window| window == inner));
        if !elsewhere {
            notes.push(Note {
                place: quotation.inner,
                kind: "unsourced-quotation".to_owned(),
                message: "the text puts these words in quotation marks and names nobody for them"
                    .to_owned(),
            });
        }
    }
    notes
}

#[cfg(test)]
mod tests;
