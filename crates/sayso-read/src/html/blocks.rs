//! Which stretches of running text does this page show, and where does each stand?
//!
//! A block is what stands on lines of its own: a paragraph, a heading, an item, the text between two
//! breaks. Nothing is judged here; the menu's words are blocks as well as the article's.

use std::ops::Range;

use super::characters::Characters;
use super::dom::{Dom, NodeId, What};
use super::tag::Tag;

/// Text beyond which a page is not read further, in bytes of its blocks together.
const MAX_TEXT: usize = 64 << 20;

/// Blocks beyond which a page is not read further.
const MAX_BLOCKS: usize = 200_000;

/// One stretch of text.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// The nearest element that stands on lines of its own.
    pub(crate) node: NodeId,
    /// The first text of it.
    pub(crate) leaf: NodeId,
    /// Its text: white space folded, references decoded, breaks as line ends.
    pub(crate) text: String,
    /// Where the characters come from, in order; what was added is in none.
    pub(crate) runs: Vec<Run>,
    /// Bytes of the text in links, in bold and in slanted type.
    pub(crate) linked: usize,
    pub(crate) bold: usize,
    pub(crate) slanted: usize,
    /// Links in it.
    pub(crate) links: usize,
}

/// Characters of a text that stand for a stretch of the source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// Where in the text.
    pub(crate) at: Range<usize>,
    /// Where in the source.
    pub(crate) from: Range<usize>,
    /// Whether both are the same characters.
    pub(crate) same: bool,
}

/// The blocks of a page in the order of the source.
pub(crate) fn blocks(dom: &Dom<'_>) -> Vec<Block> {
    let mut reader = Reader::new(dom);
    reader.read();
    reader.blocks
}

struct Reader<'d, 's> {
    dom: &'d Dom<'s>,
    blocks: Vec<Block>,
    block: Block,
    /// White space that becomes a blank if more text follows, and where it stands.
    space: Option<Range<usize>>,
    /// Breaks that wait for more text.
    breaks: usize,
    bytes: usize,
}

/// An element that is being read, and what it changes.
struct Open {
    after: NodeId,
    tag: Tag,
    node: NodeId,
}

impl<'d, 's> Reader<'d, 's> {
    fn new(dom: &'d Dom<'s>) -> Self {
        Reader {
            dom,
            blocks: Vec::new(),
            block: Block::default(),
            space: None,
            breaks: 0,
            bytes: 0,
        }
    }

    fn read(&mut self) {
        let mut open: Vec<Open> = Vec::new();
        let mut node = 1;
        while node < self.dom.nodes.len() {
            while open.last().is_some_and(|o| o.after <= node) {
                if let Some(closed) = open.pop() {
                    self.close(&closed);
                }
            }
            if self.bytes > MAX_TEXT || self.blocks.len() >= MAX_BLOCKS {
                return;
            }
            let here = &self.dom.nodes[node];
            match here.what {
                What::Text => self.text(node, &open),
                What::Raw => {}
                What::Element(tag) if tag.is_silent() => {
                    node = here.after;
                    continue;
                }
                What::Element(Tag::Br) => self.breaks += 1,
                What::Element(tag) => {
                    if tag.is_block() {
                        self.finish();
                    }
                    if tag == Tag::Q {
                        self.added("“", node);
                    }
                    if tag == Tag::A {
                        self.block.links += 1;
                    }
                    open.push(Open { after: here.after, tag, node });
                }
            }
            node += 1;
        }
        while let Some(closed) = open.pop() {
            self.close(&closed);
        }
        self.finish();
    }

    fn close(&mut self, closed: &Open) {
        if closed.tag.is_block() {
            self.finish();
        } else if closed.tag == Tag::Q {
            self.space = None;
            self.added("”", closed.node);
        }
    }

    fn text(&mut self, node: NodeId, open: &[Open]) {
        let place = self.dom.nodes[node].place.clone();
        let mut linked = false;
        let mut bold = false;
        let mut slanted = false;
        let mut pre = false;
        for outer in open.iter().rev() {
            match outer.tag {
                Tag::A => linked |= place.start < self.dom.nodes[outer.node].end,
                Tag::B | Tag::Strong => bold = true,
                Tag::I | Tag::Em | Tag::Cite => slanted = true,
                Tag::Pre => pre = true,
                _ => {}
            }
        }
        let before = self.block.text.len();
        let source = self.dom.source;
        for (char, place) in Characters::new(source, place) {
            match char {
                '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' if pre => {
                    self.space = None;
                    self.breaks += 1;
                }
                _ if char.is_whitespace() => {
                    if let Some(space) = &mut self.space
                        && space.end == place.start
                    {
                        space.end = place.end;
                    } else if self.space.is_none() {
                        self.space = Some(place);
                    }
                }
                // They say where a word may break, or nothing.
                '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => {}
                _ if char.is_control() => {}
                _ => self.push(char, place, node),
            }
        }
        let grown = self.block.text.len().saturating_sub(before.min(self.block.text.len()));
        let grown = if self.block.leaf == node { self.block.text.len() } else { grown };
        self.block.linked += if linked { grown } else { 0 };
        self.block.bold += if bold { grown } else { 0 };
        self.block.slanted += if slanted { grown } else { 0 };
    }

    /// A character that is seen, after the white space before it.
    fn push(&mut self, char: char, place: Range<usize>, node: NodeId) {
        if self.breaks > 1 && !self.block.text.is_empty() {
            self.finish();
        }
        if self.block.text.is_empty() {
            self.begin(node);
        } else if self.breaks > 0 {
            self.block.text.push('\n');
        } else if let Some(space) = self.space.take() {
            let at = self.block.text.len();
            self.block.text.push(' ');
            self.run(at, space, ' ');
        }
        self.space = None;
        self.breaks = 0;
        let at = self.block.text.len();
        self.block.text.push(char);
        self.run(at, place, char);
    }

    fn begin(&mut self, node: NodeId) {
        self.block.leaf = node;
        self.block.node = self
            .dom
            .ancestors(self.dom.nodes[node].parent)
            .find(|n| self.dom.tag(*n).is_some_and(Tag::is_block))
            .unwrap_or(super::dom::ROOT);
    }

    fn run(&mut self, at: usize, from: Range<usize>, char: char) {
        let end = at + char.len_utf8();
        let same = from.len() == char.len_utf8() && self.dom.source[from.clone()].starts_with(char);
        if let Some(last) = self.block.runs.last_mut()
            && last.at.end == at
            && (last.same && same && last.from.end == from.start || last.from == from)
        {
            last.at.end = end;
            last.from.end = from.end;
            return;
        }
        self.block.runs.push(Run { at: at..end, from, same });
    }

    /// A character that the page shows without having it.
    fn added(&mut self, mark: &str, node: NodeId) {
        if self.block.text.is_empty() {
            self.begin(node);
        } else if self.breaks > 0 {
            self.block.text.push('\n');
            self.breaks = 0;
        } else if let Some(space) = self.space.take() {
            let at = self.block.text.len();
            self.block.text.push(' ');
            self.run(at, space, ' ');
        }
        self.block.text.push_str(mark);
    }

    fn finish(&mut self) {
        self.space = None;
        self.breaks = 0;
        let block = std::mem::take(&mut self.block);
        if block.text.is_empty() {
            return;
        }
        self.bytes += block.text.len();
        self.blocks.push(block);
    }
}
