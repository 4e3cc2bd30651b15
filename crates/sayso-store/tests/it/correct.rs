//! What people say of the ledger holds, and is never lost.

use sayso_core::record::SpeakerClass;
use sayso_core::{CharSpan, Kind};
use sayso_store::correct::{Action, Field, State};
use sayso_store::{Filter, Ledger, Page, Status};

use crate::support::{article, by, ferry, ferry_later, from, says, shown, with};

fn states(ledger: &Ledger) -> Vec<State> {
    ledger.corrections().expect("readable").into_iter().map(|listed| listed.state).collect()
}

#[test]
fn fields_are_set_and_set_back() {
    let record = ferry();
    let id = record.statements[0].id.clone();
    let mut ledger = with(&[record]);
    for (field, words) in [
        (Field::Class, "spokesperson"),
        (Field::Name, "Inès Calder-Wyn"),
        (Field::Via, "Evening Post > Coast Radio"),
        (Field::Said, "2024-03"),
        (Field::Stance, "hedged"),
        (Field::Content, "the rudder … gone"),
        (Field::Negated, "yes"),
    ] {
        ledger.edit(&id, field, words, &by("Ana", 10)).expect("a value");
    }
    let row = &shown(&ledger).into_iter().find(|row| row.id == id).expect("there");
    assert_eq!((row.class.as_str(), row.stance.as_str()), ("spokesperson", "hedged"));
    assert_eq!(row.speaker.as_deref(), Some("Inès Calder-Wyn"));
    assert_eq!(row.via, ["Evening Post", "Coast Radio"]);
    assert_eq!((row.day.as_deref(), row.content.as_str()), (Some("2024-03"), "the rudder … gone"));
    assert!(row.corrected && row.negated);
    let found = ledger.found(&id).expect("readable");
    assert_eq!(found.corrections.len(), 7);
    assert_eq!(found.record.statements[0].speaker.class, SpeakerClass::Spokesperson);
    let by_name = |name: &str| {
        let filter = Filter { speaker: Some(name.to_owned()), ..Filter::default() };
        ledger.count(&filter, 1_000).expect("readable")
    };
    assert_eq!((by_name("ines calder wyn"), by_name("Ines Calder")), (1, 1));
    while let Some(last) = ledger.last_correction().expect("readable") {
        ledger.undo(&last, &by("Ana", 20)).expect("undone");
    }
    assert_eq!(shown(&ledger), shown(&with(&[ferry()])));
    assert_eq!(ledger.size().expect("readable").corrections, 14, "nothing is deleted");
}

#[test]
fn what_is_no_value_is_refused_and_leaves_nothing() {
    let record = ferry();
    let id = record.statements[0].id.clone();
    let mut ledger = with(&[record]);
    for (field, words) in [
        (Field::Class, "boss"),
        (Field::Said, "yesterday"),
        (Field::Content, "words of no article"),
        (Field::Content, ""),
        (Field::Negated, "perhaps"),
        (Field::Stance, "asserts"),
    ] {
        let error = ledger.edit(&id, field, words, &by("Ana", 10)).expect_err(words);
        assert_eq!(error.kind(), Kind::Query, "{error}");
    }
    assert_eq!(ledger.size().expect("readable").corrections, 0);
}

#[test]
fn rejected_is_gone_from_answers_and_from_sums_but_not_from_the_ledger() {
    let record = ferry();
    let id = record.statements[1].id.clone();
    let mut ledger = with(&[record]);
    ledger.reject(&id, &by("Ana", 10)).expect("rejected");
    assert_eq!(shown(&ledger).len(), 1);
    assert_eq!(ledger.outlets().expect("readable")[0].statements, 1);
    let rejected = Filter { status: Some(Status::Rejected), ..Filter::default() };
    let page = Page { limit: 10, ..Page::default() };
    assert_eq!(ledger.statements(&rejected, &page).expect("readable")[0].id, id);
    // Whoever corrects last is right, even if their clock was turned back.
    ledger.accept(&id, &by("Tom", 5)).expect("accepted");
    assert_eq!(shown(&ledger).len(), 2);
}

#[test]
fn undone_twice_is_done() {
    let record = ferry();
    let id = record.statements[0].id.clone();
    let mut ledger = with(&[record]);
    let rejected = ledger.reject(&id, &by("Ana", 10)).expect("rejected");
    let undo = ledger.undo(&rejected.id, &by("Ana", 11)).expect("undone");
    assert_eq!(shown(&ledger).len(), 2);
    assert!(ledger.undo(&rejected.id, &by("Ana", 12)).is_err(), "it is undone already");
    ledger.undo(&undo.id[..8], &by("Ana", 12)).expect("undone");
    assert_eq!(shown(&ledger).len(), 1);
    let undone = |state: &State| matches!(state, State::Undone);
    assert_eq!(states(&ledger).iter().map(undone).collect::<Vec<_>>(), [false, true, false]);
}

#[test]
fn corrections_outlive_another_extractor_or_are_listed() {
    let record = ferry();
    let ids: Vec<_> = record.statements.iter().map(|s| s.id.clone()).collect();
    let mut ledger = with(&[record]);
    ledger.edit(&ids[0], Field::Name, "Inès Calder", &by("Ana", 10)).expect("edited");
    ledger.accept(&ids[0], &by("Ana", 11)).expect("accepted");
    ledger.edit(&ids[1], Field::Stance, "denies", &by("Ana", 12)).expect("edited");
    // Another extractor takes the full stop in, names the speaker wrongly, and finds one fewer.
    let mut again = article("ferry", &ferry().text);
    again.extractor.model = None;
    says(&mut again, "Ines Calder", "the rudder may be gone.");
    again.statements[0].speaker.name = Some("Tom Brandt".to_owned());
    ledger.add(&again, &from(&again, "ferry.txt", 20)).expect("added");
    let rows = shown(&ledger);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].speaker.as_deref(), rows[0].status), (Some("Inès Calder"), "accepted"));
    let why = "no statement has these words now".to_owned();
    let id = again.statements[0].id.clone();
    let holds = || State::Holds(Some(id.clone()));
    assert_eq!(states(&ledger), [holds(), holds(), State::Unanchored(why)]);
    // The first extractor again: all of it holds again.
    let mut first = ferry();
    first.extractor.model = Some("b".to_owned());
    ledger.add(&first, &from(&first, "ferry.txt", 30)).expect("added");
    assert!(states(&ledger).iter().all(|state| matches!(state, State::Holds(Some(_)))));
    let brandt = shown(&ledger).into_iter().find(|row| row.id == ids[1]);
    assert_eq!(brandt.map(|row| row.stance).as_deref(), Some("denies"));
}

#[test]
fn corrections_follow_their_words_into_a_new_version_and_nowhere_else() {
    let record = ferry();
    let ids: Vec<_> = record.statements.iter().map(|s| s.id.clone()).collect();
    let mut ledger = with(&[record]);
    ledger.edit(&ids[0], Field::Stance, "hedged", &by("Ana", 10)).expect("edited");
    ledger.reject(&ids[1], &by("Ana", 11)).expect("rejected");
    let moved = {
        let mut moved = article("ferry", &format!("Updated on Friday. {}", ferry().text));
        says(&mut moved, "Ines Calder", "the rudder may be gone");
        // The same words, now said by somebody else.
        says(&mut moved, "Tom Brandt", "nobody had told him about the repairs");
        moved.statements[1].source = vec![crate::support::place(&moved.text, "The ferry")];
        moved
    };
    ledger.add(&moved, &from(&moved, "ferry.txt", 20)).expect("added");
    let rows = shown(&ledger);
    let hedged: Vec<bool> = rows.iter().map(|row| row.stance == "hedged").collect();
    assert_eq!(hedged.iter().filter(|hedged| **hedged).count(), 1);
    assert_eq!(rows.len(), 2, "the rejection is not moved to another's words");
    let why = "these words have another source now".to_owned();
    assert_eq!(states(&ledger)[1], State::Unanchored(why));
    let later = ferry_later();
    ledger.add(&later, &from(&later, "ferry.txt", 30)).expect("added");
    assert!(states(&ledger).iter().all(|state| matches!(state, State::Unanchored(_))));
}

#[test]
fn people_are_merged_and_split() {
    let mut other = article("yard", "Calder said the yard was closed. I. Calder said no more.");
    says(&mut other, "Calder", "the yard was closed");
    says(&mut other, "I. Calder", "no more");
    let mut ledger = with(&[ferry(), other.clone()]);
    let who = |ledger: &Ledger, name: &str| -> Vec<(String, u64)> {
        let people = ledger.who(name).expect("readable");
        people.into_iter().map(|person| (person.name, person.statements)).collect()
    };
    let called = |name: &str, n: u64| (name.to_owned(), n);
    assert_eq!(who(&ledger, "calder").len(), 3);
    let names = ["Calder", "I. Calder", "Ines Calder"].map(str::to_owned);
    let merged = ledger.merge(&names, "Ines Calder", &by("Ana", 1)).expect("merged");
    assert_eq!(who(&ledger, "calder"), [called("Ines Calder", 3)]);
    assert_eq!(who(&ledger, "i calder"), [called("Ines Calder", 3)]);
    let into = "Rosa Calder (the builder)";
    let split = ledger.split("Calder", &[other.id.clone()], into, &by("Ana", 2)).expect("split");
    assert_eq!(who(&ledger, "ines calder"), [called("Ines Calder", 2)]);
    assert_eq!(who(&ledger, "rosa"), [called(into, 1)]);
    // It holds for what comes later, too.
    let mut anew = other.clone();
    anew.extractor.model = None;
    ledger.add(&anew, &from(&anew, "yard.txt", 9)).expect("added");
    assert_eq!(who(&ledger, "rosa"), [called(into, 1)]);
    ledger.undo(&split.id, &by("Ana", 3)).expect("undone");
    assert_eq!(who(&ledger, "calder"), [called("Ines Calder", 3)]);
    ledger.undo(&merged.id, &by("Ana", 4)).expect("undone");
    assert_eq!(who(&ledger, "calder").len(), 3);
    assert!(ledger.merge(&["Nobody".to_owned()], "Ines Calder", &by("Ana", 5)).is_err());
    assert!(ledger.split("Ruiz", &[other.id], "Ruiz (2)", &by("Ana", 5)).is_err());
}

#[test]
fn what_was_judged_as_a_whole_is_gold() {
    let record = ferry();
    let ids: Vec<_> = record.statements.iter().map(|s| s.id.clone()).collect();
    let mut ledger = with(&[record]);
    ledger.accept(&ids[0], &by("Ana", 1)).expect("accepted");
    let gold = ledger.gold().expect("readable");
    assert_eq!((gold.lines.len(), gold.unfinished.len()), (0, 1));
    ledger.reject(&ids[1], &by("Ana", 2)).expect("rejected");
    let gold = ledger.gold().expect("readable");
    assert_eq!((gold.lines.len(), gold.unfinished.len()), (1, 0));
    let line: serde_json::Value = serde_json::from_str(&gold.lines[0]).expect("JSON");
    assert_eq!(line["attributions"].as_array().map(Vec::len), Some(1));
    assert_eq!(line["attributions"][0]["speaker"]["name"], "Ines Calder");
}

#[test]
fn a_log_is_taken_in_once_and_lines_that_were_changed_are_not() {
    let record = ferry();
    let id = record.statements[0].id.clone();
    let mut ledger = with(std::slice::from_ref(&record));
    ledger.edit(&id, Field::Stance, "hedged", &by("Ana", 1)).expect("edited");
    ledger.accept(&id, &by("Ana", 2)).expect("accepted");
    let lines = ledger.export_corrections().expect("readable");
    let mut other = with(&[]);
    let take_in = |ledger: &mut Ledger, lines: &[String]| {
        ledger.import_corrections(lines.iter().map(String::as_str), "log.jsonl")
    };
    let imported = take_in(&mut other, &lines).expect("taken in");
    assert_eq!((imported.new, imported.waiting), (2, 2));
    assert_eq!(states(&other), [State::Waiting, State::Waiting]);
    other.add(&record, &from(&record, "ferry.txt", 1)).expect("added");
    assert_eq!(shown(&other), shown(&ledger));
    let imported = take_in(&mut other, &lines).expect("taken in");
    assert_eq!((imported.new, imported.known), (0, 2));
    assert_eq!(other.export_corrections().expect("readable"), lines);
    let changed = [lines[0].clone(), lines[1].replace("Ana", "Tom")];
    let error = take_in(&mut with(&[]), &changed).expect_err("changed");
    assert_eq!(error.place().and_then(|place| place.line), Some(2));
    for wrong in ["{}", "[]", "no", r#"{"sayso_correction": 9}"#] {
        assert!(take_in(&mut other, &[wrong.to_owned()]).is_err(), "{wrong}");
    }
    assert!(matches!(
        ledger.corrections().expect("readable")[1].correction.action,
        Action::Accept { .. }
    ));
}

#[test]
fn statements_of_the_same_words_are_told_apart_by_their_source() {
    let text = "“No,” said Ines Calder. “No,” said Tom Brandt.";
    let mut record = article("no", text);
    says(&mut record, "Ines Calder", "“No,”");
    says(&mut record, "Tom Brandt", "“No,”");
    let second = CharSpan::new(24, 29);
    record.statements[1].content = vec![second];
    record.statements[1].id = sayso_core::id::StatementId::of(
        &record.id,
        &record.statements[1].source,
        &[],
        &[second],
        "indirect",
    );
    let id = record.statements[1].id.clone();
    let mut ledger = with(&[record]);
    ledger.reject(&id, &by("Ana", 1)).expect("rejected");
    assert_eq!(shown(&ledger)[0].speaker.as_deref(), Some("Ines Calder"));
}
