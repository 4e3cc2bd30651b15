//! Questions get the statements they ask for, in their order, a page at a time.

use sayso_core::Kind;
use sayso_core::record::{SpeakerClass, Stance};
use sayso_store::{Filter, Ledger, Order, Page};

use crate::support::{article, ferry, says, with};

fn harbour() -> Ledger {
    let mut records = vec![ferry()];
    for day in 1..=9 {
        let text = format!("Ana Ruiz said crane {day} was repaired at once.");
        let mut record = article(&format!("crane-{day}"), &text);
        record.outlet = Some(if day % 2 == 0 { "Évening Star" } else { "Harbour Post" }.to_owned());
        record.published = Some(format!("2024-02-0{day}").parse().expect("a date"));
        says(&mut record, "Ana Ruiz", &format!("crane {day} was repaired at once"));
        let statement = &mut record.statements[0];
        statement.via = vec!["Coast Radio".to_owned()];
        if day > 6 {
            statement.stance = Stance::Denies;
            statement.speaker.class = SpeakerClass::Spokesperson;
        }
        records.push(record);
    }
    with(&records)
}

fn ids(ledger: &Ledger, filter: &Filter, page: &Page) -> Vec<String> {
    let rows = ledger.statements(filter, page).expect("readable");
    assert!(rows.len() as u64 <= ledger.count(filter, 1_000).expect("readable"));
    rows.iter().map(|row| row.article.to_string()).collect()
}

#[test]
fn each_filter_lets_its_own_through() {
    let ledger = harbour();
    let all = Page { limit: 100, ..Page::default() };
    let text = |words: &str| Some(words.to_owned());
    let cases: [(Filter, usize); 13] = [
        (Filter::default(), 11),
        (Filter { speaker: text("ruiz"), ..Filter::default() }, 9),
        (Filter { speaker: text("nobody"), ..Filter::default() }, 0),
        (Filter { classes: vec![SpeakerClass::Spokesperson], ..Filter::default() }, 3),
        (Filter { outlet: text("evening star"), ..Filter::default() }, 4),
        (Filter { via: text("coast radio"), ..Filter::default() }, 9),
        (Filter { words: text("rudder OR \"crane 3\""), ..Filter::default() }, 2),
        (Filter { words: text("repair* NOT crane"), ..Filter::default() }, 1),
        (Filter { from: "2024-02-05".parse().ok(), ..Filter::default() }, 7),
        (Filter { to: "2024-02".parse().ok(), ..Filter::default() }, 9),
        (Filter { stance: Some(Stance::Denies), ..Filter::default() }, 3),
        (Filter { article: Some(ferry().id), ..Filter::default() }, 2),
        (
            Filter {
                via: text("Coast Radio"),
                words: text("crane"),
                speaker: text("Ana"),
                outlet: text("Harbour Post"),
                from: "2024-02-03".parse().ok(),
                ..Filter::default()
            },
            4,
        ),
    ];
    for (filter, n) in cases {
        assert_eq!(ids(&ledger, &filter, &all).len(), n, "{filter:?}");
        assert_eq!(ledger.count(&filter, 1_000).expect("readable"), n as u64, "{filter:?}");
    }
}

#[test]
fn pages_put_together_are_the_whole() {
    let ledger = harbour();
    for words in [None, Some("was OR be".to_owned())] {
        for order in [Order::Newest, Order::Oldest, Order::Added, Order::Relevance] {
            if order == Order::Relevance && words.is_none() {
                continue;
            }
            let filter = Filter { words: words.clone(), ..Filter::default() };
            let page = Page { order, limit: 100, after: None };
            let whole = ledger.statements(&filter, &page).expect("readable");
            assert!(whole.len() >= 10);
            let mut pages = Vec::new();
            let mut after = None;
            loop {
                let page = Page { order, limit: 3, after };
                let rows = ledger.statements(&filter, &page).expect("readable");
                let Some(last) = rows.last() else { break };
                after = Some(last.id.clone());
                pages.extend(rows);
            }
            assert_eq!(pages, whole, "{order:?}");
        }
    }
}

#[test]
fn sums_are_those_of_the_statements() {
    let ledger = harbour();
    let outlets = ledger.outlets().expect("readable");
    let of: Vec<_> =
        outlets.iter().map(|o| (o.outlet.as_deref(), o.articles, o.statements)).collect();
    assert_eq!(of, [(Some("Harbour Post"), 6, 7), (Some("Évening Star"), 4, 4)]);
    assert!((outlets[1].official - 0.25).abs() < 1e-9 && (outlets[1].named - 0.75).abs() < 1e-9);
    let people = ledger.who("Ana Ruiz").expect("readable");
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].months, [("2024-02".to_owned(), 9)]);
    assert_eq!(people[0].outlets[0], ("Harbour Post".to_owned(), 5));
}

#[test]
fn a_statement_is_called_by_its_id_or_the_beginning_of_it() {
    let ledger = harbour();
    let id = &ferry().statements[0].id;
    let hash = id.as_str().rsplit_once('/').expect("an id").1;
    for called in [id.as_str(), hash, &id.as_str()[..id.as_str().len() - 3]] {
        assert_eq!(&ledger.statement_called(called).expect(called), id);
    }
    for called in ["ferry/", "crane", "zzz", ""] {
        assert_eq!(ledger.statement_called(called).expect_err(called).kind(), Kind::Query);
    }
    let found = ledger.found(id).expect("there");
    assert_eq!(found.record, ferry());
}
