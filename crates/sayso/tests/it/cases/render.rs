//! How does a record look in a case file?
//!
//! One line a statement, in order; a field with its default (nothing, `asserts`) is left out, the
//! class never is. Words of the text are printed on one line, pieces joined by ` … `.

use sayso::id::StatementId;
use sayso::record::{Event, Speaker, Stance, Statement, Time};
use sayso::{ArticleRecord, Span};

/// How many letters of a long stretch are shown at each end.
const SHOWN: usize = 40;

/// `direct | source: Ana Ruiz ("She") | cue: said | content: … | class: named | …`
pub(super) fn ledger(record: &ArticleRecord<Span>) -> Vec<String> {
    record.statements.iter().map(|statement| line(record, statement)).collect()
}

/// `kind: words`
pub(super) fn furniture(record: &ArticleRecord<Span>) -> Vec<String> {
    let stretches = record.furniture.iter();
    stretches.map(|f| format!("{}: {}", f.kind.as_str(), shortened(record, f.place))).collect()
}

/// `kind: words`
pub(super) fn notes(record: &ArticleRecord<Span>) -> Vec<String> {
    record.notes.iter().map(|n| format!("{}: {}", n.kind, shortened(record, n.place))).collect()
}

/// `field: value`, of what is known of the article.
pub(super) fn known(record: &ArticleRecord<Span>) -> Vec<String> {
    let inferred = record.published_inferred.as_ref();
    let fields = [
        ("title", record.title.clone()),
        ("outlet", record.outlet.clone()),
        ("byline", record.byline.clone()),
        ("published", record.published.map(|date| date.to_string())),
        ("published inferred", inferred.map(|dates| format!("{} to {}", dates.from, dates.to))),
        ("language", record.language.clone()),
    ];
    fields.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", value?))).collect()
}

/// `words | value | extended date`
pub(super) fn times(record: &ArticleRecord<Span>) -> Vec<String> {
    let line = |time: &Time<Span>| {
        let words = shortened(record, time.place);
        let extended = time.edtf.as_ref().filter(|edtf| **edtf != time.value);
        let extended = extended.map_or_else(String::new, |edtf| format!(" | {edtf}"));
        format!("{words} | {}{extended}", time.value)
    };
    record.times.iter().map(line).collect()
}

/// `date | words | with: names | not certain`
pub(super) fn events(record: &ArticleRecord<Span>) -> Vec<String> {
    let line = |event: &Event<Span>| {
        let mut fields = vec![event.date.to_string(), event.what.clone()];
        let who = listed(event.who.iter().map(|id| name_of(record, id.as_str())));
        fields.extend(who.map(|who| format!("with: {who}")));
        fields.extend((!event.certain).then(|| "not certain".to_owned()));
        fields.join(" | ")
    };
    record.events.iter().map(line).collect()
}

fn line(record: &ArticleRecord<Span>, statement: &Statement<Span>) -> String {
    let Speaker { class, role, speaks_for, close_to, anonymity_reason, .. } = &statement.speaker;
    let mut fields = vec![statement.quotation.as_str().to_owned()];
    let mut add = |name: &str, value: Option<String>| {
        fields.extend(value.map(|value| format!("{name}: {value}")));
    };
    let number = |id: &StatementId| {
        let place = record.statements.iter().position(|other| other.id == *id);
        place.map_or_else(|| format!("unknown {id}"), |place| (place + 1).to_string())
    };
    let numbers = |ids: &[StatementId]| listed(ids.iter().map(number));
    let name = |who: &Option<String>| who.as_ref().map(|who| name_of(record, who));

    add("source", source(record, statement));
    add("cue", words(record, &statement.cue));
    add("content", words(record, &statement.content));
    add("class", Some(class.as_str().to_owned()));
    add("role", role.clone());
    add("speaks for", name(speaks_for));
    add("close to", name(close_to));
    add("unnamed because", anonymity_reason.clone());
    add("via", listed(statement.via.iter().cloned()));
    add("work", statement.work.clone());
    add("to", name(&statement.addressee));
    add("said", statement.said.map(|date| date.to_string()));
    let stance = statement.stance;
    add("stance", (stance != Stance::Asserts).then(|| stance.as_str().to_owned()));
    add("negated", statement.negated.then(|| "yes".to_owned()));
    add("parent", statement.parent.as_ref().map(number));
    add("continues", statement.continues.as_ref().map(number));
    add("disputes", numbers(&statement.disputes));
    add("disputed by", numbers(&statement.disputed_by));
    fields.join(" | ")
}

/// The name and the words for it: `Ana Ruiz ("She")`, the one that there is, or the name alone where
/// the words are the same.
fn source(record: &ArticleRecord<Span>, statement: &Statement<Span>) -> Option<String> {
    let words = words(record, &statement.source);
    match (&statement.speaker.name, words) {
        (Some(name), Some(words)) if *name == words => Some(words),
        (Some(name), Some(words)) => Some(format!("{name} (\"{words}\")")),
        (Some(name), None) => Some(format!("{name} (no words)")),
        (None, words) => words.map(|words| format!("\"{words}\"")),
    }
}

/// The name of the entity with this id, or the words themselves.
fn name_of(record: &ArticleRecord<Span>, who: &str) -> String {
    let entity = record.entities.iter().find(|entity| entity.id.as_str() == who);
    entity.map_or_else(|| who.to_owned(), |entity| entity.name.clone())
}

fn listed(values: impl Iterator<Item = String>) -> Option<String> {
    let values: Vec<_> = values.collect();
    (!values.is_empty()).then(|| values.join(", "))
}

fn words(record: &ArticleRecord<Span>, spans: &[Span]) -> Option<String> {
    let pieces: Vec<_> = spans.iter().map(|span| on_one_line(span.of(&record.text))).collect();
    (!pieces.is_empty()).then(|| pieces.join(" … "))
}

fn shortened(record: &ArticleRecord<Span>, span: Span) -> String {
    let words = on_one_line(span.of(&record.text));
    let letters: Vec<char> = words.chars().collect();
    if letters.len() <= 2 * SHOWN + 3 {
        return words;
    }
    let part = |letters: &[char]| letters.iter().collect::<String>();
    let (start, end) = (part(&letters[..SHOWN]), part(&letters[letters.len() - SHOWN..]));
    format!("{} … {}", start.trim_end(), end.trim_start())
}

fn on_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
