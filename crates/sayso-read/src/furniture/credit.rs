//! Who took the picture, and which words stand under it?
//!
//! A credit is told by its form: a word for a picture, a sign and a name (`Photo / AP`), a name and
//! an agency, in brackets or not, or an agency alone. What stands before it in the same paragraph
//! is the caption.

use std::sync::LazyLock;

use regex::Regex;
use sayso_core::Span;

use super::vocabulary::{PARTICLES, PHOTO_AGENCIES, PICTURE};
use crate::lines::{lower, sentences, start_of};

/// Most words of a credit. Three names with their agencies take about twelve.
const MAX_WORDS: usize = 14;

/// Bytes from the end of a paragraph that are looked at, so that a long one costs no more.
const MAX_TAIL: usize = 240;

/// Bytes of a line in which a caption's label must stand.
const MAX_LABEL: usize = 60;

/// A word for a picture and what joins it to a name: `Photo /`, `Picture:`, `Image source,`,
/// `Photograph by`. A comma or "from" joins them only after `source` or `courtesy`.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:(?:(?:main|cover|lead|file|stock|handout|top|other|all|ap|afp|pa) )?(?:{PICTURE})(?: (?:credits?|source|copyright))?|credits?|pic credit)(?: *[:/|]+ *| *© *| +[-–—] +| +(?:by|courtesy(?: of)?|via):? +)|^(?:image|picture|photo) (?:source|credit|copyright), *|^(?:(?:{PICTURE}) )?courtesy(?: of|:)? +|^© *"
    ))
});

/// The same within a sentence: only signs that nothing else has join it to the name.
static LABEL_WITHIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r" (?P<label>(?:{PICTURE})(?: credit)?(?: / | ?: | ?\| ))")));

/// Begins what a page puts under a picture.
static CAPTION_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:image|picture|photo|media|video) caption|caption|pictured(?: \(?(?:above|below|left|right|here)\)?)?|file(?: photo)?)(?:[,:]| ?[-–—]) ",
    )
});

/// Compiles a pattern for words in lower case.
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and a test compiles it")
}

/// The credit at the end of these words, which start at `offset`.
pub(crate) fn credit(words: &str, offset: usize) -> Option<Span> {
    let tail = tail_of(words);
    let start = places_to_start(tail).into_iter().find(|start| {
        let is_line = *start == 0 && tail.len() == words.len();
        is_credit(&tail[*start..], is_line)
    })?;
    let start = offset + words.len() - tail.len() + start;
    Some(Span::new(start, offset + words.len()))
}

/// Whether a line says itself that it is a caption.
pub(crate) fn is_labelled_caption(words: &str) -> bool {
    CAPTION_LABEL.is_match(&lower(start_of(words, MAX_LABEL)))
}

/// Whether a credit is nothing but agencies in brackets or behind a dash: `(AP)`, `— AP/AFP`.
pub(crate) fn is_bare_agency(credit: &str) -> bool {
    let words = credit.trim_end_matches('.');
    let bracketed = words.strip_prefix(['(', '[']).and_then(|c| c.strip_suffix([')', ']']));
    let signed = words.strip_prefix(['-', '–', '—']).map(str::trim_start);
    bracketed.or(signed).is_some_and(|names| names.split(['/', ',']).map(str::trim).all(is_agency))
}

/// Where in these words a credit could begin, earliest first.
fn places_to_start(tail: &str) -> Vec<usize> {
    let mut starts = vec![0];
    if tail.trim_end_matches('.').ends_with([')', ']']) {
        starts.extend(tail.rfind(['(', '[']));
    }
    // A line is as good as a paragraph: what stands behind the last full stops, dashes and bars.
    let all = sentences(tail, Span::new(0, tail.len()));
    starts.extend(all.iter().rev().take(3).map(|sentence| sentence.start()));
    for sign in [" — ", " – ", " | ", " © ", " via ", "— "] {
        starts.extend(tail.rfind(sign).map(|at| at + usize::from(sign.starts_with(' '))));
    }
    let in_lower = lower(tail);
    starts.extend(
        LABEL_WITHIN
            .captures_iter(&in_lower)
            .filter_map(|found| found.name("label"))
            .map(|label| label.start())
            .filter(|start| tail[*start..].starts_with(char::is_uppercase)),
    );
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Whether these words are a credit and nothing else; `is_line` if no other words are on the line.
fn is_credit(words: &str, is_line: bool) -> bool {
    let words = words.trim_end_matches('.').trim();
    let (inner, bracketed) = match words.strip_prefix(['(', '[']) {
        Some(inner) => match inner.strip_suffix([')', ']']) {
            Some(inner) => (inner.trim(), true),
            None => return false,
        },
        None => (words, false),
    };
    if inner.len() < 2 || inner.split_whitespace().count() > MAX_WORDS + 3 {
        return false;
    }
    if let Some(label) = LABEL.find(&lower(inner)) {
        return is_names(inner[label.end()..].trim());
    }
    let bare = inner.trim_start_matches(['-', '–', '—', '|', '©', ' ']);
    let is_signed = bare.len() < inner.len();
    let (bare, is_via) = match bare.get(..4).map(str::to_ascii_lowercase).as_deref() {
        Some("via ") => (&bare[4..], true),
        _ => (bare, false),
    };
    let parts: Vec<&str> =
        bare.split(['/', '|', ',']).flat_map(|p| p.split(" via ")).map(str::trim).collect();
    let n_agencies = parts.iter().filter(|p| is_agency(p)).count();
    let joined = bare.contains(['/', '|']) || bare.contains(" via ");
    if n_agencies > 0 && parts.iter().all(|p| is_agency(p) || is_name(p)) {
        // An agency's name at the end of a sentence may be its object: only a sign, a joint, a
        // bracket or a line of its own tells.
        let all_agencies = n_agencies == parts.len();
        let stands_apart = bracketed || is_line || bare.contains(' ');
        return joined || is_signed || is_via || all_agencies && stands_apart;
    }
    words.starts_with('(') && (is_for_outlet(bare) || joined && is_name_and_agency(bare))
}

/// Whether the words are an agency. Short ones are written in capitals, or they are other words.
fn is_agency(words: &str) -> bool {
    PHOTO_AGENCIES.contains(&words.to_ascii_lowercase().as_str())
        && (words.len() > 6 || words.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// One to five capitalised words.
fn is_name(words: &str) -> bool {
    (1..=5).contains(&words.split_whitespace().count()) && is_names(words)
}

/// Whether the words are names and what joins names.
fn is_names(words: &str) -> bool {
    let words = words.trim_end_matches(['.', ')', ']', ' ']);
    if words.contains(['!', '?', ';', '“', '”', '"']) || words.contains(". ") && !is_initial(words)
    {
        return false;
    }
    let mut n_words = 0;
    let mut n_names = 0;
    let joints = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | '|' | '&' | '–' | '—');
    for word in words.split(joints).filter(|w| !w.is_empty()) {
        n_words += 1;
        let first = word.trim_start_matches(['@', '©', '(', '\'', '‘']).chars().next();
        let is_joint = PARTICLES.contains(&word)
            || matches!(
                word,
                "via"
                    | "by"
                    | "courtesy"
                    | "from"
                    | "with"
                    | "in"
                    | "at"
                    | "on"
                    | "photo"
                    | "pool"
                    | "handout"
                    | "file"
                    | "supplied"
                    | "-"
            );
        // Some names have their capital further on.
        let is_name = first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
            || word.starts_with('@')
            || word.chars().skip(1).take(2).any(char::is_uppercase);
        if is_name {
            n_names += 1;
        } else if !is_joint && word.chars().any(char::is_alphanumeric) {
            return false;
        }
    }
    n_names > 0 && n_words <= MAX_WORDS
}

/// Whether each full stop within the words belongs to an initial or a short form.
fn is_initial(words: &str) -> bool {
    sentences(words, Span::new(0, words.len())).len() == 1
}

/// `Ann Lee for The Echo`.
fn is_for_outlet(words: &str) -> bool {
    words.split_once(" for ").is_some_and(|(name, outlet)| {
        let outlet = outlet.strip_prefix("the ").unwrap_or(outlet);
        name.split_whitespace().count() > 1
            && is_name(name)
            && is_name(outlet)
            && !words.chars().any(|c| c.is_ascii_digit())
    })
}

/// `Ann Lee / Echo`: a person and who pays them.
fn is_name_and_agency(words: &str) -> bool {
    let parts: Vec<&str> = words.split(['/', '|']).map(str::trim).collect();
    parts.len() > 1
        && parts[0].split_whitespace().count() > 1
        && parts.iter().all(|p| p.chars().filter(|c| c.is_alphabetic()).count() > 1 && is_name(p))
        && !words.chars().any(|c| c.is_ascii_digit())
}

/// The end of a paragraph that a credit can take.
fn tail_of(words: &str) -> &str {
    let mut start = words.len().saturating_sub(MAX_TAIL);
    while !words.is_char_boundary(start) {
        start += 1;
    }
    &words[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Option<&str> {
        credit(words, 0).map(|place| place.of(words))
    }

    #[test]
    fn the_forms_of_a_credit() {
        for (caption, credit) in [
            ("The pair at the gala. ", "Photo / Somepix"),
            ("The pair at the gala. ", "Photo / Ann Lee, Somepix"),
            ("The pair at the gala ", "Photo / AP"),
            ("The pair at the gala. ", "Photograph: Ann Lee/The Orb"),
            ("The pair at the gala. ", "Picture by Ann Lee"),
            ("The pair at the gala. ", "(Photo: Ann Lee/Getty Images)"),
            ("The pair at the gala. ", "(Photo by Ann Lee)"),
            ("The pair at the gala. ", "(AP Photo/Ann Lee)"),
            ("The pair at the gala. ", "(Ann Lee / Gazette)"),
            ("The pair at the gala. ", "(Ann Lee for the Orb)"),
            ("The pair at the gala. ", "(Courtesy of Ann Lee)"),
            ("The pair at the gala ", "© Ann Lee"),
            ("The pair at the gala ", "— Getty Images"),
            ("The pair at the gala ", "via Getty Images"),
            ("The pair at the gala. ", "AP Photo/Ann Lee"),
            ("The pair at the gala. ", "Ann Lee/Reuters"),
            ("The pair at the gala. ", "Image: Getty"),
            ("", "Image source, Ann Lee"),
            ("", "Credit: Ann Lee"),
            ("", "Getty Images"),
            ("", "Ann Lee | Bloomberg | Getty Images"),
            ("", "(Image: © J. Orme/Orb)"),
            ("", "Photo: iPix"),
        ] {
            assert_eq!(found(&format!("{caption}{credit}")), Some(credit), "{caption}{credit}");
        }
    }

    #[test]
    fn what_is_no_credit() {
        for words in [
            "The minister spoke to the Associated Press.",
            "She would not pose for a photo by the gate",
            "“It was only a picture,” he said.",
            "He sent a photo: it showed a boat.",
            "She had seen the film (a remake)",
            "It cost a fortune (about £4m)",
            "They read the paper (The Orb)",
            "Photos of the night were shown to the jury.",
            "He works for Reuters.",
            "",
        ] {
            assert_eq!(found(words), None, "{words}");
        }
    }

    #[test]
    fn captions_with_a_label() {
        assert!(is_labelled_caption("Image caption, The pair at the gala"));
        assert!(is_labelled_caption("Pictured: the pair at the gala"));
        assert!(!is_labelled_caption("Captions were missing."));
    }
}
