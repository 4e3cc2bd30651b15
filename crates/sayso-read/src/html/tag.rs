//! Which element is it, and how does it stand to its neighbours?
//!
//! Only what decides where text begins and ends: kinds of elements, not their looks.

/// Makes the enumeration and the way from a name to it.
macro_rules! tags {
    ($($tag:ident $name:literal),* $(,)?) => {
        /// The elements that reading a page tells apart; all others are `Other`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Tag {
            $($tag,)*
            Other,
        }

        impl Tag {
            /// The tag of a name in whatever case.
            pub(super) fn of(name: &str) -> Tag {
                let mut lower = [0u8; LONGEST];
                let Some(lower) = lower.get_mut(..name.len()) else { return Tag::Other };
                lower.copy_from_slice(name.as_bytes());
                lower.make_ascii_lowercase();
                match &*lower {
                    $(known if known == $name.as_bytes() => Tag::$tag,)*
                    _ => Tag::Other,
                }
            }
        }
    };
}

/// Longest name of an element that is told apart.
const LONGEST: usize = 10;

tags! {
    A "a", Abbr "abbr", Address "address", Area "area", Article "article", Aside "aside",
    Audio "audio", B "b", Base "base", Blockquote "blockquote", Body "body", Br "br",
    Button "button", Canvas "canvas", Caption "caption", Center "center", Cite "cite", Code "code",
    Col "col", Colgroup "colgroup", Dd "dd", Details "details", Dialog "dialog", Div "div",
    Dl "dl", Dt "dt", Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption",
    Figure "figure", Font "font", Footer "footer", Form "form", Frameset "frameset", H1 "h1",
    H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head", Header "header", Hgroup "hgroup",
    Hr "hr", Html "html", I "i", Iframe "iframe", Img "img", Input "input", Label "label",
    Legend "legend", Li "li", Link "link", Main "main", Math "math", Menu "menu", Meta "meta",
    Nav "nav", Noembed "noembed", Noframes "noframes", Noscript "noscript", Object "object",
    Ol "ol", Optgroup "optgroup", Option "option", P "p", Param "param", Picture "picture",
    Plaintext "plaintext", Pre "pre", Q "q", S "s", Script "script", Search "search",
    Section "section", Select "select", Small "small", Source "source", Span "span",
    Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg",
    Table "table", Tbody "tbody", Td "td", Template "template", Textarea "textarea",
    Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title", Tr "tr", Track "track",
    U "u", Ul "ul", Video "video", Wbr "wbr", Xmp "xmp",
}

impl Tag {
    /// Whether it has no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            Tag::Area
                | Tag::Base
                | Tag::Br
                | Tag::Col
                | Tag::Embed
                | Tag::Hr
                | Tag::Img
                | Tag::Input
                | Tag::Link
                | Tag::Meta
                | Tag::Param
                | Tag::Source
                | Tag::Track
                | Tag::Wbr
        )
    }

    /// Whether its content holds no tags but its own end.
    pub(super) fn is_raw(self) -> bool {
        matches!(
            self,
            Tag::Script
                | Tag::Style
                | Tag::Title
                | Tag::Textarea
                | Tag::Iframe
                | Tag::Noembed
                | Tag::Noframes
                | Tag::Xmp
        )
    }

    /// Whether it belongs into the head, so that it does not end it.
    pub(super) fn is_of_head(self) -> bool {
        matches!(
            self,
            Tag::Base
                | Tag::Head
                | Tag::Html
                | Tag::Link
                | Tag::Meta
                | Tag::Noscript
                | Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Title
        )
    }

    /// Whether it stands on lines of its own.
    pub(crate) fn is_block(self) -> bool {
        matches!(
            self,
            Tag::Address
                | Tag::Article
                | Tag::Aside
                | Tag::Blockquote
                | Tag::Body
                | Tag::Caption
                | Tag::Center
                | Tag::Dd
                | Tag::Details
                | Tag::Dialog
                | Tag::Div
                | Tag::Dl
                | Tag::Dt
                | Tag::Fieldset
                | Tag::Figcaption
                | Tag::Figure
                | Tag::Footer
                | Tag::Form
                | Tag::Header
                | Tag::Hgroup
                | Tag::Hr
                | Tag::Html
                | Tag::Legend
                | Tag::Li
                | Tag::Main
                | Tag::Menu
                | Tag::Nav
                | Tag::Ol
                | Tag::P
                | Tag::Pre
                | Tag::Search
                | Tag::Section
                | Tag::Summary
                | Tag::Ul
                | Tag::Xmp
                | Tag::Plaintext
        ) || self.is_heading()
            || self.is_of_table()
    }

    /// Whether an open paragraph ends where it begins.
    pub(super) fn ends_paragraph(self) -> bool {
        self.is_block()
            && !matches!(self, Tag::Body | Tag::Html | Tag::Caption)
            && (!self.is_of_table() || self == Tag::Table)
    }

    /// Whether it is `h1` to `h6`.
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Whether it is a table or a part of one.
    pub(super) fn is_of_table(self) -> bool {
        self.is_cell()
            || matches!(self, Tag::Table | Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Tr)
    }

    /// Whether it is a cell of a table.
    pub(super) fn is_cell(self) -> bool {
        matches!(self, Tag::Td | Tag::Th)
    }

    /// Whether end tags inside it reach nothing outside.
    pub(super) fn is_wall(self) -> bool {
        self.is_cell()
            || matches!(
                self,
                Tag::Caption
                    | Tag::Html
                    | Tag::Math
                    | Tag::Object
                    | Tag::Svg
                    | Tag::Table
                    | Tag::Template
            )
    }

    /// Whether nothing in it is shown as text of the page.
    pub(crate) fn is_silent(self) -> bool {
        matches!(
            self,
            Tag::Audio
                | Tag::Button
                | Tag::Canvas
                | Tag::Head
                | Tag::Iframe
                | Tag::Math
                | Tag::Noembed
                | Tag::Noframes
                | Tag::Noscript
                | Tag::Object
                | Tag::Script
                | Tag::Select
                | Tag::Style
                | Tag::Svg
                | Tag::Template
                | Tag::Textarea
                | Tag::Title
                | Tag::Video
        )
    }
}
