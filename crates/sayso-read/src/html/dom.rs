//! What elements and texts does this page hold, and at which bytes?
//!
//! A tree of the page that remembers where each text and each tag stands, which is what leads every
//! character of an article back to its page. It is made in one pass, in time and memory that grow
//! with the page alone: unclosed and misplaced tags are mended as the standard says where that
//! decides what text belongs together, formatting is not repeated over paragraphs, and what lies
//! deeper than [`MAX_DEPTH`] is flattened.

use std::ops::Range;

use super::tag::Tag;
use super::tokens::{Attribute, Token, Tokens, name_at};

/// Elements within each other; browsers stop at the same number.
const MAX_DEPTH: usize = 512;

/// The number of a node.
pub(crate) type NodeId = usize;

/// The node above all.
pub(crate) const ROOT: NodeId = 0;

/// A page as a tree. Nodes are numbered in the order in which they begin, so the descendants of one
/// have the numbers that follow it.
pub(crate) struct Dom<'a> {
    pub(crate) source: &'a str,
    pub(crate) nodes: Vec<Node>,
    attributes: Vec<Attribute>,
}

/// An element or a text.
pub(crate) struct Node {
    pub(crate) parent: NodeId,
    pub(crate) what: What,
    /// A text, or an element's start tag.
    pub(crate) place: Range<usize>,
    /// Where an element ends in the source, if a link before its last descendant.
    pub(crate) end: usize,
    /// One past its last descendant.
    pub(crate) after: NodeId,
    attributes: Range<usize>,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Element(Tag),
    /// Text in which character references stand for characters.
    Text,
    /// Text as it stands: the content of a script.
    Raw,
}

impl<'a> Dom<'a> {
    /// Reads a page. There is no page that cannot be read.
    pub(crate) fn parse(source: &'a str) -> Self {
        Builder::new(source).build()
    }

    /// The tag of an element, if it is one.
    pub(crate) fn tag(&self, node: NodeId) -> Option<Tag> {
        match self.nodes[node].what {
            What::Element(tag) => Some(tag),
            What::Text | What::Raw => None,
        }
    }

    /// The name of an element as it stands in the source.
    pub(crate) fn name(&self, node: NodeId) -> &'a str {
        if node == ROOT {
            return "html";
        }
        &self.source[name_at(self.source, self.nodes[node].place.start + 1)]
    }

    /// An attribute of an element, as it stands in the source.
    pub(crate) fn attribute(&self, node: NodeId, name: &str) -> Option<&'a str> {
        self.attributes(node).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All attributes of an element, as they stand in the source.
    pub(crate) fn attributes(&self, node: NodeId) -> impl Iterator<Item = (&'a str, &'a str)> {
        let source = self.source;
        self.attributes[self.nodes[node].attributes.clone()]
            .iter()
            .map(|a| (&source[a.name.clone()], &source[a.value.clone()]))
    }

    /// The node and all above it, nearest first, without the root.
    pub(crate) fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |n| Some(self.nodes[*n].parent))
            .take_while(|n| *n != ROOT)
    }

    /// What a script or another raw element holds.
    pub(crate) fn raw_content(&self, node: NodeId) -> &'a str {
        self.nodes
            .get(node + 1)
            .filter(|child| child.parent == node && child.what == What::Raw)
            .map_or("", |child| &self.source[child.place.clone()])
    }
}

/// The tree while it grows.
struct Builder<'a> {
    dom: Dom<'a>,
    /// The open elements, outermost first; the root is never closed.
    open: Vec<(NodeId, Tag)>,
    /// Open elements that were too deep to become ancestors.
    too_deep: usize,
    /// How many of the open elements are paragraphs, drawings or formulas.
    open_paragraphs: usize,
    open_foreign: usize,
    has_body: bool,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        let root = Node {
            parent: ROOT,
            what: What::Element(Tag::Html),
            place: 0..0,
            end: source.len(),
            after: 1,
            attributes: 0..0,
        };
        let dom = Dom { source, nodes: vec![root], attributes: Vec::new() };
        Builder {
            dom,
            open: vec![(ROOT, Tag::Html)],
            too_deep: 0,
            open_paragraphs: 0,
            open_foreign: 0,
            has_body: false,
        }
    }

    fn build(mut self) -> Dom<'a> {
        let mut tokens = Tokens::new(self.dom.source);
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(place) => {
                    if self.top() == Tag::Head && !self.dom.source[place.clone()].trim().is_empty()
                    {
                        self.pop();
                    }
                    self.leaf(What::Text, place);
                }
                Token::Raw(place) => self.leaf(What::Raw, place),
                Token::Start { tag, place, attributes, closed } => {
                    let start = place.start;
                    self.start(tag, place, attributes, closed);
                    let foreign = self.open_foreign > 0 && tag != Tag::Script;
                    if tag == Tag::Plaintext {
                        let rest = tokens.rest();
                        self.leaf(What::Raw, rest);
                    } else if tag.is_raw() && !foreign {
                        tokens.raw_until_end(start);
                    }
                }
                Token::End { tag, name, place } => self.end(tag, &name, place.start),
            }
        }
        while self.open.len() > 1 {
            self.pop();
        }
        self.dom.nodes[ROOT].after = self.dom.nodes.len();
        self.dom.attributes = tokens.attributes;
        self.dom
    }

    fn top(&self) -> Tag {
        self.open.last().map_or(Tag::Html, |(_, tag)| *tag)
    }

    fn leaf(&mut self, what: What, place: Range<usize>) {
        if place.is_empty() {
            return;
        }
        let parent = self.open.last().map_or(ROOT, |(node, _)| *node);
        let (end, after) = (place.end, self.dom.nodes.len() + 1);
        self.dom.nodes.push(Node { parent, what, place, end, after, attributes: 0..0 });
    }

    fn start(&mut self, tag: Tag, place: Range<usize>, attributes: Range<usize>, closed: bool) {
        if self.open_foreign == 0 {
            match tag {
                Tag::Html => {
                    let root = &mut self.dom.nodes[ROOT];
                    if root.attributes.is_empty() {
                        root.attributes = attributes;
                    }
                    return;
                }
                Tag::Head
                    if self.has_body || self.dom.nodes.len() > 1 && self.top() == Tag::Head =>
                {
                    return;
                }
                Tag::Body if self.has_body => return,
                Tag::Body => self.has_body = true,
                _ => {}
            }
            if self.top() == Tag::Head && !tag.is_of_head() {
                self.pop();
            }
            self.close_before(tag);
        }
        let parent = self.open.last().map_or(ROOT, |(node, _)| *node);
        let node = self.dom.nodes.len();
        let what = What::Element(tag);
        self.dom.nodes.push(Node {
            parent,
            what,
            place,
            end: self.dom.source.len(),
            after: node + 1,
            attributes,
        });
        if tag.is_void() || closed && (self.open_foreign > 0 || matches!(tag, Tag::Svg | Tag::Math))
        {
            return;
        }
        if self.open.len() >= MAX_DEPTH && !tag.is_raw() {
            self.too_deep += 1;
            return;
        }
        self.open_paragraphs += usize::from(tag == Tag::P);
        self.open_foreign += usize::from(matches!(tag, Tag::Svg | Tag::Math));
        self.open.push((node, tag));
    }

    /// Closes what may not hold this element.
    fn close_before(&mut self, tag: Tag) {
        if tag.ends_paragraph() && self.open_paragraphs > 0 {
            self.close_to(|open| open == Tag::P, |open| open.is_wall() || open == Tag::Button);
        }
        let is_border = |open: Tag| {
            open.is_wall() || open.is_block() && !matches!(open, Tag::Address | Tag::Div | Tag::P)
        };
        match tag {
            Tag::Li => self.close_to(|open| open == Tag::Li, is_border),
            Tag::Dd | Tag::Dt => self.close_to(|open| matches!(open, Tag::Dd | Tag::Dt), is_border),
            Tag::Option | Tag::Optgroup if self.top() == Tag::Option => self.pop(),
            Tag::Td | Tag::Th => self.close_to(Tag::is_cell, |open| open == Tag::Table),
            Tag::Tr => self.close_to(|open| open == Tag::Tr, |open| open == Tag::Table),
            Tag::Tbody | Tag::Tfoot | Tag::Thead => self.close_to(
                |open| matches!(open, Tag::Tbody | Tag::Tfoot | Tag::Thead),
                |open| open == Tag::Table,
            ),
            Tag::A => {
                self.close_to(|open| open == Tag::A, |open| open.is_block() || open.is_wall())
            }
            Tag::Button => {
                self.close_to(|open| open == Tag::Button, |open| open.is_block() || open.is_wall());
            }
            _ if tag.is_heading() && self.top().is_heading() => self.pop(),
            _ => {}
        }
    }

    /// Closes the nearest open element that is wanted, unless a wall stands before it.
    fn close_to(&mut self, wanted: impl Fn(Tag) -> bool, wall: impl Fn(Tag) -> bool) {
        for idx in (1..self.open.len()).rev() {
            let tag = self.open[idx].1;
            if wanted(tag) {
                while self.open.len() > idx {
                    self.pop();
                }
                return;
            }
            if wall(tag) {
                return;
            }
        }
    }

    fn end(&mut self, tag: Tag, name: &Range<usize>, start: usize) {
        if self.too_deep > 0 && !tag.is_void() && tag != Tag::P {
            self.too_deep -= 1;
            return;
        }
        match tag {
            Tag::Html | Tag::Body => return,
            _ if tag.is_void() => return,
            _ => {}
        }
        let source = self.dom.source;
        let name = &source[name.clone()];
        for idx in (1..self.open.len()).rev() {
            let (node, open) = self.open[idx];
            let same = if tag == Tag::Other {
                open == Tag::Other && self.dom.name(node).eq_ignore_ascii_case(name)
            } else {
                open == tag || tag.is_heading() && open.is_heading()
            };
            if same {
                // Of all that does not stand on its own lines only links matter where they end.
                let crosses = !tag.is_block()
                    && !tag.is_wall()
                    && self.open[idx + 1..].iter().any(|(_, inner)| inner.is_block());
                if crosses {
                    self.dom.nodes[node].end = start;
                } else {
                    while self.open.len() > idx {
                        self.pop();
                    }
                    self.dom.nodes[node].end = start;
                }
                return;
            }
            let wall = if tag.is_of_table() { open == Tag::Table } else { open.is_wall() };
            if wall {
                return;
            }
        }
    }

    fn pop(&mut self) {
        if self.open.len() <= 1 {
            return;
        }
        if let Some((node, tag)) = self.open.pop() {
            self.open_paragraphs -= usize::from(tag == Tag::P);
            self.open_foreign -= usize::from(matches!(tag, Tag::Svg | Tag::Math));
            self.dom.nodes[node].after = self.dom.nodes.len();
            self.too_deep = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tree in one line: `div(p("a" b("c")))`.
    fn shape(source: &str) -> String {
        fn write(dom: &Dom<'_>, node: NodeId, out: &mut String) {
            let mut child = node + 1;
            let mut first = true;
            while child < dom.nodes[node].after {
                if !first {
                    out.push(' ');
                }
                first = false;
                match dom.nodes[child].what {
                    What::Element(_) => {
                        out.push_str(&dom.name(child).to_lowercase());
                        if dom.nodes[child].after > child + 1 {
                            out.push('(');
                            write(dom, child, out);
                            out.push(')');
                        }
                    }
                    What::Text | What::Raw => {
                        out.push_str(&dom.source[dom.nodes[child].place.clone()]);
                    }
                }
                child = dom.nodes[child].after;
            }
        }
        let dom = Dom::parse(source);
        let mut out = String::new();
        write(&dom, ROOT, &mut out);
        out
    }

    #[test]
    fn what_is_not_closed_is_closed_where_the_next_begins() {
        assert_eq!(shape("<p>a<p>b<div>c</div>d"), "p(a) p(b) div(c) d");
        assert_eq!(
            shape("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>e"),
            "ul(li(a) li(b ul(li(c))) li(d)) e"
        );
        assert_eq!(shape("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt(a) dd(b) dt(c))");
        assert_eq!(
            shape("<table><tr><td>a<td>b<tr><td><p>c</table>d"),
            "table(tr(td(a) td(b)) tr(td(p(c)))) d"
        );
        assert_eq!(shape("<h2>a<h3>b</h2>c"), "h2(a) h3(b) c");
        assert_eq!(shape("<a>b<a>c</a>d"), "a(b) a(c) d");
    }

    #[test]
    fn misplaced_ends_close_nothing_else() {
        assert_eq!(shape("<div>a</span>b</p>c</div>d"), "div(a b c) d");
        assert_eq!(shape("<table><tr><td>a</div>b</td></table>"), "table(tr(td(a b)))");
        assert_eq!(shape("<div><b><p>a</b>b</p>c</div>d"), "div(b(p(a b) c)) d");
    }

    #[test]
    fn a_link_ends_where_its_tag_says() {
        let source = "<a href=x><div>in</a>out</div>";
        let dom = Dom::parse(source);
        let link = (1..dom.nodes.len()).find(|n| dom.tag(*n) == Some(Tag::A)).expect("a link");
        assert_eq!(dom.nodes[link].end, source.find("</a>").expect("its end"));
    }

    #[test]
    fn head_and_body_are_told_apart() {
        assert_eq!(
            shape("<html lang=en><head><title>a</title><div>b</div></head><body>c</body></html>d"),
            "head(title(a)) div(b) body(c d)"
        );
        assert_eq!(shape("<svg><title>a<b>c</b></title></svg>d"), "svg(title(a b(c))) d");
    }

    #[test]
    fn depth_is_bounded_and_nothing_is_lost() {
        let source = format!("{}x{}y", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let dom = Dom::parse(&source);
        assert_eq!(dom.nodes.iter().filter(|n| n.what == What::Text).count(), 2);
        let deepest = (0..dom.nodes.len()).map(|n| dom.ancestors(n).count()).max();
        assert!(deepest.is_some_and(|d| d <= MAX_DEPTH), "{deepest:?}");
    }
}
