//! What do the names in the page's markup say of an element?
//!
//! Classes, ids and roles are words that the people who made the page chose for themselves; some
//! are used alike by so many that they tell what an element is for.

use super::dom::{Dom, NodeId, ROOT};
use super::tag::Tag;

/// What the words of an element can say, one bit each.
pub(crate) const N_GROUPS: usize = 16;

/// The bits of some groups, by their place in the list of words.
pub(super) const MENU: u16 = 1 << 2;
pub(super) const RELATED: u16 = 1 << 5;
pub(super) const COMMENT: u16 = 1 << 6;
pub(super) const SHARE: u16 = 1 << 7;
pub(super) const BYLINE: u16 = 1 << 9;
pub(super) const CAPTION: u16 = 1 << 10;
pub(super) const HEAD: u16 = 1 << 13;
pub(super) const DECK: u16 = 1 << 14;
pub(super) const QUOTE: u16 = 1 << 15;

/// The words of each group. A word counts where it stands whole (`byline`, `article-byline`,
/// `articleByline`); one that ends in `*` counts where a word begins with it.
const WORDS: [(&str, &[&str]); N_GROUPS] = [
    (
        "body",
        &[
            "articlebody",
            "storybody",
            "bodytext",
            "articletext",
            "body",
            "content",
            "maincontent",
            "text",
            "copy",
            "entry",
            "postcontent",
            "articlecontent",
            "story",
            "storytext",
            "richtext",
            "prose",
            "paragraph",
            "paragraphs",
            "artikel*",
            "texte",
            "texto",
            "cuerpo",
            "corpo",
            "inhalt",
        ],
    ),
    (
        "article",
        &["article*", "post", "main", "hentry", "single", "story*", "liveblog", "blog", "page"],
    ),
    (
        "menu",
        &[
            "nav*",
            "menu*",
            "breadcrumb*",
            "breadcrumbs",
            "pagination",
            "pager",
            "toolbar",
            "skip",
            "tabs",
            "tab",
            "sitemap",
            "topbar",
            "masthead",
            "site",
            "logo",
            "search*",
            "login",
            "account",
            "user",
        ],
    ),
    (
        "footer",
        &["footer*", "foot", "copyright", "legal", "colophon", "imprint", "impressum", "bottom"],
    ),
    (
        "aside",
        &[
            "sidebar*",
            "aside",
            "rail",
            "side",
            "secondary",
            "complementary",
            "right",
            "widget*",
            "col2",
            "module",
            "box",
            "infobox",
            "factbox",
        ],
    ),
    (
        "related",
        &[
            "related*",
            "recommend*",
            "teaser*",
            "more",
            "trending",
            "popular",
            "mostread",
            "most",
            "mostpopular",
            "readmore",
            "further",
            "similar",
            "next",
            "prev",
            "previous",
            "latest",
            "headlines",
            "outbrain",
            "taboola*",
            "recirc*",
            "promoted",
            "river",
            "feed",
            "card",
            "cards",
            "list",
            "listing",
            "carousel",
            "slider",
            "swiper",
            "also",
            "suggest*",
            "featured",
            "zergnet",
            "onward",
            "linked",
            "links",
            "crosslinks",
            "inline",
            "read",
        ],
    ),
    (
        "comment",
        &[
            "comment*",
            "kommentar*",
            "disqus*",
            "discussion",
            "reply",
            "replies",
            "respond",
            "livefyre",
            "forum",
            "commentaires",
        ],
    ),
    (
        "share",
        &[
            "share*",
            "sharing",
            "social*",
            "follow*",
            "facebook",
            "twitter",
            "whatsapp",
            "email",
            "print",
            "addthis",
            "sharedaddy",
            "like",
            "bookmark",
            "actions",
            "tools",
            "reactions",
            "vote",
            "rating",
        ],
    ),
    (
        "promotion",
        &[
            "promo*",
            "ad",
            "ads",
            "adv",
            "advert*",
            "sponsor*",
            "newsletter*",
            "subscri*",
            "signup",
            "sign",
            "paywall",
            "banner*",
            "dfp",
            "gpt",
            "cta",
            "donat*",
            "support",
            "offer*",
            "marketing",
            "commercial",
            "anzeige",
            "werbung",
            "abo",
            "app",
            "membership",
            "regwall",
            "contribution*",
            "affiliate",
            "shop",
            "product*",
            "buy",
        ],
    ),
    (
        "byline",
        &[
            "byline*",
            "author*",
            "autor*",
            "writer",
            "bio",
            "contributor*",
            "dateline",
            "date",
            "time",
            "timestamp",
            "published",
            "updated",
            "pubdate",
            "posted",
            "meta",
            "postmeta",
            "entrymeta",
            "info",
            "metadata",
            "credits",
            "reporter",
            "journalist",
            "profile",
            "about",
        ],
    ),
    (
        "caption",
        &[
            "caption*",
            "figcaption",
            "legend",
            "photo*",
            "image*",
            "img",
            "picture*",
            "gallery*",
            "figure",
            "media",
            "video*",
            "player",
            "slideshow",
            "credit",
            "copyrightholder",
            "wp",
            "bild*",
            "foto*",
            "embed*",
            "audio",
            "infographic",
            "chart",
            "map",
            "youtube",
            "instagram",
            "tweet",
        ],
    ),
    (
        "tags",
        &[
            "tag*", "topic*", "categor*", "keyword*", "label*", "section", "rubrik", "kicker",
            "overline", "eyebrow", "channel", "term*", "filed",
        ],
    ),
    (
        "overlay",
        &[
            "cookie*",
            "consent",
            "gdpr",
            "modal*",
            "popup*",
            "overlay",
            "lightbox",
            "dialog",
            "notice",
            "alert*",
            "onetrust",
            "privacy",
            "hidden",
            "hide",
            "screen",
            "sr",
            "visuallyhidden",
            "offscreen",
            "tooltip",
            "flyout",
            "dropdown",
            "message",
            "warning",
            "disclaimer",
            "interstitial",
            "accessibility",
        ],
    ),
    ("head", &["header*", "head", "hero", "title*", "headline*", "hed", "topper", "intro"]),
    (
        "deck",
        &[
            "deck",
            "dek",
            "standfirst",
            "subtitle*",
            "subhead*",
            "subheadline",
            "summary",
            "lead",
            "lede",
            "excerpt",
            "abstract",
            "teasertext",
            "vorspann",
            "chapo",
            "kicker",
            "sapo",
            "description",
            "strapline",
            "introduction",
        ],
    ),
    ("quote", &["pullquote*", "pull", "blockquote", "quote*", "pq", "quotation"]),
];

/// The bits of groups that stand in an element's class, id, role and the like.
pub(crate) fn groups_of(dom: &Dom<'_>, node: NodeId) -> u16 {
    let mut bits = 0;
    for (name, value) in dom.attributes(node) {
        let tells = [
            "class",
            "id",
            "role",
            "itemprop",
            "data-component",
            "data-testid",
            "data-type",
            "data-module",
            "aria-label",
            "data-qa",
        ]
        .iter()
        .any(|n| name.eq_ignore_ascii_case(n));
        if tells {
            bits |= of_words(&value[..value.floor_char_boundary(300)]);
        }
    }
    bits
}

/// The bits of an element and all above it but those of the page as a whole.
pub(crate) fn inherited(dom: &Dom<'_>, own: &[u16]) -> Vec<u16> {
    let mut all = vec![0u16; dom.nodes.len()];
    for node in ROOT + 1..dom.nodes.len() {
        let parent = dom.nodes[node].parent;
        let of_page = dom.tag(node) == Some(Tag::Body)
            || dom.nodes[node].parent == ROOT && dom.tag(node).is_none();
        all[node] = all[parent] | if of_page { 0 } else { own[node] };
    }
    all
}

fn of_words(value: &str) -> u16 {
    let mut bits = 0;
    let mut start = 0;
    let bytes = value.as_bytes();
    for at in 0..=bytes.len() {
        let ends = at == bytes.len()
            || !bytes[at].is_ascii_alphanumeric()
            || at > start && bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase();
        if !ends {
            continue;
        }
        // Both ends stand beside ASCII, so on boundaries.
        if let Some(word) = value.get(start..at)
            && word.len() > 1
        {
            bits |= of_word(word);
        }
        let is_letter = bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        start = if is_letter { at } else { at + 1 };
    }
    bits
}

fn of_word(word: &str) -> u16 {
    let mut lower = [0u8; 24];
    let Some(lower) = lower.get_mut(..word.len()) else { return 0 };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let mut bits = 0;
    for (idx, (_, words)) in WORDS.iter().enumerate() {
        let found = words.iter().any(|known| match known.strip_suffix('*') {
            Some(stem) => lower.starts_with(stem.as_bytes()),
            None => known.as_bytes() == lower,
        });
        bits |= u16::from(found) << idx;
    }
    bits
}
