//! Whose text is it, and is it all here?
//!
//! A page that prints somebody else's text says so to search engines: its address of record is on
//! another site, its structured data names a source, an agency signs. A page that shows only the
//! beginning until somebody pays says that too, in structured data and in words.

use std::sync::LazyLock;

use regex::Regex;

use super::gather::Parts;
use super::json_ld::Told;
use super::{About, By, Sourced, address, tags, titles};
use crate::wire::is_agency;

/// Hosts that keep other sites' pages: an address of record elsewhere says nothing of whose it is.
const KEEPERS: [&str; 6] = [
    "ampproject.org",
    "archive.org",
    "archive.today",
    "archive.ph",
    "googleusercontent.com",
    "feedburner.com",
];

/// Longest block that tells a reader to pay, in bytes.
const MAX_MARKER: usize = 400;

/// What a page says where it hides the rest.
static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"(?i)\b(?:subscribe|sign up|register|log in|sign in|join)(?: now| today| here)? to (?:continue|keep|finish|carry on) reading",
        r"|\bto (?:continue|keep|finish) reading(?: this \w+)?,? (?:please )?(?:subscribe|sign|log|register|join|create|start|become)",
        r"|\bthis (?:article|story|content|page) is (?:only |exclusively |reserved |available )*(?:for|to) (?:our |paying |registered )*(?:subscribers|members)",
        r"|\b(?:subscribers?|members?)[- ]only (?:article|story|content)",
        r"|\bto (?:read|unlock|access) (?:this|the (?:full|rest|whole)) (?:\w+ )*(?:article|story),? (?:please )?(?:subscribe|sign|log|register|join)",
        r"|\bsubscribe to (?:read|unlock) (?:this|the (?:full|rest))",
        r"|\bdiese[rn]? (?:artikel|text|inhalt) (?:ist )?(?:nur |exklusiv )*(?:für|mit) (?:\w+ )?(?:abo|abonnent|plus)",
        r"|\b(?:jetzt|weiter)\s?lesen mit \S+(?:plus|\+|abo)|\bweiterlesen mit (?:dem |einem )?\S*abo",
        r"|\bcet article est réservé (?:à nos|aux) abonné|\b(?:la suite|l[’']accès) (?:de cet article )?est réservée? (?:à nos|aux) abonné",
        r"|\b(?:contenido|artículo|noticia) exclusiv[oa] para suscriptores|\bcontenuto riservato agli abbonati",
    );
    Regex::new(pattern).expect("the pattern is constant and a test compiles it")
});

/// Fills in where the text comes from and whether it is cut short.
pub(super) fn fill(about: &mut About, parts: &Parts, told: &Told, url: Option<&str>) {
    about.copy_of = copy_of(about, parts, told, url);
    about.source = source(about, parts, told);
    about.paywall = paywall(parts, told);
}

/// The address of the page that this one copies, on another site.
fn copy_of(
    about: &About,
    parts: &Parts,
    told: &Told,
    url: Option<&str>,
) -> Option<Sourced<String>> {
    let here = url.and_then(address::host);
    let canonical = about.canonical.as_ref();
    // Without its own address a page is where it says that it is kept.
    let own = here.clone().or_else(|| address::host(&canonical?.value))?;
    let own = address::site(&own);
    let is_elsewhere = |there: &str| {
        address::host(there).is_some_and(|host| {
            let there = address::site(&host);
            // One outlet under two endings is one outlet: `orb.example`, `orb.test`.
            let name = |site: &str| site.split('.').next().unwrap_or_default().to_owned();
            there != own && name(there) != name(own) && !KEEPERS.contains(&there)
        })
    };
    if KEEPERS.contains(&own) {
        return None;
    }
    let sources = tags::all(parts, &tags::SOURCE).map(|link| (link, By::Meta));
    let canonical = canonical.map(|canonical| (canonical.value.as_str(), canonical.by));
    let all = canonical
        .into_iter()
        .chain(told.based_on.as_deref().map(|link| (link, By::JsonLd)))
        .chain(sources);
    let mut elsewhere = all.filter(|(link, _)| is_elsewhere(link));
    elsewhere.next().map(|(link, by)| Sourced { value: link.to_owned(), by })
}

/// Who the text is from: an agency that signs, or whom structured data names beside the outlet.
fn source(about: &About, parts: &Parts, told: &Told) -> Option<Sourced<String>> {
    let outlet =
        about.outlet.as_ref().map(|outlet| titles::letters(&outlet.value)).unwrap_or_default();
    let is_other = |name: &str| {
        let name = titles::letters(name);
        !name.is_empty() && !outlet.contains(&name) && !name.contains(&outlet)
    };
    let signed = about.authors.as_ref().and_then(|authors| {
        let agency = authors.value.iter().find(|name| is_agency(name) && is_other(name))?;
        Some(Sourced { value: agency.clone(), by: authors.by })
    });
    let named = told
        .source
        .as_ref()
        .filter(|name| is_other(name) && !name.contains("://") && name.len() <= 80);
    let tagged = tags::all(parts, &tags::SOURCE)
        .find(|name| is_other(name) && !name.contains("://") && name.len() <= 80);
    signed
        .or_else(|| named.map(|name| Sourced { value: name.clone(), by: By::JsonLd }))
        .or_else(|| tagged.map(|name| Sourced { value: name.to_owned(), by: By::Meta }))
}

/// Why the page must be taken for cut short.
fn paywall(parts: &Parts, told: &Told) -> Option<Sourced<String>> {
    if told.is_free == Some(false) {
        return Some(Sourced {
            value: "its structured data says that it is not free to read".to_owned(),
            by: By::JsonLd,
        });
    }
    let tier =
        tags::all(parts, &["articlecontenttier", "ogcontenttier", "contenttier", "articleaccess"]);
    let is_locked = |tier: &&str| {
        matches!(tier.to_ascii_lowercase().as_str(), "locked" | "paid" | "premium" | "subscriber")
    };
    if let Some(tier) = tier.into_iter().find(is_locked) {
        return Some(Sourced { value: format!("a meta element calls it `{tier}`"), by: By::Meta });
    }
    let seen = parts
        .blocks
        .iter()
        .filter(|block| block.words.len() <= MAX_MARKER && !block.region.is_comment);
    let words = seen.into_iter().find_map(|block| MARKER.find(&block.words))?;
    Some(Sourced { value: format!("it says “{}”", words.as_str()), by: By::Page })
}
