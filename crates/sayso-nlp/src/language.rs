//! Which language is this?
//!
//! Rules and model read English. What is plainly in another language is kept, named, and not
//! extracted from; a text too short to tell counts as English.

use whatlang::{Lang, detect};

/// Fewer letters than this say nothing reliable.
const ENOUGH_LETTERS: usize = 100;

/// The ISO 639-1 code of a text's language, or the ISO 639-3 code where there is no shorter one;
/// `None` if it cannot be told.
pub fn of(text: &str) -> Option<&'static str> {
    if text.chars().filter(|c| c.is_alphabetic()).take(ENOUGH_LETTERS).count() < ENOUGH_LETTERS {
        return None;
    }
    let start: String = text.chars().take(4_000).collect();
    detect(&start).filter(whatlang::Info::is_reliable).map(|info| code(info.lang()))
}

/// The name of a language in English, for messages.
pub fn name(code: &str) -> String {
    Lang::all()
        .iter()
        .find(|lang| self::code(**lang) == code)
        .map_or_else(|| code.to_owned(), |lang| lang.eng_name().to_owned())
}

fn code(lang: Lang) -> &'static str {
    // ISO 639-3, and the 639-1 code that stands for it.
    const SHORT: &str = "afr af aka ak amh am ara ar aze az bel be ben bn bul bg cat ca ces cs cmn zh \
        cym cy dan da deu de ell el eng en epo eo est et fin fi fra fr guj gu heb he \
        hin hi hrv hr hun hu hye hy ind id ita it jav jv jpn ja kan kn kat ka khm km \
        kor ko lat la lav lv lit lt mal ml mar mr mkd mk mya my nep ne nld nl nob nb \
        ori or pan pa pes fa pol pl por pt ron ro rus ru sin si slk sk slv sl sna sn \
        spa es srp sr swe sv tam ta tel te tgl tl tha th tuk tk tur tr ukr uk urd ur \
        uzb uz vie vi yid yi zul zu";
    let three = lang.code();
    let mut pairs = SHORT.split(' ');
    pairs.find(|word| *word == three).and_then(|_| pairs.next()).unwrap_or(three)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_german_and_too_little() {
        let english = "The minister said on Tuesday that the old bridge over the river would stay \
            closed until the end of the year, and that nobody was to blame for it.";
        let german = "Der Minister sagte am Dienstag, die alte Brücke über den Fluss bleibe bis zum \
            Ende des Jahres gesperrt, und niemand sei daran schuld gewesen.";
        assert_eq!(of(english), Some("en"));
        assert_eq!(of(german), Some("de"));
        assert_eq!(of("Bonjour"), None);
        assert_eq!(name("de"), "German");
    }
}
