//! Who is the same person, body or place across articles?
//!
//! A whole name joins the entities that bear it ([`name`]): everywhere for bodies and places; for
//! people unless what the articles say of them cannot be true of one ([`profile`]). A part of a name
//! (`Mr Calder`, `Ines`, `the Board`) joins only the one bearer of it in the articles of the same
//! story. Where two could be meant, nobody is joined.
//!
//! An id is made of the whole name: `ines-calder` stays `ines-calder` whatever else is read. Of
//! namesakes only the one who appears first has the bare name; to the others a hash of the article in
//! which they appear first is added, as to everybody who is known by a part of a name alone. So an id
//! changes only if an earlier article comes in that is about a namesake, or that is the first to name
//! somebody.

mod name;
mod profile;

use std::collections::{BTreeMap, BTreeSet};

use sayso_core::Span;
use sayso_core::across::{EntityAcross, Member, Place};
use sayso_core::id::{ArticleId, EntityId, PersonId};
use sayso_core::record::{Entity, EntityKind, MentionForm};

use crate::copies::prints::hash_of;
use crate::dossier::View;
use crate::groups::Groups;
use crate::people::name::{Name, handles, is_short_for, name_of};
use crate::people::profile::Profile;

/// Who is who: the entities of articles by the id that they share.
pub(crate) type Persons = BTreeMap<(ArticleId, EntityId), PersonId>;

/// What a person decided about two entities; it outlives every new reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They are one.
    Same([(ArticleId, EntityId); 2]),
    /// They are two.
    Apart([(ArticleId, EntityId); 2]),
}

/// Whole names that a part of a name is held against.
const MOST_BEARERS: usize = 64;

/// Articles of an entity that are shown as evidence and compared as its company.
const MOST_SHOWN: usize = 50;

/// How many times more articles one bearer of a part of a name must have than all others to be meant.
const CLEARLY: usize = 4;

/// An entity of an article.
struct Node<'a> {
    view: usize,
    entity: &'a Entity<Span>,
    name: Name,
}

/// All entities, each once, in order of their ids; and who each entity of an article is.
pub(crate) fn people<'a>(
    views: &'a [View<'a>],
    stories: &[usize],
    decisions: &[Decision],
) -> (Vec<EntityAcross>, Persons) {
    let nodes = nodes(views);
    let mut joining = Joining::new(views, stories, &nodes, decisions);
    joining.whole_names();
    joining.parts_of_names();
    joining.decided();
    let groups = joining.groups.all();
    let ids = ids(views, &nodes, &groups);
    let mut persons = Persons::new();
    let mut entities = Vec::new();
    for (group, id) in groups.iter().zip(ids) {
        for node in group.iter().map(|number| &nodes[*number]) {
            let key = (views[node.view].record.id.clone(), node.entity.id.clone());
            persons.insert(key, id.clone());
        }
        let members: Vec<&Node<'_>> = group.iter().map(|number| &nodes[*number]).collect();
        entities.push(entity(views, id, &members));
    }
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    (entities, persons)
}

fn nodes<'a>(views: &'a [View<'a>]) -> Vec<Node<'a>> {
    let all = views.iter().enumerate().flat_map(|(view, of)| {
        let entities = &of.record.entities;
        entities.iter().map(move |entity| (view, entity))
    });
    let mut nodes: Vec<Node<'_>> = all
        .map(|(view, entity)| Node { view, entity, name: name_of(&entity.name, entity.kind) })
        .collect();
    // A name that is a person's in one article is that person's where it was taken for something else.
    let people: BTreeSet<String> = nodes
        .iter()
        .filter(|node| node.entity.kind == EntityKind::Person)
        .filter_map(|node| node.name.whole().map(str::to_owned))
        .collect();
    for node in nodes.iter_mut().filter(|node| node.entity.kind != EntityKind::Person) {
        if let whole @ Name::Whole(_) = name_of(&node.entity.name, EntityKind::Person)
            && whole.whole().is_some_and(|name| people.contains(name))
        {
            node.name = whole;
        }
    }
    nodes
}

impl Name {
    /// The name, if it says who is meant.
    fn whole(&self) -> Option<&str> {
        if let Name::Whole(name) = self { Some(name) } else { None }
    }
}

/// The entities of all articles on their way to groups.
struct Joining<'a> {
    views: &'a [View<'a>],
    stories: &'a [usize],
    nodes: &'a [Node<'a>],
    /// Who else each article names.
    company: Vec<BTreeSet<u64>>,
    groups: Groups,
    apart: Vec<[usize; 2]>,
    same: Vec<[usize; 2]>,
}

impl<'a> Joining<'a> {
    fn new(
        views: &'a [View<'a>],
        stories: &'a [usize],
        nodes: &'a [Node<'a>],
        decisions: &[Decision],
    ) -> Self {
        let numbers: BTreeMap<(&ArticleId, &EntityId), usize> = nodes
            .iter()
            .enumerate()
            .map(|(number, node)| ((&views[node.view].record.id, &node.entity.id), number))
            .collect();
        let pair = |[a, b]: &[(ArticleId, EntityId); 2]| {
            Some([*numbers.get(&(&a.0, &a.1))?, *numbers.get(&(&b.0, &b.1))?])
        };
        let (mut same, mut apart) = (Vec::new(), Vec::new());
        for decision in decisions {
            match decision {
                Decision::Same(both) => same.extend(pair(both)),
                Decision::Apart(both) => apart.extend(pair(both)),
            }
        }
        Joining {
            views,
            stories,
            nodes,
            company: company(views, nodes),
            groups: Groups::alone(nodes.len()),
            apart,
            same,
        }
    }

    fn profile(&self, number: usize) -> Profile {
        let node = &self.nodes[number];
        Profile::of(&self.views[node.view], node.entity, &self.company[node.view])
    }

    /// Joins two, unless a person said that they are apart.
    fn join(&mut self, a: usize, b: usize) {
        let (first, other) = (self.groups.first_of(a), self.groups.first_of(b));
        for pair in 0..self.apart.len() {
            let [p, q] = self.apart[pair].map(|number| self.groups.first_of(number));
            if (p, q) == (first, other) || (q, p) == (first, other) {
                return;
            }
        }
        self.groups.join(a, b);
    }

    /// Joins what bears one whole name: within a story, then story by story what can be one.
    fn whole_names(&mut self) {
        let mut bearers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, node) in self.nodes.iter().enumerate() {
            if let Some(name) = node.name.whole() {
                bearers.entry(name).or_default().push(number);
            }
        }
        for having in bearers.into_values() {
            let are_people =
                having.iter().any(|number| self.nodes[*number].entity.kind == EntityKind::Person);
            let mut known: Vec<(usize, Profile, usize)> = Vec::new();
            for number in having {
                let profile = self.profile(number);
                let story = self.stories[self.nodes[number].view];
                let fits = |(_, other, of): &&(usize, Profile, usize)| {
                    !are_people || profile.can_be(other, story == *of)
                };
                // One who appears in the same story comes before one whose description is nearest.
                let best = known
                    .iter()
                    .enumerate()
                    .filter(|(_, one)| fits(one))
                    .max_by_key(|(at, (_, other, of))| {
                        (story == *of, profile.likeness(other), std::cmp::Reverse(*at))
                    })
                    .map(|(at, _)| at);
                match best {
                    Some(at) => {
                        self.join(known[at].0, number);
                        known[at].1.add(&profile);
                        known[at].2 = story;
                    }
                    None => known.push((number, profile, story)),
                }
            }
        }
    }

    /// Joins a part of a name with the one who bears it in the story.
    fn parts_of_names(&mut self) {
        let mut by_handle: BTreeMap<(usize, String), BTreeSet<usize>> = BTreeMap::new();
        for (number, node) in self.nodes.iter().enumerate() {
            let story = self.stories[node.view];
            for handle in node.name.whole().map(handles).unwrap_or_default() {
                by_handle.entry((story, handle)).or_default().insert(number);
            }
        }
        // Parts whose bearer no article of the story names in full are one among themselves.
        let mut unnamed: BTreeMap<(usize, bool, String), usize> = BTreeMap::new();
        for (number, node) in self.nodes.iter().enumerate() {
            let story = self.stories[node.view];
            let is_person = matches!(node.name, Name::PartOfPerson(_));
            let (part, handle) = match &node.name {
                Name::PartOfPerson(part) | Name::Common(part) => (part.as_str(), part.clone()),
                // A whole name may be short for a longer one: `Fjordline News`.
                Name::Whole(name) if node.entity.kind != EntityKind::Person => {
                    let last = name.rsplit(' ').next().unwrap_or(name);
                    let first = name.split(' ').next().unwrap_or(name);
                    let by_first = by_handle.contains_key(&(story, first.to_owned()));
                    (name.as_str(), if by_first { first } else { last }.to_owned())
                }
                _ => continue,
            };
            let bearers = by_handle.get(&(story, handle));
            let fitting = bearers
                .into_iter()
                .flatten()
                .copied()
                .take(MOST_BEARERS)
                .filter(|other| self.is_bearer(number, *other, part));
            let mut count: BTreeMap<usize, usize> = BTreeMap::new();
            for bearer in fitting.collect::<Vec<_>>() {
                *count.entry(self.groups.first_of(bearer)).or_default() += 1;
            }
            let mut most: Vec<(usize, usize)> =
                count.into_iter().map(|(bearer, articles)| (articles, bearer)).collect();
            most.sort_by_key(|(articles, bearer)| (std::cmp::Reverse(*articles), *bearer));
            match most.as_slice() {
                [(_, one)] => self.join(*one, number),
                [(articles, one), others @ ..]
                    if *articles >= CLEARLY * others.iter().map(|(n, _)| n).sum::<usize>() =>
                {
                    self.join(*one, number);
                }
                [] if node.name.whole().is_none() => {
                    let first =
                        *unnamed.entry((story, is_person, part.to_owned())).or_insert(number);
                    if self.profile(first).can_be(&self.profile(number), true) {
                        self.join(first, number);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether this bearer of a whole name may be meant by a part of it.
    fn is_bearer(&self, number: usize, other: usize, part: &str) -> bool {
        let (node, bearer) = (&self.nodes[number], &self.nodes[other]);
        let Some(whole) = bearer.name.whole() else { return false };
        // Two entities of one article were told apart by its own reader.
        if number == other || node.view == bearer.view {
            return false;
        }
        let are_people = bearer.entity.kind == EntityKind::Person;
        let is_place = |node: &Node<'_>| node.entity.kind == EntityKind::Place;
        if is_place(node) != is_place(bearer) {
            return false;
        }
        match node.name {
            Name::PartOfPerson(_) if are_people => {
                whole.split(' ').any(|word| word == part)
                    && self.profile(number).can_be(&self.profile(other), true)
            }
            Name::PartOfPerson(_) => whole == part,
            _ => !are_people && is_short_for(part, whole),
        }
    }

    fn decided(&mut self) {
        for [a, b] in std::mem::take(&mut self.same) {
            self.groups.join(a, b);
        }
    }
}

/// The whole names of people and bodies that each article has: who else is there.
fn company(views: &[View<'_>], nodes: &[Node<'_>]) -> Vec<BTreeSet<u64>> {
    let mut company = vec![BTreeSet::new(); views.len()];
    for node in nodes.iter().filter(|node| node.entity.kind != EntityKind::Place) {
        if let Some(name) = node.name.whole() {
            company[node.view].insert(hash_of(name));
        }
    }
    company
}

/// The id of each group.
fn ids(views: &[View<'_>], nodes: &[Node<'_>], groups: &[Vec<usize>]) -> Vec<PersonId> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    groups
        .iter()
        .map(|group| {
            // A body may go by a short name too: the fullest one is its own.
            let wholes = group.iter().filter_map(|number| nodes[*number].name.whole());
            let whole =
                wholes.max_by_key(|name| (name.split(' ').count(), std::cmp::Reverse(*name)));
            let first = &nodes[group[0]];
            let bare = slug(whole.unwrap_or(&first.entity.name));
            let article = &views[first.view].record.id;
            let id = if whole.is_some() && !bare.is_empty() && taken.insert(bare.clone()) {
                bare
            } else {
                let place = format!("{article}#{}", first.entity.id);
                let id = format!("{bare}~{:08x}", hash_of(&place) >> 32);
                taken.insert(id.clone());
                id
            };
            PersonId::new(id)
        })
        .collect()
}

fn slug(name: &str) -> String {
    let words = name.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

fn entity(views: &[View<'_>], id: PersonId, members: &[&Node<'_>]) -> EntityAcross {
    let mut kinds: BTreeMap<EntityKind, usize> = BTreeMap::new();
    let mut aliases: BTreeMap<String, usize> = BTreeMap::new();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut evidence: Vec<Place> = Vec::new();
    for node in members {
        let text = &views[node.view].record.text;
        *kinds.entry(node.entity.kind).or_default() += node.entity.mentions.len().max(1);
        *names.entry(&node.entity.name).or_default() += 1;
        for mention in &node.entity.mentions {
            if mention.form != MentionForm::Pronoun {
                let words = mention.place.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
                *aliases.entry(words).or_default() += 1;
            }
        }
        let first = node.entity.mentions.first().filter(|_| evidence.len() < MOST_SHOWN);
        evidence.extend(first.map(|mention| views[node.view].place(mention.place)));
    }
    // The fullest name, of equally full ones the one that most articles use.
    let capitals = |name: &str| name.chars().any(char::is_lowercase);
    let name = names.iter().max_by_key(|(name, count)| {
        (name.split_whitespace().count().min(4), capitals(name), **count, std::cmp::Reverse(**name))
    });
    let kind = kinds.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)));
    let mut aliases: Vec<(String, usize)> = aliases.into_iter().collect();
    aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    EntityAcross {
        id,
        name: name.map_or_else(String::new, |(name, _)| (*name).to_owned()),
        kind: kind.map_or(EntityKind::Person, |(kind, _)| *kind),
        members: members
            .iter()
            .map(|node| Member {
                article: views[node.view].record.id.clone(),
                entity: node.entity.id.clone(),
            })
            .collect(),
        aliases: aliases.into_iter().map(|(alias, _)| alias).collect(),
        evidence,
    }
}
