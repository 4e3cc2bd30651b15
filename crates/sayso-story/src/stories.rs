//! Which articles are about one course of events?
//!
//! Each article is a vector of its names and words, weighted by how rare they are; a story is the sum of
//! its articles. In order of publication an article joins the story that it is nearest to, or begins
//! one; then every article is looked at once more beside the stories as they have become, so that it
//! matters little which came first on a day. Words lead from an article to the few stories that have
//! them: nothing compares all with all.
//!
//! # Ids
//! A story that an earlier run found keeps its id with most of its articles, and the larger part keeps
//! it when a story parts. A new one is called after its first article, and stays so until a still
//! earlier article of it comes in.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use sayso_core::across::{Place, Story};
use sayso_core::id::{ArticleId, StoryId};
use sayso_core::record::FurnitureKind;
use sayso_core::time::Date;

use crate::common::is_common;
use crate::copies::prints::hash_of;
use crate::dossier::View;

/// Cosine of an article and a story from which it belongs to it. Tuned, as are the weights below, on
/// `cluster/ecbplus` and `cluster/giveme5w1h-newscluster` together, with the distractors of
/// `cluster/allsides-sample`.
const NEAR: f64 = 0.3;

/// How much a story of many different articles is held against itself.
const LOOSE: f64 = 0.3;

/// What a word weighs more in a headline, and as a name.
const IN_TITLE: f64 = 2.0;
const AS_NAME: f64 = 1.2;
const IN_LEAD: f64 = 1.5;

/// Words at the beginning of an article that tell what it is about.
const LEAD: usize = 100;

/// Articles that are thought to exist beside those at hand: without them the words that all articles of
/// a small dossier share would weigh nothing.
const UNSEEN: f64 = 1000.0;

/// Words of an article that are kept, the heaviest.
const MOST_WORDS: usize = 100;

/// Words of an article that lead to stories, and stories beyond which a word leads to none.
const LEADING: usize = 40;
const MOST_STORIES: usize = 400;

/// Stories that an article is held against, those with most of its leading words.
const MOST_CANDIDATES: usize = 40;

/// Share of nearness that a day without articles takes from a story, and what it leaves in the end:
/// stories rest for months and go on.
const DECAY: f64 = 0.05;
const FAR: f64 = 0.75;

/// Times that articles are looked at again.
const PASSES: usize = 2;

/// Places that are shown as evidence.
const SHOWN: usize = 20;

type Vector = Vec<(u64, f64)>;

/// The stories in order of their first article, and for each article the number of its story; an
/// article of its own is no story, but has a number.
pub(crate) fn stories(views: &[View<'_>], known: &[Story]) -> (Vec<Story>, Vec<usize>) {
    let vectors = vectors(views);
    let mut forming = Forming::new(views, &vectors);
    for article in 0..views.len() {
        forming.place(article);
    }
    for _ in 0..PASSES {
        let mut moved = false;
        for article in 0..views.len() {
            moved |= forming.place_again(article);
        }
        if !moved {
            break;
        }
    }
    let groups = forming.groups();
    let mut story_of = vec![0; views.len()];
    for (number, group) in groups.iter().enumerate() {
        for article in group {
            story_of[*article] = number;
        }
    }
    let ids = ids(views, &groups, known);
    let told = groups.iter().zip(ids).filter(|(group, _)| group.len() > 1);
    let stories = told.map(|(group, id)| story(views, &vectors, group, id)).collect();
    (stories, story_of)
}

/// The words of each article with their weights, of length one.
fn vectors(views: &[View<'_>]) -> Vec<Vector> {
    let counted: Vec<BTreeMap<u64, f64>> = views.iter().map(words).collect();
    let mut articles_with: BTreeMap<u64, usize> = BTreeMap::new();
    for word in counted.iter().flat_map(BTreeMap::keys) {
        *articles_with.entry(*word).or_default() += 1;
    }
    let all = views.len() as f64 + UNSEEN;
    let weighted = |words: &BTreeMap<u64, f64>| {
        let rarity = |word: &u64| (all / (articles_with[word] as f64 + 1.0)).ln();
        let mut vector: Vector =
            words.iter().map(|(word, weight)| (*word, weight * rarity(word))).collect();
        vector.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        vector.truncate(MOST_WORDS);
        vector.sort_by_key(|(word, _)| *word);
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        for (_, weight) in &mut vector {
            *weight /= length.max(f64::MIN_POSITIVE);
        }
        vector
    };
    counted.iter().map(weighted).collect()
}

/// How much each word counts in an article, whatever others have.
fn words(view: &View<'_>) -> BTreeMap<u64, f64> {
    let text = &view.record.text;
    let headline = |start: usize| {
        let mut furniture = view.record.furniture.iter();
        furniture.any(|f| f.place.holds(start) && f.kind == FurnitureKind::Headline)
    };
    // Times in the text, as a name, in the headline.
    let mut counts: BTreeMap<u64, (usize, usize, bool, bool)> = BTreeMap::new();
    let mut lead = LEAD;
    for sentence in &view.sentences {
        let in_title = headline(sentence.span.start());
        if sentence.is_furniture && !in_title {
            continue;
        }
        let in_lead = lead > 0 && !in_title;
        lead = lead.saturating_sub(if in_title { 0 } else { sentence.words.len() });
        for (at, word) in view.words[sentence.words.clone()].iter().enumerate() {
            if is_common(&word.key) || word.span.len() < 2 {
                continue;
            }
            let is_capital = word.span.of(text).starts_with(char::is_uppercase);
            let entry = counts.entry(hash_of(&word.key)).or_default();
            entry.0 += 1;
            entry.1 += usize::from(is_capital && at > 0 && !in_title);
            entry.2 |= in_title;
            entry.3 |= in_lead;
        }
    }
    let title = view.record.title.as_deref().unwrap_or_default();
    let whole = sayso_core::Span::new(0, title.len());
    for word in crate::words::words_of(title, whole) {
        if let Some(entry) = counts.get_mut(&hash_of(&word.key)) {
            entry.2 = true;
        }
    }
    counts
        .into_iter()
        .map(|(word, (times, as_name, in_title, in_lead))| {
            let title = if in_title { IN_TITLE } else { 1.0 };
            let lead = if in_lead { IN_LEAD } else { 1.0 };
            let name = if as_name * 2 > times { AS_NAME } else { 1.0 };
            (word, (1.0 + (times as f64).ln()) * title * name * lead)
        })
        .collect()
}

/// Stories while they form.
struct Forming<'a> {
    vectors: &'a [Vector],
    /// The words of each article that lead to stories: the heaviest.
    leading: Vec<Vec<u64>>,
    days: Vec<Option<i32>>,
    forms: Vec<Form>,
    /// Stories that a word leads to.
    led_to: HashMap<u64, BTreeSet<usize>>,
    form_of: Vec<usize>,
}

/// A story while it forms. The sums are never iterated over, so their order is of no matter.
#[derive(Default)]
struct Form {
    sum: HashMap<u64, f64>,
    /// The square of the sum's length.
    square: f64,
    articles: BTreeSet<usize>,
    /// First and last day.
    days: Option<(i32, i32)>,
}

impl<'a> Forming<'a> {
    fn new(views: &[View<'_>], vectors: &'a [Vector]) -> Self {
        let leading = |vector: &Vector| {
            let mut heaviest = vector.clone();
            heaviest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            heaviest.into_iter().take(LEADING).map(|(word, _)| word).collect()
        };
        Forming {
            vectors,
            leading: vectors.iter().map(leading).collect(),
            days: views.iter().map(|view| view.published().and_then(day_number)).collect(),
            forms: Vec::new(),
            led_to: HashMap::new(),
            form_of: vec![usize::MAX; views.len()],
        }
    }

    fn place(&mut self, article: usize) {
        let form = self.nearest(article).unwrap_or_else(|| self.new_form());
        self.add(article, form);
    }

    /// Places an article as if it came last; whether that is elsewhere.
    fn place_again(&mut self, article: usize) -> bool {
        let was = self.form_of[article];
        self.remove(article, was);
        let form = match self.nearest(article) {
            Some(form) => form,
            None if self.forms[was].articles.is_empty() => was,
            None => self.new_form(),
        };
        self.add(article, form);
        form != was
    }

    fn new_form(&mut self) -> usize {
        self.forms.push(Form::default());
        self.forms.len() - 1
    }

    /// The story that an article is nearest to, if it is near enough.
    fn nearest(&self, article: usize) -> Option<usize> {
        let mut leads: Vec<usize> = Vec::new();
        for word in &self.leading[article] {
            let forms = self.led_to.get(word).filter(|forms| forms.len() <= MOST_STORIES);
            leads.extend(forms.into_iter().flatten());
        }
        leads.sort_unstable();
        let mut candidates: Vec<(usize, usize)> =
            leads.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
        candidates.sort_unstable_by_key(|(count, form)| (Reverse(*count), *form));
        candidates.truncate(MOST_CANDIDATES);
        let near = candidates.into_iter().map(|(_, form)| (self.nearness(article, form), form));
        let best = near
            .filter(|(near, _)| *near >= NEAR)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.map(|(_, form)| form)
    }

    fn nearness(&self, article: usize, form: usize) -> f64 {
        let form = &self.forms[form];
        let product = form.product(&self.vectors[article]);
        let gap = match (self.days[article], form.days) {
            (Some(day), Some((first, last))) => (first - day).max(day - last).max(1) - 1,
            _ => 0,
        };
        product
            / form.square.max(f64::MIN_POSITIVE).sqrt().powf(1.0 - LOOSE)
            / (form.articles.len() as f64).powf(LOOSE)
            * (FAR + (1.0 - FAR) * (-DECAY * f64::from(gap)).exp())
    }

    fn add(&mut self, article: usize, number: usize) {
        let form = &mut self.forms[number];
        let vector = &self.vectors[article];
        form.square += 2.0 * form.product(vector) + 1.0;
        for (word, weight) in vector {
            *form.sum.entry(*word).or_default() += weight;
        }
        for word in &self.leading[article] {
            self.led_to.entry(*word).or_default().insert(number);
        }
        form.articles.insert(article);
        if let Some(day) = self.days[article] {
            let (first, last) = form.days.unwrap_or((day, day));
            form.days = Some((first.min(day), last.max(day)));
        }
        self.form_of[article] = number;
    }

    fn remove(&mut self, article: usize, number: usize) {
        let form = &mut self.forms[number];
        let vector = &self.vectors[article];
        form.square -= 2.0 * form.product(vector) - 1.0;
        for (word, weight) in vector {
            if let Some(sum) = form.sum.get_mut(word) {
                *sum -= weight;
            }
        }
        form.articles.remove(&article);
        if form.articles.is_empty() {
            // Rounding must not leave a trace of what is gone.
            form.sum.clear();
            form.square = 0.0;
            for word in &self.leading[article] {
                if let Some(forms) = self.led_to.get_mut(word) {
                    forms.remove(&number);
                }
            }
        }
        let at_an_end =
            self.days[article].zip(form.days).is_some_and(|(d, (a, b))| d == a || d == b);
        if at_an_end {
            let days = form.articles.iter().filter_map(|article| self.days[*article]);
            form.days = days.fold(None, |days, day| {
                let (first, last) = days.unwrap_or((day, day));
                Some((first.min(day), last.max(day)))
            });
        }
    }

    /// The stories in order of their first article.
    fn groups(self) -> Vec<Vec<usize>> {
        let articles = self.forms.into_iter().map(|form| form.articles.into_iter().collect());
        let mut groups: Vec<Vec<usize>> =
            articles.filter(|group: &Vec<usize>| !group.is_empty()).collect();
        groups.sort();
        groups
    }
}

impl Form {
    fn product(&self, vector: &Vector) -> f64 {
        vector.iter().map(|(word, weight)| weight * self.sum.get(word).unwrap_or(&0.0)).sum()
    }
}

/// A day as a number; of a month or year its first.
fn day_number(date: Date) -> Option<i32> {
    let first = Date::day_of(date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))?;
    let (year, month) = (i32::from(first.year()), i32::from(first.month()?));
    // Months of 31 days are near enough for gaps, and never turn the order round.
    Some((year * 12 + month) * 31 + i32::from(first.day()?))
}

/// The id of each group: that of a known story which has most of its articles there, else a new one.
fn ids(views: &[View<'_>], groups: &[Vec<usize>], known: &[Story]) -> Vec<StoryId> {
    let mut group_of: BTreeMap<&ArticleId, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().map(|article| (&views[*article].record.id, number)));
    }
    let mut shared: BTreeMap<(usize, &StoryId), usize> = BTreeMap::new();
    for story in known {
        for group in story.articles.iter().filter_map(|article| group_of.get(article)) {
            *shared.entry((*group, &story.id)).or_default() += 1;
        }
    }
    let mut claims: Vec<(usize, &StoryId, usize)> =
        shared.into_iter().map(|((group, id), count)| (count, id, group)).collect();
    claims.sort_by_key(|(count, id, group)| (std::cmp::Reverse(*count), *id, *group));
    let (mut given, mut ids) = (BTreeSet::new(), vec![None; groups.len()]);
    for (_, id, group) in claims {
        if ids[group].is_none() && given.insert(id.clone()) {
            ids[group] = Some(id.clone());
        }
    }
    let new = |group: &Vec<usize>| {
        let first = views[group[0]].record.id.as_str();
        StoryId::new(format!("story-{:010x}", hash_of(first) >> 24))
    };
    groups.iter().zip(ids).map(|(group, id)| id.unwrap_or_else(|| new(group))).collect()
}

/// A story is called as the article calls itself that is nearest to all of them.
fn story(views: &[View<'_>], vectors: &[Vector], group: &[usize], id: StoryId) -> Story {
    let mut sum: BTreeMap<u64, f64> = BTreeMap::new();
    for (word, weight) in group.iter().flat_map(|article| &vectors[*article]) {
        *sum.entry(*word).or_default() += weight;
    }
    let nearness = |article: usize| -> f64 {
        vectors[article].iter().map(|(word, weight)| weight * sum[word]).sum()
    };
    let titled = group.iter().filter(|article| views[**article].record.title.is_some());
    let best = titled.max_by(|a, b| nearness(**a).total_cmp(&nearness(**b)).then(b.cmp(a)));
    let first_words = |view: &View<'_>| {
        let first = view.sentences.iter().find(|sentence| !sentence.is_furniture);
        first.map_or_else(String::new, |sentence| sentence.span.of(&view.record.text).to_owned())
    };
    let title = best.and_then(|article| views[*article].record.title.clone());
    let evidence = group.iter().take(SHOWN).filter_map(|article| headline(&views[*article]));
    Story {
        id,
        articles: group.iter().map(|article| views[*article].record.id.clone()).collect(),
        title: title.unwrap_or_else(|| first_words(&views[group[0]])),
        evidence: evidence.collect(),
    }
}

/// The first sentence of an article, its headline if it has one.
fn headline(view: &View<'_>) -> Option<Place> {
    view.sentences.first().map(|sentence| view.place(sentence.span))
}
