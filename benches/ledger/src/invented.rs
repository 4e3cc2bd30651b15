//! What does an article look like that nobody wrote?
//!
//! Words are made of syllables and drawn as language draws them, few often and many seldom; so are
//! people and outlets. The same number gives the same article. Sizes are those of news: some 700 words,
//! 16 statements, 8 entities with two dozen mentions, three pieces of evidence a statement.

use sayso_core::CharSpan;
use sayso_core::id::{ArticleId, EntityId, StatementId};
use sayso_core::record::{
    ArticleRecord, CONTRACT, Entity, EntityKind, Evidence, Extractor, Mention, MentionForm,
    Quotation, Speaker, SpeakerClass, Stance, Statement,
};
use sayso_core::time::Date;

const SYLLABLES: [&str; 24] = [
    "ba", "ter", "li", "mon", "ka", "ri", "sol", "ven", "do", "pra", "nel", "tu", "hos", "gim",
    "fa", "les", "wor", "dan", "mi", "chu", "reth", "ol", "pin", "sta",
];

/// Words of the language.
const WORDS: usize = 20_000;
/// People who speak.
const PEOPLE: usize = 30_000;
/// Outlets.
const OUTLETS: usize = 200;
/// Statements of an article, on average.
const STATEMENTS: usize = 16;
/// Days over which articles are published.
const DAYS: usize = 1_500;

/// Numbers that look like chance, the same for the same seed (splitmix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// A number below another, small ones often: the nth about as often as 1 in n.
    pub(crate) fn seldom(&mut self, n: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (((n as f64 + 1.0).ln() * share).exp() as usize).saturating_sub(1).min(n - 1)
    }
}

/// All that articles are made of.
pub(crate) struct World {
    pub(crate) words: Vec<String>,
    pub(crate) people: Vec<String>,
    pub(crate) outlets: Vec<String>,
}

impl World {
    pub(crate) fn new() -> Self {
        let mut chance = Chance::new(1);
        let mut word = |n: usize| -> String {
            let n = 1 + n + chance.below(2);
            (0..n).map(|_| SYLLABLES[chance.below(SYLLABLES.len())]).collect()
        };
        let capital = |word: String| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        };
        let words =
            (0..WORDS).map(|n| word(usize::from(n > 40) + usize::from(n > 1_000))).collect();
        let people = (0..PEOPLE).map(|_| format!("{} {}", capital(word(1)), capital(word(2))));
        let people = people.collect();
        let outlets = (0..OUTLETS).map(|_| format!("{} Post", capital(word(2)))).collect();
        World { words, people, outlets }
    }

    /// The article of a number.
    pub(crate) fn article(&self, n: usize) -> ArticleRecord<CharSpan> {
        let mut chance = Chance::new(n as u64 + 7);
        let id = ArticleId::new(format!("article-{n:06}"));
        let mut text = String::new();
        let mut entities: Vec<Entity<CharSpan>> = Vec::new();
        let mut statements = Vec::new();
        let speakers: Vec<usize> = (0..8).map(|_| chance.seldom(PEOPLE)).collect();
        for (idx, person) in speakers.iter().enumerate() {
            entities.push(Entity {
                id: EntityId::new(format!("e{}", idx + 1)),
                name: self.people[*person].clone(),
                kind: EntityKind::Person,
                mentions: Vec::new(),
                attributes: Vec::new(),
            });
        }
        let published = day(chance.below(DAYS));
        let n_statements = STATEMENTS / 2 + chance.below(STATEMENTS + 1);
        for _ in 0..n_statements {
            // All of it is ASCII: bytes are code points.
            self.say(&mut text, 12 + chance.below(24), &mut chance);
            text.push_str(". ");
            let speaker = chance.below(speakers.len());
            let source = put(&mut text, &self.people[speakers[speaker]]);
            text.push(' ');
            let cue = put(&mut text, "said");
            text.push(' ');
            let start = text.len();
            self.say(&mut text, 8 + chance.below(20), &mut chance);
            let content = CharSpan::new(start, text.len());
            text.push_str(". ");
            entities[speaker].mentions.push(Mention { place: source, form: MentionForm::Name });
            let spans = (source, cue, content);
            statements.push(self.statement(&id, spans, (speaker, speakers[speaker]), &mut chance));
        }
        ArticleRecord {
            sayso: CONTRACT,
            url: Some(format!("https://post.example/{n}")),
            title: Some(text.chars().take(60).collect()),
            outlet: Some(self.outlets[chance.seldom(OUTLETS)].clone()),
            byline: Some(self.people[chance.below(PEOPLE)].clone()),
            published,
            published_inferred: None,
            page: None,
            language: Some("en".to_owned()),
            text,
            extractor: Extractor {
                version: "0.1.0".to_owned(),
                model: Some("invented".to_owned()),
            },
            entities,
            statements,
            events: Vec::new(),
            times: Vec::new(),
            furniture: Vec::new(),
            notes: Vec::new(),
            provenance: Vec::new(),
            id,
        }
    }

    fn statement(
        &self,
        article: &ArticleId,
        (source, cue, content): (CharSpan, CharSpan, CharSpan),
        (speaker, person): (usize, usize),
        chance: &mut Chance,
    ) -> Statement<CharSpan> {
        let class = match chance.below(10) {
            0..=4 => SpeakerClass::Named,
            5 => SpeakerClass::Spokesperson,
            6 => SpeakerClass::Organisation,
            7 => SpeakerClass::Anonymous,
            8 => SpeakerClass::Document,
            _ => SpeakerClass::Unattributed,
        };
        let is_named = class == SpeakerClass::Named || class == SpeakerClass::Organisation;
        let name = is_named.then(|| self.people[person].clone());
        let is_relayed = chance.below(3) == 0;
        let quotation = [Quotation::Direct, Quotation::Mixed, Quotation::Indirect][chance.below(3)];
        let stance = match chance.below(20) {
            0 => Stance::Denies,
            1..=3 => Stance::Hedged,
            4 => Stance::Forecast,
            _ => Stance::Asserts,
        };
        let evidence = ["speaker.class", "speaker.name", "stance"].map(|field| Evidence {
            field: field.to_owned(),
            place: source,
            by: "rule of the benchmark".to_owned(),
        });
        Statement {
            id: StatementId::of(article, &[source], &[cue], &[content], quotation.as_str()),
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            quotation,
            speaker: Speaker {
                class,
                entity: is_named.then(|| EntityId::new(format!("e{}", speaker + 1))),
                name,
                role: (chance.below(2) == 0)
                    .then(|| format!("the {}", self.words[chance.below(400)])),
                speaks_for: (class == SpeakerClass::Spokesperson).then(|| "e1".to_owned()),
                close_to: None,
                anonymity_reason: None,
                confidence: 0.5 + chance.below(50) as f32 / 100.0,
                candidates: Vec::new(),
            },
            via: is_relayed.then(|| self.outlets[chance.seldom(60)].clone()).into_iter().collect(),
            work: None,
            addressee: None,
            said: (chance.below(3) == 0).then(|| day(chance.below(DAYS))).flatten(),
            stance,
            negated: false,
            parent: None,
            continues: None,
            disputes: Vec::new(),
            disputed_by: Vec::new(),
            confidence: 0.5 + chance.below(50) as f32 / 100.0,
            evidence: evidence.to_vec(),
        }
    }

    fn say(&self, text: &mut String, n_words: usize, chance: &mut Chance) {
        for idx in 0..n_words {
            if idx > 0 {
                text.push(' ');
            }
            text.push_str(&self.words[chance.seldom(WORDS)]);
        }
    }
}

fn put(text: &mut String, words: &str) -> CharSpan {
    let start = text.len();
    text.push_str(words);
    CharSpan::new(start, text.len())
}

/// The day of a number.
pub(crate) fn day(n: usize) -> Option<Date> {
    Date::day_of(2021, 1, 1)?.plus_days(i32::try_from(n).ok()?)
}
