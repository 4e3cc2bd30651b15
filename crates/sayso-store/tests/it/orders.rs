//! The order in which things come does not matter.

use std::fmt::Write as _;

use proptest::prelude::*;
use sayso_core::CharSpan;
use sayso_core::record::ArticleRecord;
use sayso_store::correct::Field;
use sayso_store::{Ledger, Row};

use crate::support::{article, by, from, says, shown, with};

const NAMES: [&str; 4] = ["Ines Calder", "Tom Brandt", "Ana Ruiz", "Calder"];

/// An article in which some people say something, by number.
fn numbered(id: usize, speakers: &[usize]) -> ArticleRecord<CharSpan> {
    let mut text = String::new();
    let mut places = Vec::new();
    for (idx, speaker) in speakers.iter().enumerate() {
        let name = NAMES[speaker % NAMES.len()];
        let content = format!("thing {id} {idx} was so");
        write!(text, "{name} said {content}. ").expect("a string");
        places.push((name, content));
    }
    let mut record = article(&format!("a{id}"), &text);
    for (name, content) in &places {
        says(&mut record, name, content);
    }
    record
}

/// One thing that a person does to a ledger.
#[derive(Clone, Debug)]
enum Deed {
    Accept(usize),
    Reject(usize),
    Rename(usize, usize),
    Shorten(usize),
    Merge(usize, usize),
    Split(usize, usize),
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0usize..12).prop_map(Deed::Accept),
        (0usize..12).prop_map(Deed::Reject),
        (0usize..12, 0usize..4).prop_map(|(s, n)| Deed::Rename(s, n)),
        (0usize..12).prop_map(Deed::Shorten),
        (0usize..4, 0usize..4).prop_map(|(a, b)| Deed::Merge(a, b)),
        (0usize..4, 0usize..3).prop_map(|(n, a)| Deed::Split(n, a)),
        Just(Deed::Undo),
    ]
}

/// Does it; what cannot be done is left.
fn perform(ledger: &mut Ledger, records: &[ArticleRecord<CharSpan>], deed: &Deed, who: &str) {
    let ids: Vec<_> = records.iter().flat_map(|r| &r.statements).map(|s| s.id.clone()).collect();
    let author = by(who, 7);
    let id = |idx: &usize| &ids[idx % ids.len()];
    let _ = match deed {
        Deed::Accept(idx) => ledger.accept(id(idx), &author),
        Deed::Reject(idx) => ledger.reject(id(idx), &author),
        Deed::Rename(idx, name) => ledger.edit(id(idx), Field::Name, NAMES[*name], &author),
        Deed::Shorten(idx) => ledger.edit(id(idx), Field::Content, "was so", &author),
        Deed::Merge(a, b) => ledger.merge(&[NAMES[*a].to_owned()], NAMES[*b], &author),
        Deed::Split(name, article) => {
            let article = records[article % records.len()].id.clone();
            ledger.split(NAMES[*name], &[article], "Somebody Else", &author)
        }
        Deed::Undo => match ledger.last_correction().expect("readable") {
            Some(last) => ledger.undo(&last, &author),
            None => return,
        },
    };
}

/// All that a user can see: statements, people, outlets and the log.
fn seen(ledger: &Ledger) -> (Vec<Row>, Vec<String>, String, Vec<String>) {
    let people = NAMES.iter().chain(&["Somebody Else"]).map(|name| {
        let people = ledger.who(name).expect("readable");
        let people = people.iter().map(|p| format!("{} {:?} {}", p.name, p.also, p.statements));
        people.collect::<Vec<_>>().join("; ")
    });
    (
        shown(ledger),
        people.collect(),
        format!("{:?}", ledger.outlets().expect("readable")),
        ledger.export_corrections().expect("readable"),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn articles_come_in_any_order_and_again(
        speakers in proptest::collection::vec(proptest::collection::vec(0usize..4, 0..4), 1..5),
        turn in 0usize..5,
    ) {
        let records: Vec<_> = speakers.iter().enumerate().map(|(n, s)| numbered(n, s)).collect();
        let mut turned = records.clone();
        turned.rotate_left(turn % records.len());
        turned.reverse();
        let ledger = with(&records);
        let mut other = with(&turned);
        prop_assert_eq!(seen(&ledger), seen(&other));
        for record in &records {
            let provided = from(record, "elsewhere.txt", 99);
            other.add(record, &provided).expect("added");
        }
        prop_assert_eq!(seen(&ledger), seen(&other));
    }

    #[test]
    fn logs_merge_both_ways_and_whenever_the_articles_come(
        ours in proptest::collection::vec(deed(), 0..7),
        theirs in proptest::collection::vec(deed(), 0..7),
    ) {
        let records = [numbered(0, &[0, 1, 3]), numbered(1, &[2, 0]), numbered(2, &[3, 3, 1])];
        let (mut a, mut b) = (with(&records), with(&records));
        for deed in &ours {
            perform(&mut a, &records, deed, "Ana");
        }
        for deed in &theirs {
            perform(&mut b, &records, deed, "Tom");
        }
        let export = |ledger: &Ledger| ledger.export_corrections().expect("readable");
        let (from_a, from_b) = (export(&a), export(&b));
        let take_in = |ledger: &mut Ledger, lines: &[String]| {
            ledger.import_corrections(lines.iter().map(String::as_str), "log").expect("taken in")
        };
        take_in(&mut a, &from_b);
        take_in(&mut b, &from_a);
        prop_assert_eq!(seen(&a), seen(&b));
        // The log before the articles, line by line from the end.
        let mut late = with(&[]);
        for line in export(&a).iter().rev() {
            take_in(&mut late, std::slice::from_ref(line));
        }
        for record in records.iter().rev() {
            late.add(record, &from(record, "late.txt", 5)).expect("added");
        }
        prop_assert_eq!(seen(&a), seen(&late));
        // Once more changes nothing.
        take_in(&mut a, &from_a);
        prop_assert_eq!(seen(&a), seen(&b));
    }
}
