//! What does a person want to see first?
//!
//! The report: [`sums`] above, then for each article what [`article`] writes. Each statement has who
//! said it and on what authority, through whom, when and where, the words themselves, and whatever
//! makes them less than certain. Colour only repeats what words and signs say.

use std::collections::BTreeMap;

use sayso::id::StatementId;
use sayso::record::{ArticleRecord, Note, SpeakerClass, Stance, Statement};
use sayso::{RunReport, Span};
use sayso_serve::words;

use crate::output::hedge::hedges;
use crate::output::layout::{Flow, Frame};
use crate::output::place::Places;
use crate::output::style::{Palette, Style};

/// Columns beyond which lines are hard to read, however wide the terminal.
const WIDEST: usize = 96;

/// Bytes of an excerpt in a note.
const EXCERPT: usize = 72;

/// Bytes up to which a fact is kept on one line.
const SHORT: usize = 28;

/// How the report is laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) palette: Palette,
    width: usize,
}

impl Layout {
    /// The layout for a terminal with so many columns.
    pub(crate) fn new(palette: Palette, columns: usize) -> Self {
        Layout { palette, width: columns.min(WIDEST) }
    }

    /// Writes a flow within the width.
    pub(crate) fn write(self, flow: Flow, first: &str, rest: &str, out: &mut String) {
        flow.write(Frame { palette: self.palette, width: self.width, first, rest }, out);
    }
}

/// The line of sums over the whole run.
pub(crate) fn sums(report: &RunReport, layout: Layout) -> String {
    let mut out = String::new();
    let mut flow = Flow::of(Style::Bold, &words::count(report.articles, "article"));
    flow.add(Style::Plain, ", ").add(Style::Bold, &words::count(report.statements, "statement"));
    layout.write(flow, "", "", &mut out);
    let mut flow = Flow::default();
    for class in SpeakerClass::ALL {
        flow.separate();
        let heading = words::class_heading(class).to_lowercase();
        let count = words::grouped(report.of_class(class));
        flow.keep(Style::Plain, &format!("{heading} ")).keep(Style::Bold, &count);
    }
    layout.write(flow, "", "", &mut out);
    out
}

/// Inputs that failed and files that were passed over, after all articles.
pub(crate) fn left_out(failures: &[String], report: &RunReport, layout: Layout) -> String {
    let mut out = String::new();
    if !failures.is_empty() {
        let heading = format!("{} not read", words::count(failures.len(), "input"));
        out.push('\n');
        layout.write(Flow::of(Style::Bold, &heading), "", "", &mut out);
        for failure in failures {
            layout.write(Flow::of(Style::Plain, failure), "  ! ", "    ", &mut out);
        }
    }
    if report.skipped > 0 {
        let skipped = words::count(report.skipped, "file");
        let line = format!("{skipped} passed over: hidden, gold, or not of a kind that is read");
        out.push('\n');
        layout.write(Flow::of(Style::Dim, &line), "", "", &mut out);
    }
    out
}

/// The report on one article; `number` is its place in the run, from 1.
pub(crate) fn article(record: &ArticleRecord<Span>, number: usize, layout: Layout) -> String {
    let mut out = format!("\n{}\n", layout.palette.paint(Style::Dim, &"─".repeat(layout.width)));
    head(record, layout, &mut out);
    let sheet = Sheet::of(record, number, layout);
    for idx in 0..record.statements.len() {
        out.push('\n');
        sheet.statement(idx, &mut out);
    }
    for (idx, note) in record.notes.iter().enumerate() {
        if idx == 0 {
            out.push('\n');
        }
        sheet.note(note, &mut out);
    }
    out
}

/// Title, outlet, date, byline and id.
fn head(record: &ArticleRecord<Span>, layout: Layout, out: &mut String) {
    let title = record.title.as_deref().unwrap_or("(no headline)");
    layout.write(Flow::of(Style::Bold, title), "", "", out);
    let mut facts: Vec<String> = record.outlet.clone().into_iter().collect();
    facts.extend(record.published.map(words::date));
    if let Some(inferred) =
        record.published_inferred.as_ref().filter(|_| record.published.is_none())
    {
        let (from, to) = (words::date(inferred.from), words::date(inferred.to));
        facts.push(if from == to { format!("about {from}") } else { format!("{from} to {to}") });
    }
    facts.extend(record.byline.as_ref().map(|byline| format!("by {byline}")));
    let mut flow = Flow::default();
    for fact in facts {
        flow.keep(Style::Plain, &fact).separate();
    }
    flow.keep(Style::Cyan, record.id.as_str()).separate();
    flow.keep(Style::Plain, &words::count(record.statements.len(), "statement"));
    layout.write(flow, "", "", out);
}

/// One article while its statements are written.
pub(crate) struct Sheet<'a> {
    record: &'a ArticleRecord<Span>,
    pub(crate) places: Places<'a>,
    pub(crate) layout: Layout,
    /// The article's place in the run, from 1.
    number: usize,
    /// Columns of the widest number.
    gutter: usize,
    /// Where each statement stands among the article's; of two with one id the first.
    idx_of: BTreeMap<&'a StatementId, usize>,
}

impl<'a> Sheet<'a> {
    pub(crate) fn of(record: &'a ArticleRecord<Span>, number: usize, layout: Layout) -> Self {
        let gutter = format!("{number}.{}", record.statements.len()).len();
        let statements = record.statements.iter().enumerate().rev();
        let idx_of = statements.map(|(idx, statement)| (&statement.id, idx)).collect();
        Sheet { record, places: Places::of(record), layout, number, gutter, idx_of }
    }

    /// Writes one statement, the one with this index.
    pub(crate) fn statement(&self, idx: usize, out: &mut String) {
        let statement = &self.record.statements[idx];
        let depth = self.depth(statement);
        let indent = "   ".repeat(depth);
        let number = format!("{}.{}", self.number, idx + 1);
        let number = format!("{indent}{number:>width$}", width = self.gutter);
        let number = self.layout.palette.paint(Style::Cyan, &number);
        let rest = format!("{indent}{}  ", " ".repeat(self.gutter));
        let write = |flow: Flow, first: &str, rest: &str, out: &mut String| {
            if !flow.is_empty() {
                self.layout.write(flow, first, rest, out);
            }
        };
        write(self.who(statement), &format!("{number}  "), &rest, out);
        write(self.authority(statement), &rest, &rest, out);
        let bar = self.layout.palette.paint(Style::Dim, "│");
        let bar = format!("{rest}{bar} ");
        write(self.content(statement), &bar, &bar, out);
        for line in self.cautions(statement) {
            write(line, &rest, &format!("{rest}  "), out);
        }
        write(self.place(statement), &rest, &rest, out);
    }

    /// Who speaks, and the words that say so.
    fn who(&self, statement: &Statement<Span>) -> Flow {
        let speaker = &statement.speaker;
        let mut flow = Flow::of(Style::Bold, &self.heading(statement));
        if let Some(role) = speaker.role.as_deref().filter(|_| speaker.name.is_some()) {
            flow.add(Style::Plain, ", ").add(Style::Plain, role);
        }
        let cue = self.printed(&statement.cue);
        if cue.contains(char::is_alphanumeric) {
            flow.add(Style::Dim, &format!(" — {cue}"));
        }
        flow
    }

    /// The name or role; where there is neither, the source as printed.
    fn heading(&self, statement: &Statement<Span>) -> String {
        let speaker = &statement.speaker;
        let printed = self.printed(&statement.source);
        if speaker.name.is_some() || speaker.role.is_some() || printed.is_empty() {
            words::speaker(speaker)
        } else {
            let mut letters = printed.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters.as_str().chars()).collect()
        }
    }

    /// On what authority, through whom, in what, to whom and when.
    fn authority(&self, statement: &Statement<Span>) -> Flow {
        let speaker = &statement.speaker;
        let mut facts = Vec::new();
        let printed = self.printed(&statement.source);
        let heading = self.heading(statement);
        // Where there is no source at all the heading has said all there is to say.
        if speaker.class != SpeakerClass::Unattributed || !printed.is_empty() {
            let speaks_for = speaker.speaks_for.as_deref().map(|whom| self.named(whom));
            let close_to = speaker.close_to.as_deref().map(|whom| self.named(whom));
            let is_heading = heading.to_lowercase() == printed.to_lowercase();
            let shown = if is_heading { "" } else { &printed };
            facts.push(words::authority(speaker, speaks_for, close_to, shown));
            let reason = speaker.anonymity_reason.as_deref();
            let reason = reason.filter(|reason| !printed.contains(reason));
            facts.extend(reason.map(|reason| format!("unnamed because: “{reason}”")));
        }
        if !statement.via.is_empty() {
            facts.push(format!("through {}", statement.via.join(", then ")));
        }
        facts.extend(statement.work.as_ref().map(|work| format!("in {work}")));
        let addressee = statement.addressee.as_deref().map(|whom| self.named(whom));
        facts.extend(addressee.map(|whom| format!("to {whom}")));
        facts.extend(statement.said.map(|date| {
            let preposition = if date.day().is_some() { "on" } else { "in" };
            format!("said {preposition} {}", words::date(date))
        }));
        let mut flow = Flow::default();
        for fact in facts {
            flow.separate();
            // A short fact that is torn apart reads badly; a long one may be a whole sentence.
            if fact.len() <= SHORT {
                flow.keep(Style::Plain, &fact);
            } else {
                flow.add(Style::Plain, &fact);
            }
        }
        flow
    }

    /// The words themselves, hedges set apart.
    fn content(&self, statement: &Statement<Span>) -> Flow {
        let text = &self.record.text;
        let hedges = hedges(text, statement);
        let mut flow = Flow::default();
        for (idx, span) in statement.content.iter().enumerate() {
            if idx > 0 {
                flow.add(Style::Dim, " … ");
            }
            let mut at = span.start();
            for hedge in hedges.iter().filter(|hedge| span.contains(**hedge)) {
                flow.add(Style::Plain, &text[at..hedge.start()]);
                flow.add(Style::Yellow, hedge.of(text));
                at = hedge.end();
            }
            flow.add(Style::Plain, &text[at..span.end()]);
        }
        flow
    }

    /// What makes the statement less than a plain assertion, or the record less than sure.
    fn cautions(&self, statement: &Statement<Span>) -> Vec<Flow> {
        let mut lines = Vec::new();
        if statement.negated {
            lines.push(Flow::of(Style::Red, "✗ reported not to have said this"));
        }
        let text = &self.record.text;
        let hedges = hedges(text, statement);
        let hedges: Vec<&str> = hedges.iter().map(|hedge| hedge.of(text)).collect();
        let (style, sign) = match statement.stance {
            Stance::Denies => (Style::Red, "✗ denies"),
            Stance::Forecast => (Style::Yellow, "→ forecast"),
            Stance::Hedged => (Style::Yellow, "~ hedged"),
            Stance::Asserts => (Style::Plain, ""),
        };
        let mut line = Flow::of(style, sign);
        if !hedges.is_empty() {
            let sign = if statement.stance == Stance::Hedged { ": " } else { " ~ " };
            line.add(Style::Yellow, &format!("{sign}{}", hedges.join(", ")));
        }
        lines.push(line);
        lines.extend(self.relation("✗ rejects", &statement.disputes));
        lines.extend(self.relation("✗ rejected by", &statement.disputed_by));
        if words::is_unsure(statement.confidence) {
            let line = format!("? not sure that this is right ({:.2})", statement.confidence);
            lines.push(Flow::of(Style::Yellow, &line));
        }
        let speaker = &statement.speaker;
        let candidates: Vec<String> = speaker
            .candidates
            .iter()
            .map(|candidate| format!("{} ({:.2})", candidate.name, candidate.confidence))
            .collect();
        // Nobody is named: there is nobody to be unsure of.
        let doubtful =
            words::is_unsure(speaker.confidence) && speaker.class != SpeakerClass::Unattributed;
        if doubtful || !candidates.is_empty() {
            let line = format!("? not sure who ({:.2})", speaker.confidence);
            let mut line = Flow::of(Style::Yellow, &line);
            if !candidates.is_empty() {
                line.add(Style::Yellow, &format!("; perhaps {}", candidates.join(", or ")));
            }
            lines.push(line);
        }
        lines
    }

    fn relation(&self, label: &str, ids: &[StatementId]) -> Option<Flow> {
        let numbers: Vec<String> = ids.iter().map(|id| self.number_of(id)).collect();
        (!ids.is_empty()).then(|| Flow::of(Style::Red, &format!("{label} {}", numbers.join(", "))))
    }

    /// Where the words stand, and what to call the statement.
    fn place(&self, statement: &Statement<Span>) -> Flow {
        let mut flow = Flow::default();
        if let Some(before) = &statement.continues {
            flow.add(Style::Plain, &format!("↳ goes on from {}", self.number_of(before)));
        }
        if let Some(parent) = &statement.parent {
            flow.separate().add(Style::Plain, &format!("within {}", self.number_of(parent)));
        }
        if let Some(first) = statement.content.first() {
            flow.separate().add(Style::Dim, &self.places.in_words(*first));
        }
        let id = statement.id.as_str();
        let hash = id.rsplit_once('/').map_or(id, |(_, hash)| hash);
        flow.separate().add(Style::Cyan, hash);
        flow
    }

    fn note(&self, note: &Note<Span>, out: &mut String) {
        let mut flow = Flow::of(Style::Yellow, &format!("! {}", note.kind.replace('-', " ")));
        flow.add(Style::Plain, ": ");
        if !note.place.is_empty() {
            let words = note.place.of(&self.record.text);
            let end = words.floor_char_boundary(EXCERPT);
            let more = if end < words.len() { " …" } else { "" };
            let place = self.places.in_words(note.place);
            flow.add(Style::Plain, &format!("{}{more} ", words[..end].trim()));
            flow.add(Style::Dim, &format!("({place}) "));
        }
        flow.add(Style::Plain, &note.message);
        self.layout.write(flow, "", "  ", out);
    }

    /// How many statements hold this one.
    fn depth(&self, statement: &Statement<Span>) -> usize {
        let mut depth = 0;
        let mut parent = statement.parent.as_ref();
        // A chain longer than the list would be a circle.
        while let Some(id) = parent.filter(|_| depth < DEEPEST) {
            depth += 1;
            parent = self.find(id).and_then(|idx| self.record.statements[idx].parent.as_ref());
        }
        depth
    }

    /// The number of a statement in the report; its id if it is of another article.
    pub(crate) fn number_of(&self, id: &StatementId) -> String {
        match self.find(id) {
            Some(idx) => format!("{}.{}", self.number, idx + 1),
            None => id.to_string(),
        }
    }

    fn find(&self, id: &StatementId) -> Option<usize> {
        self.idx_of.get(id).copied()
    }

    /// The name behind an entity's id, or the words themselves.
    pub(crate) fn named<'w>(&'w self, whom: &'w str) -> &'w str {
        words::named(self.record, whom)
    }

    /// The words at some places, in the article's spelling.
    pub(crate) fn printed(&self, places: &[Span]) -> String {
        let pieces: Vec<&str> = places.iter().map(|place| place.of(&self.record.text)).collect();
        pieces.join(" … ")
    }
}

/// Statements within statements beyond this depth are indented no further.
const DEEPEST: usize = 4;

#[cfg(test)]
mod tests {
    use sayso::Article;
    use sayso::id::{ArticleId, EntityId};
    use sayso::record::{Candidate, Entity, EntityKind, Furniture, FurnitureKind, Quotation};

    use super::*;

    const TEXT: &str = "\
Ferry to close, says aide

An aide close to the minister told the Post that the ferry “may close” by Easter, and that the \
owner had said so.

“That is untrue,” said Ines Calder.
";

    fn place(words: &str) -> Span {
        let start = TEXT.find(words).expect("in the text");
        Span::new(start, start + words.len())
    }

    /// The record of the text without statements, and a statement with a cue and a content.
    fn parts() -> (ArticleRecord<Span>, impl Fn(&str, &str, &str) -> Statement<Span>) {
        let article = Article::new(ArticleId::new("ferry"), TEXT.to_owned());
        let mut record = sayso::Annotator::rules().annotate(article);
        record.statements.clear();
        record.notes.clear();
        record.title = Some("Ferry to close, says aide".to_owned());
        record.outlet = Some("Evening Post".to_owned());
        record.published = "2024-02-14".parse().ok();
        record.byline = Some("Jo Marsh".to_owned());
        record.furniture = vec![Furniture {
            place: place("Ferry to close, says aide"),
            kind: FurnitureKind::Headline,
        }];
        record.entities = vec![Entity {
            id: EntityId::new("e1"),
            name: "Ada Finch".to_owned(),
            kind: EntityKind::Person,
            mentions: Vec::new(),
            attributes: Vec::new(),
        }];
        let statement = |hash: &str, cue: &str, content: &str| Statement {
            id: StatementId::new(format!("ferry/{hash}")),
            source: Vec::new(),
            cue: vec![place(cue)],
            content: vec![place(content)],
            quotation: Quotation::Indirect,
            speaker: sayso::record::Speaker {
                class: SpeakerClass::Unattributed,
                entity: None,
                name: None,
                role: None,
                speaks_for: None,
                close_to: None,
                anonymity_reason: None,
                confidence: 0.9,
                candidates: Vec::new(),
            },
            via: Vec::new(),
            work: None,
            addressee: None,
            said: None,
            stance: Stance::Asserts,
            negated: false,
            parent: None,
            continues: None,
            disputes: Vec::new(),
            disputed_by: Vec::new(),
            confidence: 0.9,
            evidence: Vec::new(),
        };
        (record, statement)
    }

    #[test]
    fn a_statement_says_who_on_what_authority_and_how_surely() {
        let (mut record, statement) = parts();
        let mut told = statement("aa", "told", "the ferry “may close” by Easter");
        told.source = vec![place("An aide close to the minister")];
        told.speaker.class = SpeakerClass::Anonymous;
        told.speaker.role = Some("aide".to_owned());
        told.speaker.close_to = Some("e1".to_owned());
        told.speaker.anonymity_reason = Some("fear of the owner".to_owned());
        told.via = vec!["the Post".to_owned(), "the Bell".to_owned()];
        told.said = "2024-02-12".parse().ok();
        told.stance = Stance::Hedged;
        told.disputed_by = vec![StatementId::new("ferry/cc")];
        let mut inner = statement("bb", "had said", "so");
        inner.parent = Some(told.id.clone());
        inner.negated = true;
        inner.confidence = 0.3;
        let mut denied = statement("cc", "said Ines", "“That is untrue,”");
        denied.cue = vec![place("said Ines").intersection(place("said")).unwrap_or(place("said"))];
        denied.source = vec![place("Ines Calder")];
        denied.speaker.class = SpeakerClass::Named;
        denied.speaker.name = Some("Ines Calder".to_owned());
        denied.speaker.role = Some("harbour master".to_owned());
        denied.speaker.confidence = 0.4;
        denied.speaker.candidates = vec![Candidate {
            entity: EntityId::new("e1"),
            name: "Ada Finch".to_owned(),
            confidence: 0.25,
        }];
        denied.stance = Stance::Denies;
        denied.disputes = vec![told.id.clone()];
        denied.continues = Some(StatementId::new("other/dd"));
        record.statements = vec![told, inner, denied];
        record.notes = vec![Note {
            place: place("“may close”"),
            kind: "unsourced-quotation".to_owned(),
            message: "nobody is named for these words".to_owned(),
        }];
        let report = article(&record, 3, Layout::new(Palette::PLAIN, 60));
        let expected = "
────────────────────────────────────────────────────────────
Ferry to close, says aide
Evening Post · 14 February 2024 · by Jo Marsh · ferry ·
3 statements

3.1  Aide — told
     Unnamed: “An aide close to the minister”, said to be
     close to Ada Finch · unnamed because: “fear of the
     owner” · through the Post, then the Bell ·
     said on 12 February 2024
     │ the ferry “may close” by Easter
     ~ hedged: may
     ✗ rejected by 3.3
     paragraph 2 · aa

   3.2  Nobody named — had said
        │ so
        ✗ reported not to have said this
        ? not sure that this is right (0.30)
        within 3.1 · paragraph 2 · bb

3.3  Ines Calder, harbour master — said
     Named person
     │ “That is untrue,”
     ✗ denies
     ✗ rejects 3.1
     ? not sure who (0.40); perhaps Ada Finch (0.25)
     ↳ goes on from other/dd · paragraph 3 · cc

! unsourced quotation: “may close” (paragraph 2) nobody is
  named for these words
";
        assert_eq!(report, expected);
    }
}
