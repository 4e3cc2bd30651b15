//! Which names are the same person, body or outlet?
//!
//! [`Cast::gather`] makes one [`Figure`] of all names that the article uses for one of its people or
//! bodies: full names first, then surnames, given names, short forms and initials, then noble titles,
//! which the text ties to the person whom it speaks of just before. Two full names that differ stay
//! two figures, whatever they share.

mod describe;
mod nouns;
mod short;
mod title;

pub(crate) use nouns::{is_a, plain_word, plain_words};

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use sayso_core::record::{AttributeKind, EntityKind};

use crate::names::{Name, NameKind};
use crate::phrase::Page;
use crate::quotation::Kind;
use crate::segment::Shape;
use crate::words::{Gender, Honorific};

/// Index of a figure in its [`Cast`].
pub type FigureId = usize;

/// Somebody or something of the article, with all names for it.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts that have nothing to do with each other"
)]
pub struct Figure {
    /// What it is.
    pub kind: EntityKind,
    /// The fullest name that the article gives.
    pub name: String,
    /// The words of that name in lower case, without honorifics and articles.
    pub words: Vec<String>,
    /// What the article tells of a person's gender.
    pub gender: Gender,
    /// Whether more than a given name tells the gender.
    pub gender_told: bool,
    /// The noble title, in lower case: `prince`.
    pub noble: Option<String>,
    /// Whether they are called Mr, Mrs or Ms.
    pub plain: bool,
    /// Noble titles with their places, in lower case: `duke of kent`.
    pub titles: Vec<String>,
    /// Where it is named or described: tokens.
    pub mentions: Vec<Range<usize>>,
    /// What the article says of it beside its name.
    pub facts: Vec<Fact>,
    /// For whom a person speaks by office.
    pub speaks_for: Option<Principal>,
    /// Whether the words alone do not tell what it is.
    pub unknown: bool,
    /// Whether what it is was only guessed.
    pub guessed: bool,
}

/// Something said of a figure.
#[derive(Clone, Debug)]
pub struct Fact {
    /// What kind.
    pub kind: AttributeKind,
    /// Its words.
    pub value: String,
    /// The noun that carries it, in lower case and singular.
    pub head: String,
    /// Where.
    pub tokens: Range<usize>,
}

/// Somebody who stands behind a voice.
#[derive(Clone, Debug, PartialEq)]
pub enum Principal {
    /// A figure of the article.
    Figure(FigureId),
    /// Words that name none.
    Words(String),
}

/// All figures of an article.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The figures, in no order that means anything.
    pub figures: Vec<Figure>,
    /// Each name of the text with its figure, in order.
    pub named: Vec<(Name, FigureId)>,
    /// Whether each name found stands in a source.
    speaks: Vec<bool>,
    /// The gender of surnames that the article uses with Mr, Mrs or Ms of one gender alone.
    told: BTreeMap<String, Gender>,
    /// Words that stand alone as a name, without honorific.
    alone: BTreeSet<String>,
}

impl Cast {
    /// Gathers the figures behind the names of a text.
    pub fn gather(page: Page<'_>, names: Vec<Name>, is_source: impl Fn(usize) -> bool) -> Cast {
        let mut cast = Cast {
            speaks: names.iter().map(|name| is_source(name.tokens.start)).collect(),
            told: told_genders(page, &names),
            alone: names
                .iter()
                .filter(|name| name.core.len() == 1 && name.honorific.is_none())
                // What others call somebody in their own words is not what the article does.
                .filter(|name| !is_quoted(page, name.core.start))
                .map(|name| page.lower(name.core.start).to_owned())
                .collect(),
            ..Cast::default()
        };
        let mut of_name: Vec<Option<FigureId>> = vec![None; names.len()];
        // Full names of people found anywhere serve short ones that stand before them.
        for pass in Pass::ALL {
            for (at, name) in names.iter().enumerate() {
                if of_name[at].is_none() && pass.takes(name) {
                    of_name[at] = cast.place(page, name, pass, &names, &of_name);
                }
            }
        }
        cast.named = names
            .into_iter()
            .zip(of_name)
            .filter_map(|(name, figure)| Some((name, figure?)))
            .collect();
        for (name, figure) in &cast.named {
            let figure = &mut cast.figures[*figure];
            figure.mentions.push(name.tokens.clone());
            figure.gender = figure.gender.or(name.gender);
        }
        cast.describe(page);
        cast
    }

    /// The figure of the longest name that covers a token.
    pub fn at(&self, token: usize) -> Option<FigureId> {
        self.name_at(token).map(|(_, figure)| figure)
    }

    /// The longest name that covers a token, and its figure.
    pub fn name_at(&self, token: usize) -> Option<(&Name, FigureId)> {
        let end = self.named.partition_point(|(name, _)| name.tokens.start <= token);
        self.named[end.saturating_sub(8)..end]
            .iter()
            .filter(|(name, _)| name.tokens.contains(&token))
            .max_by_key(|(name, _)| name.tokens.len())
            .map(|(name, figure)| (name, *figure))
    }

    /// Adds a name that nobody cites; it stays in the order of names.
    pub fn meet(&mut self, page: Page<'_>, name: Name) {
        let core = core_words(page, &name);
        if core.is_empty() {
            return;
        }
        let NameKind::Thing(kind) = name.kind else { return };
        let same = |figure: &Figure| figure.kind == kind && figure.words == core;
        let figure = match self.figures.iter().position(same) {
            Some(figure) => figure,
            None => self.new_figure(page, &name, core),
        };
        self.figures[figure].mentions.push(name.tokens.clone());
        let place =
            self.named.partition_point(|(other, _)| other.tokens.start <= name.tokens.start);
        self.named.insert(place, (name, figure));
    }

    /// The names inside some tokens that no longer name inside them covers.
    pub fn within(&self, tokens: Range<usize>) -> Vec<(Range<usize>, FigureId)> {
        // A source may leave out the honorific of its name, so names a little before count too.
        let start = self.named.partition_point(|(name, _)| name.tokens.start + 4 < tokens.start);
        let mut found: Vec<(Range<usize>, FigureId)> = Vec::new();
        for (name, figure) in &self.named[start..] {
            if name.tokens.start >= tokens.end {
                break;
            }
            if name.core.start >= tokens.start
                && name.tokens.end <= tokens.end
                && found.last().is_none_or(|(last, _)| last.end <= name.tokens.start)
            {
                found.push((name.tokens.start.max(tokens.start)..name.tokens.end, *figure));
            }
        }
        found
    }

    /// Whether a figure is a person.
    pub fn is_person(&self, figure: FigureId) -> bool {
        self.figures[figure].kind == EntityKind::Person && !self.figures[figure].unknown
    }

    /// The last place before a token where a figure is named.
    pub fn last_before(&self, figure: FigureId, token: usize) -> Option<usize> {
        self.figures[figure].mentions.iter().map(|m| m.start).filter(|at| *at < token).max()
    }

    /// Says of names that nothing is known of what they are, from how they speak: two words or more
    /// without an article are a person, anything else is a body.
    pub fn settle_sources(&mut self, page: Page<'_>, is_source: impl Fn(usize) -> bool) {
        for figure in 0..self.figures.len() {
            if !self.figures[figure].unknown {
                continue;
            }
            let names = self.named.iter().filter(|(_, f)| *f == figure).map(|(name, _)| name);
            if !names.clone().any(|name| is_source(name.tokens.start)) {
                continue;
            }
            let longest = names.clone().map(|name| name.core.len()).max().unwrap_or(0);
            let article = names.clone().any(|name| {
                name.tokens
                    .start
                    .checked_sub(1)
                    .is_some_and(|b| matches!(page.lower(b), "the" | "a" | "an"))
            });
            let upper = names.clone().any(|name| {
                page.segmented.tokens[name.core.start].shape == Shape::Upper && name.core.len() == 1
            });
            // "the Lund campaign", "a Lund supporter": who has those is a person.
            let followed = names.clone().any(|name| {
                !page.is_possessive(name.tokens.end) && is_followers(page.lower(name.tokens.end))
            });
            let person =
                ((2..=4).contains(&longest) && !article || longest == 1 && followed) && !upper;
            let known = &mut self.figures[figure];
            known.kind = if person { EntityKind::Person } else { EntityKind::Organisation };
            known.unknown = false;
            known.guessed = true;
        }
    }

    /// Adds a mention that is no name.
    pub fn mention(&mut self, figure: FigureId, tokens: Range<usize>) {
        if !self.figures[figure].mentions.contains(&tokens) {
            self.figures[figure].mentions.push(tokens);
        }
    }

    fn place(
        &mut self,
        page: Page<'_>,
        name: &Name,
        pass: Pass,
        names: &[Name],
        of_name: &[Option<FigureId>],
    ) -> Option<FigureId> {
        let core = core_words(page, name);
        if core.is_empty() {
            return None;
        }
        let found = match pass {
            Pass::Full => self.person_called(&core, name),
            Pass::Bodies => self.body_called(page, &core, name),
            Pass::Noble | Pass::Honoured | Pass::Short => {
                self.short_for(page, &core, name, names, of_name)
            }
            Pass::Titles => {
                return self.titled(page, name, names, of_name);
            }
        };
        if let Some(figure) = found {
            self.learn(page, figure, name, core);
            return Some(figure);
        }
        Some(self.new_figure(page, name, core))
    }

    fn new_figure(&mut self, page: Page<'_>, name: &Name, core: Vec<String>) -> FigureId {
        let kind = match name.kind {
            NameKind::Thing(kind) => kind,
            NameKind::Title => EntityKind::Person,
            NameKind::Unknown => EntityKind::Organisation,
        };
        self.figures.push(Figure {
            kind,
            name: String::new(),
            words: Vec::new(),
            gender: name.gender,
            gender_told: false,
            noble: None,
            plain: false,
            titles: Vec::new(),
            mentions: Vec::new(),
            facts: Vec::new(),
            speaks_for: None,
            unknown: name.kind == NameKind::Unknown,
            guessed: false,
        });
        let figure = self.figures.len() - 1;
        self.learn(page, figure, name, core);
        figure
    }

    /// Takes over what a name adds to its figure.
    fn learn(&mut self, page: Page<'_>, figure: FigureId, name: &Name, core: Vec<String>) {
        // A name may stand over the end of a wrapped line.
        let shown = shown_name(page, name).split_whitespace().collect::<Vec<_>>().join(" ");
        let known = &mut self.figures[figure];
        if let NameKind::Thing(kind) = name.kind
            && known.unknown
        {
            known.kind = kind;
            known.unknown = false;
        }
        known.gender = known.gender.or(name.gender);
        if let Some(told) = name.honorific.map(Honorific::gender).filter(|g| *g != Gender::Unknown)
        {
            known.gender = told;
            known.gender_told = true;
        }
        match name.honorific {
            Some(Honorific::Noble(_)) if name.kind.is_person() => {
                known.noble.get_or_insert_with(|| page.lower(name.tokens.start).to_owned());
            }
            Some(Honorific::Plain(gender)) if gender != Gender::Unknown => known.plain = true,
            _ => {}
        }
        let fuller = core.len() > known.words.len()
            || core.len() == known.words.len() && length(&core) > length(&known.words);
        // "United States" after "U.S.": one full form in the list of names.
        let spelt_out =
            name.full.is_some() && core == known.words && shown.len() > known.name.len();
        if fuller || spelt_out {
            known.words = core;
            known.name = shown;
        } else if known.noble.is_some()
            && matches!(name.honorific, Some(Honorific::Noble(_)))
            && core == known.words
        {
            known.name = shown;
        }
    }

    /// The person with a full name of two words or more.
    fn person_called(&self, core: &[String], name: &Name) -> Option<FigureId> {
        self.figures.iter().position(|figure| {
            figure.kind == EntityKind::Person
                && name.gender.agrees(figure.gender)
                && same_person(&figure.words, core)
        })
    }

    /// The body, outlet, place or people with a name, its initials or a part of it.
    fn body_called(&self, page: Page<'_>, core: &[String], name: &Name) -> Option<FigureId> {
        let NameKind::Thing(kind) = name.kind else { return None };
        let exact =
            self.figures.iter().position(|f| f.kind != EntityKind::Person && f.words == core);
        if exact.is_some() || matches!(kind, EntityKind::Place | EntityKind::Group) {
            return exact;
        }
        let bodies = || {
            self.figures.iter().enumerate().filter(|(_, f)| {
                matches!(f.kind, EntityKind::Organisation | EntityKind::Outlet) && !f.unknown
            })
        };
        let initials = |words: &[String]| -> String {
            words
                .iter()
                .filter(|w| !matches!(w.as_str(), "of" | "the" | "for" | "and" | "on"))
                .filter_map(|w| w.chars().next())
                .collect()
        };
        let bare =
            |word: &str| -> String { word.chars().filter(|c| c.is_alphanumeric()).collect() };
        let upper = name.core.len() == 1
            && page.segmented.tokens[name.core.start].shape == Shape::Upper
            && core.len() == 1;
        if upper && core[0].len() > 1 {
            let short = bare(&core[0]);
            if let Some((found, _)) =
                bodies().find(|(_, f)| f.words.len() > 1 && initials(&f.words) == short)
            {
                return Some(found);
            }
        }
        if core.len() > 1 {
            let full = initials(core);
            if let Some((found, _)) = bodies()
                .find(|(_, f)| f.words.len() == 1 && bare(&f.words[0]) == full && full.len() > 1)
            {
                return Some(found);
            }
        }
        // "the Lund team" is the Lund campaign.
        let electoral = |word: &str| matches!(word, "campaign" | "team" | "camp");
        if let [owner @ .., last] = core
            && electoral(last)
            && !owner.is_empty()
            && let Some((found, _)) = bodies().find(|(_, f)| {
                f.words.split_last().is_some_and(|(end, rest)| electoral(end) && rest == owner)
            })
        {
            return Some(found);
        }
        // "Fox" beside "Fox News"
        if let Some((found, _)) = bodies().find(|(_, f)| {
            let (short, long) = if f.words.len() < core.len() {
                (f.words.as_slice(), core)
            } else {
                (core, f.words.as_slice())
            };
            f.kind == EntityKind::Outlet
                && kind == EntityKind::Outlet
                && long.len() == short.len() + 1
                && long.starts_with(short)
                && long.last().is_some_and(|w| matches!(w.as_str(), "news" | "magazine"))
        }) {
            return Some(found);
        }
        // "the Times" after "The New York Times", "the Foundation" after "the Aker Foundation".
        bodies()
            .filter(|(_, f)| f.words.len() > core.len() && core.len() <= 2)
            .filter(|(_, f)| {
                f.words.ends_with(core)
                    && (kind == EntityKind::Outlet) == (f.kind == EntityKind::Outlet)
            })
            .map(|(found, _)| found)
            .next_back()
    }
}

/// The gender of each surname that the article uses with Mr, Mrs or Ms of one gender alone.
fn told_genders(page: Page<'_>, names: &[Name]) -> BTreeMap<String, Gender> {
    let mut told: BTreeMap<String, Gender> = BTreeMap::new();
    for name in names {
        let Some(Honorific::Plain(gender)) = name.honorific else { continue };
        if name.core.len() == 1 && gender != Gender::Unknown {
            let entry = told.entry(page.lower(name.core.start).to_owned()).or_insert(gender);
            if *entry != gender {
                *entry = Gender::Unknown;
            }
        }
    }
    told
}

/// The order in which names find their figures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// People with two words or more.
    Full,
    /// Bodies, outlets, places, peoples.
    Bodies,
    /// "Prince Nils", "Lady Brandt".
    Noble,
    /// "President Lund", "Mr Lund".
    Honoured,
    /// Surnames, given names, unknown words.
    Short,
    /// "the Duke of Ostmark", "the King".
    Titles,
}

impl Pass {
    const ALL: [Pass; 6] =
        [Pass::Full, Pass::Bodies, Pass::Noble, Pass::Honoured, Pass::Short, Pass::Titles];

    fn takes(self, name: &Name) -> bool {
        match self {
            Pass::Full => name.kind.is_person() && name.core.len() > 1,
            Pass::Bodies => {
                matches!(name.kind, NameKind::Thing(kind) if kind != EntityKind::Person)
            }
            Pass::Noble => {
                name.kind.is_person() && matches!(name.honorific, Some(Honorific::Noble(_)))
            }
            Pass::Honoured => name.kind.is_person() && name.honorific.is_some(),
            Pass::Short => name.kind.is_person() || name.kind == NameKind::Unknown,
            Pass::Titles => name.kind == NameKind::Title,
        }
    }
}

/// What a politician has, and a body has not: "the Lund campaign".
fn is_followers(lower: &str) -> bool {
    matches!(
        lower,
        "campaign"
            | "administration"
            | "presidency"
            | "supporter"
            | "supporters"
            | "voters"
            | "aide"
            | "aides"
            | "ally"
            | "allies"
            | "adviser"
            | "advisers"
            | "surrogate"
            | "surrogates"
            | "rally"
            | "camp"
    )
}

/// Whether a token stands in quotation marks, other than those of a name.
fn is_quoted(page: Page<'_>, at: usize) -> bool {
    let span = page.segmented.tokens[at].span;
    page.segmented.quotations.iter().any(|q| q.kind != Kind::Name && q.span.contains(span))
}

/// The words of a name in lower case, without articles, possessive endings and suffixes.
fn core_words(page: Page<'_>, name: &Name) -> Vec<String> {
    if let Some(full) = name.full {
        return full
            .to_lowercase()
            .split([' ', '-'])
            .map(|word| word.trim_end_matches('.').to_owned())
            .collect();
    }
    let mut words: Vec<String> = name
        .core
        .clone()
        .filter(|at| !page.is_possessive(*at))
        .map(|at| page.lower(at).trim_end_matches('.').trim_start_matches('@').to_owned())
        .filter(|word| !word.is_empty() && word != ",")
        .collect();
    if words.first().is_some_and(|w| w == "the") && words.len() > 1 {
        words.remove(0);
    }
    while words.len() > 1
        && words.last().is_some_and(|w| matches!(w.as_str(), "jr" | "sr" | "ii" | "iii" | "iv"))
    {
        words.pop();
    }
    words
}

/// The tokens of a name as it is shown: with its noble title, without other honorifics.
pub(crate) fn shown_tokens(name: &Name) -> Range<usize> {
    let noble = matches!(name.honorific, Some(Honorific::Noble(_)));
    if noble || name.kind == NameKind::Thing(EntityKind::Outlet) {
        name.tokens.clone()
    } else {
        name.core.clone()
    }
}

/// A name as it is shown.
fn shown_name(page: Page<'_>, name: &Name) -> String {
    let mut shown = String::new();
    let mut last_end = None;
    for at in shown_tokens(name) {
        let token = &page.segmented.tokens[at];
        if page.is_possessive(at)
            && !page.segmented.tokens.get(at + 1).is_some_and(crate::segment::Token::is_capital)
        {
            continue;
        }
        if last_end.is_some_and(|end| end < token.span.start()) {
            shown.push(' ');
        }
        shown.push_str(token.form);
        last_end = Some(token.span.end());
    }
    shown
}

fn length(words: &[String]) -> usize {
    words.iter().map(String::len).sum()
}

/// Whether two full names can be one person's: same surname, and given names or initials that agree.
fn same_person(a: &[String], b: &[String]) -> bool {
    if a == b {
        return true;
    }
    let (Some(a_last), Some(b_last)) = (a.last(), b.last()) else { return false };
    if a.len() < 2 || b.len() < 2 {
        return false;
    }
    let initial = |x: &str, y: &str| {
        x == y
            || (x.chars().count() == 1 || y.chars().count() == 1)
                && x.chars().next() == y.chars().next()
    };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a_last == b_last {
        return initial(&a[0], &b[0]) || short.iter().all(|w| long.contains(w));
    }
    // "Maria Lund" and "Maria Lund Aasen"
    long.starts_with(short) || long.ends_with(short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names;
    use crate::segment::segment;
    use crate::words;

    fn cast_of(text: &str) -> Vec<(String, usize)> {
        let segmented = segment(text, &[]);
        let classes: Vec<_> = segmented.tokens.iter().map(|t| words::classes(&t.lower)).collect();
        let page = Page { segmented: &segmented, classes: &classes };
        let cast = Cast::gather(page, names::find(&segmented), |_| false);
        cast.figures.iter().map(|f| (f.name.clone(), f.mentions.len())).collect()
    }

    fn people(text: &str) -> Vec<String> {
        cast_of(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_surname_is_the_person_named_in_full() {
        assert_eq!(
            cast_of("Olga Brandt resigned. Ms Brandt said so. Brandt then left."),
            [("Olga Brandt".to_owned(), 3)]
        );
    }

    #[test]
    fn two_people_of_one_surname_stay_two() {
        let cast = cast_of("Olga Brandt met Henrik Brandt. Mr Brandt smiled at Mrs Brandt.");
        assert_eq!(cast, [("Olga Brandt".to_owned(), 2), ("Henrik Brandt".to_owned(), 2)]);
    }

    #[test]
    fn a_knight_is_not_his_wife() {
        assert_eq!(
            people("Sir Anton Vik owns it. Lady Vik does not. Sir Anton smiled."),
            ["Sir Anton Vik", "Lady Vik"]
        );
    }

    #[test]
    fn initials_stand_for_the_body() {
        assert_eq!(
            people("The Coastal Fisheries Commission met. The CFC said no."),
            ["Coastal Fisheries Commission"]
        );
    }

    #[test]
    fn a_title_belongs_to_the_last_noble_of_its_gender() {
        let cast = cast_of(
            "Queen Astrid and Prince Nils came. The Duke of Ostmark spoke. The Queen did not.",
        );
        assert_eq!(cast, [("Queen Astrid".to_owned(), 2), ("Prince Nils".to_owned(), 2)]);
    }
}
