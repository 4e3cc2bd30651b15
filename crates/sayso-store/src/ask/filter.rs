//! Which statements, and in which order?

use rusqlite::types::Value;
use sayso_core::Result;
use sayso_core::id::ArticleId;
use sayso_core::record::{Quotation, SpeakerClass, Stance};
use sayso_core::time::Date;

use super::words;
use crate::correct::settle::Status;
use crate::fold::folded;
use crate::ledger::Ledger;

/// What the statements must have; without anything, all but rejected ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Somebody whose name has all these words speaks.
    pub speaker: Option<String>,
    /// The speaker is of one of these classes.
    pub classes: Vec<SpeakerClass>,
    /// The article is this outlet's.
    pub outlet: Option<String>,
    /// The words came through this carrier.
    pub via: Option<String>,
    /// Content, speaker or role have these words, as [`words`] understands them.
    pub words: Option<String>,
    /// Not said before.
    pub from: Option<Date>,
    /// Not said after.
    pub to: Option<Date>,
    /// How the words stand to their truth.
    pub stance: Option<Stance>,
    /// How much stands in quotation marks.
    pub quotation: Option<Quotation>,
    /// In this article.
    pub article: Option<ArticleId>,
    /// What people made of it; without, all but rejected ones.
    pub status: Option<Status>,
}

/// In which order statements come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest day first.
    #[default]
    Newest,
    /// The earliest day first.
    Oldest,
    /// What was added last first.
    Added,
    /// The best match of the words first.
    Relevance,
}

/// A question in the language of the database.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    /// What is joined to the statements.
    pub(crate) joins: String,
    /// What must hold.
    pub(crate) wheres: Vec<String>,
    /// The values of the question marks, in their order.
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    pub(crate) fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.wheres.push(condition.to_owned());
        self.values.extend(values);
    }
}

impl Filter {
    /// The question; nothing if nothing can answer it.
    pub(crate) fn conditions(&self, ledger: &Ledger) -> Result<Option<Conditions>> {
        let mut conditions = Conditions::default();
        if let Some(search) = &self.words {
            conditions.joins.push_str(" JOIN statement_words ON statement_words.rowid = s.key");
            let search = words::to_index(search)?;
            conditions.and("statement_words MATCH ?", [Value::from(search)]);
        }
        if let Some(via) = &self.via {
            conditions.joins.push_str(" JOIN via ON via.statement = s.key");
            conditions.and("via.folded = ?", [Value::from(folded(via))]);
        }
        if let Some(speaker) = &self.speaker {
            let people = ledger.people_called(speaker)?;
            if people.is_empty() {
                return Ok(None);
            }
            let marks = vec!["?"; people.len()].join(", ");
            let people = people.into_iter().map(Value::from);
            conditions.and(&format!("s.person IN ({marks})"), people);
        }
        if !self.classes.is_empty() {
            let marks = vec!["?"; self.classes.len()].join(", ");
            let classes = self.classes.iter().map(|class| Value::from(class.as_str().to_owned()));
            conditions.and(&format!("s.class IN ({marks})"), classes);
        }
        if let Some(outlet) = &self.outlet {
            let Some(outlet) = ledger.outlet_key(outlet)? else { return Ok(None) };
            conditions.and("s.outlet = ?", [Value::from(outlet)]);
        }
        // Of a via that is asked for, its copy of the day is sorted with it.
        let day = self.day_column();
        if let Some(from) = self.from {
            conditions.and(&format!("{day} >= ?"), [Value::from(from.to_string())]);
        }
        if let Some(to) = self.to {
            // A day of February is not after February: all that begins so is within.
            let last = format!("{to}~");
            conditions.and(&format!("{day} <= ?"), [Value::from(last)]);
            if self.from.is_none() {
                conditions.and(&format!("{day} > ''"), []);
            }
        }
        if let Some(stance) = self.stance {
            conditions.and("s.stance = ?", [Value::from(stance.as_str().to_owned())]);
        }
        if let Some(quotation) = self.quotation {
            conditions.and("s.quotation = ?", [Value::from(quotation.as_str().to_owned())]);
        }
        if let Some(article) = &self.article {
            let id = Value::from(article.as_str().to_owned());
            conditions.and("s.article = (SELECT key FROM article WHERE id = ?)", [id]);
        }
        match self.status {
            Some(status) => conditions.and("s.status = ?", [Value::from(status as i64)]),
            None => conditions.and("s.status < 2", []),
        }
        Ok(Some(conditions))
    }

    /// The column that holds the day of what is found.
    pub(crate) fn day_column(&self) -> &'static str {
        if self.via.is_some() { "via.day" } else { "s.day" }
    }
}
