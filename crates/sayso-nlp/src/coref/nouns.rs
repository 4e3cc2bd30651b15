//! Which noun for a person can stand for which other, and which words of a description are the same?

/// Whether a role noun can be meant by a more general one: an author is an expert.
pub(crate) fn is_a(special: &str, general: &str) -> bool {
    special == general
        || match general {
            "expert" => matches!(
                special,
                "author"
                    | "biographer"
                    | "commentator"
                    | "historian"
                    | "analyst"
                    | "professor"
                    | "scholar"
                    | "correspondent"
                    | "researcher"
                    | "economist"
                    | "psychologist"
                    | "scientist"
                    | "adviser"
                    | "critic"
                    | "watcher"
                    | "academic"
            ),
            "politician" | "lawmaker" | "legislator" => matches!(
                special,
                "senator" | "congressman" | "congresswoman" | "representative" | "minister" | "mp"
            ),
            "spokesperson" => matches!(special, "spokesman" | "spokeswoman" | "secretary"),
            "spokesman" | "spokeswoman" => {
                matches!(special, "spokesperson" | "spokesman" | "spokeswoman")
            }
            "boss" | "coach" | "gaffer" => matches!(special, "manager" | "coach" | "boss"),
            "manager" => matches!(special, "boss" | "gaffer" | "coach"),
            "lawyer" | "attorney" => {
                matches!(special, "lawyer" | "attorney" | "solicitor" | "barrister")
            }
            "monarch" | "sovereign" => matches!(special, "king" | "queen" | "emperor"),
            "royal" => matches!(
                special,
                "king" | "queen" | "prince" | "princess" | "duke" | "duchess" | "earl" | "countess"
            ),
            "writer" => {
                matches!(special, "author" | "novelist" | "journalist" | "columnist" | "biographer")
            }
            "player" => matches!(
                special,
                "striker"
                    | "midfielder"
                    | "winger"
                    | "defender"
                    | "goalkeeper"
                    | "forward"
                    | "frontman"
            ),
            "congressman" | "congresswoman" => special == "representative",
            "republican" | "democrat" => matches!(
                special,
                "senator" | "representative" | "congressman" | "congresswoman" | "governor"
            ),
            "doctor" => matches!(special, "physician" | "surgeon" | "doctor"),
            "candidate" => {
                matches!(special, "nominee" | "contender" | "frontrunner" | "front-runner")
            }
            "nominee" => special == "candidate",
            "member" => special == "trustee",
            "trustee" => special == "member",
            "official" => matches!(special, "officer" | "diplomat"),
            "source" => {
                matches!(special, "insider" | "person" | "friend" | "pal" | "official" | "courtier")
            }
            "insider" => matches!(special, "source" | "person"),
            "person" => matches!(special, "source" | "insider"),
            _ => false,
        }
}

/// The words of a role or description in lower case, each in one form: `R-Calif.` is `republican` and
/// `california`, the GOP is Republican.
pub(crate) fn plain_words(text: &str) -> Vec<String> {
    text.split([' ', '-', '(', ')', ',', '/'])
        .map(|word| word.trim_end_matches("’s").trim_end_matches("'s").to_lowercase())
        .filter(|word| !word.is_empty())
        .map(|word| plain_word(&word).to_owned())
        .collect()
}

/// One word in lower case in its one form.
pub(crate) fn plain_word(lower: &str) -> &str {
    match lower.trim_end_matches('.') {
        "r" | "gop" | "g.o.p" | "republicans" => "republican",
        "d" | "democratic" | "democrats" => "democrat",
        "ala" => "alabama",
        "ariz" => "arizona",
        "ark" => "arkansas",
        "calif" => "california",
        "colo" => "colorado",
        "conn" => "connecticut",
        "del" => "delaware",
        "fla" => "florida",
        "ga" => "georgia",
        "ill" => "illinois",
        "ind" => "indiana",
        "kan" | "kans" => "kansas",
        "ky" => "kentucky",
        "la" => "louisiana",
        "md" => "maryland",
        "mass" => "massachusetts",
        "mich" => "michigan",
        "minn" => "minnesota",
        "miss" => "mississippi",
        "mo" => "missouri",
        "mont" => "montana",
        "neb" => "nebraska",
        "nev" => "nevada",
        "okla" => "oklahoma",
        "ore" => "oregon",
        "pa" | "penn" => "pennsylvania",
        "tenn" => "tennessee",
        "tex" => "texas",
        "va" => "virginia",
        "vt" => "vermont",
        "wash" => "washington",
        "wis" => "wisconsin",
        "wyo" => "wyoming",
        _ => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_compare_in_one_form() {
        assert_eq!(plain_words("R-Calif."), ["republican", "california"]);
        assert_eq!(plain_words("GOP harbour master’s"), ["republican", "harbour", "master"]);
    }
}
