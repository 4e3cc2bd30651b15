//! What can be counted in the words of a block?
//!
//! Cheap counts that hold in many languages, and which words follow each other in another text.

use std::collections::BTreeSet;

/// Words of running text in the languages that most pages are in: what menus lack.
const FUNCTION_WORDS: [&str; 64] = [
    "the", "and", "of", "to", "in", "a", "that", "is", "was", "for", "on", "with", "he", "she",
    "his", "her", "it", "as", "at", "by", "from", "have", "has", "had", "be", "are", "were", "not",
    "but", "they", "their", "who", "said", "der", "die", "und", "das", "den", "ist", "nicht",
    "ein", "eine", "mit", "von", "zu", "le", "la", "les", "des", "et", "que", "est", "une", "dans",
    "el", "los", "y", "en", "un", "il", "di", "che", "per", "os",
];

/// Words of what pages say of themselves.
const PAGE_WORDS: [&str; 56] = [
    "subscribe",
    "subscription",
    "newsletter",
    "newsletters",
    "cookie",
    "cookies",
    "copyright",
    "reserved",
    "privacy",
    "advertisement",
    "advertise",
    "sponsored",
    "share",
    "tweet",
    "facebook",
    "twitter",
    "instagram",
    "whatsapp",
    "email",
    "comment",
    "comments",
    "reply",
    "login",
    "sign",
    "register",
    "click",
    "download",
    "app",
    "follow",
    "related",
    "recommended",
    "trending",
    "popular",
    "latest",
    "read",
    "more",
    "watch",
    "photo",
    "photos",
    "image",
    "getty",
    "terms",
    "contact",
    "inbox",
    "breaking",
    "updated",
    "published",
    "posted",
    "ago",
    "min",
    "mehr",
    "anzeige",
    "lesen",
    "kommentare",
    "abonnieren",
    "werbung",
];

/// Words in small letters.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

/// What is counted in a text.
pub(super) struct TextSeen {
    pub(super) words: usize,
    pub(super) function_words: f32,
    pub(super) page_words: f32,
    pub(super) capitals: f32,
    pub(super) digits: f32,
    pub(super) commas: f32,
    /// Quotation marks.
    pub(super) marks: f32,
    pub(super) ends_sentence: f32,
    pub(super) date_like: f32,
}

impl TextSeen {
    pub(super) fn of(text: &str) -> Self {
        let (mut n_words, mut function, mut page, mut capitals) = (0usize, 0usize, 0usize, 0usize);
        let mut year = false;
        // The beginning of a long text tells as much as the whole.
        let head = &text[..text.floor_char_boundary(4000)];
        for word in head.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            n_words += 1;
            capitals += usize::from(word.starts_with(char::is_uppercase));
            let lower = word.to_lowercase();
            function += usize::from(FUNCTION_WORDS.contains(&lower.as_str()));
            page += usize::from(PAGE_WORDS.contains(&lower.as_str()));
            year |= word.len() == 4
                && (word.starts_with("19") || word.starts_with("20"))
                && word.bytes().all(|b| b.is_ascii_digit());
        }
        let of_words = |n: usize| n as f32 / n_words.max(1) as f32;
        let last = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '“', ']']).chars().last();
        let digits = head.bytes().filter(u8::is_ascii_digit).count();
        TextSeen {
            words: n_words,
            function_words: of_words(function),
            page_words: of_words(page),
            capitals: of_words(capitals),
            digits: digits as f32 / head.len().max(1) as f32,
            commas: of_words(head.matches([',', '，', '、']).count()),
            marks: head.matches(['"', '“', '”', '„', '«', '»', '‘']).count() as f32,
            ends_sentence: match last {
                Some('.' | '!' | '?' | '…' | '。' | '؟') => 1.0,
                Some(':' | ';' | ',') => 0.5,
                _ => 0.0,
            },
            date_like: if text.len() < 120 && digits > 2 {
                1.0 + f32::from(u8::from(year)) + f32::from(u8::from(text.contains(':')))
            } else {
                0.0
            },
        }
    }
}

/// Which words follow each other in texts.
#[derive(Default)]
pub(super) struct Shingles(BTreeSet<u64>);

impl Shingles {
    /// Words in one shingle.
    const WORDS: usize = 4;

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(text: &str) -> impl Iterator<Item = u64> {
        let words: Vec<u64> = words(text).map(|w| hash(&w)).collect();
        let length = words.len().min(Self::WORDS);
        let last = if length == 0 { 0 } else { words.len() - length + 1 };
        (0..last).map(move |at| {
            words[at..at + length].iter().fold(length as u64, |all, w| {
                (all ^ w).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
            })
        })
    }

    pub(super) fn add(&mut self, text: &str) {
        self.0.extend(Self::of(text));
    }

    /// The share of a text's shingles that are known.
    pub(super) fn covers(&self, text: &str) -> f32 {
        if self.0.is_empty() {
            return 0.0;
        }
        let (mut all, mut known) = (0usize, 0usize);
        for shingle in Self::of(text) {
            all += 1;
            known += usize::from(self.0.contains(&shingle));
        }
        known as f32 / all.max(1) as f32
    }
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
