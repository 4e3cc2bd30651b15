//! Does the scorer count as the reference does?
//!
//! `tests/eval` holds gold of invented articles, an extractor's lines with every kind of mistake in
//! them, and the figures that a reference scorer gave for them; `make.py` there writes all of it.
//! `cargo xtask gate` asks the reference itself where it is at hand.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use sayso::eval::{Figures, GoldArticle, Options, Predicted, read_gold, read_predicted, score};
use serde_json::{Value, json};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/eval")).join(name)
}

fn figures(options: Options) -> Figures {
    let gold = read_gold(&[fixture("gold.jsonl")], None).expect("the gold can be read");
    let predicted = read_predicted(&fixture("predicted.jsonl")).expect("the lines can be read");
    score(&gold, &mut |article| Ok(predicted.get(&article.id).cloned()), options)
        .expect("the texts are the same")
}

#[track_caller]
fn check(options: Options, expected: &str) {
    let expected = fs::read_to_string(fixture(expected)).expect("the figures can be read");
    let expected: Value = serde_json::from_str(&expected).expect("the figures are JSON");
    let figures = serde_json::to_value(figures(options)).expect("figures are JSON");
    let (expected, figures) = (expected.as_object(), figures.as_object());
    let (expected, figures) = (expected.expect("an object"), figures.expect("an object"));
    for (name, value) in expected {
        assert_eq!(figures.get(name), Some(value), "{name}");
    }
    for name in figures.keys() {
        assert!(expected.contains_key(name), "{name} is no figure of the reference");
    }
}

#[test]
fn all_figures_are_those_of_the_reference() {
    check(Options::default(), "expected.json");
}

#[test]
fn so_are_those_of_outermost_statements() {
    check(Options { outermost: true }, "expected-outermost.json");
}

#[test]
fn gold_scored_against_itself_is_right() {
    let gold = read_gold(&[fixture("gold.jsonl")], None).expect("the gold can be read");
    let mut itself = |article: &GoldArticle| {
        Ok(Some(Predicted {
            id: article.id.clone(),
            text: Some(article.text.clone()),
            statements: article.attributions.clone(),
            entities: Vec::new(),
            furniture: article.furniture.clone(),
            times: Vec::new(),
        }))
    };
    let figures = score(&gold, &mut itself, Options::default()).expect("the texts are the same");
    for name in ["source exact f1", "cue token f1", "triple exact f1", "name f1", "via f1"] {
        assert_eq!(figures.value(name), Some(100.0), "{name}");
    }
    assert_eq!(figures.value("class of all percent"), Some(100.0));
    assert_eq!(figures.value("furniture covered percent"), Some(100.0));
    assert_eq!(figures.calibration().error(), None);
}

#[test]
fn another_text_cannot_be_scored() {
    let gold = read_gold(&[fixture("gold.jsonl")], None).expect("the gold can be read");
    let mut other = |_: &GoldArticle| Ok(Some(Predicted::default()));
    let error = score(&gold, &mut other, Options::default()).expect_err("no text");
    assert!(error.to_string().contains("the predicted text is not the gold's"), "{error}");
}

#[test]
fn statements_with_confidence_are_calibrated() {
    let figures = figures(Options::default());
    let error = figures.calibration().error().expect("the lines have confidences");
    assert!((0.0..=1.0).contains(&error), "{error}");
    assert!(figures.to_string().contains("expected calibration error"));
}

#[test]
fn gold_that_cannot_be_read_says_where_and_why() {
    let none = read_gold(&[fixture("missing.json")], None).expect_err("no such file");
    assert!(none.to_string().contains("missing.json"), "{none}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gold.jsonl");
    for (content, why) in [
        ("{\"id\": \"a\", \"text\": \"b\", \"attributions\": []}\n{\"id\": \"c\"", "line 2"),
        ("{\"id\": \"a\", \"text\": \"b\"}", "no `attributions`"),
        ("{\"id\": \"a\", \"attributions\": []}", "has no text"),
        (
            "{\"text\": \"b\", \"attributions\": [{\"cue\": [[3, 1]]}]}",
            "cannot end before it starts",
        ),
    ] {
        fs::write(&file, content).expect("can be written");
        let error = read_gold(std::slice::from_ref(&file), None).expect_err(content);
        assert!(error.to_string().contains(why), "{error}");
    }
}

/// Statements with any spans, in the text or not, that continue and hold one another in any way.
fn statements() -> impl Strategy<Value = Value> {
    let spans =
        || prop::collection::vec((0u32..90, 0u32..40).prop_map(|(s, n)| json!([s, s + n])), 0..3);
    let link = || prop::option::of(0usize..5).prop_map(|n| n.map(|n| format!("s{n}")));
    let name = || prop::option::of("(e[0-2]|Ana Ruiz|ruiz|)");
    let speaker = prop::option::of((name(), name(), prop::option::of("(named|author)"), name()));
    let one =
        (0usize..5, spans(), spans(), spans(), link(), link(), speaker, any::<bool>(), name());
    let one =
        one.prop_map(|(id, source, cue, content, parent, continues, speaker, required, via)| {
            let speaker = speaker.map(|(name, entity, class, near)| {
            json!({"name": name, "entity": entity, "class": class, "close_to": near})
        });
            json!({
                "id": format!("s{id}"), "source": source, "cue": cue, "content": content,
                "parent": parent, "continues": continues, "speaker": speaker, "required": required,
                "via": via.into_iter().collect::<Vec<_>>(), "confidence": source.len() as f32 / 2.0,
            })
        });
    prop::collection::vec(one, 0..6).prop_map(Value::from)
}

proptest! {
    #[test]
    fn anything_can_be_scored_and_parts_add_up(
        articles in prop::collection::vec(("[a-z .“”]{0,80}", statements(), statements()), 2),
        outermost: bool,
    ) {
        let options = Options { outermost };
        let entities = json!([{"id": "e0", "name": "Ana Ruiz", "mentions": [[0, 9], [80, 200]]}]);
        let furniture = json!([{"kind": "credit", "start": 3, "end": 4_000_000_000_u32}]);
        let (mut whole, mut sum) = (Figures::default(), Figures::default());
        for (text, gold, statements) in articles {
            let gold: GoldArticle = serde_json::from_value(json!({
                "id": "a", "text": text, "attributions": gold, "furniture": furniture,
                "discard": [[70, 75]],
            })).expect("gold");
            let predicted: Predicted = serde_json::from_value(json!({
                "id": "a", "text": text, "statements": statements, "entities": entities,
                "furniture": furniture,
            })).expect("predicted");
            whole.add(&gold, Some(&predicted), options).expect("the same text");
            let mut part = Figures::default();
            part.add(&gold, Some(&predicted), options).expect("the same text");
            sum += &part;
            let demanded = gold.attributions.iter().filter(|a| a.required).count();
            let of = |name| part.value(name).unwrap_or_default();
            prop_assert!(of("triple exact tp") <= of("relation exact tp"));
            prop_assert!(of("relation exact tp") <= of("relation overlap tp"));
            prop_assert!(of("relation overlap n") <= demanded as f64);
        }
        prop_assert_eq!(whole, sum);
    }
}
