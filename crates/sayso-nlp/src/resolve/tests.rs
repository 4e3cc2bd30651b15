//! What the rules for speakers do on invented sentences, and that no text or span breaks them.

use proptest::prelude::*;
use sayso_core::id::ArticleId;
use sayso_core::record::MentionForm;

use super::*;
use crate::segment::segment;

/// An article in which `[source]`, `<cue>` and `{content}` mark one attribution after the other: a new
/// one begins where a role comes again.
fn marked(marked: &str) -> (Article, Vec<Relation>) {
    let mut text = String::new();
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut relations: Vec<Relation> = Vec::new();
    let empty = || Relation {
        source: Vec::new(),
        cue: Vec::new(),
        content: Vec::new(),
        parent: None,
        continues: None,
        confidence: 1.0,
        by: "test",
    };
    for c in marked.chars() {
        match c {
            '[' | '<' | '{' => open.push((c, text.len())),
            ']' | '>' | '}' => {
                let (role, start) = open.pop().unwrap();
                let span = Span::new(start, text.len());
                let taken = |r: &Relation| match role {
                    '[' => !r.source.is_empty(),
                    '<' => !r.cue.is_empty(),
                    _ => !r.content.is_empty(),
                };
                if relations.last().is_none_or(taken) {
                    relations.push(empty());
                }
                let relation = relations.last_mut().unwrap();
                match role {
                    '[' => relation.source.push(span),
                    '<' => relation.cue.push(span),
                    _ => relation.content.push(span),
                }
            }
            '|' => relations.push(empty()),
            c => text.push(c),
        }
    }
    (Article::new(ArticleId::new("test"), text), relations)
}

fn times(article: &Article) -> Times {
    Times::read(&segment(&article.text, &[]), &Hints::default(), article.published).0
}

fn resolved(text: &str) -> Resolved {
    let (article, relations) = marked(text);
    resolve(&article, &segment(&article.text, &[]), &relations, &Hints::default(), &times(&article))
}

/// Class and name of each speaker.
fn speakers(text: &str) -> Vec<(SpeakerClass, Option<String>)> {
    resolved(text).statements.into_iter().map(|s| (s.speaker.class, s.speaker.name)).collect()
}

fn class(text: &str) -> SpeakerClass {
    speakers(text).last().unwrap().0
}

fn name(text: &str) -> Option<String> {
    speakers(text).pop().unwrap().1
}

fn via(text: &str) -> Vec<String> {
    resolved(text).statements.pop().unwrap().via
}

/// The name behind an entity's id, or the words themselves.
fn who(resolved: &Resolved, value: Option<&String>) -> Option<String> {
    value.map(|value| {
        resolved
            .entities
            .iter()
            .find(|e| e.id.as_str() == *value)
            .map_or_else(|| value.clone(), |e| e.name.clone())
    })
}

fn speaks_for(text: &str) -> Option<String> {
    let resolved = resolved(text);
    let speaker = &resolved.statements.last().unwrap().speaker;
    who(&resolved, speaker.speaks_for.as_ref())
}

fn close_to(text: &str) -> Option<String> {
    let resolved = resolved(text);
    let speaker = &resolved.statements.last().unwrap().speaker;
    who(&resolved, speaker.close_to.as_ref())
}

#[test]
fn a_short_name_is_the_full_one() {
    assert_eq!(
        speakers(
            "[Olga Brandt, the harbour master,] <said> {it leaks}. [Brandt] <added> {that it rains}."
        ),
        [
            (SpeakerClass::Named, Some("Olga Brandt".into())),
            (SpeakerClass::Named, Some("Olga Brandt".into()))
        ]
    );
}

#[test]
fn pronouns_find_the_last_person_of_their_gender() {
    assert_eq!(
        name("Olga Brandt met Henrik Vik on Monday. [He] <said> {it leaks}.").as_deref(),
        Some("Henrik Vik")
    );
    assert_eq!(
        name("[Olga Brandt] <said> {Henrik Vik was late}. {“He always is,”} [she] <said>.")
            .as_deref(),
        Some("Olga Brandt")
    );
}

#[test]
fn a_role_with_a_name_beside_it_is_that_person() {
    assert_eq!(
        name("[The harbour board’s secretary, Nils Aker,] <said> {it leaks}.").as_deref(),
        Some("Nils Aker")
    );
    assert_eq!(
        name("{It leaks,} <said> [royal author Ingrid Lund].").as_deref(),
        Some("Ingrid Lund")
    );
}

#[test]
fn descriptions_find_the_person_with_that_role() {
    assert_eq!(
        name("The harbour master, Olga Brandt, came late. [The harbour master] <said> {it leaks}.")
            .as_deref(),
        Some("Olga Brandt")
    );
    // A headline's expert is named further down.
    let (class, name) = speakers(
        "[A tax expert] <says> {it leaks}.\nThe tax expert Olga Brandt was there. [Brandt] <said> {so}.",
    )
    .swap_remove(0);
    assert_eq!((class, name.as_deref()), (SpeakerClass::Named, Some("Olga Brandt")));
}

#[test]
fn official_voices_have_a_principal() {
    let text = "Nils Aker leads the Fisheries Board. [A spokeswoman for Aker] <said> {it leaks}.";
    assert_eq!(class(text), SpeakerClass::Spokesperson);
    assert_eq!(speaks_for(text).as_deref(), Some("Nils Aker"));
    let text = "Nils Aker left. [Aker’s office] <said> {it leaks}.";
    assert_eq!(class(text), SpeakerClass::Spokesperson);
    assert_eq!(speaks_for(text).as_deref(), Some("Nils Aker"));
    let text =
        "[Fisheries Board spokesman Nils Aker] <said> {it leaks}. [Aker] <added> {that it rains}.";
    assert_eq!(class(text), SpeakerClass::Named);
    assert_eq!(speaks_for(text).as_deref(), Some("Fisheries Board"));
}

#[test]
fn unnamed_people_are_anonymous_and_crowds_collective() {
    for source in
        ["An insider", "Two officials familiar with the plan", "one supporter", "a former courtier"]
    {
        assert_eq!(
            class(&format!("[{source}] <said> {{it leaks}}.")),
            SpeakerClass::Anonymous,
            "{source}"
        );
    }
    for source in ["Critics", "Most voters", "some lawmakers", "58% of those asked", "Norwegians"] {
        assert_eq!(
            class(&format!("[{source}] <said> {{it leaks}}.")),
            SpeakerClass::Collective,
            "{source}"
        );
    }
}

#[test]
fn texts_are_documents_and_bodies_organisations() {
    for source in ["the report", "A poll", "court records", "the lawsuit"] {
        assert_eq!(
            class(&format!("According to [{source}], {{it leaks}}.")),
            SpeakerClass::Document,
            "{source}"
        );
    }
    for source in
        ["The Fisheries Board", "Reuters", "the harbour authority", "Norway", "the Aker campaign"]
    {
        assert_eq!(
            class(&format!("[{source}] <said> {{it leaks}}.")),
            SpeakerClass::Organisation,
            "{source}"
        );
    }
}

#[test]
fn the_statement_is_whoever_spoke() {
    assert_eq!(
        name("[The Fisheries Board] <said> {it leaks}. {“We are sorry,”} [the statement] <said>.")
            .as_deref(),
        Some("Fisheries Board")
    );
}

#[test]
fn nearness_is_told() {
    let text = "Olga Brandt left. [A friend of Brandt] <said> {it leaks}.";
    assert_eq!(class(text), SpeakerClass::Anonymous);
    assert_eq!(close_to(text).as_deref(), Some("Olga Brandt"));
    let text = "[A source close to the chairman, Nils Aker,] <said> {it leaks}.";
    assert_eq!(class(text), SpeakerClass::Anonymous);
    assert_eq!(close_to(text).as_deref(), Some("Nils Aker"));
    let text = "Olga Brandt left. [People familiar with her thinking] <said> {it leaks}.";
    assert_eq!(close_to(text).as_deref(), Some("Olga Brandt"));
}

#[test]
fn the_reason_for_anonymity_is_quoted() {
    let reason = |text: &str| resolved(text).statements.pop().unwrap().speaker.anonymity_reason;
    assert_eq!(
        reason("[An official, who was not authorised to speak publicly,] <said> {it leaks}.")
            .as_deref(),
        Some("not authorised to speak publicly")
    );
    assert_eq!(
        reason("[A skipper, who asked not to be named because he still needs a berth,] <said> {it leaks}.")
            .as_deref(),
        Some("he still needs a berth")
    );
}

#[test]
fn several_names_speak_as_one() {
    assert_eq!(
        name("[Olga Brandt and Nils Aker] <said> {it leaks}.").as_deref(),
        Some("Olga Brandt and Nils Aker")
    );
}

#[test]
fn first_person_is_the_speaker_around_it_or_the_writer() {
    let text = "[Olga Brandt] <said>: {“I promised it would rain.”} |x";
    let (article, mut relations) = marked(text);
    let at = article.text.find('I').unwrap();
    relations[1].source.push(Span::new(at, at + 1));
    relations[1].cue.push(Span::new(at + 2, at + 10));
    relations[1].content.push(Span::new(at + 11, at + 24));
    relations[1].parent = Some(0);
    let resolved = resolve(&article, &segment(&article.text, &[]), &relations, &Hints::default(), &times(&article));
    assert_eq!(resolved.statements[1].speaker.name.as_deref(), Some("Olga Brandt"));
    assert_eq!(class("[I] <suspect> {it leaks}."), SpeakerClass::Author);
}

#[test]
fn nobody_is_said_to_be_nobody() {
    assert_eq!(class("<It has been claimed> {that it leaks}."), SpeakerClass::Unattributed);
    assert_eq!(class("{The boat} <reportedly> leaks."), SpeakerClass::Unattributed);
}

#[test]
fn a_left_out_subject_is_who_spoke_just_before() {
    assert_eq!(
        name("[Olga Brandt] <denied> {the report}, |<saying> {it never leaked}.").as_deref(),
        Some("Olga Brandt")
    );
}

#[test]
fn an_outlet_that_is_told_carries_and_a_person_is_addressed() {
    assert_eq!(via("[Olga Brandt] <told> the Fjord Gazette {it leaks}."), ["Fjord Gazette"]);
    assert_eq!(via("In an interview with Reuters, [Olga Brandt] <said> {it leaks}."), ["Reuters"]);
    assert_eq!(via("{It leaks}, [Olga Brandt] <tweeted>."), ["Twitter"]);
    assert_eq!(via("Speaking on Sky News, [Olga Brandt] <said> {it leaks}."), ["Sky News"]);
    let told = resolved("Nils Aker came. [Olga Brandt] <told> Aker {it leaks}.");
    assert!(told.statements[0].via.is_empty());
    assert_eq!(who(&told, told.statements[0].addressee.as_ref()).as_deref(), Some("Nils Aker"));
    let told = resolved("[Olga Brandt] <told> reporters {it leaks}.");
    assert_eq!(told.statements[0].addressee.as_deref(), Some("reporters"));
}

#[test]
fn an_interview_goes_on_until_another_occasion() {
    assert_eq!(
        via("[Olga Brandt] <told> Reuters {it leaks}. {“Badly,”} [she] <said>."),
        ["Reuters"]
    );
    assert!(
        via("[Olga Brandt] <told> Reuters {it leaks}. Last year [she] <said> {it did not}.")
            .is_empty()
    );
}

#[test]
fn the_outlet_is_the_one_that_carried_last() {
    assert_eq!(
        via("[Olga Brandt] <told> the Fjord Gazette {it leaks}. A photo by Reuters hung there. \
             [Nils Aker] <told> the paper {it rains}."),
        ["Fjord Gazette"]
    );
}

#[test]
fn a_book_is_a_work() {
    let book = resolved("In her memoir Low Water, [Olga Brandt] <writes> {that it leaked}.");
    assert_eq!(book.statements[0].work.as_deref(), Some("Low Water"));
}

#[test]
fn a_denial_after_reports_disputes_them() {
    let text = "[The Fjord Gazette] <reported> {the boat had sunk}. \
                [Aker’s office] <said> {the claims were false}.";
    let resolved = resolved(text);
    assert_eq!(resolved.statements[1].stance, Stance::Denies);
    assert_eq!(resolved.statements[1].disputes, [0]);
}

#[test]
fn a_quotation_of_nobody_is_noted_unless_somebody_says_it_elsewhere() {
    let notes = |text: &str| {
        let (article, _) = marked(text);
        resolved(text)
            .notes
            .iter()
            .map(|n| n.place.of(&article.text).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        notes("{Olga Brandt is “tired and cross”}, <it has been claimed>."),
        ["tired and cross"]
    );
    assert!(
        notes(
            "{Olga Brandt is “tired and cross”}, <it has been claimed>. \
             {“She is tired and cross,”} [Nils Aker] <said>."
        )
        .is_empty()
    );
    assert!(notes("He sails a “so-called boat” in summer.").is_empty());
}

#[test]
fn two_of_one_surname_stay_two() {
    let resolved = resolved("Olga Brandt met Henrik Brandt. [Mr Brandt] <said> {it leaks}.");
    let people: Vec<&str> = resolved.entities.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(people, ["Olga Brandt", "Henrik Brandt"]);
    assert_eq!(resolved.statements[0].speaker.name.as_deref(), Some("Henrik Brandt"));
}

#[test]
fn dates_beside_the_cue_are_told_from_publication() {
    let (mut article, relations) = marked("[Olga Brandt] <said> on Saturday {it leaks}.");
    article.published = "2025-09-28".parse().ok();
    let resolved = resolve(&article, &segment(&article.text, &[]), &relations, &Hints::default(), &times(&article));
    assert_eq!(resolved.statements[0].said, "2025-09-27".parse().ok());
}

/// Words that the rules ask for, so that arbitrary texts reach them.
fn newslike() -> impl Strategy<Value = String> {
    let words = [
        "Olga",
        "Brandt",
        "Mr",
        "Mrs.",
        "Prince",
        "King",
        "the",
        "a",
        "his",
        "her",
        "of",
        "and",
        "for",
        "to",
        "told",
        "said",
        "says",
        "who",
        "spokesman",
        "source",
        "close",
        "report",
        "Reuters",
        "Ministry",
        "The",
        "Duke",
        "’s",
        "'s",
        "’",
        "\"",
        "“",
        "”",
        ",",
        ".",
        ":",
        "-",
        "one",
        "two",
        "41",
        "on",
        "Twitter",
        "X",
        "tweeted",
        "statement",
        "campaign",
        "office",
        "he",
        "she",
        "they",
        "it",
        "I",
        "we",
        "last",
        "March",
        "2024",
        "Saturday",
        "anonymity",
        "because",
        "not",
        "authorised",
        "speak",
        "(",
        ")",
        "\n",
        "%",
        "memoir",
        "reportedly",
        "will",
        "é",
        "𝔘",
        "His",
        "Majesty",
        "Royal",
        "&",
        "60",
        "Minutes",
        "Jr.",
        "told",
        "us",
        "outlet",
        "named",
        "familiar",
        "with",
        "thinking",
        "brother",
        "club",
        "its",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..60)
        .prop_map(|words| words.join(" ").replace(" ’", "’").replace(" '", "'"))
}

/// The words and forms of all mentions of the first entity.
fn forms(text: &str) -> Vec<(String, MentionForm)> {
    let (article, _) = marked(text);
    let resolved = resolved(text);
    let mentions = &resolved.entities[0].mentions;
    mentions.iter().map(|m| (m.place.of(&article.text).to_owned(), m.form)).collect()
}

#[test]
fn a_mention_says_how_the_text_refers() {
    use MentionForm::{Description, Name, Pronoun};
    let told = |all: &[(&str, MentionForm)]| -> Vec<(String, MentionForm)> {
        all.iter().map(|(words, form)| ((*words).to_owned(), *form)).collect()
    };
    assert_eq!(
        forms("Mayor Olga Brandt resigned. [She] <said> {it was time}. Mrs Brandt left."),
        told(&[("Olga Brandt", Name), ("She", Pronoun), ("Brandt", Name)])
    );
    assert_eq!(
        forms(
            "Prince Nils came. The Duke of Ostmark spoke. Queen Astrid did not. [The Duke] <said> \
             {he was tired}."
        ),
        told(&[
            ("Prince Nils", Name),
            ("Duke of Ostmark", Name),
            ("The Duke", Description),
            ("he", Pronoun)
        ])
    );
    assert_eq!(
        forms("Olga Brandt is the harbour master. “No,” [the harbour master] <said>. {No}."),
        told(&[("Olga Brandt", Name), ("the harbour master", Description)])
    );
}

proptest! {
    #[test]
    fn any_text_and_any_relations_resolve(
        text in prop_oneof![newslike(), "\\PC{0,80}"],
        cuts in proptest::collection::vec(
            (proptest::collection::vec(0usize..400, 6), 0usize..8, 0usize..8, any::<u8>()), 0..6),
    ) {
        let boundaries: Vec<usize> =
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let span = |a: usize, b: usize| {
            let (a, b) = (boundaries[a % boundaries.len()], boundaries[b % boundaries.len()]);
            Span::new(a.min(b), a.max(b))
        };
        let relations: Vec<Relation> = cuts
            .iter()
            .map(|(at, parent, continues, has)| Relation {
                source: if has & 1 == 0 { vec![span(at[0], at[1])] } else { Vec::new() },
                cue: if has & 2 == 0 { vec![span(at[2], at[3])] } else { Vec::new() },
                content: vec![span(at[4], at[5])],
                parent: (has & 4 == 0).then_some(*parent),
                continues: (has & 8 == 0).then_some(*continues),
                confidence: 1.0,
                by: "test",
            })
            .collect();
        let article = Article::new(ArticleId::new("any"), text.clone());
        let resolved = resolve(&article, &segment(&text, &[]), &relations, &Hints::default(), &times(&article));
        prop_assert_eq!(resolved.statements.len(), relations.len());
        let inside = |span: Span| text.get(span.range()).is_some();
        for (n, entity) in resolved.entities.iter().enumerate() {
            prop_assert_eq!(entity.id.as_str(), format!("e{}", n + 1));
            prop_assert!(!entity.name.is_empty());
            prop_assert!(entity.mentions.iter().all(|m| inside(m.place) && !m.place.is_empty()));
            prop_assert!(entity.attributes.iter().all(|a| inside(a.place)));
        }
        for statement in &resolved.statements {
            prop_assert!(statement.evidence.iter().all(|e| inside(e.place)));
            prop_assert!((0.0..=1.0).contains(&statement.speaker.confidence));
            prop_assert!(statement.disputes.iter().all(|d| *d < relations.len()));
        }
        prop_assert!(resolved.notes.iter().all(|n| inside(n.place)));
    }
}
