//! Which noun for a person can stand for which other?

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
