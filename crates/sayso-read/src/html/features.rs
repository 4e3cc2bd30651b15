//! What can be seen of a block that tells whether it belongs to the article?
//!
//! Numbers only: of the block itself, of the elements around it, of its neighbours, and of how the
//! page's text is distributed. [`super::model`] weighs them. `train/article.py` learns from the
//! same numbers, so their order is a part of the model: whoever changes it trains anew.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::Block;
use super::dom::{Dom, NodeId, ROOT};
use super::groups::{self, COMMENT, HEAD, N_GROUPS};
use super::tag::Tag;
use super::wording::{Shingles, TextSeen, words};

/// Numbers of a block alone; see [`own`].
const N_OWN: usize = 47 + 3 * N_GROUPS;

/// Two numbers that are asked for by name.
pub(super) const DESCRIBED: usize = 35;
pub(super) const DATE_LIKE: usize = 39;

/// Those that are taken of the neighbours as well.
const SHARED: [usize; 12] = [0, 1, 2, 3, 4, 5, 20, 21, 22, 23, 24, 25];

/// How many neighbours on each side are looked at.
const REACH: usize = 2;

/// Bytes of running text behind the headline after which a text counts half in the search for the
/// element that holds the article: a few paragraphs.
const NEAR_HEADLINE: f32 = 3000.0;

/// Numbers of a block in all.
pub(crate) const N_FEATURES: usize = N_OWN + 2 * REACH * SHARED.len();

/// The numbers of all blocks, and what else was found out on the way.
pub(crate) struct Seen {
    pub(crate) rows: Vec<Vec<f32>>,
    /// The groups of names of each block's element, and of it and all above it.
    pub(crate) own: Vec<u16>,
    pub(crate) inherited: Vec<u16>,
    /// The block that is the headline.
    pub(crate) headline: Option<usize>,
}

/// Looks at all blocks of a page.
pub(crate) fn look(dom: &Dom<'_>, blocks: &[Block]) -> Seen {
    let page = PageSeen::of(dom, blocks);
    let owns: Vec<Vec<f32>> = (0..blocks.len()).map(|idx| page.own(idx)).collect();
    let rows = (0..blocks.len())
        .map(|idx| {
            let mut row = owns[idx].clone();
            for step in 1..=REACH {
                for neighbour in [idx.checked_sub(step), Some(idx + step)] {
                    let other = neighbour.and_then(|n| owns.get(n));
                    row.extend(SHARED.iter().map(|f| other.map_or(-1.0, |o| o[*f])));
                }
            }
            row
        })
        .collect();
    let of_blocks = |bits: &[u16]| blocks.iter().map(|b| bits[b.node]).collect();
    Seen {
        rows,
        own: of_blocks(&page.own_groups),
        inherited: of_blocks(&page.inherited),
        headline: page.headline,
    }
}

/// What is known of the page as a whole.
struct PageSeen<'a> {
    dom: &'a Dom<'a>,
    blocks: &'a [Block],
    own_groups: Vec<u16>,
    inherited: Vec<u16>,
    depth: Vec<u16>,
    /// Bits of elements above: see [`element_bits`].
    above: Vec<u16>,
    /// Sums over the blocks before each: bytes, linked bytes, bytes of running text, blocks of it.
    sums: Vec<[usize; 4]>,
    /// The element that holds most running text, and whether a node is it or above it.
    best: NodeId,
    over_best: BTreeSet<NodeId>,
    headline: Option<usize>,
    /// The first stretch of running text behind the headline, as its element.
    opening: NodeId,
    over_opening: BTreeSet<NodeId>,
    /// The first short block behind the headline that announces comments.
    comments_from: usize,
    /// How many elements of one parent look the same.
    twins: BTreeMap<(NodeId, NodeLook<'a>), usize>,
    title_words: BTreeSet<String>,
    /// How often the text of a block occurs on the page.
    times: BTreeMap<&'a str, usize>,
    /// Running text under elements that look the same.
    alike: BTreeMap<(NodeLook<'a>, NodeLook<'a>), usize>,
    described: Shingles,
    stated: Shingles,
}

/// Tag and class of an element.
type NodeLook<'a> = (u8, &'a str);

impl<'a> PageSeen<'a> {
    fn of(dom: &'a Dom<'a>, blocks: &'a [Block]) -> Self {
        let own_groups: Vec<u16> = (0..dom.nodes.len())
            .map(|n| if dom.tag(n).is_some() { groups::groups_of(dom, n) } else { 0 })
            .collect();
        let inherited = groups::inherited(dom, &own_groups);
        let mut depth = vec![0u16; dom.nodes.len()];
        let mut above = vec![0u16; dom.nodes.len()];
        for node in ROOT + 1..dom.nodes.len() {
            let parent = dom.nodes[node].parent;
            depth[node] = depth[parent] + 1;
            above[node] = above[parent] | element_bits(dom, node);
        }
        let mut sums = vec![[0; 4]];
        for block in blocks {
            let [bytes, linked, running, count] = sums[sums.len() - 1];
            let is_running = is_running(block);
            sums.push([
                bytes + block.text.len(),
                linked + block.linked,
                running + if is_running { block.text.len() } else { 0 },
                count + usize::from(is_running),
            ]);
        }
        let mut times = BTreeMap::new();
        let mut alike = BTreeMap::new();
        for block in blocks {
            *times.entry(block.text.as_str()).or_default() += 1;
            if is_running(block) {
                *alike.entry(looks(dom, block.node)).or_default() += block.text.len();
            }
        }
        let mut page = PageSeen {
            dom,
            blocks,
            own_groups,
            inherited,
            depth,
            above,
            sums,
            best: ROOT,
            over_best: BTreeSet::new(),
            headline: None,
            opening: ROOT,
            over_opening: BTreeSet::new(),
            comments_from: usize::MAX,
            twins: twins(dom),
            title_words: BTreeSet::new(),
            times,
            alike,
            described: Shingles::default(),
            stated: Shingles::default(),
        };
        page.read_head();
        page.headline = page.find_headline();
        page.best = page.best_container();
        page.over_best = dom.ancestors(page.best).chain([ROOT]).collect();
        let from = page.headline.map_or(0, |h| h + 1);
        page.opening = blocks[from.min(blocks.len())..]
            .iter()
            .find(|b| is_running(b))
            .map_or(ROOT, |b| b.node);
        page.over_opening = dom.ancestors(page.opening).chain([ROOT]).collect();
        page.comments_from = (from..blocks.len())
            .find(|idx| announces_comments(&blocks[*idx].text))
            .unwrap_or(usize::MAX);
        page
    }

    /// The blocks below a node.
    fn below(&self, node: NodeId) -> (usize, usize) {
        let after = self.dom.nodes[node].after;
        let first = self.blocks.partition_point(|b| b.leaf < node);
        (first, self.blocks.partition_point(|b| b.leaf < after).max(first))
    }

    /// Bytes, linked bytes, bytes of running text and its blocks below a node.
    fn sum(&self, node: NodeId) -> [usize; 4] {
        let (first, last) = self.below(node);
        std::array::from_fn(|i| self.sums[last][i] - self.sums[first][i])
    }

    /// The element whose children hold most running text.
    fn best_container(&self) -> NodeId {
        let mut scores: BTreeMap<NodeId, f32> = BTreeMap::new();
        let behind = self.headline.map_or(0, |h| self.sums[h][2]);
        for (idx, block) in self.blocks.iter().enumerate().filter(|(_, b)| is_running(b)) {
            let mut share = block.text.len() as f32;
            // What begins right under the headline is the article, however long the columns and
            // comments further down are.
            if let Some(headline) = self.headline {
                let far = self.sums[idx][2].saturating_sub(behind) as f32;
                share *= if idx < headline { 0.3 } else { 1.0 / (1.0 + far / NEAR_HEADLINE) };
            }
            for node in self.dom.ancestors(self.dom.nodes[block.node].parent).take(6) {
                *scores.entry(node).or_default() += share;
                share *= 0.75;
            }
        }
        let mut best = (ROOT, 0.0);
        for (node, score) in scores {
            let [bytes, linked, ..] = self.sum(node);
            let mut score = score * (1.0 - linked as f32 / bytes.max(1) as f32);
            // Comments can be longer than what they are about.
            if self.inherited[node] & COMMENT != 0 {
                score *= 0.3;
            }
            if score > best.1 {
                best = (node, score);
            }
        }
        best.0
    }

    /// Title, description and the article's text as the head and its data state them.
    fn read_head(&mut self) {
        let mut titles = Vec::new();
        for node in ROOT + 1..self.dom.nodes.len() {
            match self.dom.tag(node) {
                Some(Tag::Title) if titles.is_empty() => {
                    titles.push(super::characters::decoded(self.dom.raw_content(node)));
                }
                Some(Tag::Meta) => {
                    let name = self
                        .dom
                        .attribute(node, "property")
                        .or_else(|| self.dom.attribute(node, "name"))
                        .unwrap_or("");
                    let content = self.dom.attribute(node, "content").unwrap_or("");
                    if name.eq_ignore_ascii_case("og:title") {
                        titles.push(super::characters::decoded(content));
                    } else if ["description", "og:description", "twitter:description"]
                        .iter()
                        .any(|n| name.eq_ignore_ascii_case(n))
                    {
                        self.described.add(&super::characters::decoded(content));
                    }
                }
                Some(Tag::Script)
                    if self
                        .dom
                        .attribute(node, "type")
                        .is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json")) =>
                {
                    for body in stated_bodies(self.dom.raw_content(node)) {
                        self.stated.add(&body);
                    }
                }
                _ => {}
            }
        }
        self.title_words = titles.iter().flat_map(|t| words(t)).collect();
    }

    /// The heading that says what the page's title says.
    fn find_headline(&self) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        for (idx, block) in self.blocks.iter().enumerate() {
            if block.text.len() > 400 {
                continue;
            }
            let heading = self
                .dom
                .ancestors(block.node)
                .take(3)
                .find_map(|n| self.dom.tag(n).filter(|t| t.is_heading()));
            let level = match heading {
                Some(Tag::H1) => 1.0,
                Some(Tag::H2) => 0.6,
                Some(_) => 0.4,
                None if self.own_groups[block.node] & HEAD != 0 => 0.3,
                None => continue,
            };
            let overlap = self.title_overlap(block);
            let linked = if block.linked * 2 > block.text.len() { 0.5 } else { 0.0 };
            let score = level + 2.0 * overlap - linked;
            if (overlap > 0.4 || level == 1.0) && best.is_none_or(|(s, _)| score > s + 0.01) {
                best = Some((score, idx));
            }
        }
        best.map(|(_, idx)| idx)
    }

    /// The share of a block's words and of the title's words that both have.
    fn title_overlap(&self, block: &Block) -> f32 {
        if block.text.len() > 400 || self.title_words.is_empty() {
            return 0.0;
        }
        let own: BTreeSet<String> = words(&block.text).collect();
        let both = own.intersection(&self.title_words).count() as f32;
        if own.is_empty() { 0.0 } else { both / own.len().max(self.title_words.len() / 2) as f32 }
    }

    /// The numbers of one block.
    fn own(&self, idx: usize) -> Vec<f32> {
        let dom = self.dom;
        let block = &self.blocks[idx];
        let bytes = block.text.len();
        let of_bytes = |n: usize| n as f32 / bytes.max(1) as f32;
        let text = TextSeen::of(&block.text);
        let node = block.node;
        let parent = dom.nodes[node].parent;
        let grandparent = dom.nodes[parent].parent;
        let tag = dom.tag(node);

        let (mut up, mut meeting) = (0usize, node);
        while !self.over_best.contains(&meeting) && meeting != ROOT {
            up += 1;
            meeting = dom.nodes[meeting].parent;
        }
        let inside = meeting == self.best;
        let down = self.depth[self.best] - self.depth[meeting];
        let (best_first, best_last) = self.below(self.best);
        let total = self.sums[self.blocks.len()];
        let here = self.sums[idx];
        let of_best = self.sum(self.best);
        let place_in_best = |idx: usize| {
            let idx = idx.clamp(best_first, best_last);
            (self.sums[idx][2] - self.sums[best_first][2]) as f32 / of_best[2].max(1) as f32
        };
        let of_parent = self.sum(parent);
        let of_grandparent = self.sum(grandparent);
        let density = |sum: [usize; 4]| sum[1] as f32 / sum[0].max(1) as f32;
        let alike = self.alike.get(&looks(dom, node)).copied().unwrap_or(0);

        let mut row = Vec::with_capacity(N_FEATURES);
        row.extend([
            (bytes as f32).ln_1p(),
            of_bytes(block.linked),
            text.ends_sentence,
            if is_running(block) { 1.0 } else { 0.0 },
            text.function_words,
            if inside { 1.0 } else { 0.0 },
            // 6
            text.words as f32,
            text.capitals,
            text.digits,
            text.page_words,
            text.commas,
            text.marks,
            of_bytes(block.bold),
            of_bytes(block.slanted),
            block.links as f32,
            self.times.get(block.text.as_str()).copied().unwrap_or(1) as f32,
            // 16
            f32::from(u8::from(tag == Some(Tag::P))),
            f32::from(u8::from(tag == Some(Tag::Li))),
            tag.map_or(0.0, heading_level),
            f32::from(u8::from(tag == Some(Tag::Blockquote) || self.above[node] & BLOCKQUOTE != 0)),
            // 20
            alike as f32 / total[2].max(1) as f32,
            (up as f32).min(20.0),
            f32::from(down).min(20.0),
            density(of_parent),
            (of_parent[2] as f32).ln_1p(),
            of_parent[3] as f32,
            // 26
            density(of_grandparent),
            (of_grandparent[2] as f32).ln_1p(),
            of_grandparent[2] as f32 / total[2].max(1) as f32,
            place_in_best(idx),
            (idx as f32 - best_first as f32).clamp(-40.0, 40.0),
            (best_last as f32 - idx as f32).clamp(-40.0, 40.0),
            here[2] as f32 / total[2].max(1) as f32,
            self.headline.map_or(-100.0, |h| (idx as f32 - h as f32).clamp(-40.0, 40.0)),
            self.title_overlap(block),
            self.described.covers(&block.text),
            // 36
            if self.stated.is_empty() { -1.0 } else { self.stated.covers(&block.text) },
            f32::from(self.depth[node]).min(60.0),
            of_best[2] as f32 / total[2].max(1) as f32,
            text.date_like,
            // 40
            self.headline.map_or(-1.0, |h| {
                let (low, high) = (h.min(idx), h.max(idx));
                let between = (self.sums[high][2] - self.sums[low][2]) as f32;
                if idx < h { -1.0 } else { between.ln_1p() }
            }),
            self.steps_to_opening(node),
            f32::from(u8::from(self.sums[idx][2] == self.sums[best_first][2])),
            f32::from(u8::from(idx > self.comments_from)),
            self.twins_above(node, 1),
            self.twins_above(node, 4),
            self.twins.get(&(parent, look_of(dom, node))).copied().unwrap_or(1) as f32,
        ]);
        debug_assert_eq!(row.len() + 3 * N_GROUPS, N_OWN, "the numbers are counted");
        let near = self.own_groups[node] | self.own_groups[parent] | self.inline_groups(block);
        for bits in [near, self.inherited[node], self.above[node]] {
            row.extend((0..N_GROUPS).map(|bit| f32::from(bits >> bit & 1)));
        }
        row
    }

    /// Steps from an element up to one that holds the article's opening as well.
    fn steps_to_opening(&self, node: NodeId) -> f32 {
        let steps = self.dom.ancestors(node).take_while(|n| !self.over_opening.contains(n)).count();
        (steps as f32).min(20.0)
    }

    /// The most elements beside one of those above a block that look the same as it: a list of
    /// teasers, of comments.
    fn twins_above(&self, node: NodeId, levels: usize) -> f32 {
        let above = self.dom.ancestors(self.dom.nodes[node].parent).take(levels);
        let most = above
            .filter_map(|n| self.twins.get(&(self.dom.nodes[n].parent, look_of(self.dom, n))))
            .max();
        (most.copied().unwrap_or(1) as f32).min(50.0)
    }

    /// The names of what stands between a block's first text and its element.
    fn inline_groups(&self, block: &Block) -> u16 {
        self.dom
            .ancestors(self.dom.nodes[block.leaf].parent)
            .take_while(|n| *n != block.node)
            .take(8)
            .fold(0, |bits, n| bits | self.own_groups[n])
    }
}

/// The bit of an element that quotes.
const BLOCKQUOTE: u16 = 1 << 7;

/// What an element is for, one bit each.
fn element_bits(dom: &Dom<'_>, node: NodeId) -> u16 {
    let Some(tag) = dom.tag(node) else { return 0 };
    let bit = match tag {
        Tag::Article => 0,
        Tag::Main => 1,
        Tag::Aside => 2,
        Tag::Nav | Tag::Menu => 3,
        Tag::Footer => 4,
        Tag::Header | Tag::Hgroup => 5,
        Tag::Figure | Tag::Figcaption | Tag::Picture => 6,
        Tag::Blockquote => 7,
        Tag::Form | Tag::Fieldset | Tag::Label | Tag::Dialog => 8,
        Tag::Table => 9,
        Tag::Ul | Tag::Ol | Tag::Dl => 10,
        Tag::Section => 11,
        Tag::Li => 14,
        _ => 16,
    };
    let mut bits = if bit < 16 { 1 << bit } else { 0 };
    for (name, value) in dom.attributes(node) {
        let hides = name.eq_ignore_ascii_case("hidden")
            || name.eq_ignore_ascii_case("aria-hidden") && value == "true"
            || name.eq_ignore_ascii_case("style") && hides(value);
        bits |= u16::from(hides) << 12;
        let is_body =
            name.eq_ignore_ascii_case("itemprop") && value.eq_ignore_ascii_case("articlebody");
        bits |= u16::from(is_body) << 13;
        bits |= u16::from(name.eq_ignore_ascii_case("onclick")) << 15;
    }
    bits
}

/// Whether a style takes an element out of sight.
fn hides(style: &str) -> bool {
    let style = &style[..style.floor_char_boundary(200)];
    let bare: String =
        style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    bare.contains("display:none") || bare.contains("visibility:hidden")
}

/// Whether a block looks like running text: long, with sentences, and no list of links.
pub(crate) fn is_running(block: &Block) -> bool {
    block.text.len() >= 80
        && block.linked * 3 < block.text.len()
        && block.text.contains(['.', '!', '?', '。', '…', ',', '،', '؟'])
}

fn heading_level(tag: Tag) -> f32 {
    match tag {
        Tag::H1 => 1.0,
        Tag::H2 => 2.0,
        Tag::H3 => 3.0,
        Tag::H4 => 4.0,
        Tag::H5 => 5.0,
        Tag::H6 => 6.0,
        _ => 0.0,
    }
}

/// How an element looks.
fn look_of<'a>(dom: &Dom<'a>, node: NodeId) -> NodeLook<'a> {
    (dom.tag(node).map_or(0, |t| t as u8), dom.attribute(node, "class").unwrap_or(""))
}

/// How an element and the one around it look.
fn looks<'a>(dom: &Dom<'a>, node: NodeId) -> (NodeLook<'a>, NodeLook<'a>) {
    (look_of(dom, node), look_of(dom, dom.nodes[node].parent))
}

/// How many elements under each parent look the same.
fn twins<'a>(dom: &Dom<'a>) -> BTreeMap<(NodeId, NodeLook<'a>), usize> {
    let mut twins = BTreeMap::new();
    for node in ROOT + 1..dom.nodes.len() {
        if dom.tag(node).is_some_and(Tag::is_block) {
            *twins.entry((dom.nodes[node].parent, look_of(dom, node))).or_default() += 1;
        }
    }
    twins
}

/// Whether a line is the label above comments.
fn announces_comments(text: &str) -> bool {
    const LABELS: [&str; 14] = [
        "comment",
        "comments",
        "response",
        "responses",
        "reply",
        "replies",
        "kommentare",
        "kommentar",
        "commentaires",
        "comentarios",
        "comentários",
        "commenti",
        "discussion",
        "reacties",
    ];
    text.len() < 60 && {
        let own: Vec<String> = words(text).collect();
        own.len() < 9 && own.iter().any(|w| LABELS.contains(&w.as_str()))
    }
}

/// The texts of articles that structured data state, found without trusting its form.
fn stated_bodies(json: &str) -> Vec<String> {
    let mut bodies = Vec::new();
    let mut rest = json;
    while let Some(at) = rest.find("\"articleBody\"") {
        rest = &rest[at + "\"articleBody\"".len()..];
        let value = rest.trim_start().strip_prefix(':').unwrap_or("").trim_start();
        if !value.starts_with('"') {
            continue;
        }
        if let Some(Ok(body)) =
            serde_json::Deserializer::from_str(value).into_iter::<String>().next()
        {
            // Some state the page's own markup.
            let text = if body.contains("</") || body.contains("&lt;") {
                let body = super::characters::decoded(&body);
                let dom = Dom::parse(&body);
                let texts: Vec<String> =
                    super::blocks::blocks(&dom).into_iter().map(|b| b.text).collect();
                texts.join("\n")
            } else {
                body
            };
            bodies.push(text);
        }
    }
    bodies
}
