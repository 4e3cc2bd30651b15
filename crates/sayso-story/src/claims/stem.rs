//! Which forms belong to one word?
//!
//! `leave`, `left` and `leaving` share a stem, so do `resign` and `resignation`. Stems are for
//! comparing, not for reading, and may join two words that have nothing to do with each other: rarely
//! enough that the words around them decide.

/// Forms that no suffix explains, each before the word it belongs to.
const IRREGULAR: [(&str, &str); 155] = [
    ("ate", "eat"),
    ("awoke", "awake"),
    ("became", "become"),
    ("began", "begin"),
    ("begun", "begin"),
    ("bent", "bend"),
    ("best", "good"),
    ("better", "good"),
    ("bitten", "bite"),
    ("bled", "bleed"),
    ("blew", "blow"),
    ("blown", "blow"),
    ("bore", "bear"),
    ("bought", "buy"),
    ("bound", "bind"),
    ("bred", "breed"),
    ("broke", "break"),
    ("broken", "break"),
    ("brought", "bring"),
    ("built", "build"),
    ("burnt", "burn"),
    ("came", "come"),
    ("caught", "catch"),
    ("children", "child"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("clung", "cling"),
    ("could", "can"),
    ("cried", "cry"),
    ("dead", "die"),
    ("dealt", "deal"),
    ("death", "die"),
    ("denial", "deny"),
    ("denie", "deny"),
    ("denied", "deny"),
    ("did", "do"),
    ("died", "die"),
    ("doe", "do"),
    ("done", "do"),
    ("drank", "drink"),
    ("drawn", "draw"),
    ("dreamt", "dream"),
    ("drew", "draw"),
    ("driven", "drive"),
    ("drove", "drive"),
    ("drunk", "drink"),
    ("eaten", "eat"),
    ("fallen", "fall"),
    ("fed", "feed"),
    ("fell", "fall"),
    ("felt", "feel"),
    ("fled", "flee"),
    ("flew", "fly"),
    ("flight", "fly"),
    ("flown", "fly"),
    ("forgot", "forget"),
    ("fought", "fight"),
    ("found", "find"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("given", "give"),
    ("goe", "go"),
    ("gone", "go"),
    ("got", "get"),
    ("gotten", "get"),
    ("grew", "grow"),
    ("grown", "grow"),
    ("ha", "have"),
    ("had", "have"),
    ("hadn't", "have"),
    ("heard", "hear"),
    ("held", "hold"),
    ("hid", "hide"),
    ("hidden", "hide"),
    ("hung", "hang"),
    ("kept", "keep"),
    ("knew", "know"),
    ("known", "know"),
    ("laid", "lay"),
    ("led", "lead"),
    ("left", "leave"),
    ("lent", "lend"),
    ("lit", "light"),
    ("loss", "lose"),
    ("losse", "lose"),
    ("lost", "lose"),
    ("made", "make"),
    ("marriage", "marry"),
    ("married", "marry"),
    ("meant", "mean"),
    ("men", "man"),
    ("met", "meet"),
    ("might", "may"),
    ("paid", "pay"),
    ("people", "person"),
    ("proven", "prove"),
    ("ran", "run"),
    ("rang", "ring"),
    ("ridden", "ride"),
    ("risen", "rise"),
    ("rode", "ride"),
    ("rose", "rise"),
    ("said", "say"),
    ("sale", "sell"),
    ("sang", "sing"),
    ("sank", "sink"),
    ("sat", "sit"),
    ("saw", "see"),
    ("seen", "see"),
    ("sent", "send"),
    ("shaken", "shake"),
    ("shook", "shake"),
    ("shot", "shoot"),
    ("shown", "show"),
    ("slain", "slay"),
    ("slept", "sleep"),
    ("sold", "sell"),
    ("sought", "seek"),
    ("spent", "spend"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("stole", "steal"),
    ("stolen", "steal"),
    ("stood", "stand"),
    ("struck", "strike"),
    ("stuck", "stick"),
    ("sung", "sing"),
    ("sunk", "sink"),
    ("swam", "swim"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("taken", "take"),
    ("taught", "teach"),
    ("thought", "think"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("told", "tell"),
    ("took", "take"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("understood", "understand"),
    ("wa", "be"),
    ("was", "be"),
    ("went", "go"),
    ("were", "be"),
    ("withdrawn", "withdraw"),
    ("withdrew", "withdraw"),
    ("woke", "wake"),
    ("women", "woman"),
    ("won", "win"),
    ("wore", "wear"),
    ("worn", "wear"),
    ("written", "write"),
    ("wrote", "write"),
];

/// Endings that make a noun, an adverb or a form of a verb, longest first, and how much of the word
/// must be left.
const ENDINGS: [(&str, usize); 16] = [
    ("ations", 4),
    ("ation", 4),
    ("ating", 5),
    ("ingly", 4),
    ("ated", 5),
    ("ments", 4),
    ("ment", 4),
    ("ions", 4),
    ("ance", 4),
    ("ate", 5),
    ("ion", 4),
    ("ies", 2),
    ("ied", 2),
    ("ing", 3),
    ("ed", 3),
    ("ly", 4),
];

/// The stem of a word's key.
pub(crate) fn stem(key: &str) -> String {
    if let Ok(at) = IRREGULAR.binary_search_by_key(&key, |(form, _)| form) {
        return bare(IRREGULAR[at].1);
    }
    for (ending, least) in ENDINGS {
        let Some(rest) = key.strip_suffix(ending) else { continue };
        if rest.chars().count() >= least && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            return match ending {
                "ies" | "ied" => format!("{rest}y"),
                _ => bare(rest),
            };
        }
    }
    bare(key)
}

/// A word without its last `e`, and with one letter for a doubled one at its end: `stopp`, `stop`.
fn bare(word: &str) -> String {
    let word = if word.len() > 3 { word.strip_suffix('e').unwrap_or(word) } else { word };
    let mut letters = word.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let doubled = last == before && last.is_some_and(|l| l.is_ascii_alphabetic() && l != 's');
    if doubled && word.len() > 3 { word[..word.len() - 1].to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for forms in [
            &["leave", "leaving", "left"][..],
            &["resign", "resigned", "resigning", "resignation"],
            &["stop", "stopped", "stopping"],
            &["deny", "denied", "denying", "denial"],
            &["settle", "settled", "settlement"],
            &["negotiate", "negotiation", "negotiated", "negotiating"],
            &["lose", "lost", "losing", "loss"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
        assert_ne!(stem("king"), stem("k"));
        assert_ne!(stem("bring"), stem("br"));
        assert_eq!(stem("red"), "red");
    }

    #[test]
    fn irregular_forms_are_in_order() {
        assert!(IRREGULAR.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    }

    proptest::proptest! {
        #[test]
        fn any_word_has_a_stem(word in "\\PC{1,20}") {
            assert!(!stem(&word).is_empty());
        }
    }
}
