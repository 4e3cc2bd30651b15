//! Does this sentence sell, point elsewhere, or say where the text comes from?
//!
//! Such sentences speak to the reader: an imperative or a "you" beside one of few nouns. So a
//! sentence about newsletters, in the third person or in quotation marks, is left alone.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};
use sayso_core::record::FurnitureKind;

use super::vocabulary::{ARTICLE, PICTURE, SOCIAL};

/// A rule: its kind, whether it holds near the end of a text only, and its pattern.
struct Rule {
    kind: FurnitureKind,
    near_end: bool,
    pattern: Regex,
}

/// Words without one of which no rule can hold. Most lines of an article have none and are done
/// with here, at the speed of a search for words.
static HINT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"sign|subscri|regist|enrol|newsletter|inbox|mail|\bapps?\b|download|follow|find |join|like |listen|watch|tune|miss|enough of|podcast|\b(?:do|did|have|got|are|were) (?:you|an?)\b|send|write|contact|call|text |tell us|readers|quiries|editor|order|\bbuy |\bbook|stocks|tickets|gambl|\bbet |18|conditions|offer|trial|page|donat|become|click|\btap |swipe|scan |press |visit|for more|share|let us|your|comment|polic|error|mistake|correct |inaccura|\bread\b|view|check out|take a|\bsee |stay |keep up|be the first|want|need|enjoy|original|first|previous|publish|print|appear|copyright|©|\(c\)|rights|h/t|hat tip|via |report|contribut|edit|writ|compil|translat|produc|interview|portrait|photo|pictur|illustrat|graphic|video|words|story by|design|fact|permission|distribut|updated|amended|developing|breaking|javascript|browser|more from|more on|also on|save|get |\S@\S|excerpt|repost|adapted|version",
    )
});

/// Speech: a sentence that has it tells what somebody said.
static SPEECH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:said|says|told|tells|added|adds|asked|replied|wrote|tweeted|claimed|explained|urged|insisted|argued|announced|warned|noted)\b",
    )
});

/// Who reported from somewhere in a sentence of the article, not in a line about its makers.
static OF_OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:he|she|they|it|we|i|you|who)\b|'s reported\b|\b(?:has|have|had|was|were|are|is) reported\b",
    )
});

/// What speaks to the reader, or is a label.
static TO_READER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:you|your|yours|us|our|we)\b|^[^.:]+:|\bhere[.!]?$"));

/// Where an imperative can stand: at the start, after a sign, after a word of politeness.
const TO_YOU: &str =
    r"(?:^|^[^.!?]*?(?:[,:;|(-] *|\b(?:please|sure to|forget to|here to|can also|now|then) ))";

/// The rules, the first that holds decides. All are for words in lower case with plain quotation
/// marks and dashes, see [`plain`].
static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    use FurnitureKind::{Credit, Date, Interface, Promotion, Related, Syndication};
    let rule = |kind, near_end, alternatives: &[&str]| {
        let filled: Vec<String> = alternatives
            .iter()
            .map(|a| {
                a.replace("TO_YOU", TO_YOU)
                    .replace("ARTICLE", ARTICLE)
                    .replace("SOCIAL", SOCIAL)
                    .replace("PICTURE", PICTURE)
            })
            .collect();
        Rule { kind, near_end, pattern: pattern(&filled.join("|")) }
    };
    vec![
        // Where the text first appeared, and whose it is.
        rule(
            Syndication,
            false,
            &[
                r"\b(?:this|the) (?:ARTICLE)\b(?: \S+)?(?: \S+)? (?:first|originally|previously|initially) (?:appeared|published|ran|posted|aired)\b",
                r"\bthis (?:ARTICLE) (?:was|has been|is|appeared|appears|ran) (?:\w+ )?(?:published|republished|reprinted|reproduced|reposted|syndicated|produced|provided|distributed|supplied|adapted|excerpted|first|originally|also in)\b",
                r"^[(\[]?(?:read|see|view) the original\b",
                r"^(?:first|originally|previously) (?:published|appeared|posted)\b",
                r"^the post .* (?:appeared first|first appeared) on\b",
                r"^(?:re-?published|reprinted|reproduced|reposted|excerpted|adapted) (?:from|with|by|courtesy|under)\b",
                r"^as (?:first )?published in\b",
                r"^(?:a )?version of this (?:ARTICLE)\b",
                r"^distributed by\b",
                r"^(?:copyright|©|\(c\)|\(©\)) ?.*\b(?:19|20)\d\d\b",
                r"\bcopyright (?:©|\(c\)|(?:19|20)\d\d)",
                r"^(?:copyright|©) \S+",
                r"\ball rights reserved\b",
                r"\bmay not be (?:published|reproduced|copied|broadcast|rewritten|redistributed)\b",
                r"\breprinted (?:courtesy|with permission|by permission)\b",
                r"^[(\[]?(?:h/t|hat tip)[: ]",
                r"^[(\[]?via: ",
            ],
        ),
        // Newsletters, subscriptions, memberships.
        rule(
            Promotion,
            false,
            &[
                r"TO_YOU(?:sign[ -]up|subscribe|register|enrol)(?: (?:here|below|above|now|today|at|via|on|by|to|for|from|and)\b|[.!:]|$)",
                r"\b(?:in|to) (?:your|my) inbox\b|\bstraight to your\b|\bdelivered (?:daily|weekly|straight|directly)\b",
                r"^(?:[^.!?]*, )?our (?:\S+ )?(?:\S+ )?(?:\S+ )?(?:newsletters?|podcasts?|apps?|mailing list|alerts|whatsapp (?:channel|group)|e-?mail)\b",
                r"^(?:get|receive|try|join) .*\b(?:newsletters?|inbox|apps?|mailing list|by e-?mail|briefing|e-?mails? (?:every|each|updates?|alerts?)|membership)\b",
                r"^(?:want|need|love|like|enjoy|enjoying|enjoyed|looking for|hungry for|interested in|curious about|tired of|missed) .*\b(?:you|your|our|us|we)\b.*\?",
                r"^want (?:more|to (?:receive|get|read|know|keep|stay|hear))\b.*\?",
                r"^can't get enough\b|^never miss\b|^don't miss (?:a|an|out|our|any)\b|^be the first to (?:know|hear|get|read)\b|^stay (?:up to date|informed|in the know)\b|^keep up (?:to date )?with\b",
                r"^subscribe to\b|TO_YOU(?:donate|become an? (?:member|subscriber|supporter|patron)|make a (?:donation|contribution)|support (?:our|independent|local|quality|free) (?:\w+ )?(?:journalism|reporting|work|newsroom|press))\b",
                r"\bsubscribe (?:now|here|today)\b|\balready (?:a|have a) (?:subscriber|subscription|member)\b|^this (?:content|article|story) is (?:only )?(?:for|available to|reserved for) (?:our )?(?:subscribers|members)|^(?:start|try) (?:your|a|our) .*\bfree\b|\bissues for (?:£|\$|€)\d|\bunsubscribe\b",
                r"^(?:you can|to) (?:receive|get) this .*\b(?:e-?mail|update|newsletter)\b|^(?:enter|entering) your e-?mail\b|^by (?:signing up|entering your|subscribing,? you|providing your|clicking)\b",
            ],
        ),
        // Apps, sites, programmes.
        rule(
            Promotion,
            false,
            &[
                r"^(?:download|get) (?:the|our) .*\b(?:apps?|edition|issue)\b|[,:-] download (?:the|our)\b.*\bapp\b|\bapp store\b.*\bgoogle play\b|\bavailable on (?:ios|android|the app store|google play)\b",
                r"^(?:(?:on|via) (?:SOCIAL),? )?(?:(?:please|you can|for (?:more|updates)[^,]*,|and) )?(?:follow|find|like|join|friend|tweet|connect with|message) .*(?:\b(?:on|via) (?:SOCIAL)\b|@\w+|#\w+|https?://)",
                r"(?:^|[,;] (?:and )?|\band )follow (?:@\w+|us\b|me\b)",
                r"^(?:like|join) (?:us|our page|the page|the conversation|our (?:\w+ )?(?:group|community|channel))\b|^find us on\b|\blike the page:?$",
                r"^(?:listen|tune in)(?: live| in| here| now| again| online| back)?(?: (?:to|on|at|from|via)\b.*| *[.!]?$)|\bask your (?:smart )?speaker\b|\bwherever you (?:get|find|listen to) your podcasts\b|\bwherever you listen\b",
            ],
        ),
        // Write to us.
        rule(
            Promotion,
            false,
            &[
                r"^(?:do|did|have|are|were|got) (?:you |an? ).*\b(?:know (?:more|something|anything)|stor(?:y|ies)|tips?|information|photos?|pictures?|videos?|affected by|something to (?:say|share)|views?|opinion|questions?)\b.*\?$",
                r"^(?:get in touch|contact us|let us know|tell us|e-?mail us|text us|call us|write to us|send us|send (?:in )?your|share your (?:thoughts|views|story|stories|opinion|experience)|have your say|join the (?:conversation|debate|discussion)|leave a comment|comment below|share and comment|tips\?|questions\?|feedback\?)",
                r"^(?:readers (?:may|can|are invited to|should|who)|to (?:contact|reach|e-?mail)|e-?mail|mail|write|contact|send|tips|letters|questions)\b.*\S@\S+\.\w",
                r"^it is (?:the|our) policy (?:of .*)?to correct\b|^we (?:aim|try|strive) to correct\b|^(?:if you|to) (?:spot|see|find|report) an? (?:error|mistake|inaccuracy)\b",
                r"^notes? to editors?\b|^(?:for )?(?:media|press|further|all) (?:enquir|inquir)(?:y|ies)\b|^(?:media|press) contacts?:|^for (?:further|more|media|press) (?:information|details)[^.]* (?:contact|call|visit|e-?mail|go to|see)\b",
            ],
        ),
        // Things to buy.
        rule(
            Promotion,
            false,
            &[
                r"\bwhile stocks last\b|\b(?:terms and conditions|t&cs|ts&cs) apply\b|\boffer (?:ends|expires|valid)\b|\b(?:gamble|bet|drink) (?:responsibly|aware)\b|\bbe ?gamble ?aware\b|^over[- ]18s? only\b|^18\+|\bwhen the fun stops\b|^please (?:gamble|drink) ",
                r"^(?:order|buy|pre-?order|book) (?:it|your|now|a copy|copies|yours|online|tickets|here|this|them)\b|^to (?:order|buy|book) (?:a copy|your|tickets|copies|it)\b|\bbookshop\.(?:com|org)\b|^get \d+% off\b|\bsave (?:up to )?\d+%",
            ],
        ),
        rule(
            Promotion,
            true,
            &[
                r"\bbookshop\b.*(?:£|\$|€)\d|^season tickets?:|^tickets?:|\btickets? (?:are )?(?:available|on sale)\b.*\b(?:from|at|now|here)\b|^see page \d|\bsee pages? \d+\b|^turn to page \d",
                r"\b(?:published|available|out (?:now|on|in))\b.*(?:£|\$|€)\d[\d.]*\)?[.)]*$",
                r"\S@\w[\w-]*\.\w",
            ],
        ),
        // For more, click here.
        rule(
            Promotion,
            false,
            &[
                r"^for (?:more(?: [^ ]+)? (?:on|about|information|info|details|news|stories|from|like|coverage|updates|tips|interviews)|more,|all the latest|the latest|further|full|additional)\b[^.!?]*?[,:]? (?:visit|check|go to|go here|click|read|sign|follow|download|subscribe|call|e-?mail|head|tune|see our|like|join|make sure|don't)\b",
                r"^(?:just |simply )?(?:click|tap|swipe|scan|press) (?:here|the|on|up|this|below)\b|\bclick (?:here|below|on the link)\b|^visit (?:our|us|www\.|https?://|the \w+ website)",
            ],
        ),
        // Pointers to other pages.
        rule(
            Related,
            false,
            &[
                r"^[(\[]?(?:read|see|watch|view|check out|take a look at|listen to)\b[^.!?]*\b(?:here|below|above)\b",
                r"^[(\[]?(?:read|see) (?:more|also|next|the (?:full|rest|whole|entire|complete) (?:of )?(?:ARTICLE|transcript|statement|thing|list|results)?)\b(?: *[:|>]|.*\b(?:here|below|at|on)\b|[)\].]*$)",
                r"^watch (?:the|a|more|this|our|live|it|her|his|their|him|highlights)\b[^.!?]*[.:]?$|^view (?:full|all|the full|more|live) .*|^(?:read|see) part \w+\b",
                r"^(?:related|read more|see also|more on this|also read|read next|don't miss) *[:|>-]|^also on \S+(?: \S+)?:|^more (?:from|on|in) [^.:]+:",
            ],
        ),
        // Who else worked on it.
        rule(
            Credit,
            false,
            &[
                r"^[(\[* ]*(?:with )?(?:additional|further|extra|other) (?:reporting|research|writing|editing|contributions?) (?:by|from)\b",
                r"^[(\[* ]*(?:with )?contributing(?: to this (?:ARTICLE))?:",
                r"\bcontributed (?:reporting|to this (?:ARTICLE)|to the reporting)\b",
                r"^[(\[* ]*(?:reporting|writing|written|editing|edited|compiled|translated|translation|produced|research|words|interview|text|PICTURE|video(?: produced)?|podcast produced|story|design|fact[- ]check(?:ed|ing)?) by \w+[^!?]*$",
            ],
        ),
        rule(Credit, true, &[r"^(?:[^ ,]+,? (?:and )?){1,5}reported from \w"]),
        // A later version.
        rule(
            Date,
            false,
            &[
                r"^this (?:ARTICLE) (?:has been|was|will be|is being) (?:last )?(?:updated|amended)\b|^last updated\b|^this is a (?:developing|breaking) (?:news )?(?:ARTICLE)\b",
            ],
        ),
        rule(
            Interface,
            false,
            &[
                r"^we are sorry,? ?this video\b|\byour browser does not support\b|^(?:please )?(?:enable|turn on) javascript\b|^(?:this )?video (?:is )?(?:unavailable|not available)\b|^to continue reading\b",
            ],
        ),
    ]
});

/// Compiles a pattern for plain words. Bytes and ASCII classes: a tenth of the time to compile.
fn pattern(pattern: &str) -> Regex {
    RegexBuilder::new(pattern)
        .unicode(false)
        .build()
        .expect("the pattern is constant and a test compiles it")
}

/// Words in lower case with plain quotation marks, dashes and spaces.
fn plain(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            '–' | '—' | '―' => '-',
            '\u{A0}' | '\t' => ' ',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

/// Whether any rule can hold in these words: a quick look before sentences are told apart.
pub(crate) fn may_be_furniture(words: &str) -> bool {
    HINT.is_match(plain(words).as_bytes())
}

/// What furniture a sentence is, if any; `near_end` if it is among the last lines of the text.
pub(crate) fn kind_of(sentence: &str, near_end: bool) -> Option<FurnitureKind> {
    let plain = plain(sentence);
    let plain = plain.trim_start_matches(['•', '*', '-', '>', '»', '|', ' ']);
    if plain.starts_with(['"', '\'', '«']) || !HINT.is_match(plain.as_bytes()) {
        return None;
    }
    let rule = RULES
        .iter()
        .find(|rule| (!rule.near_end || near_end) && rule.pattern.is_match(plain.as_bytes()))?;
    if rule.kind == FurnitureKind::Credit && OF_OTHERS.is_match(plain.as_bytes()) {
        return None;
    }
    let tells = matches!(rule.kind, FurnitureKind::Promotion | FurnitureKind::Related)
        && SPEECH.is_match(plain.as_bytes());
    (!tells).then_some(rule.kind)
}

/// Whether a sentence speaks to its reader, or is too short to tell anything: beside a sentence
/// that is a promotion it is one too.
pub(crate) fn goes_with_promotion(sentence: &str) -> bool {
    let plain = plain(sentence);
    let n_words = plain.split_whitespace().count();
    !plain.starts_with(['"', '\''])
        && !SPEECH.is_match(plain.as_bytes())
        && (n_words <= 5 || n_words <= 30 && TO_READER.is_match(plain.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_speak_to_a_customer() {
        for sentence in [
            "Sign up for our free Tidewatch newsletter.",
            "For more on the harbour, please sign up to our weekly email.",
            "Get the Orb’s morning briefing by email",
            "Never miss a story.",
            "Can’t get enough of the harbour?",
            "Download our app",
            "Follow us on Facebook, X and Instagram.",
            "Follow Ann Lee on Twitter @annlee.",
            "Listen live at noon, or ask your smart speaker to play Radio Orb",
            "Do you know more?",
            "Write in confidence to ann.lee@orb.example",
            "Readers may write to the editor at letters@orb.example.",
            "Subscribe now: six issues for £20",
            "18+. Please gamble responsibly.",
            "Order it from the Orb Bookshop for £9",
            "Become a member today",
        ] {
            assert_eq!(kind_of(sentence, false), Some(FurnitureKind::Promotion), "{sentence}");
        }
    }

    #[test]
    fn sentences_about_such_things_are_left_alone() {
        for sentence in [
            "He told supporters to sign up for the newsletter.",
            "The newsletter was closed in May.",
            "“Sign up for our newsletter,” the poster says.",
            "Users can download the app from Friday.",
            "For more than two decades the club has drawn people like him.",
            "The ministry said readers should write to it.",
            "More emails were found on the server.",
            "She reported from the harbour for six years.",
            "They watched the video.",
            "He bought the original of the letter on Tuesday.",
            "Do you think that he knew?",
        ] {
            assert_eq!(kind_of(sentence, true), None, "{sentence}");
        }
    }

    #[test]
    fn where_a_text_comes_from_and_who_worked_on_it() {
        use FurnitureKind::{Credit, Date, Related, Syndication};
        for (sentence, kind) in [
            ("Read the original article on Orb.", Syndication),
            ("This article first appeared on Orb.", Syndication),
            ("This story was originally published in The Orb.", Syndication),
            ("Copyright 2024 Orb Press.", Syndication),
            ("© 2024 Orb.", Syndication),
            ("This material may not be published or rewritten.", Syndication),
            ("Additional reporting by Ann Lee", Credit),
            ("Ann Lee contributed to this report.", Credit),
            ("(Reporting by Ann Lee; Editing by Ben Roe.)", Credit),
            ("Translated by Orb staff.", Credit),
            ("This article has been updated to add a reply.", Date),
            ("Watch the video below.", Related),
            ("Read more here", Related),
        ] {
            assert_eq!(kind_of(sentence, false), Some(kind), "{sentence}");
        }
    }
}
