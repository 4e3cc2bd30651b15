//! What is counted of invented texts.

use serde_json::{Value, json};

use super::*;

const TEXT: &str = "Mayor Ines Calder met Ana Ruiz. “No,” she said. Ruiz left the town.";

/// A chain of these words, each at its first place; the second words are what they can't do without.
fn chain(id: &str, person: bool, mentions: &[(&str, &str)]) -> Chain {
    let span = |words: &str| {
        let start = TEXT.find(words).map(|at| TEXT[..at].chars().count()).unwrap();
        CharSpan::new(start, start + words.chars().count())
    };
    let mentions =
        mentions.iter().map(|(w, least)| GoldMention { span: span(w), least: span(least) });
    Chain { id: id.to_owned(), person, mentions: mentions.collect() }
}

fn gold() -> ChainedText {
    let entities = vec![
        chain("calder", true, &[("Mayor Ines Calder", "Ines Calder"), ("she", "she")]),
        chain("ruiz", true, &[("Ana Ruiz", "Ana Ruiz"), ("Ruiz left", "Ruiz left")]),
        chain("town", false, &[("the town", "town")]),
    ];
    let said = json!({"content": [[32, 37]], "source": [[38, 41]]});
    ChainedText {
        id: "a".to_owned(),
        text: TEXT.to_owned(),
        chains: entities[..2].to_vec(),
        entities,
        quotations: vec![Quotation {
            said: serde_json::from_value(said).unwrap(),
            speaker: "calder".to_owned(),
            named: true,
        }],
    }
}

fn entity(id: &str, kind: &str, mentions: &[[usize; 2]]) -> Value {
    json!({"id": id, "kind": kind, "mentions": mentions})
}

fn figures(entities: &[Value], statements: &Value) -> ChainFigures {
    let line = json!({"id": "a", "text": TEXT, "entities": entities, "statements": statements});
    let predicted: Predicted = serde_json::from_value(line).unwrap();
    let mut figures = ChainFigures::default();
    figures.add(&gold(), Some(&predicted)).unwrap();
    figures
}

#[test]
fn the_gold_itself_is_right() {
    let gold = gold();
    let entities: Vec<Value> = gold
        .entities
        .iter()
        .map(|chain| {
            let spans: Vec<_> =
                chain.mentions.iter().map(|m| [m.span.start(), m.span.end()]).collect();
            entity(&chain.id, if chain.person { "person" } else { "place" }, &spans)
        })
        .collect();
    let figures =
        figures(&entities, &json!([{"content": [[32, 37]], "speaker": {"entity": "calder"}}]));
    for view in VIEWS {
        assert_eq!(figures.value(&format!("{view} mean f1")), Some(100.0), "{view}");
    }
    assert_eq!(figures.value("speakers of all percent"), Some(100.0));
}

#[test]
fn a_short_mention_is_right_by_its_head_alone() {
    // "Ines Calder" and "she"; the town is mentioned once.
    let entities =
        [entity("e1", "person", &[[6, 17], [38, 41]]), entity("e2", "place", &[[60, 68]])];
    let figures = figures(&entities, &json!([]));
    assert_eq!(figures.value("chains mentions r"), Some(25.0));
    assert_eq!(figures.value("chains heads mentions r"), Some(50.0));
    assert_eq!(figures.value("chains muc f1"), Some(0.0));
    assert_eq!(figures.value("chains heads muc p"), Some(100.0));
    assert_eq!(figures.value("chains heads muc r"), Some(50.0));
    assert_eq!(figures.value("entities of people heads mentions p"), Some(100.0));
    assert_eq!(figures.value("entities mentions p"), Some(33.3));
}

#[test]
fn a_speaker_is_right_if_most_of_its_mentions_are() {
    let said = |content: [usize; 2], who: &str| json!([{"content": [content], "speaker": {"entity": who}}]);
    let calder = entity("e1", "person", &[[6, 17], [38, 41]]);
    let both = entity("e1", "person", &[[6, 17], [22, 30]]);
    let right = |entities: &[Value], statements: Value| {
        let figures = figures(entities, &statements);
        (figures.value("quotations found right"), figures.value("speakers of all right"))
    };
    assert_eq!(right(std::slice::from_ref(&calder), said([32, 37], "e1")), (Some(1.0), Some(1.0)));
    assert_eq!(right(std::slice::from_ref(&both), said([32, 37], "e1")), (Some(1.0), Some(0.0)));
    assert_eq!(right(std::slice::from_ref(&calder), said([32, 37], "e9")), (Some(1.0), Some(0.0)));
    assert_eq!(right(&[calder], said([50, 60], "e1")), (Some(0.0), Some(0.0)));
}

#[test]
fn one_short_mention_stands_for_one_of_the_gold() {
    // Both of "Mayor Ines Calder" and "Ines Calder" in the gold: the exact one first.
    let mut gold = gold();
    gold.chains.push(chain("inner", true, &[("Ines Calder", "Ines Calder"), ("left", "left")]));
    let chains: Vec<&Chain> = gold.chains.iter().collect();
    let given = Given { id: "e1", person: true, mentions: vec![CharSpan::new(6, 17)] };
    let [_, response] = numbered(&chains, &[&given], true);
    assert_eq!(response, [[4]]);
}
