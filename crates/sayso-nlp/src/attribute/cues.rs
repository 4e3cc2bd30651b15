//! Which verbs and nouns cite somebody?
//!
//! Verbs stand here by their base form, in classes that differ in what they take as content; the
//! other forms are made from it. Which verbs belong here, and which are `weak`, follows how often
//! each form is a cue where it stands outside other people's words in the training part of the
//! attribution corpus (`said` 99 %, `called` 85 %, `found` 60 %).

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a cue takes as its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// Speech: any clause or quotation, before or after.
    Say,
    /// Speech to somebody named next: `told reporters that`, `assured them`.
    Tell,
    /// Belief and knowledge: a clause after it.
    Think,
    /// Wishes and plans: `to` and a verb, or a thing.
    Want,
    /// Praise, blame, support, description: a person or thing after it.
    Judge,
    /// What a text or a body of data does: a clause or thing after it.
    Show,
    /// How somebody comes across: `appeared to`, `seemed`.
    Seem,
}

/// The form in which a verb stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// `say`
    Base,
    /// `says`
    Third,
    /// `said`: past or participle.
    Past,
    /// `saying`
    Ing,
}

/// A form of a verb that cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cue {
    pub(super) class: Class,
    pub(super) form: Form,
    /// Whether the form has other uses about as often: it must be followed by `that`, `to` or speech.
    pub(super) weak: bool,
}

const SAY: &str = "acknowledge add admit affirm allege announce answer argue assert attest aver \
    boast brag caution claim clarify comment complain concede conclude confess confide confirm \
    contend continue counter declare deny disclose elaborate emphasise emphasize estimate exclaim \
    explain hint imply indicate insist interject joke lament muse note observe opine \
    posit predict proclaim pronounce quip reaffirm reassert recall recount reiterate \
    remark repeat reply report respond retort reveal say scoff shout speculate state stress suggest \
    swear testify tweet underline underscore volunteer warn whisper wonder write yell ask \
    post text email chant learn guarantee snap laugh chuckle sigh grin smile shrug beam nod deadpan growl grumble fume gush enthuse mutter murmur cry thunder bark bellow groan giggle whine sneer smirk allow rule forecast theorise theorize intone";
const TELL: &str = "tell assure remind inform notify advise brief";
const THINK: &str = "believe think feel know understand suspect doubt fear expect worry assume \
    imagine foresee envisage envision realise realize recognise recognize agree disagree reckon \
    guess regret wish deem consider remember mean";
const WANT: &str = "want hope dream plan intend seek pledge promise vow refuse decline threaten propose \
    prefer demand urge wish aim offer agree decide request";
const JUDGE: &str = "accuse applaud assail attack back bemoan berate blame blast call castigate \
    champion characterise characterize chide cite compare condemn credit criticise \
    criticize decry defend denounce deride describe discuss dismiss dispute downplay dub echo \
    embrace encourage endorse express fault favor favour hail highlight invoke lambast lambaste \
    laud liken like love hate mention mock mourn oppose outline portray praise question quote \
    rebuff rebuke reference refer reject ridicule rip slam support thank tout voice welcome \
    point talk speak lash label brand object rail protest share push";
const SHOW: &str = "show find prove demonstrate document suggest indicate reveal";
const SEEM: &str = "seem appear sound";

/// Forms that are something else about as often.
const WEAK: &str = "write writing text texts snap snaps snapped laugh laughs laughed chuckle chuckles chuckled sigh sighs sighed grin grins grinned smile smiles smiled shrug shrugs shrugged beam beams beamed nod nods nodded deadpan deadpans deadpanned growl growls growled grumble fume fumes gush gushes mutter muttered murmur murmured cry cries cried thunder thundered bark barks barked bellow bellowed groan groaned giggle giggled whine sneer sneered smirk smirked learn learns learned learnt guarantee guarantees allow allows allowed rule rules ruled attack attacks embrace embraces embraced encourage encouraged maintain states remarks respond responds hints emails email supporting opposing plan planned want wanted intended answered answer answers ask back backed backing call calls claim claims comment comments \
    concern continue continued continues decide decided demand demands document documented \
    documents doubt doubts estimate estimates fear fears feel feels felt find found finds forecast \
    guess hope hopes know known knows like liked likes likely love loved mean means meant note notes offer \
    offered offers plan plans point points post posted posts promise promises propose proposed \
    push pushed pushes pushing question questions recognized recognised report reports request \
    requested requests released share shared shares sharing show shown shows sound sounds state \
    states stress support supports talk talking talks text texts think thought understand \
    understood view views voice voices wish wonder wonders express expect expected agree agreed \
    aim aims brand brief challenge charge consider considered considers compare compared volunteer \
    counter sought seek seeking prove proved proves reference refer label remember remembered";

/// Verbs of one stressed last syllable, which double its consonant.
const DOUBLING: &[&str] = &[
    "admit", "aver", "brag", "dub", "grin", "nod", "plan", "quip", "refer", "rip", "shrug", "slam",
    "snap",
];

/// Past forms that the rule does not give.
const IRREGULAR: &[(&str, &str)] = &[
    ("feel", "felt"),
    ("find", "found"),
    ("forecast", "forecast"),
    ("foresee", "foresaw"),
    ("know", "knew"),
    ("know", "known"),
    ("learn", "learned"),
    ("learn", "learnt"),
    ("mean", "meant"),
    ("say", "said"),
    ("seek", "sought"),
    ("show", "shown"),
    ("speak", "spoke"),
    ("speak", "spoken"),
    ("swear", "swore"),
    ("swear", "sworn"),
    ("tell", "told"),
    ("think", "thought"),
    ("understand", "understood"),
    ("write", "wrote"),
    ("write", "written"),
];

/// Prepositions and adverbs that belong to a cue when they follow its verb.
const PARTICLES: &[(&str, &[&str])] = &[
    ("admit", &["to"]),
    ("call", &["for", "on", "out"]),
    ("complain", &["about", "of"]),
    ("dream", &["of"]),
    ("hint", &["at"]),
    ("lash", &["out", "at"]),
    ("object", &["to"]),
    ("point", &["out", "to"]),
    ("protest", &["against"]),
    ("push", &["for", "back"]),
    ("rule", &["out"]),
    ("rail", &["against"]),
    ("refer", &["to"]),
    ("respond", &["to"]),
    ("speak", &["about", "of", "out", "against"]),
    ("talk", &["about", "of", "up"]),
    ("warn", &["of", "about", "against"]),
    ("worry", &["about"]),
];

/// Adjectives that cite after a form of *be* when a clause follows: `is confident that`.
const ADJECTIVES: &[&str] = &[
    "adamant",
    "afraid",
    "alarmed",
    "angry",
    "aware",
    "certain",
    "concerned",
    "confident",
    "convinced",
    "delighted",
    "disappointed",
    "doubtful",
    "glad",
    "hopeful",
    "optimistic",
    "proud",
    "sceptical",
    "skeptical",
    "sure",
    "surprised",
    "unaware",
    "worried",
];

/// Verbs that cite only with one of their particles.
const ONLY_WITH_PARTICLE: &[&str] =
    &["dream", "lash", "object", "point", "rail", "refer", "speak", "talk", "push", "protest"];

/// Verbs of belief and will that are somebody's position: news reports them as it reports words.
const ATTITUDES: &[&str] = &[
    "accept", "agree", "believe", "decline", "demand", "doubt", "dream", "expect", "fear",
    "foresee", "hope", "intend", "plan", "pledge", "promise", "refuse", "suspect", "think",
    "threaten", "vow", "want", "wish", "worry",
];

/// Nouns that cite when a possessor stands before them or a clause after them.
const NOUNS: &[&str] = &[
    "accusation",
    "accusations",
    "admission",
    "allegation",
    "allegations",
    "argument",
    "assertion",
    "assertions",
    "assessment",
    "assurance",
    "assurances",
    "belief",
    "claim",
    "claims",
    "comment",
    "comments",
    "complaint",
    "complaints",
    "concern",
    "concerns",
    "conclusion",
    "contention",
    "criticism",
    "denial",
    "doubts",
    "fear",
    "fears",
    "hope",
    "hopes",
    "insistence",
    "opinion",
    "pledge",
    "prediction",
    "predictions",
    "promise",
    "promises",
    "remark",
    "remarks",
    "reports",
    "rumors",
    "rumour",
    "rumours",
    "speculation",
    "statement",
    "suggestion",
    "suggestions",
    "threat",
    "view",
    "views",
    "vow",
    "warning",
    "warnings",
];

/// Adverbs that cite without saying whom.
const HEARSAY: &[&str] = &["allegedly", "purportedly", "reportedly", "supposedly"];

/// Nouns that cite without saying whom, when a clause follows them.
const HEARSAY_NOUNS: &[&str] = &[
    "allegations",
    "claims",
    "fears",
    "hopes",
    "reports",
    "rumors",
    "rumour",
    "rumours",
    "speculation",
    "suggestions",
    "talk",
];

/// Words before a colon that say what kind of piece it is, not who speaks.
const LABELS: &[&str] = &[
    "advertisement",
    "analysis",
    "breaking",
    "comment",
    "correction",
    "deadline",
    "editorial",
    "exclusive",
    "explained",
    "explainer",
    "feature",
    "gallery",
    "interview",
    "letter",
    "live",
    "more",
    "note",
    "obituary",
    "opinion",
    "photos",
    "pictures",
    "poll",
    "profile",
    "q&a",
    "related",
    "report",
    "revealed",
    "review",
    "update",
    "updated",
    "verdict",
    "video",
    "watch",
];

/// Texts and bodies of data that show, find and suggest.
const TEXT_NOUNS: &[&str] = &[
    "accounts",
    "analysis",
    "audit",
    "census",
    "complaint",
    "count",
    "data",
    "document",
    "documents",
    "email",
    "emails",
    "estimates",
    "evidence",
    "figures",
    "filing",
    "filings",
    "findings",
    "footage",
    "indictment",
    "inquiry",
    "investigation",
    "lawsuit",
    "letter",
    "memo",
    "numbers",
    "paper",
    "poll",
    "polling",
    "polls",
    "projections",
    "recording",
    "records",
    "report",
    "research",
    "results",
    "review",
    "ruling",
    "statement",
    "statistics",
    "studies",
    "study",
    "survey",
    "surveys",
    "transcript",
    "video",
];

/// Participles that cite nobody after a form of *be*: `is thought to`.
const IMPERSONAL: &[&str] = &[
    "alleged",
    "announced",
    "anticipated",
    "assumed",
    "believed",
    "claimed",
    "confirmed",
    "considered",
    "disclosed",
    "estimated",
    "expected",
    "feared",
    "felt",
    "forecast",
    "hoped",
    "known",
    "predicted",
    "projected",
    "reported",
    "reputed",
    "revealed",
    "rumored",
    "rumoured",
    "said",
    "scheduled",
    "seen",
    "slated",
    "speculated",
    "suggested",
    "suspected",
    "thought",
    "tipped",
    "understood",
];

struct Lexicon {
    forms: HashMap<String, (Cue, &'static str)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let weak: Vec<&str> = WEAK.split_whitespace().collect();
    let mut forms = HashMap::new();
    // The first class that has a form keeps it: speech before wishes, wishes before judgements.
    for (class, verbs) in [
        (Class::Say, SAY),
        (Class::Tell, TELL),
        (Class::Think, THINK),
        (Class::Want, WANT),
        (Class::Judge, JUDGE),
        (Class::Show, SHOW),
        (Class::Seem, SEEM),
    ] {
        for verb in verbs.split_whitespace() {
            for (form, word) in inflect(verb) {
                let weak = weak.contains(&word.as_str());
                forms.entry(word).or_insert((Cue { class, form, weak }, verb));
            }
        }
    }
    Lexicon { forms }
});

/// All forms of a verb.
fn inflect(verb: &str) -> Vec<(Form, String)> {
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let mut letters = verb.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let third = match last {
        Some('y') if !vowel(before) => format!("{}ies", &verb[..verb.len() - 1]),
        Some('s' | 'x' | 'o') => format!("{verb}es"),
        Some('h') if matches!(before, Some('s' | 'c')) => format!("{verb}es"),
        _ => format!("{verb}s"),
    };
    // One short syllable doubles its last letter: slam, rip, plan.
    let doubles = DOUBLING.contains(&verb);
    let stem =
        if doubles { format!("{verb}{}", last.unwrap_or_default()) } else { verb.to_owned() };
    let past = match last {
        Some('e') => format!("{verb}d"),
        Some('y') if !vowel(before) => format!("{}ied", &verb[..verb.len() - 1]),
        _ => format!("{stem}ed"),
    };
    let ing = match last {
        Some('e') if before != Some('e') => format!("{}ing", &verb[..verb.len() - 1]),
        _ => format!("{stem}ing"),
    };
    let mut forms = vec![(Form::Base, verb.to_owned()), (Form::Third, third), (Form::Ing, ing)];
    let irregular: Vec<_> = IRREGULAR.iter().filter(|(v, _)| *v == verb).collect();
    if irregular.is_empty() || verb == "show" {
        forms.push((Form::Past, past));
    }
    forms.extend(irregular.iter().map(|(_, past)| (Form::Past, (*past).to_owned())));
    forms
}

/// The cue that a word in lower case is, and its verb.
pub(super) fn cue(lower: &str) -> Option<(Cue, &'static str)> {
    LEXICON.forms.get(lower).copied()
}

/// Whether a word belongs to the cue of this verb when it follows it.
pub(super) fn is_particle(verb: &str, lower: &str) -> bool {
    PARTICLES.iter().any(|(v, particles)| *v == verb && particles.contains(&lower))
}

/// Whether a verb cites only together with a particle.
pub(super) fn needs_particle(verb: &str) -> bool {
    ONLY_WITH_PARTICLE.contains(&verb)
}

/// Whether a verb tells what somebody believes or wants, not only what somebody knows.
pub(super) fn is_attitude(verb: &str) -> bool {
    ATTITUDES.contains(&verb)
}

/// Whether a noun cites.
pub(super) fn is_noun(lower: &str) -> bool {
    NOUNS.binary_search(&lower).is_ok()
}

/// Whether an adjective cites after a form of *be*.
pub(super) fn is_adjective(lower: &str) -> bool {
    ADJECTIVES.binary_search(&lower).is_ok()
}

/// Whether an adverb cites without saying whom.
pub(super) fn is_hearsay(lower: &str) -> bool {
    HEARSAY.contains(&lower)
}

/// Whether a noun cites without a possessor: `rumours that`.
pub(super) fn is_hearsay_noun(lower: &str) -> bool {
    HEARSAY_NOUNS.contains(&lower)
}

/// Whether a word before a colon says what kind of piece follows.
pub(super) fn is_label(lower: &str) -> bool {
    LABELS.binary_search(&lower).is_ok()
}

/// Whether a noun names a text or a body of data.
pub(super) fn is_text_noun(lower: &str) -> bool {
    TEXT_NOUNS.binary_search(&lower).is_ok()
}

/// Whether a participle cites nobody after a form of *be*.
pub(super) fn is_impersonal(lower: &str) -> bool {
    IMPERSONAL.binary_search(&lower).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_from_the_verb() {
        for (word, class, form) in [
            ("said", Class::Say, Form::Past),
            ("replies", Class::Say, Form::Third),
            ("denied", Class::Say, Form::Past),
            ("admitting", Class::Say, Form::Ing),
            ("slammed", Class::Judge, Form::Past),
            ("told", Class::Tell, Form::Past),
            ("thinks", Class::Think, Form::Third),
            ("writing", Class::Say, Form::Ing),
        ] {
            let (cue, _) = cue(word).expect(word);
            assert_eq!((cue.class, cue.form), (class, form), "{word}");
        }
        assert_eq!(cue("sayed"), None);
    }

    #[test]
    fn lists_are_in_order() {
        assert!(NOUNS.is_sorted());
        assert!(ADJECTIVES.is_sorted());
        assert!(LABELS.is_sorted());
        assert!(TEXT_NOUNS.is_sorted());
        assert!(IMPERSONAL.is_sorted());
    }
}
